import GLMTabular
import Testing

/// Holds what ``Table`` reads against ``ReferenceReader``.
enum ReaderAgreement {
  /// The difference between the two readers of some bytes, in words; nil when there is none.
  static func difference(
    _ bytes: [UInt8], delimiter: Delimiter = .comma, reading: TableReading = TableReading()
  ) -> String? {
    compare(bytes, delimiter: delimiter, reading: reading).difference
  }

  /// The same, and the error when the bytes are no table.
  static func compare(
    _ bytes: [UInt8], delimiter: Delimiter, reading: TableReading
  ) -> (difference: String?, error: TableError?) {
    var reading = reading
    reading.delimiter = delimiter
    let expected = outcome { () throws(TableError) in
      try ReferenceReader(bytes, delimiter: delimiter, reading: reading)
    }
    let found = outcome { () throws(TableError) in try Table(csv: bytes, reading: reading) }
    switch (expected, found) {
    case (.failure(let one), .failure(let other)):
      return (one == other ? nil : "\(other) instead of \(one)", other)
    case (.failure(let error), .success): return ("a table instead of \(error)", nil)
    case (.success, .failure(let error)): return ("\(error) instead of a table", error)
    case (.success(let reference), .success(let table)): return (difference(table, reference), nil)
    }
  }

  private static func outcome<Value>(_ body: () throws(TableError) -> Value) -> Result<Value, TableError> {
    do throws(TableError) { return .success(try body()) } catch { return .failure(error) }
  }

  private static func difference(_ table: Table, _ reference: ReferenceReader) -> String? {
    if table.columnNames != reference.names { return "names \(table.columnNames)" }
    if table.rowCount != reference.lines.count { return "\(table.rowCount) rows" }
    let lines = (0..<table.rowCount).map { table.line(ofRow: $0) }
    if lines != reference.lines { return "lines \(lines)" }
    for (column, expected) in zip(table.columns, reference.columns) {
      switch (column.cells, expected) {
      case (.numbers(let cells), .numbers(let bits)):
        let found = cells.storage.values.map { ($0.isNaN ? Double.nan : $0).bitPattern }
        if found != bits { return "\(column.name): \(cells.storage.values)" }
        let missing = bits.indices.filter { bits[$0] == Double.nan.bitPattern }
        if cells.missing != missing { return "\(column.name): missing \(cells.missing)" }
      case (.labels(let cells), .texts(let texts)):
        if column.texts != texts { return "\(column.name): \(column.texts)" }
        if cells.missing != texts.indices.filter({ texts[$0] == nil }) {
          return "\(column.name): \(cells.missing)"
        }
        let levels = Set(texts.compactMap { $0 })
        if cells.levels.count != levels.count || Set(cells.levels) != levels {
          return "levels \(cells.levels)"
        }
        let isSorted = zip(cells.levels, cells.levels.dropFirst()).allSatisfy {
          $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        if !isSorted { return "levels \(cells.levels)" }
      default: return "\(column.name): \(column.texts)"
      }
    }
    return nil
  }
}

extension TableReading {
  /// With parts of so few bytes that they fall anywhere.
  static func small(chunk bytes: Int, threads: Int, hasHeader: Bool = true, missing: [String] = ["NA"])
    -> TableReading
  {
    var reading = TableReading(missing: missing, hasHeader: hasHeader, threads: threads)
    reading.chunkBytes = bytes
    return reading
  }
}
