import GLMAlgebra
import GLMModel

extension Estimator {
  /// Where the solver begins: what the caller gave, else the better of the least-squares fit to the likelihood's
  /// own start and of a constant.
  func startingPoint(
    _ objective: ModelObjective, whole: Frame, _ design: Design
  ) throws -> [Double] {
    if let start {
      guard start.count == whole.layout.count else {
        throw FitError.badStart("there are \(start.count) for \(whole.layout.count) coefficients")
      }
      guard start.allSatisfy(\.isFinite) else { throw FitError.badStart("one is not a finite number") }
      let point = objective.frame.point(start)
      if try objective.evaluate(point, .loss).value.isFinite { return point }
      throw FitError.badStart("they give some row an impossible mean")
    }
    // Textbook loops start from zero.
    let zero = Array(repeating: 0.0, count: objective.count)
    if objective.frame.shift == nil, solver?.coordinates == .user,
      try objective.evaluate(zero, .loss).value.isFinite
    {
      return zero
    }
    func place(_ point: [Double]) -> [Double] {
      objective.frame.point(
        Frame(
          layout: whole.layout, shift: whole.shift, active: design.independent, constant: whole.constant
        )
        .userCoefficients(point))
    }
    let candidates = [place(try design.leastSquares(objective)), place(try design.constant(objective)), zero]
    let values = try candidates.map {
      try objective.evaluate($0, .loss).value + (objective.kink?.value($0) ?? 0)
    }
    if let best = values.indices.filter({ values[$0].isFinite }).min(by: { values[$0] < values[$1] }) {
      return candidates[best]
    }
    return try FeasibleStart.find(objective, from: candidates[0], options: options)
  }
}
