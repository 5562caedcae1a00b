/// A derivative by differences, and how far it can be trusted.
public struct NumericalDerivative {
  /// f′(x).
  public var value: Double
  /// A bound on what extrapolation and the rounding of f leave wrong.
  public var error: Double

  /// Whether `claimed` is this derivative to a relative 1e-6, or as far as differences can tell.
  public func agrees(with claimed: Double) -> Bool {
    (claimed - value).magnitude <= 1e-6 * max(claimed.magnitude, value.magnitude) + error
  }
}

/// f′(x) by central differences with extrapolation to step 0 (Ridders 1982), from steps of at most `reach`.
///
/// - Parameter roughness: how many units in the last place f may be wrong.
public func derivative(
  at x: Double, reach: Double, roughness: Double = 8, _ f: (Double) -> Double
) -> NumericalDerivative {
  let shrink = 1.6
  var step = reach
  var previous: [(value: Double, noise: Double)] = []
  var best = NumericalDerivative(value: .nan, error: .infinity)
  for _ in 0..<11 {
    // Steps that are exact differences of doubles.
    let (above, below) = (x + step, x - step)
    let (high, low) = (f(above), f(below))
    guard high.isFinite, low.isFinite, above > below else {
      step /= shrink
      previous = []
      continue
    }
    let noise = roughness * .ulpOfOne * max(high.magnitude, low.magnitude) / (above - below)
    var row = [(value: (high - low) / (above - below), noise: noise)]
    var factor = shrink * shrink
    for (k, old) in previous.enumerated() {
      let value = (row[k].value * factor - old.value) / (factor - 1)
      let noise = (row[k].noise * factor + old.noise) / (factor - 1)
      let error = max((value - row[k].value).magnitude, (value - old.value).magnitude) + noise
      if error < best.error { best = NumericalDerivative(value: value, error: error) }
      row.append((value, noise))
      factor *= shrink * shrink
    }
    previous = row
    step /= shrink
  }
  return best
}
