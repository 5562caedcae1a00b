/// The Cholesky factor of a small positive definite matrix, in memory that is lent: that of the matrix scaled to a unit
/// diagonal, with the reciprocals of its own diagonal beside it. As ``Cholesky``, for matrices that are known to be regular.
struct CompactFactor {
  let order: Int
  /// The packed lower factor.
  let triangle: UnsafeMutablePointer<Double>
  /// 1/√diagonal of the matrix.
  let scale: UnsafeMutablePointer<Double>
  /// 1/diagonal of the factor.
  let reciprocal: UnsafeMutablePointer<Double>

  /// Factors the rows of `matrix` before `end`, of which those before `first` are factored already.
  ///
  /// - Returns: the smallest scaled pivot, 1 − R² of a column on the earlier ones, of these rows; nil where it is not above `tolerance` or
  ///   the diagonal is not of positive finite numbers.
  func factor(_ matrix: UnsafePointer<Double>, tolerance: Double, from first: Int, to end: Int) -> Double? {
    var smallest = 1.0
    var row = first * (first + 1) / 2
    for i in first..<end {
      let diagonal = matrix[row + i]
      guard diagonal > 0, diagonal.isFinite else { return nil }
      let s = 1 / diagonal.squareRoot()
      scale[i] = s
      var pivot = 1.0
      var other = 0
      for k in 0..<i {
        var entry = matrix[row + k] * s * scale[k]
        for t in 0..<k { entry -= triangle[row + t] * triangle[other + t] }
        entry *= reciprocal[k]
        triangle[row + k] = entry
        pivot -= entry * entry
        other += k + 1
      }
      guard pivot > tolerance else { return nil }
      smallest = min(smallest, pivot)
      let root = pivot.squareRoot()
      triangle[row + i] = root
      reciprocal[i] = 1 / root
      row += i + 1
    }
    return smallest
  }

  /// x = sign · A⁻¹ b; x may be b.
  func solve(_ b: UnsafePointer<Double>, sign: Double = 1, into x: UnsafeMutablePointer<Double>) {
    var row = 0
    for i in 0..<order {
      var sum = sign * b[i] * scale[i]
      for t in 0..<i { sum -= triangle[row + t] * x[t] }
      x[i] = sum * reciprocal[i]
      row += i + 1
    }
    for i in Swift.stride(from: order - 1, through: 0, by: -1) {
      row -= i + 1
      let value = x[i] * reciprocal[i]
      for t in 0..<i { x[t] -= triangle[row + t] * value }
      x[i] = value * scale[i]
    }
  }

  /// bᵀ A⁻¹ b, which is never below 0; `room` has `order` numbers.
  func quadraticForm(_ b: UnsafePointer<Double>, room: UnsafeMutablePointer<Double>) -> Double {
    var sum = 0.0
    var row = 0
    for i in 0..<order {
      var rest = b[i] * scale[i]
      for t in 0..<i { rest -= triangle[row + t] * room[t] }
      let z = rest * reciprocal[i]
      room[i] = z
      sum += z * z
      row += i + 1
    }
    return sum
  }

  /// A⁻¹ as a packed lower triangle; `room` has as many numbers.
  func invert(into result: UnsafeMutablePointer<Double>, room: UnsafeMutablePointer<Double>) {
    // L⁻¹, packed by rows.
    var row = 0
    for i in 0..<order {
      for j in 0..<i {
        var sum = 0.0
        var below = j * (j + 1) / 2
        for t in j..<i {
          sum += triangle[row + t] * room[below + j]
          below += t + 1
        }
        room[row + j] = -sum * reciprocal[i]
      }
      room[row + i] = reciprocal[i]
      row += i + 1
    }
    for i in 0..<order {
      for j in 0...i {
        var sum = 0.0
        var at = i * (i + 1) / 2
        for t in i..<order {
          sum += room[at + i] * room[at + j]
          at += t + 1
        }
        result[i * (i + 1) / 2 + j] = sum * scale[i] * scale[j]
      }
    }
  }
}

extension CompactRows {
  /// Factors the rows of a matrix before `end` (nil for all), of which those before `first` are factored already; their smallest
  /// scaled pivot, or nil where that is not above `tolerance`.
  package func factor(
    _ matrix: Matrix, as which: Factor, tolerance: Double, from first: Int = 0, to end: Int? = nil
  ) -> Double? {
    memory.factor(which).factor(
      address(matrix), tolerance: tolerance, from: first, to: end ?? columnCount)
  }

  /// to = sign · A⁻¹ b.
  package func solve(_ which: Factor, _ b: Vector, sign: Double = 1, into to: Vector) {
    memory.factor(which).solve(address(b), sign: sign, into: address(to))
  }

  /// bᵀ A⁻¹ b.
  package func quadraticForm(_ which: Factor, _ b: Vector) -> Double {
    memory.factor(which).quadraticForm(address(b), room: address(.solution))
  }

  /// The inverse of the matrix that was factored, as ``Matrix/inverse``; the matrix ``Matrix/information`` is lost.
  package func invert(_ which: Factor) {
    memory.factor(which).invert(into: address(.inverse), room: address(.information))
  }

  /// a · b.
  package func dot(_ a: Vector, _ b: Vector) -> Double {
    let (x, y) = (address(a), address(b))
    var sum = 0.0
    for j in 0..<columnCount { sum += x[j] * y[j] }
    return sum
  }
}
