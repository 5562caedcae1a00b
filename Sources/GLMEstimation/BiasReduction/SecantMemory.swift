import GLMAlgebra

/// Broyden's approximation to the inverse Jacobian of a step function s that is nearly −1, as −1 + Σ u vᵀ: what makes
/// Fisher scoring end superlinearly (Broyden, "A class of methods for solving nonlinear simultaneous equations",
/// Mathematics of Computation 19, 1965).
struct SecantMemory {
  /// The most pairs that are kept.
  static let limit = 30

  private var pairs: [(left: [Double], right: [Double])] = []

  var isEmpty: Bool { pairs.isEmpty }

  mutating func clear() { pairs = [] }

  /// What to move by where the step function is `step`: −B s.
  func direction(_ step: [Double]) -> [Double] {
    var result = step
    for (left, right) in pairs {
      let factor = dot(right, step)
      for j in result.indices { result[j] -= factor * left[j] }
    }
    return result
  }

  /// Learns that the step function changed by `change` over a movement; `measured` is the metric times the movement.
  mutating func learn(movement: [Double], change: [Double], measured: [Double]) {
    if pairs.count == Self.limit { clear() }
    // B · change, and Bᵀ · measured.
    let told = direction(change).map { -$0 }
    var right = measured.map { -$0 }
    for (left, other) in pairs {
      let factor = dot(measured, left)
      for j in right.indices { right[j] += factor * other[j] }
    }
    let denominator = dot(measured, told)
    let size = dot(measured, movement)
    guard size > 0, denominator > 0.05 * size, denominator.isFinite else { return }
    pairs.append((movement.indices.map { (movement[$0] - told[$0]) / denominator }, right))
  }
}
