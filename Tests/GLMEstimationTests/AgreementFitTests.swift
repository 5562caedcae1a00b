import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Laws of whole fits: what they must equal, with no reference numbers.
@Suite struct AgreementFitTests {
  /// Xᵀμ̂ = Xᵀy: a canonical fit reproduces the moments.
  @Test(arguments: canonicalCases) func momentsMatch(_ model: LikelihoodCase) throws {
    let data = model.data(columnCount: 3)
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(fit.outcome.isOptimum)
    let predictors = data.predictors(fit.coefficients, planes: model.likelihood.predictorCount)
    let means = predictors.map { model.likelihood.means(at: $0).means }
    let classes = model.likelihood.meanCount
    for column in data.modelColumns {
      for m in 0..<classes {
        var (observed, fitted, size) = (CompensatedSum(), CompensatedSum(), 0.0)
        for (i, response) in data.responses.enumerated() {
          let y = classes == 1 ? response.value : (response.value == Double(m) ? 1 : 0)
          observed.add(column[i] * y)
          fitted.add(column[i] * response.trials * means[i][m])
          size += (column[i] * y).magnitude + (column[i] * means[i][m]).magnitude
        }
        #expect((observed.value - fitted.value).magnitude < 1e-12 * max(size, 1), "class \(m)")
      }
    }
  }

  @Test func gaussianIdentityIsLeastSquares() throws {
    let model = try #require(likelihoodCases.first { $0.name == "gaussian identity" })
    let data = model.data(columnCount: 3)
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    // The normal equations, written out.
    let x = data.modelColumns
    var gram = PackedSymmetric(order: 4)
    for a in 0..<4 { for b in 0...a { gram[a, b] = dot(x[a], x[b]) } }
    let right = x.map { dot($0, data.responses.map(\.value)) }
    #expect(largestDifference(fit.coefficients, Cholesky(gram).solve(right), floor: 1e-2) < 1e-12)
    let residuals = zip(data.responses, data.predictors(fit.coefficients)).map { $0.value - $1[0] }
    #expect(relativeDifference(fit.loss, dot(residuals, residuals) / 2) < 1e-12)
    #expect(
      largestDifference(fit.inverseInformation?.entries ?? [], Cholesky(gram).inverse().entries, floor: 1e-2)
        < 1e-12)
  }

  /// Softmax with two classes is logistic; the chain rule is the family's own form.
  @Test(arguments: [
    ("categorical of 2", "bernoulli logit"), ("linked poisson log", "poisson log"),
    ("linked bernoulli logit", "bernoulli logit"),
  ]) func sameModelSameFit(_ first: String, _ second: String) throws {
    let a = try #require(likelihoodCases.first { $0.name == first })
    let b = try #require(likelihoodCases.first { $0.name == second })
    let data = b.data(columnCount: 3)
    let (f, g) = (
      try Estimator(threads: 1).fit(a.likelihood, to: a.source(data)),
      try Estimator(threads: 1).fit(b.likelihood, to: b.source(data))
    )
    #expect(f.outcome.isOptimum && g.outcome.isOptimum)
    #expect(largestDifference(f.coefficients, g.coefficients, floor: 0.1) < 1e-12)
    #expect(relativeDifference(f.loss, g.loss) < 1e-12)
    #expect(
      largestDifference(f.inverseInformation?.entries ?? [], g.inverseInformation?.entries ?? [], floor: 0.01)
        < 1e-11)
  }

  /// Successes of trials are so many rows of one trial, where trials are counted.
  @Test(
    arguments: likelihoodCases.filter { $0.likelihood.responseCount == 2 && $0.likelihood.support.isWhole })
  func trialsAreRows(_ model: LikelihoodCase) throws {
    let data = model.data()
    let single = try #require(likelihoodCases.first { $0.name + " trials" == model.name })
    var rows: [Int] = []
    var responses: [RowResponse] = []
    for (i, response) in data.responses.enumerated() {
      for t in 0..<Int(response.trials) {
        rows.append(i)
        responses.append(RowResponse(Double(t) < response.value ? 1 : 0))
      }
    }
    var expanded = data.rows(rows)
    expanded.responses = responses
    let many = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    let one = try Estimator(threads: 1).fit(single.likelihood, to: single.source(expanded))
    #expect(many.outcome.isOptimum && one.outcome.isOptimum)
    #expect(largestDifference(many.coefficients, one.coefficients, floor: 0.1) < 1e-10)
    #expect(
      largestDifference(
        many.inverseInformation?.entries ?? [], one.inverseInformation?.entries ?? [], floor: 0.01) < 1e-9)
  }

  /// x → c x + a, and a permutation of columns and of rows, change what they should and nothing else.
  @Test(arguments: likelihoodCases) func fitsAreEquivariant(_ model: LikelihoodCase) throws {
    let data = model.data(columnCount: 2)
    let planes = model.likelihood.predictorCount
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    var other = data
    other.columns = [data.columns[1], data.columns[0].map { 8 * $0 + 5 }]
    other = other.rows((0..<data.rowCount).map { ($0 * 7 + 2) % data.rowCount })
    let moved = try Estimator(threads: 1).fit(model.likelihood, to: model.source(other))
    #expect(fit.outcome.isOptimum && moved.outcome.isOptimum)
    for k in 0..<planes {
      let (a, b) = (
        fit.coefficients[3 * k..<3 * k + 3].map { $0 }, moved.coefficients[3 * k..<3 * k + 3].map { $0 }
      )
      let back = [b[0] + 5 * b[2], 8 * b[2], b[1]]
      #expect(largestDifference(back, a, floor: 1) < 1e-10, "\(back), \(a)")
    }
    #expect(relativeDifference(moved.loss, fit.loss, floor: 1) < 1e-12)
  }
}
