import CGLMKernels

/// A likelihood whose blocks are evaluated by vectors, in the kernel set in use.
///
/// It knows numbers, not models: what the functions mean is said where they take the place of a likelihood's own. A row
/// outside the range of the vectors is left undone, with a loss of NaN; what a row says does not depend on the rows beside
/// it.
package struct VectorLikelihood: Sendable {
  private enum Function: Sendable {
    case scalar(glm_likelihood, parameter: Double)
    case softmax(classes: Int)
  }

  private let function: Function

  /// Successes of trials, or 0 and 1, through the logit.
  package static let bernoulliLogit = scalar(GLM_BERNOULLI_LOGIT)
  /// Successes of trials, or 0 and 1, through the probit.
  package static let bernoulliProbit = scalar(GLM_BERNOULLI_PROBIT)
  /// Successes of trials, or 0 and 1, through the complementary log-log.
  package static let bernoulliComplementaryLogLog = scalar(GLM_BERNOULLI_CLOGLOG)
  /// Counts, or amounts from 0, through the logarithm.
  package static let poissonLog = scalar(GLM_POISSON_LOG)
  /// Amounts above 0 with variance μ², through the logarithm.
  package static let gammaLog = scalar(GLM_GAMMA_LOG)

  /// Counts with variance μ + μ²/θ, through the logarithm.
  package static func negativeBinomialLog(theta: Double) -> VectorLikelihood {
    scalar(GLM_NEGATIVE_BINOMIAL_LOG, parameter: theta)
  }

  /// One of so many classes against class 0; nil for more than there is room for.
  package static func softmax(classes: Int) -> VectorLikelihood? {
    classes <= Int(GLM_MOST_CLASSES) ? VectorLikelihood(function: .softmax(classes: classes)) : nil
  }

  private static func scalar(_ function: glm_likelihood, parameter: Double = 0) -> VectorLikelihood {
    VectorLikelihood(function: .scalar(function, parameter: parameter))
  }

  /// How much to evaluate: losses, residuals −∂loss/∂η too, or curvatures too, expected or observed.
  package enum Order: Int32, Sendable { case loss, residual, expected, observed }

  /// Linear predictors a row has.
  private var predictorCount: Int {
    switch function {
    case .scalar: 1
    case .softmax(let classes): classes - 1
    }
  }

  /// Evaluates the rows of a block at unit weight, planes one after the other; false where rows are left undone.
  ///
  /// - Parameter hasTrials: whether the response is all successes and then all trials.
  package func evaluate(
    response: Span<Double>, hasTrials: Bool, predictors: Span<Double>, order: Order,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>
  ) -> Bool {
    let (rows, planes) = (loss.count, predictorCount)
    precondition(
      predictors.count >= planes * rows && response.count >= (hasTrials ? 2 : 1) * rows
        && (order == .loss || residual.count >= planes * rows)
        && (order.rawValue <= Order.residual.rawValue || curvature.count >= planes * (planes + 1) / 2 * rows),
      "a value a row and plane")
    return response.withUnsafeBufferPointer { y in
      predictors.withUnsafeBufferPointer { eta in
        loss.withUnsafeMutableBufferPointer { loss in
          residual.withUnsafeMutableBufferPointer { residual in
            curvature.withUnsafeMutableBufferPointer { curvature in
              guard let start = y.baseAddress else { return true }
              var block = glm_likelihood_block(
                response: start, trials: hasTrials ? start + rows : nil, predictors: eta.baseAddress,
                parameter: 0, rows: rows, order: order.rawValue, loss: loss.baseAddress,
                residual: residual.baseAddress, curvature: curvature.baseAddress)
              switch function {
              case .scalar(let likelihood, let parameter):
                block.parameter = parameter
                return glm_evaluate_likelihood(likelihood, &block) == 0
              case .softmax(let classes): return glm_evaluate_softmax(&block, Int32(classes)) == 0
              }
            }
          }
        }
      }
    }
  }
}

extension VectorLikelihood {
  /// Whether rows can be told at linear predictors in twice the precision.
  package var isPrecise: Bool {
    guard case .scalar(let likelihood, _) = function else { return false }
    return glm_has_precise_likelihood(likelihood) != 0
  }

  /// Losses and residuals of a likelihood that ``isPrecise`` at predictors + low, the relative error of residual +
  /// residualLow below 2⁻⁹⁰ of the terms of its difference; false where rows are left undone.
  package func evaluatePrecisely(
    response: Span<Double>, predictors: Span<Double>, low: Span<Double>, loss: inout MutableSpan<Double>,
    residual: inout MutableSpan<Double>, residualLow: inout MutableSpan<Double>
  ) -> Bool {
    let rows = loss.count
    guard case .scalar(let likelihood, let parameter) = function, isPrecise else {
      preconditionFailure("there is a function in twice the precision")
    }
    precondition(
      response.count >= rows && predictors.count >= rows && low.count >= rows && residual.count >= rows
        && residualLow.count >= rows, "a value a row")
    return response.withUnsafeBufferPointer { y in
      predictors.withUnsafeBufferPointer { eta in
        low.withUnsafeBufferPointer { low in
          loss.withUnsafeMutableBufferPointer { loss in
            residual.withUnsafeMutableBufferPointer { residual in
              residualLow.withUnsafeMutableBufferPointer { residualLow in
                guard let low = low.baseAddress, let rest = residualLow.baseAddress else { return true }
                var block = glm_likelihood_block(
                  response: y.baseAddress, trials: nil, predictors: eta.baseAddress, parameter: parameter,
                  rows: rows, order: Order.residual.rawValue, loss: loss.baseAddress,
                  residual: residual.baseAddress, curvature: nil)
                return glm_evaluate_precisely(likelihood, &block, low, rest) == 0
              }
            }
          }
        }
      }
    }
  }
}
