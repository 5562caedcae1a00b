import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Block functions in vectors say what the rows one after the other say, in every kernel set of the machine.
///
/// The set holds for the whole process, and other tests run beside these: they hold in any set.
@Suite(.serialized) struct VectorizedLikelihoodTests {
  private static let cases = likelihoodCases.filter { $0.likelihood is any VectorizedLikelihood }

  @Test func `the common likelihoods have vectors`() {
    let names = Self.cases.filter { ($0.likelihood as? any VectorizedLikelihood)?.vectors != nil }.map(\.name)
    let expected = [
      "bernoulli logit trials", "bernoulli logit", "bernoulli probit trials", "bernoulli probit",
      "bernoulli cloglog trials", "bernoulli cloglog", "poisson log", "gamma log", "negative binomial log",
      "negative binomial of small theta log", "categorical of 2", "categorical of 3", "categorical of 5",
    ]
    #expect(expected.allSatisfy { names.contains($0) }, "\(names)")
  }

  /// Responses and linear predictors of every size, more of them than fill whole vectors.
  private static func rows(_ item: LikelihoodCase) -> [(response: RowResponse, predictors: [Double])] {
    var numbers = SplitMix(seed: 7)
    let planes = item.likelihood.predictorCount
    let sizes: [Double] = [1e-300, 1e-20, 1e-8, 0.1, 1, 3, 40, 700, 745, 800, 1e5, 1e300]
    var predictors = item.predictors + item.far + item.beyond
    for size in sizes {
      for _ in 0..<13 {
        predictors.append((0..<planes).map { _ in size * (2 * numbers.uniform() - 1) })
      }
    }
    for end in [36.7, 708.3, 709.7, 709.8, 744.9, 745.3] {
      predictors.append(Array(repeating: end, count: planes))
      predictors.append(Array(repeating: -end, count: planes))
    }
    var rows: [(response: RowResponse, predictors: [Double])] = []
    for response in item.responses {
      for here in predictors { rows.append((response, here)) }
      // Where the row is reproduced, and beside it.
      guard let saturated = item.saturated(response) else { continue }
      for factor in [1, 1 + 1e-9, 1 + 1e-4, 0.7] { rows.append((response, saturated.map { $0 * factor })) }
    }
    return rows
  }

  @Test(arguments: cases, KernelSet.available)
  func `vectors say what rows say`(_ item: LikelihoodCase, _ set: KernelSet) throws {
    let vectorized = try #require(item.likelihood as? any VectorizedLikelihood)
    guard vectorized.vectors != nil else { return }
    KernelSet.forceHere(set)
    defer { KernelSet.forceHere(nil) }
    let rows = Self.rows(item)
    let (responses, predictors) = (rows.map(\.response), rows.map(\.predictors))
    var findings = Findings()
    for kind in Curvature.allCases {
      let got = vectorized.rows(responses, at: predictors, .curvature(kind))
      let own = vectorized.withoutVectors.rows(responses, at: predictors, .curvature(kind))
      for (i, row) in rows.enumerated() {
        // What a rounding of the mean does to a difference with it, and by that to a loss near the saturated fit.
        let curvature = own.curvature.map { $0[i].magnitude }.max() ?? 0
        let slope = own.residual.reduce(0) { $0 + $1[i].magnitude }
        let size = row.response.value.magnitude + curvature
        let shift = curvature == 0 ? 0 : min(0x1p-51 * size / curvature, 0x1p-44)
        var pairs = [("loss", got.loss[i], own.loss[i], 0x1p51 * shift * (slope + 0x1p-51 * size))]
        for (value, expected) in zip(got.residual, own.residual) {
          pairs.append(("residual", value[i], expected[i], size))
        }
        for (value, expected) in zip(got.curvature, own.curvature) {
          pairs.append(("curvature", value[i], expected[i], 0))
        }
        for (name, value, expected, size) in pairs {
          let least = Double.leastNormalMagnitude * max(1, row.response.trials)
          let bound = 0x1p-49 * expected.magnitude + 0x1p-51 * size + least
          findings.check(
            value == expected || (value - expected).magnitude <= bound,
            "\(name) of \(row) with \(kind) curvature: \(value), not \(expected)")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// A row has the same bits alone, in a part of a vector and in the middle of one, and at every order.
  @Test(arguments: cases, KernelSet.available)
  func `a row says the same wherever it stands`(_ item: LikelihoodCase, _ set: KernelSet) {
    KernelSet.forceHere(set)
    defer { KernelSet.forceHere(nil) }
    let rows = Self.rows(item)
    let (responses, predictors) = (rows.map(\.response), rows.map(\.predictors))
    let whole = item.likelihood.rows(responses, at: predictors, .curvature(.observed))
    for (start, count) in [(0, 1), (1, 3), (3, 9), (5, 17), (rows.count - 2, 2)] {
      let range = start..<start + count
      let part = item.likelihood.rows(
        Array(responses[range]), at: Array(predictors[range]), .curvature(.observed))
      let expected = whole.loss[range] + (whole.residual + whole.curvature).flatMap { $0[range] }
      #expect(sameBits(part.all, Array(expected)), "rows \(range)")
    }
    #expect(sameBits(whole.loss, item.likelihood.rows(responses, at: predictors, .loss).loss))
  }
}
