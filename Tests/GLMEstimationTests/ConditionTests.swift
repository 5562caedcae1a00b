import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Testing

/// Columns that are nearly dependent: data of whole numbers whose estimates are known exactly.
@Suite struct ConditionTests {
  /// Whole numbers near `size`, and the same with one of 0, 1, 2 added; each row twice, with residuals of 1 and −1 that no
  /// column has a part in.
  private func nearCopies(_ size: Double) -> (columns: [[Double]], response: [Double]) {
    var random = SplitMix(seed: 11)
    var (a, b, y): ([Double], [Double], [Double]) = ([], [], [])
    for i in 0..<12 {
      let value = (size * (random.uniform() - 0.5)).rounded()
      let copy = value + Double(i % 3)
      for residual in [1.0, -1] {
        a.append(value)
        b.append(copy)
        y.append(3 * value - 2 * copy + residual)
      }
    }
    return ([a, b], y)
  }

  @Test(arguments: [1e2, 1e4, 1e6, 1e8]) func estimatesKeepTheirDigits(size: Double) throws {
    let model = try #require(likelihoodCases.first { $0.name == "gaussian identity" })
    let (columns, y) = nearCopies(size)
    var data = SmallData(columns: columns, response: y)
    data.hasIntercept = false
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(fit.outcome == .optimum(isGlobal: true))
    for (estimate, truth) in zip(fit.coefficients, [3.0, -2]) {
      #expect((estimate - truth).magnitude <= 1e-15 * 3, "\(estimate)")
    }
    #expect(try #require(fit.attainedDigits) >= 13)
    #expect((2 * fit.loss - 24).magnitude <= 1e-13)
    // (Xᵀ X)⁻¹ in whole numbers.
    func product(_ x: [Double], _ y: [Double]) -> Int128 {
      zip(x, y).reduce(0) { $0 + Int128($1.0) * Int128($1.1) }
    }
    let (aa, ab, bb) = (
      product(columns[0], columns[0]), product(columns[0], columns[1]), product(columns[1], columns[1])
    )
    let determinant = Double(aa * bb - ab * ab)
    let inverse = try #require(fit.inverseInformation)
    for (own, truth) in [
      (inverse[0, 0], Double(bb) / determinant), (inverse[1, 1], Double(aa) / determinant),
      (inverse[0, 1], -Double(ab) / determinant),
    ] {
      #expect((own - truth).magnitude <= 1e-14 * truth.magnitude)
    }
  }

  /// A limit of iterations is one, however nearly dependent the weights make the columns: no better columns are gone on
  /// with.
  @Test func limitsOfIterationsHold() throws {
    let model = try #require(likelihoodCases.first { $0.name == "bernoulli logit" })
    var data = model.data(columnCount: 2)
    let (a, b) = (data.columns[0], data.columns[1])
    // Where the weight is, the second column is nearly the first.
    data.columns = [a, a.indices.map { $0 % 4 == 0 ? b[$0] : a[$0] + 1e-2 * b[$0] }]
    data.weights = a.indices.map { $0 % 4 == 0 ? 1e-6 : 1 }
    var options = SolverOptions()
    options.maximumIterations = 1
    let limited = try Estimator(options: options, threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(limited.outcome == .iterations && limited.iterations == 1, "\(limited.outcome)")
    #expect(try Estimator(threads: 1).fit(model.likelihood, to: model.source(data)).outcome.isOptimum)
  }

  /// Every likelihood: the same columns told otherwise give the same fit, digit for digit.
  @Test(arguments: likelihoodCases) func otherColumnsOfTheSameSpace(_ model: LikelihoodCase) throws {
    var data = model.data(columnCount: 2)
    // Binary fractions, so that sums are exact.
    let a = data.columns[0].map { ($0 * 1024).rounded() / 1024 }
    let b = data.columns[1].map { ($0 * 1024).rounded() / 1024 }
    data.columns = [a, b]
    let plain = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    data.columns = [a, a.indices.map { a[$0] + 0x1p-24 * b[$0] }]
    let near = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    guard plain.outcome.isOptimum else { return }
    #expect(near.outcome.isOptimum, "\(near.outcome)")
    #expect(near.aliased.isEmpty)
    let p = plain.layout.columns.count
    for k in 0..<plain.layout.planes {
      let (own, other) = (
        Array(plain.coefficients[k * p..<(k + 1) * p]), Array(near.coefficients[k * p..<(k + 1) * p])
      )
      let size = own.map(\.magnitude).max() ?? 0
      // η = β₀ + β₁ a + β₂ b = β₀ + (β₁ − 2²⁴ β₂) a + 2²⁴ β₂ (a + 2⁻²⁴ b).
      #expect((other[p - 1] * 0x1p-24 - own[p - 1]).magnitude <= 1e-12 * size)
      #expect((other[0] - own[0]).magnitude <= 1e-12 * size)
      guard let one = plain.inverseInformation, let two = near.inverseInformation else { continue }
      let last = k * p + p - 1
      #expect((two[last, last] * 0x1p-48 / one[last, last] - 1).magnitude <= 1e-11)
    }
  }
}
