import Foundation
import Synchronization

/// One line on standard error that tells how far a long fit is; it begins after a second and is wiped at the end.
final class ProgressLine: Sendable {
  private struct State {
    var shownAt: Duration
    /// Characters on the terminal.
    var width = 0
  }

  private let start = ContinuousClock.now
  private let state = Mutex(State(shownAt: .zero))
  private let sink: @Sendable (String) -> Void
  private let delay: Duration
  private let pause: Duration

  /// - Parameters:
  ///   - delay: how long to say nothing.
  ///   - pause: the least time between two lines.
  ///   - sink: where the characters go.
  init(
    delay: Duration = .seconds(1), pause: Duration = .milliseconds(100),
    sink: @escaping @Sendable (String) -> Void
  ) {
    (self.delay, self.pause, self.sink) = (delay, pause, sink)
  }

  /// A line on standard error if that is a terminal, otherwise nil.
  static var onTerminal: ProgressLine? {
    guard isatty(FileHandle.standardError.fileDescriptor) == 1 else { return nil }
    return ProgressLine { try? FileHandle.standardError.write(contentsOf: Data($0.utf8)) }
  }

  /// Shows where the solver is, unless it is too early.
  func show(_ label: String, iteration: Int, objective: Double) {
    let now = ContinuousClock.now - start
    state.withLock { state in
      guard now >= delay, state.width == 0 || now - state.shownAt >= pause else { return }
      let value = String(format: "%.10g", objective)
      let line = String("\(label): iteration \(iteration), objective \(value)".prefix(79))
      sink("\r" + line + String(repeating: " ", count: max(0, state.width - line.count)))
      state.width = line.count
      state.shownAt = now
    }
  }

  /// Wipes the line, if there is one.
  func clear() {
    state.withLock { state in
      guard state.width > 0 else { return }
      sink("\r" + String(repeating: " ", count: state.width) + "\r")
      state.width = 0
    }
  }
}
