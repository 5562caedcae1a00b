import Foundation
import Testing

/// Lines function,first,second,value of a fixture made by Tests/Fixtures/special_functions.py.
struct SpecialFunctionFixture {
  struct Line {
    var first: Double
    var second: Double
    var value: Double
  }

  private var lines: [Substring: [Line]] = [:]

  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let first = try #require(Double(fields[1]))
      let value = try #require(Double(fields[3]))
      lines[fields[0], default: []].append(
        Line(first: first, second: Double(fields[2]) ?? .nan, value: value))
    }
  }

  /// Expects every line of a function to meet an error bound, which it is told the line of; values below the
  /// smallest normal number may also be off by their last place.
  func expect(
    _ function: String, within bound: (Line) -> Double, _ evaluate: (Double, Double) -> Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let lines = lines[function[...]] ?? []
    #expect(lines.count > 20, "too few lines of \(function)", sourceLocation: sourceLocation)
    var worst = 0.0
    var report = ""
    for line in lines {
      let got = evaluate(line.first, line.second)
      let allowed = max(bound(line), Double.leastNonzeroMagnitude)
      let error = (got - line.value).magnitude / allowed
      if !(error <= max(1, worst)) {
        worst = error.isNaN ? .infinity : error
        report = "\(function)(\(line.first), \(line.second)) is \(got), not \(line.value)"
      }
    }
    #expect(report.isEmpty, "\(report): \(worst) times the bound", sourceLocation: sourceLocation)
  }

  /// Expects a function of arrays to be within 2 units in the last place at every line, below the smallest normal number
  /// too; values are compared with the rounded ones, which is half a unit more at most.
  func expect(
    _ function: String, withinTwoUlps evaluate: ([Double]) -> [Double],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let lines = lines[function[...]] ?? []
    #expect(lines.count > 300, "too few lines of \(function)", sourceLocation: sourceLocation)
    let values = evaluate(lines.map(\.first))
    for (line, value) in zip(lines, values) {
      #expect(
        value == line.value || (value - line.value).magnitude <= 2 * line.value.ulp,
        "\(function)(\(line.first)) is \(value), not \(line.value)", sourceLocation: sourceLocation)
    }
  }

  /// The bound of a relative error.
  static func relative(_ tolerance: Double) -> (Line) -> Double { { tolerance * $0.value.magnitude } }

  /// The bound of an error in units in the last place.
  static func ulps(_ count: Double) -> (Line) -> Double { { count * $0.value.ulp } }
}

/// Doubles that break things.
let hostileDoubles: [Double] = [Double.nan] + hostileMagnitudes + hostileMagnitudes.map { -$0 }

private let hostileMagnitudes: [Double] = [
  0, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-200, 1e-17, 0x1p-53, 0.5, 1, 1.5, 2, 3, 8, 38.5, 709.8,
  745.2, 1e8, 0x1p53, 1e16, 1e154, 1e155, 1e300, .greatestFiniteMagnitude, .infinity,
]

@Test func specialFunctionScriptsAreWhereCommentsSay() throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
  for script in ["Tests/Fixtures/special_functions.py", "Tests/Fixtures/special_function_fits.py"] {
    #expect(try String(contentsOf: root.appending(path: script), encoding: .utf8).contains("mpmath"))
  }
}
