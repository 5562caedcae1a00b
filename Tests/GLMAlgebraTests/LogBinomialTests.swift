import GLMAlgebra
import Testing

@Suite struct LogBinomialTests {
  @Test func agreesWithFiftyDigits() throws {
    let fixture = try SpecialFunctionFixture("special_functions.csv")
    let relative = SpecialFunctionFixture.relative(1e-14)
    fixture.expect("logBinomial", within: relative) { n, k in .logBinomial(n, k) }
    let bound: (SpecialFunctionFixture.Line) -> Double = {
      1e-15 * ($0.value.magnitude + Double.log($0.first).magnitude + Double.log($0.second).magnitude + 1)
    }
    fixture.expect("logBeta", within: bound) { a, b in .logBeta(a, b) }
  }

  @Test func pascalsTriangle() {
    var row: [Double] = [1]
    for n in 0..<50 {
      for (k, coefficient) in row.enumerated() {
        let error = (Double.exp(Double.logBinomial(Double(n), Double(k))) / coefficient - 1).magnitude
        #expect(error < 4e-14)
      }
      row = [1] + zip(row, row.dropFirst()).map(+) + [1]
    }
  }

  @Test func symmetry() {
    for n in [1.0, 7, 1000, 1e6, 0x1p40] {
      for k in stride(from: 0, through: n, by: (n / 7).rounded(.up)) {
        #expect(Double.logBinomial(n, k) == Double.logBinomial(n, n - k))
        #expect(Double.logBeta(n, k + 1) == Double.logBeta(k + 1, n))
      }
    }
  }

  @Test func limits() {
    #expect(Double.logBinomial(5, 0) == 0)
    #expect(Double.logBinomial(5, 5) == 0)
    #expect(Double.logBinomial(0, 0) == 0)
    #expect(Double.logBinomial(5, 6) == -.infinity)
    #expect(Double.logBinomial(5, -1) == -.infinity)
    #expect(Double.logBinomial(.infinity, 0) == 0)
    #expect(Double.logBinomial(.infinity, 2) == .infinity)
    #expect(Double.logBeta(0, 1) == .infinity)
    #expect(Double.logBeta(1, .infinity) == -.infinity)
    #expect(Double.logBeta(-1, 1).isNaN)
    for n in hostileDoubles {
      for k in hostileDoubles {
        let indefinite = n.isNaN || k.isNaN || (n == .infinity && k == .infinity)
        #expect(Double.logBinomial(n, k).isNaN == indefinite, "\(n) over \(k)")
        let undefined = !(n >= 0) || !(k >= 0) || (n + k == .infinity && n * k != n * k)
        #expect(Double.logBeta(n, k).isNaN == undefined, "B(\(n), \(k))")
      }
    }
  }
}
