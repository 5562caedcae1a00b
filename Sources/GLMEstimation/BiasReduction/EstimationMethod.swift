/// Which equations the coefficients solve (Docs/Mathematics.md, "Bias reduction").
public enum EstimationMethod: String, Sendable, CaseIterable, Codable {
  /// The score is 0: the maximum of the likelihood (or of the posterior density, with a prior).
  case maximumLikelihood = "ml"
  /// The score adjusted so that the bias of order 1/n is gone (Firth, "Bias reduction of maximum likelihood estimates",
  /// Biometrika 80, 1993; Kosmidis and Firth, "Bias reduction in exponential family nonlinear models", Biometrika 96, 2009).
  /// The estimates follow every linear change of the columns.
  case meanBiasReduction = "mean-br"
  /// The score adjusted so that each coefficient is as often too large as too small, to order 1/√n (Kenne Pagui, Salvan and
  /// Sartori, "Median bias reduction of maximum likelihood estimates", Biometrika 104, 2017). The estimates follow changes
  /// of single coefficients, such as a scale, but not combinations of columns.
  case medianBiasReduction = "median-br"
  /// The maximum of the likelihood times the root of the determinant of the expected information, which is Jeffreys's prior.
  /// For canonical links the same as mean bias reduction.
  case jeffreys

  /// What a report calls it.
  public var description: String {
    switch self {
    case .maximumLikelihood: "maximum likelihood"
    case .meanBiasReduction: "mean bias reduction (adjusted score)"
    case .medianBiasReduction: "median bias reduction (adjusted score)"
    case .jeffreys: "maximum likelihood penalized by Jeffreys's prior"
    }
  }
}
