import GLMModel

/// Where a descent by gradients has the information of all rows made: at the points where the passes that it saves cost more
/// than it does, and once where standard errors are wanted.
///
/// A step multiplies the decrement by the contraction of the metric: about the square of how far that is off. A metric that is the
/// information at a point of decrement d of n rows is off by what a row moves by from there, (d/n)^½.
struct InformationPlan {
  /// Rows.
  let rows: Double
  /// The decrement, in units of log-likelihood, that the last step may leave.
  let goal: Double
  /// The decrement of the point whose information standard errors are told from.
  let limit: Double
  /// Whether the information is wanted at the end.
  let isWanted: Bool
  /// Whether it is the same everywhere, so that one is enough wherever it is made.
  let isConstant: Bool
  /// What making it adds to the cost of a gradient, in gradients.
  let price: Double
  /// What keeps a step with the expected curvature from being Newton's, in the units of the decrement; 0 where one step is the
  /// last.
  let floor: Double

  init(
    _ likelihood: any Likelihood, rows: Int, coefficients: Int, goal: Double, limit: Double, isWanted: Bool
  ) {
    self.rows = Double(max(rows, 1))
    isConstant = likelihood.hasConstantCurvature
    floor = likelihood.hasOneCurvature ? isConstant ? 0 : 1e-6 : 10
    // Measured: what the products of the columns with one another cost more.
    price = max(0.6, Double(coefficients) / 36)
    (self.goal, self.limit, self.isWanted) = (goal, limit, isWanted)
  }

  /// The contraction of the information at a point of this decrement.
  func contraction(at decrement: Double) -> Double { floor == 0 ? 0 : min(max(decrement, floor) / rows, 0.9) }

  /// Whether the point that has been evaluated is the last: what the metric's step from it leaves is below the goal.
  ///
  /// - Parameter isKnown: whether the information there is.
  func isLast(_ decrement: Double, contraction: Double, isKnown: Bool) -> Bool {
    decrement * contraction <= goal && (!isWanted || isKnown && (isConstant || decrement <= limit))
  }

  /// Whether the information is to be made at the next point.
  ///
  /// - Parameters:
  ///   - decrement: at the last point.
  ///   - isKnown: whether an information that stays the same has been made.
  func isDue(after decrement: Double, contraction: Double, isKnown: Bool) -> Bool {
    let next = decrement * contraction
    if isKnown, isConstant { return false }
    return renewed(at: next, renewals: 1) < kept(next, contraction, isKnown: isKnown, renewals: 2)
  }

  /// Whether it is to be made at a point at hand, from which the metric's step contracts by `contraction`.
  func isDue(at decrement: Double, contraction: Double) -> Bool {
    renewed(at: decrement, renewals: 1) < kept(decrement, contraction, isKnown: false, renewals: 2)
  }

  /// Gradients that a descent costs whose first point is expected to have this decrement.
  func cost(expecting decrement: Double, contraction: Double) -> Double {
    1
      + min(
        kept(decrement, contraction, isKnown: false, renewals: 2), renewed(at: decrement, renewals: 1))
  }

  /// Gradients that the rest costs where the information is made at a point of this decrement.
  private func renewed(at decrement: Double, renewals: Int) -> Double {
    let contraction = contraction(at: decrement)
    if isLast(decrement, contraction: contraction, isKnown: true) { return price }
    return price + rest(decrement, contraction, isKnown: isConstant, renewals: renewals)
  }

  /// The same where the metric is kept there.
  private func kept(_ decrement: Double, _ contraction: Double, isKnown: Bool, renewals: Int) -> Double {
    let isKnown = isKnown && isConstant
    return isLast(decrement, contraction: contraction, isKnown: isKnown)
      ? 0 : rest(decrement, contraction, isKnown: isKnown, renewals: renewals)
  }

  /// What is to come after a point, at its cheapest.
  private func rest(_ decrement: Double, _ contraction: Double, isKnown: Bool, renewals: Int) -> Double {
    let next = decrement * contraction
    // Beyond that no plan is worth its name.
    if contraction > 0.7 || next > 1e30 { return 1000 }
    let plain =
      next < goal * 1e-12 && isWanted && !isKnown
      ? .infinity : 1 + kept(next, contraction, isKnown: isKnown, renewals: renewals)
    if renewals == 0 || isKnown && isConstant { return plain }
    return min(plain, 1 + renewed(at: next, renewals: renewals - 1))
  }
}
