import GLMAlgebra

/// The values a response can take: an interval, perhaps of whole numbers only.
///
/// The means that a model can give are the points strictly inside (``means``).
public struct Support: Sendable, Equatable {
  /// The closed or open range of responses.
  public var interval: Interval
  /// Whether only whole numbers are possible.
  public var isWhole: Bool
  /// What to tell a user whose value is outside, as in "a whole number, 0 or more".
  public var description: String

  public init(_ interval: Interval, isWhole: Bool = false, description: String) {
    self.interval = interval
    self.isWhole = isWhole
    self.description = description
  }

  /// Any finite number.
  public static let real = Support(.real, description: "a finite number")
  /// Numbers above 0.
  public static let positive = Support(.positive, description: "a number above 0")
  /// Numbers from 0.
  public static let nonnegative = Support(
    Interval(from: 0, includesLower: true), description: "a number, 0 or more")
  /// Whole numbers from 0.
  public static let counts = Support(
    Interval(from: 0, includesLower: true), isWhole: true, description: "a whole number, 0 or more")
  /// 0 or 1.
  public static let binary = Support(
    Interval(from: 0, to: 1, includesLower: true, includesUpper: true), isWhole: true,
    description: "0 or 1")

  /// Whether `value` is a possible response; NaN and infinities never are.
  public func contains(_ value: Double) -> Bool {
    value.isFinite && interval.contains(value) && (!isWhole || value == value.rounded())
  }

  /// Whether every one of `values` is a possible response.
  public func containsAll(_ values: Span<Double>) -> Bool {
    if values.isEmpty { return true }
    var survey = ColumnSurvey()
    survey.look(at: values)
    return survey.isFinite && (survey.isWhole || !isWhole) && interval.contains(survey.low)
      && interval.contains(survey.high)
  }

  /// The open interval of possible means.
  public var means: Interval { Interval(from: interval.lower, to: interval.upper) }
}
