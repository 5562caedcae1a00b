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

  let base: ModelObjective
  let edge: ModelObjective
  let options: SolverOptions
  let limit: Int
  let kinds: [Curvature]

  var point: [Double]
  var set: WorkingSet
  var passes: Int

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
  static let reach = 1e-12

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

}
