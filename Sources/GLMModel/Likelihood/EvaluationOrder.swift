/// Which of the two matrices of second derivatives is meant.
public enum Curvature: String, Sendable, CaseIterable {
  /// The mean over the responses that the model itself expects (Fisher): positive semidefinite whatever y is.
  case expected
  /// That of the responses at hand: the second derivative of the loss, which need not be positive.
  case observed
}

extension Set<Curvature> {
  /// The expected curvature where there is one: positive, and what standard errors are told by.
  package var preferred: Curvature { contains(.expected) ? .expected : .observed }
  /// The observed curvature where there is one: the derivative of the residual, for the last steps.
  package var nearOptimum: Curvature { contains(.observed) ? .observed : preferred }
}

/// How much of a likelihood to evaluate. Higher orders include the lower; the row losses are the same at each.
public enum EvaluationOrder: Sendable, Equatable {
  /// The losses only.
  case loss
  /// Losses and residuals −∂loss/∂η.
  case residual
  /// Losses, residuals and curvatures of the named kind.
  case curvature(Curvature)

  /// Whether residuals are asked for.
  public var wantsResidual: Bool { self != .loss }

  /// The kind of curvature asked for, if any.
  public var wantedCurvature: Curvature? {
    if case .curvature(let kind) = self { kind } else { nil }
  }
}
