extension CompactRows {
  /// vector = 0.
  package func clear(_ vector: Vector) { address(vector).update(repeating: 0, count: columnCount) }

  /// point += step.
  package func move() {
    let (point, step) = (address(.point), address(.step))
    for j in 0..<columnCount { point[j] += step[j] }
  }

  /// point + pointLow += step, in twice the precision.
  package func movePrecisely() {
    let (point, rest, step) = (address(.point), address(.pointLow), address(.step))
    for j in 0..<columnCount {
      let sum = DoubleDouble(high: point[j], low: rest[j]) + DoubleDouble(step[j])
      (point[j], rest[j]) = (sum.high, sum.low)
    }
  }

  /// The point in the user's columns, as user + userLow: intercept = intercept′ − Σ shift slope.
  package func fillUserPoint(intercept: Int?) {
    copy(.point, to: .user)
    copy(.pointLow, to: .userLow)
    guard let intercept else { return }
    var value = DoubleDouble(high: self[.point, intercept], low: self[.pointLow, intercept])
    for j in 0..<columnCount where self[.shift, j] != 0 {
      let slope = DoubleDouble(high: self[.point, j], low: self[.pointLow, j])
      value = value - DoubleDouble(self[.shift, j]) * slope
    }
    (self[.user, intercept], self[.userLow, intercept]) = (value.high, value.low)
  }

  /// The inverse in the user's columns, T V Tᵀ: T is the identity but for −shift in the row of the intercept.
  package func fillUserInverse(intercept: Int?) {
    let (inner, outer) = (address(.inverse), address(.userInverse))
    outer.update(from: inner, count: triangleCount)
    guard let c = intercept else { return }
    let (shift, right) = (address(.shift), address(.solution))
    for i in 0..<columnCount {
      var sum = CompensatedSum()
      for j in 0..<columnCount {
        sum.add(j == c ? inner[PackedSymmetric.index(i, c)] : -shift[j] * inner[PackedSymmetric.index(i, j)])
      }
      right[i] = sum.value
    }
    var own = CompensatedSum()
    for j in 0..<columnCount {
      own.add(j == c ? right[c] : -shift[j] * right[j])
      if j != c { outer[PackedSymmetric.index(c, j)] = right[j] }
    }
    outer[PackedSymmetric.index(c, c)] = own.value
  }
}
