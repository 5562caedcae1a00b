import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

/// The laws of priors, over ``priorCases``: an intercept and three slopes in each of two planes.
@Suite struct PriorTests {
  private let layout = CoefficientLayout(
    columns: [.intercept] + (1...3).map { ColumnDescription(name: "x\($0)", group: $0) }, planes: 2)
  private let coefficients = [0.4, -1.2, 0.03, 2.5, -0.7, 0.6, -0.9, 1e-3]

  /// The value along coefficient `j` at `x`.
  private func value(_ prior: any Prior, _ j: Int, _ x: Double) -> Double {
    var moved = coefficients
    moved[j] = x
    return prior.value(moved, layout: layout)
  }

  @Test(arguments: priorCases) func gradientAndCurvatureAreDifferences(_ item: PriorCase) {
    guard !item.prior.hasKink else { return }
    var findings = Findings()
    let gradient = item.prior.gradient(coefficients, layout: layout)
    let curvature = item.prior.curvature(coefficients, layout: layout)
    for j in coefficients.indices {
      let slope = derivative(at: coefficients[j], reach: 0.5) { value(item.prior, j, $0) }
      let second = derivative(at: coefficients[j], reach: 0.5) { x in
        var moved = coefficients
        moved[j] = x
        return item.prior.gradient(moved, layout: layout)[j]
      }
      findings.check(slope.agrees(with: gradient[j]), "slope of \(j): \(gradient[j]), \(slope)")
      findings.check(second.agrees(with: curvature[j]), "curvature of \(j): \(curvature[j]), \(second)")
      findings.check(curvature[j] >= 0, "curvature of \(j): \(curvature[j])")
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// What is held rises without bound, what is not does not change; the intercept is free unless the prior says so.
  @Test(arguments: priorCases) func holdsWhatItSays(_ item: PriorCase) {
    let held = item.prior.holds(layout)
    for j in coefficients.indices {
      let (near, far) = (value(item.prior, j, 1), value(item.prior, j, 1e6))
      #expect(held[j] ? far > near + 1e5 : far == near, "coefficient \(j)")
      #expect(value(item.prior, j, -1e6) == far, "symmetric in \(j)")
      if !item.name.contains("intercept"), layout.isIntercept[j] { #expect(!held[j]) }
      if !item.prior.isFlat, !layout.isIntercept[j] { #expect(held[j]) }
    }
    #expect(item.prior.value(coefficients.map { _ in 0 }, layout: layout) == 0)
  }

  /// The proximal step minimizes kink(θ) + (θ − u)²/(2α), by brute force over a fine grid.
  @Test(arguments: priorCases) func proximalStepIsTheMinimum(_ item: PriorCase) {
    var findings = Findings()
    for step in [0.1, 0.8, 3] {
      let steps = coefficients.map { _ in step }
      let proximal = item.prior.proximal(coefficients, steps: steps, layout: layout)
      for j in coefficients.indices {
        func cost(_ x: Double) -> Double {
          (item.prior.hasKink ? value(item.prior, j, x) : 0) + (x - coefficients[j]) * (x - coefficients[j])
            / (2 * step)
        }
        let least = cost(proximal[j])
        for x in stride(from: -4.0, through: 4, by: 0.01) {
          findings.check(
            cost(x) >= least - 1e-12, "\(j) with α = \(step): \(x) is better than \(proximal[j])")
        }
        // No flat place beside it: the minimum is this point.
        for x in [proximal[j] - 1e-3, proximal[j] + 1e-3] {
          findings.check(cost(x) > least, "\(j) with α = \(step): \(x) is as good as \(proximal[j])")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// The residual of the optimality conditions is 0 exactly where a proximal step stays.
  @Test(arguments: priorCases) func residualIsZeroAtFixedPoints(_ item: PriorCase) {
    var findings = Findings()
    let point = [0, 0.3, 0, -2, 0, 0, 1, 0.0]
    let steps = point.map { _ in 0.7 }
    for size in [0, 0.3, 0.7, 1.5, 2.0] {
      for sign in [-1.0, 1] {
        let gradient = point.map { _ in sign * size }
        let residual = item.prior.residual(point, smoothGradient: gradient, layout: layout)
        let moved = item.prior.proximal(
          zip(point, gradient).map { $0 - 0.7 * $1 }, steps: steps, layout: layout)
        for j in point.indices {
          let stays = (moved[j] - point[j]).magnitude < 1e-14
          findings.check(
            stays == (residual[j] < 1e-14) && residual[j] >= 0,
            "\(j) at \(point[j]) with ∇ = \(gradient[j]): \(residual[j]), moved to \(moved[j])")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }
}
