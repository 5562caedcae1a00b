/// A likelihood of one linear predictor and a response of one value, told by one function of one row; the loop over
/// the block is given.
public protocol ScalarLikelihood: Likelihood {
  /// Loss, residual and (the named) curvature of one row at weight 1.
  func terms(_ response: Double, _ predictor: Double, _ curvature: Curvature?) -> ScalarTerms
  /// The mean and its slope.
  func mean(_ predictor: Double) -> (mean: Double, slope: Double)
}

/// What one row of a ``ScalarLikelihood`` contributes.
public struct ScalarTerms: Sendable, Equatable {
  /// Half the unit deviance.
  public var loss: Double
  /// −∂loss/∂η.
  public var residual: Double
  /// ∂²loss/∂η², or its expectation; anything when it was not asked for.
  public var curvature: Double

  @inlinable
  public init(loss: Double, residual: Double, curvature: Double) {
    self.loss = loss
    self.residual = residual
    self.curvature = curvature
  }
}

extension ScalarLikelihood {
  public var predictorCount: Int { 1 }

  @inlinable
  public func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    evaluateRowByRow(
      response: response, predictors: predictors, order: order, loss: &loss, residual: &residual,
      curvature: &curvature)
  }

  /// The rows of a block one after the other, by ``terms(_:_:_:)``.
  @inlinable
  public func evaluateRowByRow(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    let kind = order.wantedCurvature
    let wantsResidual = order.wantsResidual
    for i in 0..<loss.count {
      let row = terms(response[i], predictors[i], kind)
      loss[i] = row.loss
      if wantsResidual { residual[i] = row.residual }
      if kind != nil { curvature[i] = row.curvature }
    }
  }

  @inlinable
  public func evaluateMeans(
    predictors: Span<Double>, means: inout MutableSpan<Double>, slopes: inout MutableSpan<Double>
  ) {
    for i in 0..<means.count {
      let (mean, slope) = mean(predictors[i])
      means[i] = mean
      if !slopes.isEmpty { slopes[i] = slope }
    }
  }
}
