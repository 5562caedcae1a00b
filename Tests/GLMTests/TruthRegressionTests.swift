import Foundation
import GLM
import Testing

/// Fits that a review found told wrongly: what is right was had by other means, named with each.
@Suite struct TruthRegressionTests {
  /// Four rows, separated; along the heavy tails of the cauchit a fit comes to rest where rounding leaves it no digit.
  @Test(arguments: [0.0, 1000, 100_000, 1e7]) func slowTailsAreNoOptimum(place: Double) throws {
    let table = try Table(columns: [
      "y": [1, 1, 0, 1], "a": [0, 5, 2, -3].map { $0 + place }, "b": [-5, 1, -3, -2],
    ])
    let fit = try GeneralizedLinearModel("y ~ a + b", family: .bernoulli, link: .cauchit).fit(table)
    guard case .infinite(let recession) = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
    #expect(recession.isComplete && recession.isExact && recession.rows == 4)
    #expect(throws: InferenceError.self) { try fit.inference() }
  }

  /// A column whose spread is a billionth of its size: the limit is that of the same column near zero.
  @Test(arguments: [0.0, 0x1p30, 0x1p100]) func limitsOfColumnsFarFromZero(place: Double) throws {
    let unit = max(place * 0x1p-30, 1)
    let steps = [3.0, 2, 2, 3, 1, 2, 1, 2, 3, 1]
    let groups = ["c", "b", "b", "a", "b", "c", "b", "b", "c", "a"]
    let frame = try Table(contentsOf: try csv(steps.map { place + unit * $0 }, groups))
    let fit = try GeneralizedLinearModel("y ~ x + f", family: .bernoulli, link: .probit).fit(frame)
    let limit = try #require(fit.limit)
    #expect(limit.estimate.rank == 2 && limit.estimate.rows == 5)
    // Two of two, and one of three: by binomial entropies.
    let exact = 6.5916737320086582
    #expect(abs(limit.statistics.deviance - exact) <= 1e-12 * exact, "\(limit.statistics.deviance)")
  }

  private func csv(_ x: [Double], _ f: [String]) throws -> String {
    let y = [1, 1, 0, 1, 0, 0, 0, 0, 0, 0]
    let text = "x,f,y\n" + x.indices.map { "\(x[$0]),\(f[$0]),\(y[$0])\n" }.joined()
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("glm-\(UUID().uuidString).csv")
      .path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Ten of ten successes hold a linear probability on the edge: the best is on a + 5 b = 1, found there by golden section.
  @Test func linearProbabilitiesOnTheEdge() throws {
    let table = try Table(columns: ["s": [2, 5, 6, 8, 10], "f": [8, 5, 4, 2, 0], "x": [1, 2, 3, 4, 5]])
    let fit = try GeneralizedLinearModel("cbind(s, f) ~ x", family: .bernoulli, link: .identity).fit(table)
    guard case .boundary(let boundary) = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
    #expect(boundary.isOptimum && boundary.rows == [4])
    func loss(_ slope: Double) -> Double {
      zip([2.0, 5, 6, 8], [1.0, 2, 3, 4]).reduce(0) { sum, row in
        let mean = 1 - slope * (5 - row.1)
        return sum - row.0 * Double.log(mean) - (10 - row.0) * Double.log(1 - mean)
      }
    }
    var (low, high) = (0.05, 0.2)
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<60 {
      let (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
      if loss(a) < loss(b) { high = b } else { low = a }
    }
    #expect(abs((fit["x"] ?? .nan) - low) < 1e-7 && abs((fit["(Intercept)"] ?? .nan) - (1 - 5 * low)) < 1e-6)
    #expect(fit.statistics.deviance.isFinite)
  }

  /// The equations of bias reduction have no solution on an edge, whatever the curvature there hides.
  @Test func biasReductionStopsAtAnEdge() throws {
    let x = (0..<10).map(Double.init)
    let table = try Table(columns: ["y": [0, 0, 0, 2, 4, 5, 8, 11, 11, 14], "x": x])
    let fit = try GeneralizedLinearModel(
      "y ~ x", family: .poisson, link: .identity, method: .meanBiasReduction
    ).fit(table)
    #expect(!fit.outcome.isOptimum, "\(fit.outcome)")
  }

  /// Powers of whole numbers are no roundings: years to the sixth are a column of their own.
  @Test func powersOfYearsAreIndependent() throws {
    let x = (0..<40).map { Double(1980 + $0) }
    let y = x.map { Double.sin($0) + Double.cos(37 * $0) / 8 }
    let table = try Table(columns: ["y": y, "x": x])
    let raw = try GeneralizedLinearModel("y ~ poly(x, 6, raw = TRUE)", family: .gaussian).fit(table)
    let plain = try GeneralizedLinearModel("y ~ poly(x, 6)", family: .gaussian).fit(table)
    #expect(raw.estimate.rank == 7)
    #expect(abs(raw.statistics.deviance / plain.statistics.deviance - 1) <= 1e-11)
  }

  /// Of a fit at infinity no number of the solver's is told as an estimate.
  @Test func coefficientsAtInfinityAreTheirLimits() throws {
    let table = try Table(contentsOf: GLMTestFiles.path("Docs/Data/screening.csv"))
    let fit = try GeneralizedLinearModel("response ~ dose + group", family: .bernoulli).fit(table)
    #expect(fit["group[c]"] == .infinity && fit["dose"] == fit.limit?["dose"])
    let probit = try GeneralizedLinearModel(
      "response ~ dose + group", family: .bernoulli, link: .probit
    ).fit(table)
    let comparison = try Comparison(fit, probit).description
    #expect(comparison.contains("NO FINITE ESTIMATE") && comparison.contains("+∞"))
  }
}
