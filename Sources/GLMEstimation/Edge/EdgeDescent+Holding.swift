import GLMAlgebra
import GLMModel

/// Which rows are held on the edge.
extension EdgeDescent {
  /// Holds the rows on the edge, and those near it that can be moved onto it: what that costs, if anything, the other rows
  /// give back when they follow, and a row that had better not be there is let go.
  mutating func holdNearRows(size: Double) throws {
    for equation in try base.rowsOnEdge(at: point, within: Self.reach * size, beside: set) {
      set.add(equation)
    }
    guard let last = kinds.last else { return }
    var here = try edge.evaluate(point, .curvature(last))
    // A loss as flat as a high power ends the descent far from an edge where it is 0: such rows are told by their gain.
    let near = try base.rowsOnEdge(
      at: point, within: .infinity, beside: set, gain: Self.gain * abs(here.scale))
    passes += 4
    func hold(_ equations: [WorkingSet.Equation]) throws -> Bool {
      var wider = set
      for equation in equations { wider.add(equation) }
      guard wider.count > set.count, let step = cheapest(wider, here) else { return false }
      // Another row may be met on the way there.
      let direction = zip(step, set.units).map { $0 / $1 }
      let room = try base.room(from: point, along: direction)
      if room.hard > 0.99 { return false }
      let there = moved(point, direction, room.soft > 1 ? 1 / room.soft : 1)
      if room.soft > 1 {
        wider = set
        let reach = 16 * Self.reach * size
        for equation in try base.rowsOnEdge(at: there, within: reach, beside: set, along: direction) {
          wider.add(equation)
        }
      }
      let next = moved(there, wider.correction(at: there), units: set.units)
      let value = try edge.evaluate(next, .curvature(last))
      passes += 3
      guard value.value <= here.value + here.rounding + 1e-8 * abs(here.scale) else { return false }
      (set, point, here) = (wider, next, value)
      return true
    }
    if try hold(near) { return }
    for equation in near.prefix(50) { _ = try hold([equation]) }
  }

  /// What of a unit of log-likelihood is nothing to be gained on the edge.
  static let gain = 1e-9

  /// The scaled step onto the edge of the further equations of `wider` that costs the least, the rows held staying where
  /// they are.
  func cheapest(_ wider: WorkingSet, _ here: Evaluation) -> [Double]? {
    guard var reduced = reduced(here) else { return nil }
    let largest = reduced.diagonal.reduce(0, max)
    for a in 0..<reduced.order { reduced[a, a] += 1e-16 * largest + .leastNormalMagnitude }
    let factor = Cholesky(reduced, tolerance: 0)
    let scaled = zip(point, set.units).map { $0 * $1 }
    let further = Array(wider.equations[set.count...])
    let normals = further.map { set.lowered($0.normal) }
    let costs = normals.map(factor.solve)
    var products = PackedSymmetric(order: further.count)
    for a in further.indices { for b in 0...a { products[a, b] = dot(normals[a], costs[b]) } }
    let shares = Cholesky(products, tolerance: 0).solve(further.map { $0.target - dot($0.normal, scaled) })
    var least = Array(repeating: 0.0, count: reduced.order)
    for (share, cost) in zip(shares, costs) { least = moved(least, cost, share) }
    let step = set.lifted(least)
    return step.allSatisfy(\.isFinite) ? step : nil
  }

  /// Holds the rows that a step along `direction` would take over the edge from where they are; whether there were any.
  mutating func hold(along direction: [Double]) throws -> Bool {
    let reach = 16 * Self.reach * (try base.largestTerms(at: point))
    let found = try base.rowsOnEdge(at: point, within: reach, beside: set, along: direction)
    passes += 2
    var holds = false
    for equation in found where set.add(equation) { holds = true }
    return holds
  }
}
