/// How a dispersion that is not known is estimated (Docs/Mathematics.md, "Dispersion and Pearson's statistic").
public enum DispersionEstimate: String, Sendable, CaseIterable, Codable {
  /// Pearson's X² divided by the residual degrees of freedom: right for any family whose variance is.
  case pearson
  /// The deviance divided by the residual degrees of freedom: for normal, gamma and inverse Gaussian responses whose
  /// dispersion is small.
  case deviance
}
