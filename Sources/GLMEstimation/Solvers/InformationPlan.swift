import GLMModel

/// Where a descent by gradients has the information of all rows made: at the points where the passes that it saves cost more
/// than it does, and once where standard errors are wanted.
///
/// A step multiplies the decrement by the contraction of the metric: about the square of how far that is off. A metric that is the
/// information at a point of decrement d of n rows is off by what a row moves by from there, (d/n)^½. Where the observed
/// curvature is not the expected one, it makes the metric, and the information that standard errors are told from is another.
struct InformationPlan {
  /// What a pass is to make besides the gradient.
  enum Making {
    case nothing
    /// The metric of the steps to come, of columns rounded to 7 bits.
    case rounded
    /// The metric of the steps to come; standard errors are told from it too where there is one curvature.
    case metric
    /// What standard errors are told from, where that is no metric: the last pass.
    case errors
  }

  /// Rows.
  let rows: Double
  /// The decrement, in units of log-likelihood, that the last step may leave.
  let goal: Double
  /// The decrement of the point whose information standard errors are told from, after a metric of these rows and before one, when
  /// less is known of how the information changes.
  let limit: Double
  let firstLimit: Double
  /// Whether the information that standard errors are told from is the same everywhere.
  let isConstant: Bool
  /// Whether standard errors are wanted.
  let isWanted: Bool
  /// Whether a metric tells standard errors too.
  let isOne: Bool
  /// What making an information matrix adds to the cost of a gradient, in gradients.
  let price: Double
  /// The same for a rounded one; nil where that does not pay or cannot be had.
  var roundedPrice: Double?
  /// The scaled pivot below which a rounded metric is none: rounding leaves 10⁻⁴ of dependent columns as a rule.
  static let leastRoundedPivot = 0.02
  /// What rounding of its columns adds to the contraction of a metric.
  let roundedFloor: Double
  /// Whether a rounded metric at the end is what is wanted.
  let isAbout: Bool
  /// What keeps a step in a metric that is the information nearby from being Newton's, in the units of the decrement; 0 where
  /// one step is the last.
  let floor: Double
  /// The curvature of metrics, and of what standard errors are told from.
  let metric: Curvature
  let errors: Curvature

  init(
    _ likelihood: any Likelihood, rows: Int, coefficients: Int, goal: Double, limit: Double, isWanted: Bool,
    isAbout: Bool = false, allowsRounded: Bool = true
  ) {
    self.rows = Double(max(rows, 1))
    errors = likelihood.curvatures.preferred
    isOne = likelihood.hasOneCurvature || errors == .observed || !likelihood.curvatures.contains(.observed)
    metric = isOne ? errors : .observed
    isConstant = likelihood.hasConstantCurvature
    floor =
      likelihood.hasOneCurvature && isConstant
      ? 0 : likelihood.hasOneCurvature || metric == .observed ? 1e-6 : 10
    // Measured: what the products of the columns with one another cost more, and what those of rounded ones do.
    price = max(0.6, Double(coefficients) / 36)
    let about = 1 + Double(coefficients) / 360
    roundedPrice =
      allowsRounded && likelihood.predictorCount == 1 && floor > 0 && about < 0.8 * price ? about : nil
    // Errors of entries that are 0.013 for a row add up as random numbers do: 2 √p of them to a matrix of order p.
    roundedFloor = 3e-4 * Double(coefficients) / self.rows
    self.isAbout = isAbout
    (self.goal, self.isWanted) = (goal, isWanted)
    self.limit = floor == 0 ? .infinity : limit
    firstLimit = isConstant ? self.limit : min(limit, max(4e-18, goal))
  }

  /// The contraction of the information at a point of this decrement.
  func contraction(at decrement: Double) -> Double { floor == 0 ? 0 : min(max(decrement, floor) / rows, 0.9) }

  /// The contraction of a metric that was made at a point of this decrement.
  func contraction(of making: Making, at decrement: Double) -> Double {
    let own = contraction(at: decrement)
    return making == .rounded ? min(own + roundedFloor, 0.9) : own
  }

  /// Whether the point that has been evaluated is the last: what the metric's step from it leaves is below the goal.
  ///
  /// - Parameters:
  ///   - made: what the pass there made.
  ///   - isNear: whether a metric of these rows had been made before that.
  func isLast(_ decrement: Double, contraction: Double, made: Making, isNear: Bool) -> Bool {
    guard decrement * contraction <= goal else { return false }
    if !isWanted { return true }
    let isMade = made == .errors || made == .metric && isOne || made == .rounded && isAbout
    return isMade && decrement <= (isNear ? limit : firstLimit)
  }

  /// What is to be made at the next point after one of this decrement.
  func making(after decrement: Double, contraction: Double, isNear: Bool) -> Making {
    cheapest(at: decrement * contraction, contraction, renewals: 2, isNear: isNear).making
  }

  /// What is to be made at a point at hand, from which the metric's step contracts by `contraction`.
  func making(at decrement: Double, contraction: Double) -> Making {
    cheapest(at: decrement, contraction, renewals: 2, isNear: false).making
  }

  /// Gradients that a descent costs whose first point is expected to have this decrement.
  func cost(expecting decrement: Double, contraction: Double) -> Double {
    1 + cheapest(at: decrement, contraction, renewals: 2, isNear: false).cost
  }

  /// What to make at a point, and what that and the rest cost beyond the gradient there.
  private func cheapest(
    at decrement: Double, _ contraction: Double, renewals: Int, isNear: Bool
  ) -> (making: Making, cost: Double) {
    func cost(_ making: Making) -> Double {
      let isMetric = making == .metric || making == .rounded
      let own = isMetric ? self.contraction(of: making, at: decrement) : contraction
      let price =
        switch making {
        case .nothing: 0.0
        case .rounded: roundedPrice ?? .infinity
        case .metric, .errors: price
        }
      if isLast(decrement, contraction: own, made: making, isNear: isNear) { return price }
      if making == .errors || isMetric && renewals == 0 { return .infinity }
      return price
        + rest(decrement, own, renewals: isMetric ? renewals - 1 : renewals, isNear: isNear || isMetric)
    }
    var best = (making: Making.nothing, cost: cost(.nothing))
    func consider(_ making: Making) {
      let other = cost(making)
      if other < best.cost { best = (making, other) }
    }
    if isWanted, !isOne { consider(.errors) }
    consider(.metric)
    if roundedPrice != nil { consider(.rounded) }
    return best
  }

  /// What comes after a point, at its cheapest.
  private func rest(_ decrement: Double, _ contraction: Double, renewals: Int, isNear: Bool) -> Double {
    let next = decrement * contraction
    // Beyond these no plan is worth its name.
    if contraction > 0.7 || next > 1e30 { return 1000 }
    if next < goal * 1e-12 { return .infinity }
    return 1 + cheapest(at: next, contraction, renewals: renewals, isNear: isNear).cost
  }
}
