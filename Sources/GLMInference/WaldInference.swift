import GLMAlgebra
import GLMEstimation
import GLMModel

/// Why there are no standard errors to speak of.
public enum InferenceError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The fit is not an optimum.
  case notAnOptimum(Outcome)
  /// The fit has a prior: its coefficients are shrunk, and a Wald interval would not cover.
  case penalized(prior: String)
  /// The fit was made without: its estimator's `wantsInference` is false.
  case notWanted
  /// A level that is not between 0 and 1.
  case badLevel(Double)
  /// The dispersion or the covariance must be estimated, and no degrees of freedom are left.
  case saturated
  /// The model has no distribution of one response, or no dispersion: there is no interval of a new observation.
  case noDistribution

  public var description: String {
    switch self {
    case .notAnOptimum(.infinite):
      "there are no standard errors: there is no finite estimate (infinite); ask them of the limit of the fit, or fit "
        + "with a prior or with bias reduction"
    case .notAnOptimum(let outcome):
      "there are no standard errors: the fit is not an optimum (\(outcome.name))"
    case .penalized(let prior):
      "there are no standard errors: the fit has the prior \(prior), which shrinks the coefficients"
    case .notWanted:
      "there are no standard errors: the fit was made without them; fit with wantsInference true"
    case .badLevel(let level): "\(level) is no level: it must be between 0 and 1, as 0.95"
    case .noDistribution:
      "there is no interval for a new observation: the model has no distribution of one number; ask for that of the mean"
    case .saturated:
      "there are no standard errors: no degrees of freedom are left to estimate them with"
    }
  }
}

/// Wald's inference: normal or t intervals and tests about each coefficient, from the expected information at the
/// estimate (Docs/Mathematics.md, "Wald inference").
public struct WaldInference: Sendable, Equatable {
  /// One coefficient.
  public struct Coefficient: Sendable, Equatable {
    public var estimate: Double
    public var standardError: Double
    /// estimate / standardError.
    public var statistic: Double
    /// P(|Z| ≥ |statistic|), of the normal or the t distribution.
    public var pValue: Double
    public var lower: Double
    public var upper: Double
  }

  /// φ (Xᵀ C X)⁻¹, or the robust one for sampling weights; NaN for aliased coefficients.
  public let covariance: PackedSymmetric
  /// One a coefficient, nil for an aliased one.
  public let coefficients: [Coefficient?]
  /// The degrees of freedom of the t distribution; nil when the dispersion is known, the weights are no sampling weights,
  /// and the statistic is a z.
  public let degreesOfFreedom: Double?
  /// The coverage of the intervals.
  public let level: Double

  /// The same with nothing said of coefficients that `isKept` denies.
  package func keeping(_ isKept: (Int) -> Bool) -> WaldInference {
    var matrix = covariance
    for i in 0..<matrix.order {
      for j in 0...i where !isKept(i) || !isKept(j) { matrix[i, j] = .nan }
    }
    return WaldInference(
      covariance: matrix, coefficients: coefficients.indices.map { isKept($0) ? coefficients[$0] : nil },
      degreesOfFreedom: degreesOfFreedom, level: level)
  }

  /// The quantile that intervals of this kind extend to, in standard errors.
  public static func quantile(level: Double, degreesOfFreedom: Double?) -> Double {
    let tail = (1 - level) / 2
    guard let degreesOfFreedom else { return Normal.quantile(upperTail: tail) }
    return StudentT(degreesOfFreedom: degreesOfFreedom).quantile(upperTail: tail)
  }
}

extension Estimate {
  /// Standard errors, tests and intervals of coverage `level`, in (0, 1).
  ///
  /// - Throws: ``InferenceError`` for anything but an optimum under a flat prior.
  public func wald(
    level: Double = 0.95, dispersion: Double?
  ) throws(InferenceError) -> WaldInference {
    guard level > 0, level < 1 else { throw .badLevel(level) }
    guard prior.isFlat else { throw .penalized(prior: prior.name) }
    guard outcome.isOptimum else { throw .notAnOptimum(outcome) }
    guard let inverse = inverseInformation else { throw .notWanted }
    guard let dispersion else { throw .saturated }
    var covariance = inverse
    var degrees = likelihood.dispersion == .estimated ? residualDegreesOfFreedom : nil
    if let robustCovariance {
      guard rows > rank else { throw .saturated }
      covariance = robustCovariance
      degrees = Double(rows - rank)
    } else {
      for i in covariance.entries.indices { covariance.entries[i] *= dispersion }
    }
    let reach = WaldInference.quantile(level: level, degreesOfFreedom: degrees)
    let left = Set(aliased)
    let rows = coefficients.indices.map { j -> WaldInference.Coefficient? in
      if left.contains(j) { return nil }
      let error = covariance[j, j].squareRoot()
      let statistic = coefficients[j] / error
      return WaldInference.Coefficient(
        estimate: coefficients[j], standardError: error, statistic: statistic,
        pValue: degrees.map { StudentT(degreesOfFreedom: $0).twoSidedPValue(statistic) }
          ?? Normal.twoSidedPValue(statistic),
        lower: coefficients[j] - reach * error, upper: coefficients[j] + reach * error)
    }
    return WaldInference(
      covariance: covariance, coefficients: rows, degreesOfFreedom: degrees, level: level)
  }
}
