import CGLMKernels

/// Where the factor of a small positive definite matrix lies: A = L D Lᵀ, as ``Cholesky`` but for the scale, for matrices
/// that are known to be regular.
struct CompactFactor {
  /// The packed triangle of L, whose diagonal is 1 and not stored.
  let triangle: UnsafeMutablePointer<Double>
  /// 1/D.
  let reciprocal: UnsafeMutablePointer<Double>
}

extension CompactRows {
  /// Factors the rows of a matrix before `end` (nil for all), of which those before `first` are factored already.
  ///
  /// - Returns: the smallest scaled pivot, 1 − R² of a column on the earlier ones, of these rows; nil where it is not above
  ///   `tolerance` or the diagonal is not of positive finite numbers.
  package func factor(
    _ matrix: Matrix, as which: Factor, tolerance: Double, from first: Int = 0, to end: Int? = nil
  ) -> Double? {
    let own = memory.factor(which)
    let pivot = glm_compact_factor(
      address(matrix), end ?? columnCount, first, tolerance, own.triangle, own.reciprocal)
    return pivot < 0 ? nil : pivot
  }

  /// to = sign · A⁻¹ b.
  ///
  /// - Returns: bᵀ A⁻¹ b, which is never below 0.
  @discardableResult
  package func solve(_ which: Factor, _ b: Vector, sign: Double = 1, into to: Vector) -> Double {
    let own = memory.factor(which)
    return glm_compact_solve(own.triangle, own.reciprocal, columnCount, address(b), sign, address(to))
  }

  /// The inverse of the matrix that was factored, as ``Matrix/inverse``; the matrix ``Matrix/information`` is lost.
  package func invert(_ which: Factor) {
    let own = memory.factor(which)
    glm_compact_invert(
      own.triangle, own.reciprocal, columnCount, address(.inverse), address(.information))
  }
}
