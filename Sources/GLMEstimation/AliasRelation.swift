import GLMAlgebra
import GLMModel

/// What an aliased column is made of: column = Σ factor · earlier column, in the user's columns and in every row with
/// weight.
public struct AliasRelation: Sendable, Equatable, Codable {
  /// One earlier column and what it is multiplied by.
  public struct Term: Sendable, Equatable, Codable {
    /// A column of the model matrix, counting from 0.
    public var column: Int
    public var factor: Double

    public init(column: Int, factor: Double) {
      self.column = column
      self.factor = factor
    }
  }

  /// The aliased column of the model matrix, counting from 0.
  public var column: Int
  /// The columns that it is made of, ascending; none for a column of zeros.
  public var terms: [Term]
  /// The largest difference between the column and the sum, relative to the largest entry of the column. At most
  /// 1e-6 or so: rank is decided to rounding.
  public var error: Double

  public init(column: Int, terms: [Term], error: Double) {
    self.column = column
    self.terms = terms
    self.error = error
  }

  /// As in `2·x1 − x2`; `0` for a column of zeros. A relation that rounding does not explain says how far it holds.
  public func text(_ columns: [ColumnDescription]) -> String {
    var text = ""
    for term in terms {
      let size = term.factor.magnitude
      let name = columns[term.column].isIntercept ? "1" : columns[term.column].name
      let number = AliasRelation.number(size)
      let product = size == 1 ? name : name == "1" ? number : "\(number)·\(name)"
      text += text.isEmpty ? (term.factor < 0 ? "−" : "") : (term.factor < 0 ? " − " : " + ")
      text += product
    }
    if text.isEmpty { return "0" }
    return error > 1e-8
      ? text + " (to \(shortest(AliasRelation.rounded(error, digits: 1))) of its size)" : text
  }

  /// A number of few digits as it is, a fraction of small numbers as one, anything else by its first digits.
  private static func number(_ x: Double) -> String {
    let plain = shortest(x)
    if plain.count <= 8 { return plain }
    for denominator in 1...12 where x < 1e6 {
      let numerator = x * Double(denominator)
      if numerator >= 1, (numerator - numerator.rounded()).magnitude <= 4 * numerator.ulp {
        let whole = shortest(numerator.rounded())
        return denominator == 1 ? whole : "\(whole)/\(denominator)"
      }
    }
    return shortest(rounded(x, digits: 6))
  }

  private static func rounded(_ x: Double, digits: Int) -> Double {
    guard x > 0, x.isFinite else { return x }
    let scale = Double.pow(10, Double(digits - 1) - (Double.log(x) / Double.log(10)).rounded(.down))
    return scale.isFinite && scale > 0 ? (x * scale).rounded() / scale : x
  }
}

extension Design {
  /// The relations of the aliased columns, one a column, from Xᵀ X; each is verified on the rows.
  ///
  /// A factor within 1e-7 of a fraction of small numbers is taken to be that fraction if the rows bear it out.
  func relations(_ source: any RowSource, threads: Int) throws -> [AliasRelation] {
    let layout = frame.layout
    let kept = Set(independent)
    let places = layout.places
    var found: [Int: (exact: [Double], simple: [Double])] = [:]
    for coefficient in 0..<layout.count where !kept.contains(coefficient) {
      let (plane, column) = places[coefficient][0]
      guard found[column] == nil else { continue }
      let earlier = independent.filter { $0 < coefficient && places[$0].contains { $0.plane == plane } }
      let size = gram[column, column].squareRoot()
      let own = earlier.map { k in places[k].first { $0.plane == plane }?.column ?? places[k][0].column }
      var factors = Array(repeating: 0.0, count: layout.columns.count)
      if let told = relationFactors {
        for (other, factor) in told[column] ?? [] where size > 0 {
          // What moves the column by no more than rounding is not in it.
          if factor.magnitude * gram[other, other].squareRoot() > 1e-6 * size { factors[other] = factor }
        }
      } else if size > 0 {
        var matrix = PackedSymmetric(order: own.count)
        for a in own.indices { for b in 0...a { matrix[a, b] = gram[own[a], own[b]] } }
        let solution = Cholesky(matrix, tolerance: 1e-14).solve(own.map { gram[$0, column] })
        for (k, j) in own.enumerated() {
          // What moves the column by no more than rounding is not in it.
          let share = solution[k].magnitude * gram[j, j].squareRoot()
          if share > 1e-6 * size { factors[j] = solution[k] }
        }
      }
      found[column] = (
        userFactors(factors, of: column), userFactors(factors.map(Design.nearFraction), of: column)
      )
    }
    let columns = found.keys.sorted()
    let exact = try Design.errors(source, columns.map { ($0, found[$0]?.exact ?? []) }, threads: threads)
    let simple = try Design.errors(source, columns.map { ($0, found[$0]?.simple ?? []) }, threads: threads)
    return columns.enumerated().map { i, column in
      let takesSimple = simple[i] <= max(2 * exact[i], 1e-9)
      let factors = (takesSimple ? found[column]?.simple : found[column]?.exact) ?? []
      return AliasRelation(
        column: column,
        terms: factors.indices.filter { factors[$0] != 0 }.map { .init(column: $0, factor: factors[$0]) },
        error: takesSimple ? simple[i] : exact[i])
    }
  }

  /// Factors of the shifted columns as factors of the user's: what the shift took off goes to the columns of ones.
  private func userFactors(_ factors: [Double], of column: Int) -> [Double] {
    guard let shift = frame.shift else { return factors }
    var result = factors
    var constant = CompensatedSum()
    constant.add(shift[column])
    for j in factors.indices { constant.add(-factors[j] * shift[j]) }
    for one in frame.constant { result[one] = Design.nearFraction(result[one] + constant.value) }
    return result
  }

  /// A fraction with a denominator up to 12 that is within 1e-7 of `x`, or `x`.
  private static func nearFraction(_ x: Double) -> Double {
    guard x != 0, x.magnitude < 1e9 else { return x }
    for denominator in 1...12 {
      let numerator = (x * Double(denominator)).rounded()
      let near = numerator / Double(denominator)
      if (near - x).magnitude <= 1e-7 * max(x.magnitude, 1) { return near }
    }
    return x
  }

  /// The largest |column − Σ factor · column| over the rows with weight, relative to the largest |column|.
  private static func errors(
    _ source: any RowSource, _ relations: [(column: Int, factors: [Double])], threads: Int
  ) throws -> [Double] {
    let count = relations.count
    let totals = try Pass(threads: threads, sums: 1, maxima: 2 * count).run(over: source) {
      block, work, totals in
      let n = block.count
      work.loss.reserve(n)
      work.second.reserve(n)
      work.loss.fill(0..<n, with: 1)
      block.withWeights { weights in
        guard let weights else { return }
        for i in 0..<n { work.loss[i] = weights[i] > 0 ? 1 : 0 }
      }
      block.withColumns { columns in
        for (k, relation) in relations.enumerated() {
          work.second.fill(0..<n, with: 0)
          work.second.withMutableSpan(0..<n) { columns.addLinearPredictor(relation.factors.span, to: &$0) }
          columns.withColumn(relation.column) { x in
            for i in 0..<n where work.loss[i] > 0 {
              totals.raise(2 * k, to: (x[i] - work.second[i]).magnitude)
              totals.raise(2 * k + 1, to: x[i].magnitude)
            }
          }
        }
      }
    }
    return (0..<count).map { k in
      let (gap, size) = (totals.maximum(2 * k), totals.maximum(2 * k + 1))
      return size > 0 ? max(gap, 0) / size : 0
    }
  }
}
