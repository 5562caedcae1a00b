import GLMAlgebra

/// R's `poly(x, k, raw = TRUE)`: the powers x, x², …, xᵏ, each within half a unit in the last place and a trifle.
struct RawPolynomial: Sendable, Equatable {
  let degree: Int

  /// Throws for a degree outside 1…`Basis.columnLimit`.
  init(degree: Int) throws(BasisError) {
    guard degree >= 1 else { throw .degreeTooSmall(degree) }
    guard degree <= Basis.columnLimit else { throw .degreeTooLarge(degree, limit: Basis.columnLimit) }
    self.degree = degree
  }

  var columnCount: Int { degree }

  /// The columns at `x`: infinite where a power overflows.
  func columns(at x: [Double]) -> [[Double]] {
    let rows = x.count
    return Basis.columns(degree, rows: rows) { out in
      for i in 0..<rows {
        let value = DoubleDouble(x[i])
        var power = value
        out[i] = x[i]
        for j in 1..<degree {
          let next = power * value
          // Where the product is infinite its low part is no number, and does not matter any more.
          power = next.isFinite ? next : DoubleDouble(power.high * x[i])
          out[j * rows + i] = power.high
        }
      }
    }
  }
}

extension RawPolynomial: Codable {
  private enum Key: String, CodingKey { case degree }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    do {
      try self.init(degree: container.decode(Int.self, forKey: .degree))
    } catch let error as BasisError {
      throw DecodingError.dataCorruptedError(forKey: .degree, in: container, debugDescription: "\(error)")
    }
  }
}
