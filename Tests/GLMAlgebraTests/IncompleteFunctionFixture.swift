import Foundation
import Testing

/// Lines function,a,b,x,value of the fixture made by Tests/Fixtures/incomplete_functions.py.
struct IncompleteFunctionFixture {
  private var lines: [Substring: [(a: Double, b: Double, x: Double, value: Double)]] = [:]

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let text = try String(contentsOf: folder.appending(path: "incomplete_functions.csv"), encoding: .utf8)
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = fields.dropFirst().map { Double($0) ?? .nan }
      lines[fields[0], default: []].append((numbers[0], numbers[1], numbers[2], numbers[3]))
    }
  }

  /// Expects every line of `function` to be met to a relative `tolerance`, times what `widening` says of its value.
  func expect(
    _ function: String, within tolerance: Double, widening: (Double) -> Double = { _ in 1 },
    _ evaluate: (_ a: Double, _ b: Double, _ x: Double) -> Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let lines = lines[function[...]] ?? []
    #expect(lines.count > 20, "too few lines of \(function)", sourceLocation: sourceLocation)
    var worst = 0.0
    var report = ""
    for line in lines {
      let got = evaluate(line.a, line.b, line.x)
      let bound = tolerance * widening(line.value) * line.value.magnitude + .leastNonzeroMagnitude
      let error = (got - line.value).magnitude / bound
      if !(error <= max(1, worst)) {
        worst = error.isNaN ? .infinity : error
        report = "\(function)(\(line.a), \(line.b), \(line.x)) is \(got), not \(line.value)"
      }
    }
    #expect(report.isEmpty, "\(report): \(worst) times the bound", sourceLocation: sourceLocation)
  }
}
