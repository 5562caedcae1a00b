import GLMAlgebra
import GLMModel

/// How one fit of a batch ended.
public enum BatchEnding: Sendable {
  /// There is an answer, or an end of the descent: see ``Outcome``.
  case ended(Outcome)
  /// There was nothing to fit, for the reason given: a ``FitError``, or what the source or the caller's function threw.
  case failed(any Error)

  /// Whether the coefficients are the estimate.
  public var isOptimum: Bool { if case .ended(let outcome) = self { outcome.isOptimum } else { false } }
}

/// The results of many fits, one after the other in a few long arrays.
///
/// The coefficients of fit i are entries `starts[i]` up to `starts[i + 1]` of ``coefficients`` and of
/// ``standardErrors``. Where all fits have p coefficients, `starts[i]` is i p.
public struct BatchEstimates: Sendable {
  /// Where the coefficients of each fit begin, and where those of the last end.
  public internal(set) var starts = [0]
  /// Coefficients in the user's columns; 0 for aliased ones, NaN for a fit that failed.
  public internal(set) var coefficients: [Double] = []
  /// √(dispersion · diagonal of the inverse information); NaN for aliased coefficients and unless the fit is an optimum.
  public internal(set) var standardErrors: [Double] = []
  /// Σ w loss, half the deviance; NaN for a fit that failed.
  public internal(set) var losses: [Double] = []
  /// The dispersion that the standard errors are told by; NaN unless the fit is an optimum.
  public internal(set) var dispersions: [Double] = []
  /// ``Estimate/attainedDigits``; NaN where there are none.
  public internal(set) var attainedDigits: [Double] = []
  /// How each fit ended.
  public internal(set) var endings: [BatchEnding] = []
  /// ``Estimate/inverseInformation`` of each fit as packed lower triangles, one after the other, NaN where there is none;
  /// empty unless asked for.
  public internal(set) var inverseInformation: [Double] = []

  /// How many fits.
  public var count: Int { endings.count }

  /// The coefficients of fit `i`.
  public func coefficients(of i: Int) -> ArraySlice<Double> { coefficients[starts[i]..<starts[i + 1]] }

  /// The standard errors of fit `i`.
  public func standardErrors(of i: Int) -> ArraySlice<Double> { standardErrors[starts[i]..<starts[i + 1]] }

  /// Nothing yet, with room for `fits` of `coefficients` in all and as many numbers of inverses as `entries`.
  init(fits: Int, coefficients count: Int, inverses entries: Int) {
    starts.reserveCapacity(fits + 1)
    coefficients.reserveCapacity(count)
    standardErrors.reserveCapacity(count)
    losses.reserveCapacity(fits)
    dispersions.reserveCapacity(fits)
    attainedDigits.reserveCapacity(fits)
    endings.reserveCapacity(fits)
    inverseInformation.reserveCapacity(entries)
  }

  /// The results of parts of a batch, one after the other.
  init(joining parts: [BatchEstimates]) {
    self.init(
      fits: parts.reduce(0) { $0 + $1.count }, coefficients: parts.reduce(0) { $0 + $1.coefficients.count },
      inverses: parts.reduce(0) { $0 + $1.inverseInformation.count })
    for part in parts { append(part) }
  }

  /// Adds the results of later fits.
  private mutating func append(_ later: BatchEstimates) {
    let start = coefficients.count
    for end in later.starts.dropFirst() { starts.append(end + start) }
    coefficients += later.coefficients
    standardErrors += later.standardErrors
    losses += later.losses
    dispersions += later.dispersions
    attainedDigits += later.attainedDigits
    endings += later.endings
    inverseInformation += later.inverseInformation
  }

  /// Adds what a descent by the short path found; false, and nothing added, where its digits say that it is none.
  mutating func append(_ descent: CompactDescent, weightKind: WeightKind, keepsInverse: Bool) -> Bool {
    let (work, rows) = (descent.work, descent.work.rows)
    let p = rows.columnCount
    let dispersion = descent.dispersion(observations: work.observations(weightKind))
    guard let digits = descent.attainedDigits(dispersion: dispersion) else { return false }
    // No degree of freedom is left to estimate it by.
    let factor = dispersion > 0 ? dispersion : .nan
    for j in 0..<p {
      coefficients.append(rows[.user, j])
      standardErrors.append((factor * rows.diagonal(.userInverse, j)).squareRoot())
    }
    if keepsInverse { inverseInformation += rows.values(.userInverse).entries }
    finish(loss: descent.loss, factor, digits, .ended(.optimum(isGlobal: true)))
    return true
  }

  /// Adds an estimate of the long path.
  mutating func append(_ estimate: Estimate, keepsInverse: Bool) {
    let p = estimate.layout.count
    var dispersion = Double.nan
    var errors = Array(repeating: Double.nan, count: p)
    if estimate.outcome.isOptimum, let inverse = estimate.inverseInformation {
      dispersion = estimate.dispersionOfErrors
      let covariance = estimate.robustCovariance ?? inverse
      let factor = estimate.robustCovariance == nil ? dispersion : 1
      for j in 0..<p { errors[j] = (factor * covariance[j, j]).squareRoot() }
    }
    coefficients += estimate.coefficients
    standardErrors += errors
    if keepsInverse {
      inverseInformation +=
        estimate.inverseInformation?.entries ?? Array(repeating: .nan, count: p * (p + 1) / 2)
    }
    finish(loss: estimate.loss, dispersion, estimate.attainedDigits ?? .nan, .ended(estimate.outcome))
  }

  /// Adds a fit that failed, of `count` coefficients.
  mutating func append(_ error: any Error, coefficientCount count: Int, keepsInverse: Bool) {
    coefficients += Array(repeating: .nan, count: count)
    standardErrors += Array(repeating: .nan, count: count)
    if keepsInverse { inverseInformation += Array(repeating: .nan, count: count * (count + 1) / 2) }
    finish(loss: .nan, .nan, .nan, .failed(error))
  }

  private mutating func finish(loss: Double, _ dispersion: Double, _ digits: Double, _ ending: BatchEnding) {
    starts.append(coefficients.count)
    losses.append(loss)
    dispersions.append(dispersion)
    attainedDigits.append(digits)
    endings.append(ending)
  }
}

extension Estimate {
  /// The dispersion that standard errors are told by: known, estimated with the coefficients, or Pearson's estimate.
  fileprivate var dispersionOfErrors: Double {
    if let dispersion { return dispersion }
    if case .known(let value) = likelihood.dispersion { return value }
    guard residualDegreesOfFreedom > 0 else { return .nan }
    if let pearson { return scaleOfErrors(pearson) }
    guard let told = try? objective.evaluate(point, .curvature(objective.preferredCurvature)) else {
      return .nan
    }
    return scaleOfErrors(told.pearson)
  }
}
