import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Testing

/// Two normal responses with dependent errors, ½ eᵀ A e for e = y − η: a likelihood of two planes.
private struct PairedNormal: Likelihood {
  // A = [2 1; 1 3].
  var predictorCount: Int { 2 }
  var responseCount: Int { 2 }
  var meanCount: Int { 2 }
  var support: Support { .real }
  var curvatures: Set<Curvature> { [.expected, .observed] }
  var isConvex: Bool { true }
  var dispersion: Dispersion { .known(1) }

  func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>
  ) {
    let n = loss.count
    for i in 0..<n {
      let (a, b) = (response[i] - predictors[i], response[n + i] - predictors[n + i])
      loss[i] = a * a + a * b + 1.5 * b * b
      if order.wantsResidual {
        residual[i] = 2 * a + b
        residual[n + i] = a + 3 * b
      }
      if order.wantedCurvature != nil {
        curvature[i] = 2
        curvature[n + i] = 1
        curvature[2 * n + i] = 3
      }
    }
  }

  func evaluateMeans(
    predictors: Span<Double>, means: inout MutableSpan<Double>, slopes: inout MutableSpan<Double>
  ) {
    for i in 0..<means.count { means[i] = predictors[i] }
  }

  func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    for i in 0..<predictors.count { predictors[i] = response[i] }
  }
}

/// Layouts: shared slopes and own intercepts are what stacked rows are.
@Suite struct LayoutTests {
  private let rows = 30

  private var x: [[Double]] {
    var generator = SplitMix(seed: 11)
    return (0..<2).map { _ in (0..<rows).map { _ in generator.normal() } }
  }

  private var responses: [RowResponse] {
    var generator = SplitMix(seed: 12)
    return (0..<rows).map {
      RowResponse(x[0][$0] + generator.normal(), trials: 2 - x[1][$0] + generator.normal())
    }
  }

  /// Least squares of the stacked rows, whitened by A = L Lᵀ; `index` as in a layout.
  private func stacked(_ index: [[Int?]], count: Int, weights: [Double]) -> (
    solution: [Double], inverse: PackedSymmetric
  ) {
    let (l11, l21) = (2.0.squareRoot(), 1 / 2.0.squareRoot())
    let l22 = (3 - l21 * l21).squareRoot()
    var gram = PackedSymmetric(order: count)
    var right = Array(repeating: 0.0, count: count)
    for i in 0..<rows {
      let entries = [1, x[0][i], x[1][i]]
      for (first, second) in [(l11, l21), (0, l22)] {
        var row = Array(repeating: 0.0, count: count)
        for (j, value) in entries.enumerated() {
          if let a = index[0][j] { row[a] += first * value }
          if let b = index[1][j] { row[b] += second * value }
        }
        let y = first * responses[i].value + second * responses[i].trials
        for a in 0..<count {
          right[a] += weights[i] * row[a] * y
          for b in 0...a { gram[a, b] += weights[i] * row[a] * row[b] }
        }
      }
    }
    return (Cholesky(gram).solve(right), Cholesky(gram).inverse())
  }

  @Test(
    arguments: [
      [[0, 2, 3], [1, 2, 3]],  // own intercepts, shared slopes
      [[0, 1, 2], [3, 4, 5]],  // everything apart
      [[0, 1, nil], [2, nil, nil]],  // a nuisance plane of its own intercept
      [[0, 1, nil], [nil, 1, 2]],  // a shared slope and a plane without an intercept
      [[0, 0, 1], [0, 1, 1]],  // one coefficient in several places of a plane
    ] as [[[Int?]]]) func layoutsAreStackedRows(_ index: [[Int?]]) throws
  {
    for solver in [Newton(), LBFGS(), GradientDescent()] as [any Solver] {
      for weighted in [false, true] {
        let weights = (0..<rows).map { weighted ? 0.5 + Double($0 % 4) : 1 }
        let data = SmallData(columns: x, responses: responses, weights: weighted ? weights : nil)
        let source = data.source(responseCount: 2, blockSize: 7)
        let layout = CoefficientLayout(columns: source.columns, index: index)
        let fit = try Estimator(solver: solver, threads: 1).fit(PairedNormal(), to: source, layout: layout)
        #expect(fit.outcome.isOptimum, "\(fit.outcome)")
        let truth = stacked(index, count: layout.count, weights: weights)
        #expect(
          largestDifference(fit.coefficients, truth.solution, floor: 1) < 1e-9,
          "\(fit.coefficients), \(truth.solution)")
        #expect(
          largestDifference(fit.inverseInformation?.entries ?? [], truth.inverse.entries, floor: 0.01) < 1e-10
        )
      }
    }
  }

  /// The product of information and direction is the matrix times the vector, in any layout.
  @Test func informationProductsAreThoseOfTheMatrix() throws {
    let source = SmallData(columns: x, responses: responses).source(responseCount: 2, blockSize: 7)
    for index in [[[0, 2, 3], [1, 2, 3]], [[0, 1, 2], [3, 4, 5]]] as [[[Int?]]] {
      let layout = CoefficientLayout(columns: source.columns, index: index)
      let objective = ModelObjective(
        source: source, likelihood: PairedNormal(), prior: NormalPrior(precision: 0.3),
        frame: Frame(layout: layout, shift: nil, active: Array(0..<layout.count)), threads: 1, totalWeight: 30
      )
      let point = Array(repeating: 0.1, count: layout.count)
      let direction = (0..<layout.count).map { Double($0) - 1.5 }
      let here = try objective.evaluate(point, .curvature(.expected))
      let product = try objective.informationProduct(point, direction, .expected)
      #expect(largestDifference(product, here.information?.multiplying(direction) ?? [], floor: 1) < 1e-12)
      // Along a ray: the same values in one pass, and the gradient is their slope.
      let steps = [0, 0.5, 2, -1]
      let along = try objective.values(from: point, along: direction, steps: steps)
      for (step, value) in zip(steps, along) {
        let there = try objective.evaluate(zip(point, direction).map { $0 + step * $1 }, .loss)
        #expect(relativeDifference(value, there.value) < 1e-13)
      }
      let slope = derivative(at: 0, reach: 0.5) { t in
        (try? objective.values(from: point, along: direction, steps: [t]).first) ?? .nan
      }
      #expect(slope.agrees(with: dot(here.gradient, direction)))
    }
  }
}
