import GLMModel

/// One model matrix, made of pieces of different kinds.
public struct PieceCase: Sendable, CustomStringConvertible {
  public var name: String
  public var pieces: [ColumnPiece]

  public var description: String { name }

  public static let rowCount = 23
  /// The columns, written out: the intercept, two covariates and three levels of a factor against the first.
  public static let columns: [[Double]] = {
    let ones: [Double] = Array(repeating: 1, count: rowCount)
    let near: [Double] = (0..<rowCount).map { 0.25 * Double($0 % 7) - 0.5 }
    let levels: [[Double]] = [1, 2, 3].map { level in codes.map { Int($0) == level ? 1 : 0 } }
    return [ones, near, far] + levels
  }()
  public static let response: [Double] = (0..<rowCount).map { Double(($0 * 7) % 5) - 0.3 }
  /// What a pass may take off each column.
  public static let shift: [Double] = [0, 0, 1004, 0, 0.25, 0]

  static let far: [Double] = (0..<rowCount).map { 1000 + Double(($0 * 5) % 11) }
  static let codes: [Int32] = (0..<rowCount).map { Int32(($0 * 3) % 4) }

  /// The rows, in blocks.
  public func source(blockSize: Int) -> MemorySource {
    MemorySource(
      rowCount: Self.rowCount, columns: [.intercept] + (1...5).map { ColumnDescription(name: "c\($0)") },
      pieces: pieces, response: [ColumnStorage(Self.response)], blockSize: blockSize)
  }
}

/// The same columns by every kind of piece.
public let pieceCases: [PieceCase] = {
  let columns = PieceCase.columns
  let far = PieceCase.far
  let dense = columns.dropFirst().map { ColumnPiece.dense(ColumnStorage($0)) }
  let (x, z, levels) = (dense[0], dense[1], Array(dense[2...]))
  let interleaved = (0..<PieceCase.rowCount).flatMap { [columns[1][$0], columns[2][$0]] }
  let zero = ColumnStorage(Array(repeating: 0, count: PieceCase.rowCount))
  let factor = ColumnPiece.factor(
    codes: CodeStorage(PieceCase.codes), contrasts: ContrastMatrix.treatment(levelCount: 4))
  let computed = ColumnPiece.computed { rows, out in
    for (i, row) in rows.enumerated() { out[i] = far[row] }
  }
  let ones = ColumnPiece.dense(ColumnStorage(columns[0]))
  // The level's two bits as factors of their own: its indicators are products.
  func bit(_ place: Int32, is value: Int) -> ColumnPiece {
    .factor(
      codes: CodeStorage(PieceCase.codes.map { ($0 >> place) & 1 }),
      contrasts: value == 1
        ? .treatment(levelCount: 2) : ContrastMatrix(levelCount: 2, columnCount: 1, entries: [1, 0]))
  }
  let bits = [(1, 0), (0, 1), (1, 1)].map { ColumnPiece.product([bit(0, is: $0), bit(1, is: $1)]) }
  let low = [1, 2].map { ColumnPiece.denseWithLow(high: ColumnStorage(columns[$0]), low: zero) }
  return [
    PieceCase(name: "dense", pieces: [.constant] + dense),
    PieceCase(
      name: "row-major", pieces: [.constant, .rowMajor(ColumnStorage(interleaved), columnCount: 2)] + levels),
    PieceCase(name: "factor", pieces: [.constant, x, z, factor]),
    PieceCase(
      name: "products",
      pieces: [
        .product([]), .product([x, .constant]), .product([ones, computed]), .product([factor, ones]),
      ]),
    PieceCase(name: "products of factors", pieces: [.constant, x, z] + bits),
    PieceCase(
      name: "dense contrasts",
      pieces: [
        .constant, x, z,
        .factor(
          codes: CodeStorage(PieceCase.codes),
          contrasts: ContrastMatrix(
            levelCount: 4, columnCount: 3, entries: [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])),
      ]),
    PieceCase(name: "low parts", pieces: [.constant] + low + levels),
    PieceCase(name: "computed", pieces: [.constant, x, computed] + levels),
    PieceCase(name: "dense constant", pieces: [.dense(ColumnStorage(columns[0]))] + dense),
  ]
}()
