/// The header of an array that NumPy saved (`.npy`, format versions 1 to 3): the magic bytes, the version, the length
/// of a Python dictionary in text, and the dictionary with `descr`, `fortran_order` and `shape`.
///
/// Arrays of doubles, `<f8`, with one or two dimensions are tables; everything else is an error that says so.
struct NumPyHeader {
  let rows: Int
  let columns: Int
  /// Whether column stands behind column rather than row behind row.
  let isColumnMajor: Bool
  /// The first byte of the numbers.
  let end: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Whether the bytes are of a NumPy file; no text begins so.
  static func isMagic(_ source: ByteSource) throws(TableError) -> Bool {
    try source.prefix(magic.count) == magic
  }

  init(_ source: ByteSource) throws(TableError) {
    func refused(_ offset: Int, _ found: String, _ needed: String) -> TableError {
      .numPy(source: source.name, offset: offset, found: found, needed: needed)
    }
    // The longest header of version 1; later versions have longer ones where a type has very many parts.
    let bytes = try source.prefix(1 << 17)
    let start = NumPyHeader.magic.count
    guard bytes.count > start, 1...3 ~= bytes[start] else {
      let found = bytes.count > start ? "version \(bytes[start]) of the NumPy format" : "the file ends here"
      throw refused(start, found, "versions 1 to 3 are read")
    }
    let lengthBytes = bytes[start] == 1 ? 2 : 4
    let text = start + 2 + lengthBytes
    guard bytes.count >= text else { throw refused(bytes.count, "the file ends here", "save it again") }
    var length = 0
    for i in (start + 2..<text).reversed() { length = length << 8 | Int(bytes[i]) }
    guard length <= bytes.count - text else {
      throw refused(
        bytes.count, "the header of \(length) bytes does not end here",
        "save it again, as an array of doubles")
    }
    end = text + length
    var dictionary = PythonDictionary(bytes, text..<end)
    do throws(PythonDictionary.Problem) { try dictionary.read() } catch {
      throw refused(
        error.offset, "the header is damaged (\(error.expected) is missing here)", "save it again")
    }
    guard case .text("<f8", _)? = dictionary.values["descr"] else {
      let value = dictionary.values["descr"]
      throw refused(
        value?.offset ?? text, "the array is of \(value?.shown ?? "no type")",
        "save it as doubles, '<f8', as in numpy.save(path, array.astype('<f8'))")
    }
    guard case .truth(let order, _)? = dictionary.values["fortran_order"] else {
      throw refused(text, "the header has no fortran_order of True or False", "save it again")
    }
    isColumnMajor = order
    guard case .tuple(let shape, let offset)? = dictionary.values["shape"] else {
      throw refused(text, "the header has no shape of whole numbers", "save it again")
    }
    let shown = "an array of shape (\(shape.map(String.init).joined(separator: ", ")))"
    guard 1...2 ~= shape.count else {
      throw refused(offset, shown, "one dimension, rows, or two, rows and columns, are read")
    }
    (rows, columns) = (shape[0], shape.count == 2 ? shape[1] : 1)
    guard rows > 0, columns > 0 else { throw refused(offset, shown, "it needs a row and a column") }
    let (cells, isOver) = rows.multipliedReportingOverflow(by: columns)
    let (size, isTooLarge) = cells.multipliedReportingOverflow(by: 8)
    guard !isOver, !isTooLarge, size == source.count - end else {
      throw refused(
        end, "\(shown) has another size than the \(source.count - end) bytes behind the header",
        "save one array, whole")
    }
  }
}
