import CGLMKernels

/// Elementary functions of arrays in the kernel set in use, within 2 units in the last place over the whole range of
/// doubles: gradual underflow, overflow to ±∞, NaN to NaN.
package enum VectorMath: String, CaseIterable, Sendable {
  /// eˣ.
  case exp
  /// eˣ − 1.
  case expMinusOne
  /// Natural logarithm; −∞ at 0, NaN below.
  case log
  /// log(1 + x); −∞ at −1, NaN below.
  case logOnePlus
  /// 1/(1 + e⁻ˣ).
  case logistic
  /// Φ(x), the standard normal distribution function.
  case normalCumulative
  /// log Φ(x).
  case normalLogCumulative

  private var function: glm_vector_function {
    switch self {
    case .exp: GLM_EXP
    case .expMinusOne: GLM_EXPM1
    case .log: GLM_LOG
    case .logOnePlus: GLM_LOG1P
    case .logistic: GLM_LOGISTIC
    case .normalCumulative: GLM_NORMAL_CDF
    case .normalLogCumulative: GLM_LOG_NORMAL_CDF
    }
  }

  /// results[i] = f(x[i]).
  package func callAsFunction(_ x: Span<Double>, _ results: inout MutableSpan<Double>) {
    precondition(x.count == results.count, "a result an argument")
    x.withUnsafeBufferPointer { x in
      results.withUnsafeMutableBufferPointer { results in
        guard let from = x.baseAddress, let to = results.baseAddress else { return }
        glm_apply(function, from, to, x.count)
      }
    }
  }

  /// sums[i] −= a[i] b[i] for the first `count`, where the product is finite.
  package static func subtractProducts(
    _ a: Span<Double>, _ b: Span<Double>, count: Int, from sums: inout MutableSpan<Double>
  ) {
    precondition(a.count >= count && b.count >= count && sums.count >= count, "factors for each sum")
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let first = a.baseAddress, let second = b.baseAddress, let to = sums.baseAddress else {
            return
          }
          glm_subtract_products(first, second, to, count)
        }
      }
    }
  }
}
