import CGLMKernels

/// Elementary functions of arrays in the kernel set in use, within 2 units in the last place over the whole range of
/// doubles: gradual underflow, overflow to ±∞, NaN to NaN.
package enum VectorMath: CaseIterable, Sendable {
  /// eˣ.
  case exp
  /// Natural logarithm; −∞ at 0, NaN below.
  case log
  /// log(1 + x); −∞ at −1, NaN below.
  case logOnePlus
  /// 1/(1 + e⁻ˣ).
  case logistic

  private var function: glm_vector_function {
    switch self {
    case .exp: GLM_EXP
    case .log: GLM_LOG
    case .logOnePlus: GLM_LOG1P
    case .logistic: GLM_LOGISTIC
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
}
