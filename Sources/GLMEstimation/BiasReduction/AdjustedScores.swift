import GLMAlgebra
import GLMModel

/// The adjusted score equations of a model: coefficients, and the logarithm of the dispersion where that is estimated with
/// them, as a point; the step of Fisher scoring there; and how far the equations are from being solved.
struct AdjustedScores {
  /// Where the dispersion comes from.
  enum DispersionSource: Equatable {
    /// It is known.
    case known(Double)
    /// Pearson's statistic over so many degrees of freedom, at each point: for models without a density.
    case pearson(degreesOfFreedom: Double)
    /// Its own adjusted score equation, solved together with the others.
    case score
  }

  let objective: ModelObjective
  let moments: any ThirdMoments
  let method: EstimationMethod
  let dispersion: DispersionSource
  let isFrequency: Bool

  /// How many numbers a point has.
  var count: Int { objective.count + (dispersion == .score ? 1 : 0) }

  /// Whether the equations are those of a maximum that ``Point/value`` tells.
  var hasValue: Bool {
    if case .known = dispersion { method == .jeffreys } else { false }
  }

  /// The equations at a point.
  struct Point {
    /// Coefficients in the frame's coordinates, and log φ where it is a coordinate.
    var place: [Double]
    var dispersion: Double
    /// Σ w loss, and a bound on its rounding.
    var loss: Double
    var rounding: Double
    /// F at dispersion 1, by its factor.
    var factor: Cholesky
    var information: PackedSymmetric
    /// What log φ has of information; nil where it is no coordinate.
    var dispersionInformation: Double?
    /// F⁻¹ times the adjusted score: the step of Fisher scoring.
    var step: [Double]
    /// stepᵀ F step: the squared length of the step in standard errors.
    var size: Double
    /// The part of `size` that may be rounding.
    var noise: Double
    /// φ times minus the penalized log-likelihood, for Jeffreys's prior and a known dispersion.
    var value: Double
    /// Pearson's statistic.
    var pearson: Double
  }

  /// F a, where F is the information of all coordinates at `point`.
  func metric(_ point: Point, _ a: [Double]) -> [Double] {
    let unit = point.unit
    var result = point.information.multiplying(Array(a.prefix(objective.count))).map { $0 / unit }
    if let own = point.dispersionInformation { result.append(own * a[objective.count]) }
    return result
  }

  /// The equations at `place`; nil where they have no value: outside the domain, or where the information does not
  /// determine the coefficients.
  func evaluate(_ place: [Double]) throws -> Point? {
    let coefficients = Array(place.prefix(objective.count))
    let here = try objective.evaluate(coefficients, .curvature(.expected))
    guard here.value.isFinite, let information = here.information, here.gradient.allSatisfy(\.isFinite),
      information.entries.allSatisfy(\.isFinite)
    else { return nil }
    let factor = Cholesky(information, tolerance: 1e-14)
    guard factor.dependent.isEmpty else { return nil }
    // A fit without any residual has no dispersion.
    let isPerfect = here.value <= 1e-18 * here.noise / (.ulpOfOne * .ulpOfOne)
    let phi: Double
    switch dispersion {
    case .known(let value): phi = value
    case .pearson(let degrees): phi = isPerfect ? 0 : here.pearson / degrees
    case .score: phi = isPerfect ? 0 : Double.exp(place[objective.count])
    }
    guard phi.isFinite else { return nil }
    let solvesDispersion = dispersion == .score && phi > 0
    let rows = objective.frame.userRows
    let directions = method == .medianBiasReduction ? rows.map { factor.solve(dense($0)) } : []
    let adjustment = try objective.scoreAdjustment(
      moments, method, at: coefficients, root: factor.inverseRoot(), directions: directions,
      dispersion: solvesDispersion ? phi : nil, isFrequency: isFrequency)
    let added = objective.frame.contract(adjustment.score)
    var step = factor.solve(here.gradient.indices.map { phi * added[$0] - here.gradient[$0] })
    if method == .medianBiasReduction {
      // Told of each of the user's coefficients, back in the frame's coordinates.
      var shifts = Array(repeating: 0.0, count: objective.frame.layout.count)
      for (r, coefficient) in objective.frame.active.enumerated() {
        shifts[coefficient] = adjustment.cubic[r] / value(rows[r], directions[r])
      }
      let moved = objective.frame.point(shifts)
      for j in step.indices { step[j] -= phi * moved[j] }
    }
    var point = Point(
      place: place, dispersion: phi, loss: here.value, rounding: here.rounding, factor: factor,
      information: information, step: step, size: 0, noise: 0, value: 0, pearson: here.pearson)
    let unit = phi > 0 ? phi : (here.scale > 0 ? here.scale : 1)
    point.size = information.quadraticForm(step) / unit
    point.noise = phi > 0 ? here.noise / unit : 1e8 * here.noise / unit
    if hasValue { point.value = here.value - 0.5 * phi * factor.logDeterminant }
    if dispersion == .score {
      let own = solvesDispersion ? adjustment.normalizer.second : 1
      let score = solvesDispersion ? self.score(ofDispersion: phi, here.value, adjustment.normalizer) : 0
      point.dispersionInformation = own
      point.step.append(score / own)
      point.size += score / own * score
    }
    guard point.size.isFinite, point.step.allSatisfy(\.isFinite) else { return nil }
    return point
  }

  /// The adjusted score of log φ: Σ w loss/φ − Σ k f′ and what the method adds (Docs/Mathematics.md, "The dispersion").
  private func score(
    ofDispersion phi: Double, _ loss: Double, _ normalizer: (first: Double, second: Double, third: Double)
  ) -> Double {
    let p = Double(objective.count)
    let skewness = normalizer.third / normalizer.second
    let added =
      switch method {
      case .maximumLikelihood: 0.0
      case .meanBiasReduction: (p - 2) / 2 + skewness / 2
      case .medianBiasReduction: p / 2 + skewness / 6
      case .jeffreys: -(p + 4) / 2 + skewness / 2
      }
    return loss / phi - normalizer.first + added
  }

  private func dense(_ row: [(column: Int, value: Double)]) -> [Double] {
    var result = Array(repeating: 0.0, count: objective.count)
    for (column, value) in row { result[column] += value }
    return result
  }

  private func value(_ row: [(column: Int, value: Double)], _ vector: [Double]) -> Double {
    row.reduce(0) { $0 + $1.value * vector[$1.column] }
  }
}

extension AdjustedScores.Point {
  /// What one unit of log-likelihood is on the scale of the loss.
  var unit: Double { dispersion > 0 ? dispersion : max(loss, .leastNormalMagnitude) }
}
