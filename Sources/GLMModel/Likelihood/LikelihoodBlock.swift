/// ``Likelihood/evaluate(response:predictors:order:loss:residual:curvature:)`` as a stored function, made where the
/// types are known and so specialized for them.
@usableFromInline
typealias LikelihoodBlock =
  @Sendable (
    _ response: Span<Double>, _ predictors: Span<Double>, _ order: EvaluationOrder,
    _ loss: inout MutableSpan<Double>, _ residual: inout MutableSpan<Double>,
    _ curvature: inout MutableSpan<Double>
  ) -> Void
