import GLMAlgebra
import GLMModel

/// Newton's method that may come to rest on the edge of the possible means: a primal active-set method. The rows of a
/// working set are held on the edge as equations, Newton's step is taken in the directions that they leave, it goes to the
/// nearest edge and no further, and rows whose multiplier has the wrong sign are let go (Nocedal and Wright, Numerical
/// Optimization, 2006, section 16.5; Docs/Mathematics.md, "Optima on the edge").
///
/// An iteration is three passes: value with derivatives, the room of the step, and the value at its end, which is the next
/// iteration's first.
struct EdgeDescent {
  /// How a descent ended.
  struct Result {
    var point: [Double]
    /// Whether the conditions of Karush, Kuhn and Tucker hold, to rounding.
    var isOptimum: Bool
    /// The rows held, ascending.
    var rows: [Int]
    /// What is left to gain within the directions that the rows leave, as a Newton decrement in units of log-likelihood.
    var decrement: Double
    var iterations: Int
    var passes: Int
    var isCancelled: Bool
  }

  private let base: ModelObjective
  private let edge: ModelObjective
  private let options: SolverOptions
  private let limit: Int
  private let kinds: [Curvature]

  private var point: [Double]
  private var set: WorkingSet
  private var passes: Int

  /// - Parameter start: inside the domain, or on its edge to rounding.
  init(_ objective: ModelObjective, from start: [Double], options: SolverOptions) throws {
    let size = try objective.largestTerms(at: start)
    base = objective
    edge = objective.over(EdgeLikelihood(objective.likelihood, reach: Self.reach * size))
    self.options = options
    limit = 100 + 10 * objective.count
    kinds = [.observed, .expected].filter(objective.curvatures.contains)
    let rows = Double(max(objective.source.rowCount, 1))
    set = WorkingSet(
      units: try Design.squares(objective).map { $0 > 0 ? ($0 / rows).squareRoot() : 1 })
    point = start
    passes = 2
    try holdNearRows(size: size)
  }

  /// What of the size of the terms counts as rounding.
  private static let reach = 1e-12

  /// Holds the rows on the edge, and those near it that can be moved onto it: what that costs, if anything, the other rows
  /// give back when they follow, and a row that had better not be there is let go.
  private mutating func holdNearRows(size: Double) throws {
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
    for equation in near { _ = try hold([equation]) }
  }

  /// What of a unit of log-likelihood is nothing to be gained on the edge.
  static let gain = 1e-9

  /// The scaled step onto the edge of the further equations of `wider` that costs the least, the rows held staying where
  /// they are.
  private func cheapest(_ wider: WorkingSet, _ here: Evaluation) -> [Double]? {
    let directions = set.directions()
    guard var reduced = reduced(here, directions) else { return nil }
    let largest = reduced.diagonal.reduce(0, max)
    for a in directions.indices { reduced[a, a] += 1e-16 * largest + .leastNormalMagnitude }
    let factor = Cholesky(reduced, tolerance: 0)
    let scaled = zip(point, set.units).map { $0 * $1 }
    let further = Array(wider.equations[set.count...])
    let normals = further.map { equation in directions.map { dot($0, equation.normal) } }
    let costs = normals.map(factor.solve)
    var products = PackedSymmetric(order: further.count)
    for a in further.indices { for b in 0...a { products[a, b] = dot(normals[a], costs[b]) } }
    let shares = Cholesky(products, tolerance: 0).solve(further.map { $0.target - dot($0.normal, scaled) })
    var step = Array(repeating: 0.0, count: point.count)
    for (share, cost) in zip(shares, costs) {
      for (a, direction) in directions.enumerated() {
        for j in step.indices { step[j] += share * cost[a] * direction[j] }
      }
    }
    return step.allSatisfy(\.isFinite) ? step : nil
  }

