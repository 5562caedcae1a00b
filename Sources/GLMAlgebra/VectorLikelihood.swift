import CGLMKernels

/// A likelihood of one linear predictor whose blocks are evaluated by vectors, in the kernel set in use.
///
/// It knows numbers, not models: what the functions mean is said where they take the place of a likelihood's own.
package struct VectorLikelihood: Sendable {
  private let function: glm_likelihood
  private let parameter: Double

  private init(_ function: glm_likelihood, parameter: Double = 0) {
    self.function = function
    self.parameter = parameter
  }

  /// Successes of trials, or 0 and 1, through the logit.
  package static let bernoulliLogit = VectorLikelihood(GLM_BERNOULLI_LOGIT)
  /// Counts, or amounts from 0, through the logarithm.
  package static let poissonLog = VectorLikelihood(GLM_POISSON_LOG)

  /// How much to evaluate: losses, residuals −∂loss/∂η too, or curvatures too, expected or observed.
  package enum Order: Int32, Sendable { case loss, residual, expected, observed }

  /// Evaluates the rows of a block at unit weight. A row outside the range of the vectors is left with a loss of NaN, and
  /// false is the answer where there is one. What a row says does not depend on the rows beside it.
  ///
  /// - Parameter response: one value a row, or all successes and then all trials.
  package func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: Order, loss: inout MutableSpan<Double>,
    residual: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>
  ) -> Bool {
    let rows = loss.count
    precondition(
      predictors.count == rows && (response.count == rows || response.count == 2 * rows)
        && (order == .loss || residual.count == rows)
        && (order.rawValue <= Order.residual.rawValue || curvature.count == rows), "a value a row")
    let hasTrials = response.count == 2 * rows
    return response.withUnsafeBufferPointer { y in
      predictors.withUnsafeBufferPointer { eta in
        loss.withUnsafeMutableBufferPointer { loss in
          residual.withUnsafeMutableBufferPointer { residual in
            curvature.withUnsafeMutableBufferPointer { curvature in
              guard let start = y.baseAddress else { return true }
              var block = glm_likelihood_block(
                response: start, trials: hasTrials ? start + rows : nil, predictors: eta.baseAddress,
                parameter: parameter, rows: rows, order: order.rawValue, loss: loss.baseAddress,
                residual: residual.baseAddress, curvature: curvature.baseAddress)
              return glm_evaluate_likelihood(function, &block) == 0
            }
          }
        }
      }
    }
  }
}
