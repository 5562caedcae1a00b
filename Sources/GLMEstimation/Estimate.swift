import GLMAlgebra
import GLMModel

/// A fitted model: the coefficients, and how far they can be trusted. A value that keeps its rows, so that
/// diagnostics are one more pass.
public struct Estimate: Sendable {
  /// The rows.
  public let source: any RowSource
  /// What the rows say of the linear predictors.
  public let likelihood: any Likelihood
  /// Which column enters which linear predictor.
  public let layout: CoefficientLayout
  /// Which equations the coefficients solve.
  package(set) public var method = EstimationMethod.maximumLikelihood
  /// The dispersion that was known, or estimated with the coefficients; nil for maximum likelihood, where it is estimated
  /// afterwards if at all, and unless this is an optimum.
  package(set) public var dispersion: Double?
  /// What was believed before.
  public let prior: any Prior
  /// What minimized the loss.
  public let solver: String

  /// The coefficients in the solver's coordinates, where nothing is lost to a column far from zero.
  package let point: [Double]
  /// One a coefficient, plane by plane, in the user's columns; 0 for the aliased ones.
  public let coefficients: [Double]
  /// The coefficients that earlier ones already determine, ascending.
  public let aliased: [Int]
  /// For each aliased column, what it is made of.
  public let aliasRelations: [AliasRelation]
  /// How it ended.
  public private(set) var outcome: Outcome
  /// Iterations of the descent that ended here, those along the edge of the possible means included. Other descents, that
  /// a loss not known to be convex is tried with, do not count.
  public let iterations: Int
  /// Passes over the rows of the same descent.
  public let passes: Int

  /// Σ wᵢ lossᵢ: half the deviance.
  public let loss: Double
  /// `loss` and the prior's part.
  public let penalizedLoss: Double
  /// gᵀ H⁻¹ g at the end, in units of log-likelihood: the squared distance to the optimum in standard errors.
  public let decrement: Double
  /// The largest violation of the optimality conditions, for a prior with a kink.
  public let optimalityResidual: Double?
  /// The inverse of the expected information at dispersion 1, in the user's columns, NaN for aliased coefficients; nil
  /// unless this is an optimum under a flat prior, or of adjusted scores.
  public private(set) var inverseInformation: PackedSymmetric?
  /// The covariance from the rows' own scores, as ``inverseInformation`` is; nil unless the weights are sampling weights.
  public private(set) var robustCovariance: PackedSymmetric?
  /// Rows with positive weight.
  public let rows: Int
  /// Σ wᵢ.
  public let totalWeight: Double

  /// What the weights mean.
  public let weightKind: WeightKind

  /// How many observations the rows stand for: Σ w for frequencies, otherwise the rows of positive weight.
  public var observations: Double { weightKind == .frequency ? totalWeight : Double(rows) }

  /// Coefficients that are estimated.
  public var rank: Int { layout.count - aliased.count }
  /// observations × the free values of a response − rank.
  public var residualDegreesOfFreedom: Double {
    observations * Double(likelihood.responseDimension) - Double(rank)
  }

  package let frame: Frame
  package let threads: Int

  /// Whether a start that was given led nowhere, and the fit began at one from the data.
  public package(set) var startWasGivenUp = false
  /// Whether descents from several starts were made, as is done where the loss is not known to be convex and no start is
  /// given.
  public package(set) var isBestOfSeveral = false
  /// How many digits of the coefficients are right at least: a bound, the worst over the coefficients, of each relative to
  /// its size or, where that is smaller, to its standard error; 15.9 is all that `Double` holds. Nil unless this is an
  /// optimum (Docs/Mathematics.md, "The last digits").
  public package(set) var attainedDigits: Double?
  /// The coefficients in the user's columns with what rounding drops of them.
  package var preciseCoefficients: [DoubleDouble]?
  /// The inverse of the expected information at dispersion 1 in the coordinates of ``frame``; nil as
  /// ``inverseInformation`` is.
  package var innerInverse: PackedSymmetric?
  /// ``robustCovariance`` in those coordinates.
  package var robustInnerCovariance: PackedSymmetric?
  /// Pearson's statistic, where the last steps have told it.
  package var pearson: Double?

  /// A list, because a value cannot hold another of its own type.
  var limits: [Estimate] = []

  /// For a fit at infinity, the fit to which it tends: over the rows that stay where they are, with the coefficients that
  /// then say nothing new left out as aliased ones are. It is an optimum; its log-likelihood is what that of the whole fit
  /// rises to. Nil where every row is separated, and where it could not be fitted.
  public internal(set) var limit: Estimate? {
    get { limits.first }
    set { limits = newValue.map { [$0] } ?? [] }
  }

  /// The objective at hand, for more passes.
  package var objective: ModelObjective {
    ModelObjective(
      source: source, likelihood: likelihood, prior: prior, frame: frame, threads: threads,
      totalWeight: totalWeight)
  }

  /// The same with another outcome, which is no optimum: without standard errors and digits.
  func ended(_ outcome: Outcome) -> Estimate {
    var result = self
    result.outcome = outcome
    (result.inverseInformation, result.robustCovariance) = (nil, nil)
    (result.innerInverse, result.robustInnerCovariance, result.attainedDigits) = (nil, nil, nil)
    return result
  }
}
