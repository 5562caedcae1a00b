import GLM

/// The flags that say how data is read, which every command with data has.
enum ReadingFlags {
  static let group = FlagGroup(
    title: "the data",
    flags: [
      Flag(
        "--delimiter", "D",
        "what separates cells: a character, or comma, tab, semicolon, bar, space; unless given, a tab in files called "
          + ".tsv or .tab and a comma in others"),
      Flag(
        "--na", "A,B,…", isRepeatable: true,
        "the cells without quotes that are missing, NA unless given; an empty one always is; may be given "
          + "more than once"),
      Flag("--no-header", "the first line is data: columns are called x1, x2, …"),
    ])
}

extension TableReading {
  /// How the flags of a command line want data to be read.
  init(_ arguments: ParsedArguments) throws(CommandLineError) {
    self.init(hasHeader: !arguments.isGiven("--no-header"))
    if let text = arguments["--delimiter"] {
      guard let delimiter = Delimiter(text) else {
        throw .badValue(
          flag: "--delimiter", value: text,
          expected:
            "one character that is no letter, digit, sign, point or quotation mark, or its word: comma, tab, "
            + "semicolon, bar, space")
      }
      self.delimiter = delimiter
    }
    let lists = arguments.all("--na")
    if !lists.isEmpty { missing = [] }
    for text in lists {
      let markers = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard !markers.contains("") else {
        throw .badValue(
          flag: "--na", value: text, expected: "cells separated by commas; an empty cell is missing anyway")
      }
      missing += markers
    }
  }
}
