/// What the weight of a row means. Coefficients are the same for any kind; what is counted, the log-likelihood and
/// the covariance are not (Docs/Mathematics.md, "Weights").
public enum WeightKind: String, Sendable, CaseIterable, Codable {
  /// The row stands for so many equal rows: every number is that of the data written out.
  case frequency
  /// The row's variance is the dispersion divided by the weight. Observations are rows.
  case precision
  /// The row stands for so many of a population from which it was drawn with unequal probability. The covariance is
  /// the robust one; there is no likelihood.
  case sampling
}
