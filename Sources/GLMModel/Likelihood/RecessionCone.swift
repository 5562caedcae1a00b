/// The directions d of a row's linear predictors along which its loss never rises.
///
/// An estimate exists exactly when no direction of the coefficients, other than one that leaves every linear
/// predictor where it is, moves every row within its cone (Docs/Mathematics.md, "When the estimate does not
/// exist").
public enum RecessionCone: Sendable, Equatable {
  /// d = 0 only: the loss rises in every direction in the end.
  case origin
  /// Every d: the row says nothing.
  case whole
  /// One plane, d ≥ 0.
  case nonnegative
  /// One plane, d ≤ 0.
  case nonpositive
  /// K planes, against a reference whose direction is 0: dₘ ≥ dₖ for all k and dₘ ≥ 0, where m is `plane`; nil means
  /// the reference, dₖ ≤ 0 for all k.
  case largest(plane: Int?)
  /// G d ≤ 0, one row of G a half-space.
  case halfspaces([[Double]])

  /// Whether `direction` belongs, up to `tolerance` of its size.
  public func contains(_ direction: [Double], tolerance: Double = 0) -> Bool {
    let slack = tolerance * direction.reduce(0) { max($0, abs($1)) }
    switch self {
    case .origin: return direction.allSatisfy { abs($0) <= slack }
    case .whole: return true
    case .nonnegative: return direction[0] >= -slack
    case .nonpositive: return direction[0] <= slack
    case .largest(let plane):
      let top = plane.map { direction[$0] } ?? 0
      return top >= -slack && direction.allSatisfy { top >= $0 - slack }
    case .halfspaces(let normals):
      return normals.allSatisfy { zip($0, direction).reduce(0) { $0 + $1.0 * $1.1 } <= slack }
    }
  }

  /// The cone as half-spaces of K-vectors: g · d ≥ 0 for each inequality and g · d = 0 for each equality.
  public func halfspaces(planes: Int) -> (inequalities: [[Double]], equalities: [[Double]]) {
    func unit(_ k: Int, _ sign: Double = 1) -> [Double] { (0..<planes).map { $0 == k ? sign : 0 } }
    switch self {
    case .origin: return ([], (0..<planes).map { unit($0) })
    case .whole: return ([], [])
    case .nonnegative: return ([unit(0)], [])
    case .nonpositive: return ([unit(0, -1)], [])
    case .largest(nil): return ((0..<planes).map { unit($0, -1) }, [])
    case .largest(let top?):
      let others = (0..<planes).filter { $0 != top }
      return ([unit(top)] + others.map { k in (0..<planes).map { $0 == top ? 1 : $0 == k ? -1 : 0 } }, [])
    case .halfspaces(let normals): return (normals.map { $0.map { -$0 } }, [])
    }
  }

  /// Whether z · d > 0 for every d ≠ 0 of the cone, with `slack[k]` to spare in plane k: z is strictly inside the
  /// dual cone whatever errors of that size it has. A cone in general form is never certified.
  public func dualContains(_ z: (Int) -> Double, slack: (Int) -> Double, planes: Int) -> Bool {
    switch self {
    case .origin: return true
    case .whole: return (0..<planes).allSatisfy { z($0) == 0 }
    case .nonnegative: return z(0) > slack(0)
    case .nonpositive: return z(0) < -slack(0)
    case .largest(let plane):
      // The dual of this cone is spanned by −eₖ (k ≠ m), relative to the winner m; the reference's own share is
      // −Σ z.
      var total = 0.0
      var error = 0.0
      for k in 0..<planes {
        total += z(k)
        error += slack(k)
        if k != plane, z(k) >= -slack(k) { return false }
      }
      return plane == nil || total > error
    case .halfspaces: return false
    }
  }
}
