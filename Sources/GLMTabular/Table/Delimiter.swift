/// The character that separates the cells of a line: one of ASCII that is no letter, digit, sign, point or quotation
/// mark and ends no line.
public struct Delimiter: Sendable, Hashable {
  let byte: UInt8

  private init(byte: UInt8) { self.byte = byte }

  public static let comma = Delimiter(byte: UInt8(ascii: ","))
  public static let tab = Delimiter(byte: UInt8(ascii: "\t"))
  public static let semicolon = Delimiter(byte: UInt8(ascii: ";"))
  public static let bar = Delimiter(byte: UInt8(ascii: "|"))
  public static let space = Delimiter(byte: UInt8(ascii: " "))

  /// The delimiter that `text` is: one character, or a word for it: `comma`, `tab` (`\t` too), `semicolon`, `bar`,
  /// `space`. Nil for anything that cannot separate cells.
  public init?(_ text: String) {
    if let known = Delimiter.names.first(where: { $0.name == text }) {
      self = known.delimiter
    } else if text == "\\t" {
      self = .tab
    } else {
      guard text.utf8.count == 1, let byte = text.utf8.first, Delimiter.canSeparate(byte) else { return nil }
      self.init(byte: byte)
    }
  }

  /// The delimiter of the file at `path`: a tab for `.tsv` and `.tab`, a comma otherwise.
  init(fileAt path: String) {
    let name = path.lowercased()
    self = name.hasSuffix(".tsv") || name.hasSuffix(".tab") ? .tab : .comma
  }

  private static let names: [(name: String, delimiter: Delimiter)] = [
    ("comma", .comma), ("tab", .tab), ("semicolon", .semicolon), ("bar", .bar), ("space", .space),
  ]

  /// Letters, digits, signs and the point belong to numbers; quotation marks and line ends have a meaning already.
  private static func canSeparate(_ byte: UInt8) -> Bool {
    switch byte {
    case 1..<128:
      switch UnicodeScalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", "+", "-", ".", "\"", "\n", "\r": false
      default: true
      }
    default: false
    }
  }

  /// The delimiters that a file read with another one is likely to have.
  static let usual: [Delimiter] = [.comma, .semicolon, .tab, .bar]

  /// The character.
  var character: Character { Character(UnicodeScalar(byte)) }

  /// The word for one, or the character in quotation marks.
  var name: String { Delimiter.names.first { $0.delimiter == self }?.name ?? "\"\(character)\"" }
}

extension Delimiter: CustomStringConvertible {
  public var description: String { name }
}
