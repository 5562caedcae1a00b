import GLMAlgebra
import GLMModel

/// A function to minimize, as a solver sees it: some numbers in, a value with derivatives out. It says nothing of
/// families, links, rows or classes.
///
/// The function is smooth but for an optional ``kink``. Values outside the domain are +∞.
public protocol Objective: Sendable {
  /// How many numbers a point has.
  var count: Int { get }
  /// Value, gradient and information at `point`, as far as `order` asks.
  func evaluate(_ point: [Double], _ order: EvaluationOrder) throws -> Evaluation
  /// The smooth value at point + step · direction for each of `steps`: one pass, because the linear predictors are
  /// linear in the step.
  func values(from point: [Double], along direction: [Double], steps: [Double]) throws -> [Double]
  /// information(point) · direction, without the matrix.
  func informationProduct(
    _ point: [Double], _ direction: [Double], _ curvature: Curvature
  ) throws -> [Double]
  /// The curvatures that can be asked for.
  var curvatures: Set<Curvature> { get }
  /// The part that is not smooth, if there is one.
  var kink: (any Kink)? { get }
  /// What the mean loss divides by: the sum of the weights.
  var totalWeight: Double { get }
  /// The same function over a subset of the rows, every `stride`-th block of them; nil where there are no rows.
  func thinned(stride: Int) -> (any Objective)?
  /// The same function of the coefficients `active` alone, the others being 0.
  func restricted(to active: [Int]) -> (any Objective)?
}

/// The part of an objective that has corners, told by its proximal step.
public protocol Kink: Sendable {
  /// Its value at `point`.
  func value(_ point: [Double]) -> Double
  /// argmin over θ of kink(θ) + Σ (θⱼ − pointⱼ)²/(2 stepⱼ).
  func proximal(_ point: [Double], steps: [Double]) -> [Double]
  /// How far each number is from optimal, given the gradient of the smooth part.
  func residual(_ point: [Double], smoothGradient: [Double]) -> [Double]
}

extension Objective {
  public var curvatures: Set<Curvature> { [.observed] }
  public var kink: (any Kink)? { nil }
  public var totalWeight: Double { 1 }
  public func thinned(stride: Int) -> (any Objective)? { nil }
  public func restricted(to active: [Int]) -> (any Objective)? { nil }

  public func values(
    from point: [Double], along direction: [Double], steps: [Double]
  ) throws -> [Double] {
    try steps.map { step in
      try evaluate(zip(point, direction).map { $0 + step * $1 }, .loss).value
    }
  }

  public func informationProduct(
    _ point: [Double], _ direction: [Double], _ curvature: Curvature
  ) throws -> [Double] {
    guard let information = try evaluate(point, .curvature(curvature)).information else {
      preconditionFailure("an evaluation of curvature order has an information matrix")
    }
    return information.multiplying(direction)
  }
}

/// An objective at a point.
public struct Evaluation: Sendable {
  /// The smooth value; +∞ outside the domain.
  public var value: Double
  /// What one unit of log-likelihood is on the scale of `value`: differences far below it say nothing about the
  /// coefficients.
  public var scale: Double
  /// A bound on what rounding has done to `value`.
  public var rounding: Double
  /// The gradient of the smooth part; empty at order `.loss`.
  public var gradient: [Double]
  /// The matrix of second derivatives, or its expectation, where asked for.
  public var information: PackedSymmetric?
  /// A bound on gᵀ H⁻¹ g for the error g that rounding leaves in the gradient: a Newton decrement below this says
  /// nothing.
  public var noise: Double
  /// Σ r²/c over the rows, where curvature was asked for: Pearson's statistic, from expected curvature of one predictor.
  public var pearson: Double
  /// The smallest curvature of a row with weight, its weight included; 0 where none was asked for.
  public var smallestCurvature = 0.0

  public init(
    value: Double, scale: Double = 1, rounding: Double = 0, gradient: [Double] = [],
    information: PackedSymmetric? = nil,
    noise: Double = 0, pearson: Double = 0
  ) {
    self.pearson = pearson
    self.value = value
    self.scale = scale
    self.rounding = rounding
    self.gradient = gradient
    self.information = information
    self.noise = noise
  }
}
