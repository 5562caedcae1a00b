/// A column of a CSV file as it is read: numbers until a cell is not one, labels from then on.
struct CSVColumn {
  /// Whether the cells are kept as labels.
  private(set) var isText: Bool
  /// Whether numbers were read before the first text: their cells are gone, and the file must be read once more.
  private(set) var mustReadAgain = false
  private var numbers = [Double]()
  private var missing = [Int]()
  private var hasNumbers = false
  private var codes = [Int32]()
  private var interner = LabelInterner()

  init(isText: Bool) { self.isText = isText }

  /// Adds the cell of the next row.
  mutating func append(_ cell: CSVScanner.Cell, of scanner: borrowing CSVScanner) {
    let isMissing = scanner.isMissing(cell)
    if !isText {
      if isMissing {
        missing.append(numbers.count)
        numbers.append(.nan)
        return
      }
      if let number = DecimalNumber.parse(scanner.bytes[cell.bytes]) {
        // Among numbers, NaN is how other programs write a missing cell.
        if number.isNaN { missing.append(numbers.count) }
        numbers.append(number)
        hasNumbers = true
        return
      }
      isText = true
      mustReadAgain = hasNumbers
      codes = [Int32](repeating: -1, count: numbers.count)
      numbers = []
    }
    if mustReadAgain { return }
    codes.append(isMissing ? -1 : code(of: cell, of: scanner))
  }

  private mutating func code(of cell: CSVScanner.Cell, of scanner: borrowing CSVScanner) -> Int32 {
    guard cell.hasDoubledQuotes else {
      return interner.code(
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(scanner.bytes)[cell.bytes]))
    }
    return scanner.plainBytes(of: cell).withUnsafeBytes { interner.code($0) }
  }

  /// The column, once every row is read.
  func finished(name: String) -> TableColumn {
    isText
      ? TableColumn(name: name, cells: .labels(LabelCells(labels: interner.labels, codes: codes)))
      : TableColumn(name: name, cells: .numbers(NumberCells(numbers, missing: missing)))
  }
}
