import GLMAlgebra
import GLMEstimation
import GLMModel

/// The coordinates that a model was fitted in, where nothing is lost to columns that are far from zero or nearly
/// dependent: standard errors of predictions are told in them (Docs/Mathematics.md, "Combinations in twice the precision").
public struct PredictionCoordinates: Sendable, Equatable, Codable {
  /// What rounding drops of each coefficient.
  public var low: [Double]
  /// The coefficients that are not aliased, ascending.
  public var active: [Int]
  /// What is taken off each column; nil for nothing.
  public var shift: [Double]?
  /// The columns that add up to 1 and take what a shift takes off the others.
  public var constant: [Int]
  /// The upper triangle, column by column, by which the shifted columns are combined; nil where they are not.
  public var combination: [Double]?
  /// The packed lower triangle of the covariance of the active coefficients in these coordinates.
  public var covariance: [Double]?

  /// What a fit knows; the covariance is that of `wald`.
  public init?(_ estimate: Estimate, dispersion: Double?) {
    guard let precise = estimate.preciseCoefficients else { return nil }
    let frame = estimate.frame
    low = precise.map(\.low)
    active = frame.active
    shift = frame.shift
    constant = frame.constant
    combination = frame.combination?.entries
    if let robust = estimate.robustInnerCovariance {
      covariance = robust.entries
    } else if let dispersion, let inverse = estimate.innerInverse {
      covariance = inverse.entries.map { dispersion * $0 }
    }
    guard (low + (covariance ?? [])).allSatisfy(\.isFinite) else { return nil }
  }

  /// What contradicts itself, or a layout, if anything.
  public func flaw(_ layout: CoefficientLayout) -> String? {
    let p = layout.columns.count
    let ascends = zip(active, active.dropFirst()).allSatisfy { $0 < $1 }
    guard low.count == layout.count else { return "there are \(low.count) low parts" }
    guard ascends, active.allSatisfy({ $0 >= 0 && $0 < layout.count }) else {
      return "the active coefficients are not ascending numbers of coefficients"
    }
    guard constant.allSatisfy({ $0 >= 0 && $0 < p }) else { return "a constant column is none" }
    guard shift.map({ $0.count == p }) ?? true else { return "there is not one shift a column" }
    guard combination.map({ $0.count == p * (p + 1) / 2 }) ?? true else {
      return "the combination is no triangle of the columns"
    }
    guard covariance.map({ $0.count == active.count * (active.count + 1) / 2 }) ?? true else {
      return "the covariance of the coordinates has \(covariance?.count ?? 0) entries"
    }
    guard combination == nil || Frame.allowsCombination(layout, active: active) else {
      return "the columns cannot be combined"
    }
    return nil
  }

  /// The frame of a layout in these coordinates; there must be no ``flaw(_:)``.
  func frame(_ layout: CoefficientLayout) -> Frame {
    Frame(
      layout: layout, shift: shift, active: active, constant: constant,
      combination: combination.map { ColumnCombination(order: layout.columns.count, entries: $0) })
  }
}
