import GLMAlgebra
import GLMModel

/// R's `poly(x, k, raw = TRUE)`: the powers x, x², …, xᵏ in twice the precision.
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
  func columns(at x: PreciseColumn) -> [PreciseColumn] {
    Basis.columns(degree, at: x) { x, powers in
      powers[0] = x
      for j in 1..<powers.count { powers[j] = powers[j - 1].times(x) }
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
