import GLMAlgebra
import GLMModel

/// Steps along the edge, and the multipliers of the rows held.
extension EdgeDescent {
  /// Newton's step in the directions that the rows held leave, scaled, and its decrement; nil where the curvature there is
  /// not positive. The last kind of curvature is made positive where it is singular.
  func step(_ here: Evaluation, isLast: Bool) -> (step: [Double], decrement: Double)? {
    if set.freedom == 0 { return (Array(repeating: 0, count: set.units.count), 0) }
    guard let reduced = reduced(here) else { return nil }
    let slopes = set.lowered(zip(here.gradient, set.units).map { -$0 / $1 })
    let ridged = Evaluation(value: here.value, gradient: slopes.map { -$0 }, information: reduced)
    guard let solved = EdgeDescent.solve(reduced, slopes) ?? (isLast ? Newton.step(ridged) : nil) else {
      return nil
    }
    return (set.lifted(solved), dot(solved, slopes))
  }

  /// The curvature in the directions that the rows held leave, scaled.
  func reduced(_ here: Evaluation) -> PackedSymmetric? {
    guard var scaled = here.information else { return nil }
    for i in 0..<scaled.order { for j in 0...i { scaled[i, j] /= set.units[i] * set.units[j] } }
    return set.lowered(scaled)
  }

  /// matrix⁻¹ right for a positive definite matrix; where a direction has no slope and no curvature, 0 along it.
  private static func solve(_ matrix: PackedSymmetric, _ right: [Double]) -> [Double]? {
    guard matrix.diagonal.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    let factor = Cholesky(matrix, tolerance: 1e-14)
    let solution = factor.solve(right)
    guard solution.allSatisfy(\.isFinite) else { return nil }
    if !factor.dependent.isEmpty {
      let left = zip(matrix.multiplying(solution), right).map { ($0 - $1).magnitude }
      let size = right.reduce(0) { max($0, $1.magnitude) }
      guard left.allSatisfy({ $0 <= 1e-8 * size }) else { return nil }
    }
    return solution
  }

  /// The equation to let go: the one whose multiplier is the most negative beyond doubt, or the first such, which cannot
  /// cycle.
  func wrong(_ here: Evaluation, _ decrement: Double, lowest: Bool) -> Int? {
    if set.count == 0 { return nil }
    let gradient = zip(here.gradient, set.units).map { $0 / $1 }
    let information = here.information
    let largest = set.units.indices.reduce(0.0) {
      max($0, abs(information?[$1, $1] ?? 0) / (set.units[$1] * set.units[$1]))
    }
    let error =
      4 * ((here.noise + decrement) * largest).squareRoot()
      + 64 * .ulpOfOne * gradient.reduce(0) { max($0, $1.magnitude) }
    let (values, errors) = set.multipliers(gradient, error: error)
    let bad = values.indices.filter { !set.equations[$0].isLocked && values[$0] < -errors[$0] }
    if lowest { return bad.min { set.equations[$0].row < set.equations[$1].row } }
    return bad.min {
      let sizes = [$0, $1].map { dot(set.equations[$0].normal, set.equations[$0].normal).squareRoot() }
      return values[$0] * sizes[0] < values[$1] * sizes[1]
    }
  }
}

/// point + step / units.
func moved(_ point: [Double], _ step: [Double], units: [Double]) -> [Double] {
  point.indices.map { point[$0] + step[$0] / units[$0] }
}

extension ModelObjective {
  /// The same rows under another likelihood.
  func over(_ likelihood: any Likelihood) -> ModelObjective {
    ModelObjective(
      source: source, likelihood: likelihood, prior: prior, frame: frame, threads: threads,
      totalWeight: totalWeight)
  }
}
