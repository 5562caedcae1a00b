import GLMAlgebra
import GLMModel

/// The last steps of a fit: Newton's, with coefficients and gradients in twice the precision (iterative refinement:
/// J. H. Wilkinson, Rounding Errors in Algebraic Processes, 1963; Docs/Mathematics.md, "The last digits").
struct Refinement {
  /// The coefficients of the shifted columns.
  private(set) var coefficients: [DoubleDouble]
  /// The objective there.
  private(set) var here: PreciseEvaluation
  /// gᵀ H⁻¹ g there: the squared distance that is left, as far as it can be told.
  private(set) var decrement: Double
  private(set) var passes = 0

  /// Steps from `point` until they are below what rounding leaves in the gradient, or no longer shrink.
  ///
  /// - Parameters:
  ///   - factor: of the expected information at the point.
  ///   - left: what a step leaves of a decrement, where that is known: a step that leaves less than rounding is taken without
  ///     looking at where it leads, which would take one more pass. +∞ where it is not known.
  init(
    _ model: ModelObjective, from point: [Double], _ factor: Cholesky, left: (Double) -> Double
  ) throws {
    let frame = model.frame
    coefficients = frame.shiftedCoefficients(point)
    here = try model.evaluatePrecisely(coefficients)
    passes = 1
    var metric = factor
    var isObserved = !model.curvatures.contains(.observed)
    func measured(_ evaluation: PreciseEvaluation) -> (step: [Double], decrement: Double) {
      let gradient = frame.products(shifted: evaluation.gradient)
      return (metric.solve(gradient.map { -$0 }), factor.quadraticForm(ofInverse: gradient))
    }
    var (step, size) = measured(here)
    decrement = size
    for _ in 0..<8 {
      guard decrement > 0.01 * here.noise, decrement.isFinite, isSeen(step, frame) else { return }
      let moved = zip(coefficients, frame.shiftedCoefficients(step)).map { $0 + $1 }
      if left(decrement) <= max(here.noise, 1e-20 * decrement) {
        coefficients = moved
        here.loss -= decrement / 2
        decrement = left(decrement)
        return
      }
      let there = try model.evaluatePrecisely(moved)
      passes += 1
      let (next, left) = measured(there)
      guard there.loss.isFinite, left < 0.5 * decrement else { return }
      if left > 1e-4 * decrement, left > there.noise, !isObserved {
        // Fisher's scoring closes in slowly on links that are not canonical; Newton's method does not.
        isObserved = true
        let observed = try model.evaluate(point, .curvature(.observed)).information
        passes += 1
        if let observed = observed.map({ Cholesky($0, tolerance: 1e-14) }), observed.dependent.isEmpty {
          metric = observed
        }
      }
      (coefficients, here, decrement) = (moved, there, left)
      step = isObserved ? measured(there).step : next
    }
  }

  /// Whether a step changes some coefficient of the user's by more than a small part of its rounding.
  private func isSeen(_ step: [Double], _ frame: Frame) -> Bool {
    let user = frame.userCoefficients(shifted: coefficients).map(\.high.magnitude)
    let largest = user.reduce(0, max)
    let change = frame.userCoefficients(shifted: frame.shiftedCoefficients(step))
    return zip(change, user).contains { $0.high.magnitude > 0x1p-57 * max($1, 0x1p-52 * largest) }
  }

  /// How many digits of the coefficients are right at least: −log₁₀ of a bound on the error of a coefficient over its size,
  /// the worst over the coefficients. A coefficient that is small beside its standard error is measured by that, so far
  /// as no coefficient is smaller.
  ///
  /// The error is bounded by (√decrement + √noise) √(H⁻¹)ⱼⱼ, from |eⱼᵀ H⁻¹ g|² ≤ (H⁻¹)ⱼⱼ gᵀ H⁻¹ g.
  ///
  /// - Parameters:
  ///   - user: the coefficients in the user's columns.
  ///   - inverse: H⁻¹ in those, NaN for aliased ones.
  func attainedDigits(user: [DoubleDouble], inverse: PackedSymmetric, dispersion: Double) -> Double? {
    AttainedDigits.worst(
      decrement: decrement, noise: here.noise, user: user, variance: { inverse[$0, $0] },
      dispersion: dispersion)
  }
}

/// How many digits of coefficients a bound on gᵀ H⁻¹ g proves (Docs/Mathematics.md, "The last digits").
enum AttainedDigits {
  /// The worst over the coefficients; nil where nothing can be told.
  ///
  /// - Parameters:
  ///   - variance: (H⁻¹)ⱼⱼ in the user's columns, NaN for aliased coefficients.
  static func worst(
    decrement: Double, noise: Double, user: [DoubleDouble], variance: (Int) -> Double, dispersion: Double
  ) -> Double? {
    let reach = 4 * (decrement.squareRoot() + noise.squareRoot())
    let largest = user.reduce(0) { max($0, $1.high.magnitude) }
    guard reach.isFinite, largest > 0 else { return nil }
    var worst = Double.ulpOfOne / 2
    for (j, coefficient) in user.enumerated() {
      let own = variance(j)
      guard own >= 0 else { continue }
      let spread = own.squareRoot()
      let size = max(coefficient.high.magnitude, min(spread * dispersion.squareRoot(), largest))
      let error = reach * spread + coefficient.high.ulp / 2
      worst = max(worst, size > 0 ? error / size : error == 0 ? 0 : 1)
    }
    return max(0, -Double.log(worst) / Double.log(10))
  }
}