  /// The descent.
  mutating func minimize() throws -> Result {
    var kind = 0
    var here = try edge.evaluate(point, .curvature(kinds[kind]))
    passes += 1
    var (smallest, idle, stops) = (Double.infinity, 0, 0)
    func result(_ isOptimum: Bool, _ decrement: Double, _ iterations: Int, isCancelled: Bool = false)
      -> Result
    {
      Result(
        point: point, isOptimum: isOptimum, rows: set.equations.map(\.row).sorted(),
        decrement: here.scale == 0 ? decrement : decrement / here.scale, iterations: iterations,
        passes: passes,
        isCancelled: isCancelled)
    }
    var iteration = 0
    while iteration < limit {
      if options.isCancelled() { return result(false, .nan, iteration, isCancelled: true) }
      guard here.value.isFinite, here.gradient.allSatisfy(\.isFinite) else {
        return result(false, .nan, iteration)
      }
      guard let (free, decrement) = step(here, isLast: kind + 1 == kinds.count) else {
        guard kind + 1 < kinds.count else { return result(false, .nan, iteration) }
        kind += 1
        here = try edge.evaluate(point, .curvature(kinds[kind]))
        passes += 1
        continue
      }
      let rounds = max(here.provenNoise, Tolerance.decrement * here.scale)
      let isFinal = decrement / 2 <= here.rounding
      if decrement < 0.9 * smallest {
        (smallest, idle) = (decrement, 0)
      } else if isFinal {
        idle += 1
      }
      let isSettled = decrement <= rounds || (isFinal && idle >= 3)
      if isSettled || decrement <= 1e-6 * here.scale, let index = wrong(here, decrement, lowest: stops > 20) {
        set.remove(at: index)
        (smallest, idle) = (.infinity, 0)
        iteration += 1
        continue
      }
      if isSettled {
        try settle(free)
        return result(true, decrement, iteration)
      }
      iteration += 1
      options.progress?(
        SolverProgress(iteration: iteration, value: here.value, decrement: decrement / here.scale))

      let direction = zip(free, set.units).map { $0 / $1 }
      let room = try base.room(from: point, along: direction)
      passes += 1
      let toEdge = room.soft > 1 ? 1 / room.soft : 1
      let top = min(toEdge, room.hard > 0.99 ? 0.99 / room.hard : 1)
      if top < 1e-14 {
        // A row on the edge that is not held stops the step where it begins.
        guard room.soft > 1, try hold(along: direction) else { return result(false, decrement, iteration) }
        stops += 1
        continue
      }
      let search = LineSearch(value: here.value, rounding: here.rounding, slope: -decrement)
      var length = top
      var next = placed(moved(point, direction, length))
      var there = try edge.evaluate(next, .curvature(kinds[kind]))
      passes += 1
      if !search.accepts(there.value, at: length) {
        var leavesDomain = false
        let (found, used) = try search.backtrack(
          edge, from: point, along: direction, first: top, leavesDomain: &leavesDomain)
        passes += used
        guard let found else {
          if isFinal {
            try settle(free)
            return result(true, decrement, iteration)
          }
          guard kind + 1 < kinds.count else { return result(false, decrement, iteration) }
          kind += 1
          here = try edge.evaluate(point, .curvature(kinds[kind]))
          passes += 1
          continue
        }
        length = found
        next = placed(moved(point, direction, length))
        there = try edge.evaluate(next, .curvature(kinds[kind]))
        passes += 1
      }
      // The observed curvature may be of use again.
      let returns = kind > 0 && length == 1 && decrement <= 1e-2 * here.scale
      if returns { kind = 0 }
      point = next
      here = there
      if length == toEdge, room.soft > 1 {
        stops += 1
        smallest = .infinity
        if try hold(along: direction) { point = placed(point) }
      }
      if returns || length == toEdge && room.soft > 1 {
        here = try edge.evaluate(point, .curvature(kinds[kind]))
        passes += 1
      }
    }
    return result(false, .nan, iteration)
  }

  /// `point` back on the edge where rounding has taken it off.
  private func placed(_ point: [Double]) -> [Double] {
    moved(point, set.correction(at: point), units: set.units)
  }

  /// Holds the rows that a step along `direction` would take over the edge from where they are; whether there were any.
  private mutating func hold(along direction: [Double]) throws -> Bool {
    let reach = 16 * Self.reach * (try base.largestTerms(at: point))
    let found = try base.rowsOnEdge(at: point, within: reach, beside: set, along: direction)
    passes += 2
    var holds = false
    for equation in found where set.add(equation) { holds = true }
    return holds
  }

  /// The last step, and then so far inwards that every row is inside when its predictor is added up.
  private mutating func settle(_ free: [Double]) throws {
    let last = placed(moved(point, free, units: set.units))
    let here = try edge.evaluate(point, .residual)
    let there = try edge.evaluate(last, .loss)
    passes += 2
    if there.value <= here.value + here.rounding { point = last }
    guard set.count > 0 else { return }
    let size = try base.largestTerms(at: point)
    passes += 1
    var inwards = 0.0
    for _ in 0..<14 {
      let inside = moved(point, set.correction(at: point, inwards: inwards * size), units: set.units)
      passes += 1
      if try base.evaluate(inside, .loss).value.isFinite {
        point = inside
        return
      }
      inwards = inwards == 0 ? .ulpOfOne / 2 : 2 * inwards
    }
  }

  /// Newton's step in the directions that the rows held leave, scaled, and its decrement; nil where the curvature there is
  /// not positive. The last kind of curvature is made positive where it is singular.
  private func step(_ here: Evaluation, isLast: Bool) -> (step: [Double], decrement: Double)? {
    let directions = set.directions()
    let units = set.units
    let gradient = zip(here.gradient, units).map { $0 / $1 }
    if directions.isEmpty { return (Array(repeating: 0, count: units.count), 0) }
    guard let reduced = reduced(here, directions) else { return nil }
    let slopes = directions.map { -dot($0, gradient) }
    let ridged = Evaluation(value: here.value, gradient: slopes.map { -$0 }, information: reduced)
    guard let solved = EdgeDescent.solve(reduced, slopes) ?? (isLast ? Newton.step(ridged) : nil) else {
      return nil
    }
    var step = Array(repeating: 0.0, count: units.count)
    for (a, direction) in directions.enumerated() {
      for j in step.indices { step[j] += solved[a] * direction[j] }
    }
    return (step, dot(solved, slopes))
  }

  /// The curvature between scaled directions.
  private func reduced(_ here: Evaluation, _ directions: [[Double]]) -> PackedSymmetric? {
    guard let information = here.information else { return nil }
    let units = set.units
    let curved = directions.map { direction in
      zip(information.multiplying(zip(direction, units).map { $0 / $1 }), units).map { $0 / $1 }
    }
    var reduced = PackedSymmetric(order: directions.count)
    for a in directions.indices {
      for b in 0...a { reduced[a, b] = dot(directions[a], curved[b]) }
    }
    return reduced
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
  private func wrong(_ here: Evaluation, _ decrement: Double, lowest: Bool) -> Int? {
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
private func moved(_ point: [Double], _ step: [Double], units: [Double]) -> [Double] {
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
