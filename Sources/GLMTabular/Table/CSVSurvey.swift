/// Rows that one thread reads.
struct CSVChunk {
  /// The bytes of the rows; the last row of all ends without a line end.
  var bytes: Range<Int>
  /// The rows, counting from 0 with the header.
  var rows: Range<Int>
  /// The line that the first row begins on, counting from 1.
  var line: Int
}

/// Where the rows of a file are, found before any cell is read, so that threads can read parts of it straight into
/// their places.
///
/// Whether a quote opens or closes a cell depends on all that came before. Each part of the file is therefore looked at
/// for both cases, that it begins inside a quoted cell and that it does not; then the cases are joined in order. No
/// guess is made: rows are where a reader from left to right finds them.
struct CSVSurvey {
  /// Chunks with rows, in order; together they have all rows.
  private(set) var chunks = [CSVChunk]()
  /// The first byte that is not UTF-8, and its line.
  private(set) var firstInvalid: (offset: Int, line: Int)?
  /// Rows with the header.
  var rowCount: Int { chunks.last?.rows.upperBound ?? 0 }

  /// - Parameter content: the bytes from behind the byte-order mark to the last one that ends no line; not empty.
  init(
    _ source: ByteSource, content: Range<Int>, delimiter: Delimiter, _ reading: TableReading
  ) throws(TableError) {
    let cuts = try CSVSurvey.cuts(source, content, every: max(1, reading.chunkBytes))
    let count = cuts.count - 1
    let rooms = WindowRoom.rooms(reading.threads)
    let findings = TaskResults<Result<CSVFinding, TableError>?>(repeating: nil, count: count)
    forEachTask(count, threads: reading.threads) { worker, i in
      do throws(TableError) {
        // One byte before and one behind say what quotes and line ends at the edges are.
        let first = max(content.lowerBound, cuts[i] - 1)
        let finding = try source.withWindow(first..<min(cuts[i + 1] + 1, source.count), rooms[worker]) {
          bytes in
          CSVFinding(
            bytes + (cuts[i] - first), count: cuts[i + 1] - cuts[i], isFirst: i == 0,
            delimiter: delimiter.byte)
        }
        findings[i] = .success(finding)
      } catch {
        findings[i] = .failure(error)
      }
    }
    var (isInside, row, line) = (false, 0, 1)
    for i in 0..<count {
      guard let finding = try findings[i]?.get() else { throw source.changed }
      if let bad = finding.firstInvalid, firstInvalid == nil {
        let lines = try source.withWindow(cuts[i]..<cuts[i] + bad, rooms[0]) {
          lineEnds(from: $0, to: $0 + bad)
        }
        firstInvalid = (cuts[i] + bad, line + lines)
      }
      let part = isInside ? finding.fromInside : finding.fromOutside
      // The row that begins at the beginning has no line end before it.
      let rows = row..<row + finding.lineEnds - part.lineEndsInside + (i == 0 ? 1 : 0)
      if let first = i == 0 ? CSVFinding.Row(start: 0, line: 0) : part.firstRow {
        let start = cuts[i] + first.start
        if !chunks.isEmpty {
          let begun = chunks[chunks.count - 1].bytes.lowerBound
          chunks[chunks.count - 1].bytes = begun..<start
        }
        chunks.append(CSVChunk(bytes: start..<content.upperBound, rows: rows, line: line + first.line))
      }
      (isInside, row, line) = (part.endsInside, rows.upperBound, line + finding.lineEnds)
    }
  }

  /// Where parts begin and end: about `size` bytes apart, and neither before a quote, so that quotes in a row stay
  /// together, nor inside a character.
  private static func cuts(
    _ source: ByteSource, _ content: Range<Int>, every size: Int
  ) throws(TableError) -> [Int] {
    let room = WindowRoom()
    var cuts = [content.lowerBound]
    var at = content.lowerBound + size
    while at < content.upperBound {
      let count = min(64, content.upperBound - at)
      let skipped = try source.withWindow(at..<at + count, room) { bytes in
        var skipped = 0
        while skipped < count, bytes[skipped] == CSVByte.quote || bytes[skipped] & 0xC0 == 0x80 {
          skipped += 1
        }
        return skipped
      }
      at += skipped
      if skipped < count {
        cuts.append(at)
        at += size
      }
    }
    return cuts + [content.upperBound]
  }
}
