/// Backtracking along a ray, several steps to a pass.
struct LineSearch {
  /// The objective at the start, and the bound of its rounding.
  let value: Double
  let rounding: Double
  /// Directional derivative at the start, below 0.
  let slope: Double

  /// Whether `candidate` at `step` is low enough.
  func accepts(_ candidate: Double, at step: Double) -> Bool {
    candidate.isFinite && candidate <= value + Tolerance.decrease * step * slope + rounding
  }

  /// The best of the steps first/4, first/16, … that is low enough, or nil; and the passes it took. From the fifth pass on
  /// the steps shorten faster and faster, down to 2⁻¹⁰⁰⁰: from a start where the loss is astronomical only such are short
  /// enough.
  ///
  /// `leavesDomain` is set when some step was refused because the objective is infinite there. No more than `most` passes are made.
  func backtrack(
    _ objective: any Objective, from point: [Double], along direction: [Double], first: Double,
    leavesDomain: inout Bool, most: Int = 9
  ) throws -> (step: Double?, passes: Int) {
    var top = first
    for pass in 1...most {
      let factor = pass < 5 ? 0x1p-2 : pass < 7 ? 0x1p-16 : 0x1p-64
      let steps = (1...6).map { i in (0..<i).reduce(top) { step, _ in step * factor } }.filter { $0 > 0 }
      // A step that moves no number is none.
      guard let longest = steps.first,
        point.indices.contains(where: { point[$0] + longest * direction[$0] != point[$0] })
      else { return (nil, pass - 1) }
      let values = try objective.values(from: point, along: direction, steps: steps)
      if values.contains(where: { !$0.isFinite }) { leavesDomain = true }
      let good = steps.indices.filter { accepts(values[$0], at: steps[$0]) }
      if let best = good.min(by: { values[$0] < values[$1] }) { return (steps[best], pass) }
      top = steps[steps.count - 1]
    }
    return (nil, most)
  }
}
