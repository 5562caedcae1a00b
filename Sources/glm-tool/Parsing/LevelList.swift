/// `--levels COL=a,b,c` and `--ordered COL=a,b,c`: the levels of a column, in order. Parts that hold a comma or an equals sign go in double
/// quotes, doubled where they belong to the text, as in CSV.
struct LevelList {
  let column: String
  let levels: [String]

  init(_ text: String, flag: String = "--levels") throws(CommandLineError) {
    var parts: [String] = [""]
    var separators = "="
    var isQuoted = false
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "\"", isQuoted, rest.first == "\"" {
        parts[parts.count - 1].append("\"")
        rest.removeFirst()
      } else if character == "\"", isQuoted || parts[parts.count - 1].isEmpty {
        isQuoted.toggle()
      } else if !isQuoted, separators.contains(character) {
        separators = ","
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    guard !isQuoted, parts.count > 1, parts.allSatisfy({ !$0.isEmpty }) else {
      throw .badValue(
        flag: flag, value: text, expected: "COL=a,b,c with the levels of the column in order")
    }
    column = parts[0]
    levels = Array(parts.dropFirst())
  }
}
