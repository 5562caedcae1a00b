import GLMModel

/// A random model matrix with factors, of `rowCount` rows.
public struct FactorCase: Sendable, CustomStringConvertible {
  public var name: String
  public var pieces: [ColumnPiece]
  public var rowCount: Int
  /// How many of the pieces products take by codes, where every factor is worth it.
  public var coded: Int

  public var description: String { name }

  public var columnCount: Int { pieces.reduce(0) { $0 + $1.columnCount } }

  /// The rows, in blocks.
  public func source(blockSize: Int? = nil) -> MemorySource {
    MemorySource(
      rowCount: rowCount, columns: (0..<columnCount).map { ColumnDescription(name: "c\($0)") },
      pieces: pieces,
      response: [ColumnStorage(Array(repeating: 0, count: rowCount))], blockSize: blockSize)
  }
}

/// Factors of few and of many levels, by indicators and by contrasts, before, between and after other columns, with
/// random and with sorted codes.
public let factorCases: [FactorCase] = {
  let n = 300
  var random = SplitMix(seed: 20)
  func dense() -> ColumnPiece { .dense(ColumnStorage((0..<n).map { _ in random.normal() })) }
  func codes(_ levels: Int, sorted: Bool = false) -> CodeStorage {
    let codes = (0..<n).map { _ in Int32(random.uniform() * Double(levels)) }
    return CodeStorage(sorted ? codes.sorted() : codes)
  }
  func treatment(_ levels: Int, base: Int = 0, sorted: Bool = false) -> ColumnPiece {
    .factor(
      codes: codes(levels, sorted: sorted), contrasts: .treatment(levelCount: levels, base: base))
  }
  func indicators(_ levels: Int) -> ColumnPiece {
    .factor(codes: codes(levels), contrasts: .indicators(levelCount: levels))
  }
  func sum(_ levels: Int) -> ColumnPiece {
    let entries = (0..<levels - 1).flatMap { c in
      (0..<levels).map { l in l == c ? 1.0 : l == levels - 1 ? -1 : 0 }
    }
    return .factor(
      codes: codes(levels),
      contrasts: ContrastMatrix(levelCount: levels, columnCount: levels - 1, entries: entries))
  }
  func helmert(_ levels: Int) -> ColumnPiece {
    let entries = (1..<levels).flatMap { c in
      (0..<levels).map { l in l < c ? -1.0 : l == c ? Double(c) : 0 }
    }
    return .factor(
      codes: codes(levels),
      contrasts: ContrastMatrix(levelCount: levels, columnCount: levels - 1, entries: entries))
  }
  func many(_ count: Int) -> [ColumnPiece] { (0..<count).map { _ in dense() } }
  return [
    FactorCase(name: "indicators alone", pieces: [indicators(11)], rowCount: n, coded: 1),
    FactorCase(
      name: "treatment, any base",
      pieces: [.constant, dense(), treatment(9), treatment(5, base: 2), dense()],
      rowCount: n, coded: 2),
    FactorCase(
      name: "the last level as base", pieces: [treatment(70, base: 69), .constant, dense()], rowCount: n,
      coded: 1),
    FactorCase(
      name: "more levels than rows", pieces: [dense(), treatment(400), dense(), indicators(350)], rowCount: n,
      coded: 2),
    FactorCase(
      name: "sorted codes", pieces: [.constant, treatment(60, sorted: true), treatment(8, sorted: true)],
      rowCount: n, coded: 2),
    FactorCase(name: "sum", pieces: [.constant, sum(30), dense(), dense()], rowCount: n, coded: 1),
    FactorCase(
      name: "sum, Helmert and indicators",
      pieces: [.constant, sum(9), dense(), helmert(12), indicators(15), dense(), treatment(90), helmert(25)],
      rowCount: n, coded: 5),
    FactorCase(
      name: "indicators before contrasts", pieces: [indicators(100), helmert(20), indicators(4), sum(5)],
      rowCount: n, coded: 4),
    FactorCase(
      name: "an interaction",
      pieces: [.constant, treatment(12), dense(), .product([treatment(3), dense()])],
      rowCount: n, coded: 1),
    FactorCase(
      name: "seventeen dense columns", pieces: many(9) + [treatment(20)] + many(8) + [indicators(9)],
      rowCount: n, coded: 2),
  ]
}()
