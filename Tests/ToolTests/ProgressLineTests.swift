import Synchronization
import Testing

@testable import glm_tool

/// The line that tells how far a long fit is.
@Suite struct ProgressLineTests {
  private final class Terminal: Sendable {
    private let text = Mutex("")
    func write(_ more: String) { text.withLock { $0 += more } }
    var shown: String { text.withLock { $0 } }
  }

  @Test func `a short fit shows nothing`() {
    let terminal = Terminal()
    let line = ProgressLine(delay: .seconds(1000), sink: terminal.write)
    line.show("poisson log", iteration: 1, objective: 2)
    line.clear()
    #expect(terminal.shown == "")
  }

  @Test func `a long fit updates one line and wipes it`() {
    let terminal = Terminal()
    let line = ProgressLine(delay: .zero, pause: .zero, sink: terminal.write)
    line.show("poisson log", iteration: 99, objective: 12.5)
    line.show("poisson log", iteration: 100, objective: 3)
    line.clear()
    #expect(
      terminal.shown
        == "\rpoisson log: iteration 99, objective 12.5" + "\rpoisson log: iteration 100, objective 3  "
        + "\r" + String(repeating: " ", count: 39) + "\r")
  }
}
