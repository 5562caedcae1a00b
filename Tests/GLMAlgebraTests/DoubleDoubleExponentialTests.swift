import Foundation
import GLMAlgebra
import Testing

/// The exponential in twice the precision.
@Suite struct DoubleDoubleExponentialTests {
  private static let lines: [[Double]] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let file = folder.appending(path: "double_double_exponential.csv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map { Double($0) ?? .nan } }
  }()

  /// What is below 1e-290 has its low part where numbers are sparse.
  @Test func `the exponential agrees with a hundred digits`() {
    #expect(Self.lines.count > 400)
    var worst = 0.0
    for line in Self.lines {
      let got = DoubleDouble.exp(DoubleDouble(high: line[0], low: line[1]))
      let error = ((got.high - line[2]) + (got.low - line[3])).magnitude
      worst = max(worst, error / max(line[2], 1e-290))
      #expect(got.low.magnitude <= 0.5 * got.high.ulp)
    }
    #expect(worst < 1e-30, "\(worst)")
  }

  @Test func `the exponential ends where a double ends`() {
    #expect(DoubleDouble.exp(DoubleDouble(0)) == DoubleDouble(1))
    #expect(DoubleDouble.exp(DoubleDouble(710)).high == .infinity)
    #expect(DoubleDouble.exp(DoubleDouble(.infinity)).high == .infinity)
    #expect(DoubleDouble.exp(DoubleDouble(-.infinity)) == .zero)
    #expect(DoubleDouble.exp(DoubleDouble(-800)) == .zero)
    #expect(DoubleDouble.exp(DoubleDouble(.nan)).high.isNaN)
    #expect(DoubleDouble.exp(DoubleDouble(-745)).high == 0x1p-1074)
  }
}
