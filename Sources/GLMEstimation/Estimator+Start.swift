import GLMAlgebra
import GLMModel

extension Estimator {
  /// Where the solver begins: what the caller gave, moved inside the domain where it is not; else the better of the
  /// least-squares fit to the likelihood's own start and of a constant.
  func startingPoint(
    _ objective: ModelObjective, whole: Frame, _ design: Design
  ) throws -> [Double] {
    if let start {
      guard start.count == whole.layout.count else {
        throw FitError.badStart("there are \(start.count) for \(whole.layout.count) coefficients")
      }
      guard start.allSatisfy(\.isFinite) else { throw FitError.badStart("one is not a finite number") }
      let point = objective.frame.point(start)
      // Beyond that the linear predictors are rounding.
      let isUsable = try objective.largestTerms(at: point) < 1e12
      if isUsable, try objective.evaluate(point, .loss).value.isFinite { return point }
      return try movedInside(point, towards: ownStart(objective, whole: whole, design), objective)
    }
    return try ownStart(objective, whole: whole, design)
  }

  /// The first of the points towards `inside`, a start with a finite loss, that has one too: 1, 1/4, 1/16, … of the way from
  /// there to `point`, shortened to terms that can be added up. A domain is convex: what lies outside has such points.
  private func movedInside(
    _ point: [Double], towards inside: [Double], _ objective: ModelObjective
  ) throws -> [Double] {
    let size = try objective.largestTerms(at: point)
    let scale = size > 1e12 ? 1e12 / size : 1
    let direction = moved(point.map { $0 * scale }, inside, -1)
    guard direction.allSatisfy(\.isFinite) else { return inside }
    let steps = (0...26).map { i in (0..<i).reduce(1.0) { step, _ in step / 4 } }
    let values = try objective.values(from: inside, along: direction, steps: steps)
    for (step, value) in zip(steps, values) where value.isFinite {
      let found = moved(inside, direction, step)
      if try objective.evaluate(found, .loss).value.isFinite { return found }
    }
    return inside
  }

  /// The start that the data suggest.
  func ownStart(
    _ objective: ModelObjective, whole: Frame, _ design: Design
  ) throws -> [Double] {
    // Textbook loops start from zero.
    let zero = Array(repeating: 0.0, count: objective.count)
    if objective.frame.shift == nil, solver?.coordinates == .user,
      try objective.evaluate(zero, .loss).value.isFinite
    {
      return zero
    }
    let nearest = try leastSquaresStart(objective, whole: whole, design)
    let candidates = [
      nearest, place(try design.constant(objective), of: objective, whole: whole, design), zero,
    ]
    let values = try candidates.map {
      try objective.evaluate($0, .loss).value + (objective.kink?.value($0) ?? 0)
    }
    if let best = values.indices.filter({ values[$0].isFinite }).min(by: { values[$0] < values[$1] }) {
      return candidates[best]
    }
    return try FeasibleStart.find(objective, from: candidates[0], options: options)
  }

  /// The least-squares fit to the likelihood's own start.
  func leastSquaresStart(
    _ objective: ModelObjective, whole: Frame, _ design: Design
  ) throws -> [Double] {
    place(try design.leastSquares(objective), of: objective, whole: whole, design)
  }

  /// A point of the design's coordinates in those of the objective.
  private func place(
    _ point: [Double], of objective: ModelObjective, whole: Frame, _ design: Design
  ) -> [Double] {
    objective.frame.point(
      Frame(layout: whole.layout, shift: whole.shift, active: design.independent, constant: whole.constant)
        .userCoefficients(point))
  }
}
