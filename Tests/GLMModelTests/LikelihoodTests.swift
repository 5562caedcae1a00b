import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

/// The laws of derivatives and of blocks, over ``likelihoodCases``.
@Suite struct LikelihoodTests {
  /// residual = −∂loss/∂η.
  @Test(arguments: likelihoodCases) func residualIsTheSlopeOfTheLoss(_ item: LikelihoodCase) {
    var findings = Findings()
    var informative = 0
    for (response, predictors) in item.pairs(item.predictors) {
      let residual = item.likelihood.residual(response, at: predictors)
      for k in predictors.indices {
        let numerical = derivative(at: predictors[k], reach: item.reach(at: predictors, plane: k)) { x in
          item.likelihood.loss(response, at: predictors.replacing(k, with: x))
        }
        findings.check(
          numerical.agrees(with: -residual[k]), "\(response) at \(predictors): \(residual), \(numerical)")
        if numerical.error <= 1e-6 * residual[k].magnitude + 1e-9 { informative += 1 }
      }
    }
    #expect(findings.isClean, "\(findings)")
    #expect(informative > findings.looked / 2, "differences say too little: \(informative)")
  }

  /// Observed curvature = −∂residual/∂η.
  @Test(arguments: likelihoodCases) func observedCurvatureIsTheSlopeOfTheResidual(_ item: LikelihoodCase) {
    #expect(!item.likelihood.curvatures.isEmpty)
    guard item.likelihood.curvatures.contains(.observed) else { return }
    var findings = Findings()
    for (response, predictors) in item.pairs(item.predictors) {
      let curvature = item.likelihood.curvature(response, at: predictors, .observed)
      for k in predictors.indices {
        for l in predictors.indices {
          let numerical = derivative(at: predictors[l], reach: item.reach(at: predictors, plane: l)) { x in
            -item.likelihood.residual(response, at: predictors.replacing(l, with: x))[k]
          }
          findings.check(
            numerical.agrees(with: curvature[k, l]),
            "(\(k), \(l)) of \(response) at \(predictors): \(curvature[k, l]), \(numerical)")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test(arguments: likelihoodCases) func curvatureIsPositiveSemidefinite(_ item: LikelihoodCase) {
    var findings = Findings()
    var kinds = item.likelihood.curvatures.intersection([.expected])
    // A convex loss promises it of the observed curvature too.
    if item.likelihood.isConvex { kinds = item.likelihood.curvatures }
    var generator = SplitMix(seed: 1)
    for (response, predictors) in item.pairs(item.predictors) {
      for kind in kinds {
        let curvature = item.likelihood.curvature(response, at: predictors, kind)
        // Terms as large as the expected curvature may have cancelled.
        let expected = item.likelihood.curvature(
          response, at: predictors, kinds.contains(.expected) ? .expected : kind)
        let trace = (curvature.diagonal + expected.diagonal).reduce(0) { $0 + $1.magnitude }
        for _ in 0..<8 {
          let d = predictors.map { _ in generator.normal() }
          let form = curvature.quadraticForm(d)
          findings.check(
            form >= -1e-14 * trace * dot(d, d), "\(kind) of \(response) at \(predictors): \(form) along \(d)")
        }
      }
    }
    #expect(findings.isClean || kinds.isEmpty, "\(findings)")
  }

  @Test(arguments: likelihoodCases) func expectedCurvatureIgnoresTheResponse(_ item: LikelihoodCase) {
    guard item.likelihood.curvatures.contains(.expected), item.likelihood.responseCount == 1 else { return }
    for predictors in item.predictors {
      let all = item.responses.map { item.likelihood.curvature($0, at: predictors, .expected).entries }
      #expect(all.allSatisfy { sameBits($0, all[0]) }, "at \(predictors)")
    }
  }

  /// The row losses and residuals are the same, to the bit, whatever else is asked for.
  @Test(arguments: likelihoodCases) func ordersAgree(_ item: LikelihoodCase) {
    let pairs = item.pairs(item.predictors + item.far)
    let (responses, predictors) = (pairs.map(\.response), pairs.map(\.predictors))
    let loss = item.likelihood.rows(responses, at: predictors, .loss).loss
    let residual = item.likelihood.rows(responses, at: predictors, .residual)
    #expect(sameBits(residual.loss, loss))
    for kind in item.likelihood.curvatures {
      let full = item.likelihood.rows(responses, at: predictors, .curvature(kind))
      #expect(sameBits(full.loss, loss), "losses with \(kind) curvature")
      #expect(
        sameBits(Array(full.residual.joined()), Array(residual.residual.joined())), "residuals with \(kind)")
    }
  }

  @Test(arguments: likelihoodCases) func splittingABlockChangesNoBit(_ item: LikelihoodCase) {
    let pairs = item.pairs(item.predictors)
    let (responses, predictors) = (pairs.map(\.response), pairs.map(\.predictors))
    for kind in item.likelihood.curvatures {
      let whole = item.likelihood.rows(responses, at: predictors, .curvature(kind))
      for size in [1, 7] {
        for start in stride(from: 0, to: responses.count, by: size) {
          let range = start..<min(start + size, responses.count)
          let part = item.likelihood.rows(
            Array(responses[range]), at: Array(predictors[range]), .curvature(kind))
          let same =
            sameBits(part.loss, Array(whole.loss[range]))
            && zip(part.residual, whole.residual).allSatisfy { sameBits($0, Array($1[range])) }
            && zip(part.curvature, whole.curvature).allSatisfy { sameBits($0, Array($1[range])) }
          #expect(same, "rows \(range) with \(kind) curvature")
        }
      }
    }
  }

  /// The product of curvature and direction is the matrix times the vector.
  @Test(arguments: likelihoodCases) func productsAreThoseOfTheMatrix(_ item: LikelihoodCase) {
    let predictors = item.predictors[0]
    let direction = predictors.indices.map { Double($0) - 0.4 }
    for kind in item.likelihood.curvatures {
      let curvature = item.likelihood.curvature(item.responses[0], at: predictors, kind)
      var product = Array(repeating: Double.nan, count: predictors.count)
      do {
        var span = product.mutableSpan
        item.likelihood.multiply(
          curvature: curvature.entries.span, direction: direction.span, product: &span, rows: 1)
      }
      #expect(largestDifference(product, curvature.multiplying(direction), floor: 1e-3) < 1e-14)
    }
  }
}

extension LikelihoodCase {
  /// How far differences may reach from `predictors` in `plane`.
  func reach(at predictors: [Double], plane: Int) -> Double {
    room(
      at: predictors, plane: plane,
      limit: max(0.25, predictors[plane].magnitude > 100 ? predictors[plane].magnitude / 8 : 0))
  }
}

extension [Double] {
  /// The same with entry `index` another.
  func replacing(_ index: Int, with value: Double) -> [Double] {
    var copy = self
    copy[index] = value
    return copy
  }
}
