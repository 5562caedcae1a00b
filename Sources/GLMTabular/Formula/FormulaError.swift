/// A place in a formula: the text and the character, counting from 0.
public struct FormulaPlace: Sendable, Equatable {
  /// The whole formula.
  public let formula: String
  /// Characters before the place.
  public let offset: Int

  public init(formula: String, offset: Int) {
    self.formula = formula
    self.offset = offset
  }
}

/// A formula that cannot be read or that names what is not there, with the character where it goes wrong.
public enum FormulaError: Error, Sendable, Equatable {
  /// Something that cannot stand where it does; `wanted` says what could.
  case unexpected(String, wanted: String, at: FormulaPlace)
  /// The formula ends too early.
  case incomplete(wanted: String, at: FormulaPlace)
  /// A backquote or quote that never closes.
  case unterminated(String, at: FormulaPlace)
  /// A number that no double holds.
  case badNumber(String, at: FormulaPlace)
  /// A part of the language that is not built yet, by its name.
  case notBuilt(String, at: FormulaPlace)
  /// A function that does not exist.
  case unknownFunction(String, suggestion: String?, at: FormulaPlace)
  /// A column that is not in the data.
  case unknownColumn(String, suggestion: String?, at: FormulaPlace)
  /// A function with too few or too many arguments; `usage` is how it is written.
  case argumentCount(String, usage: String, found: Int, at: FormulaPlace)
  /// An argument that the function does not have.
  case unknownArgument(String, of: String, suggestion: String?, usage: String, at: FormulaPlace)
  /// Something that can be read but means nothing where it stands; `remedy` says what to write.
  case misplaced(String, remedy: String, at: FormulaPlace)
  /// A function whose arguments do not fit the data; `reason` says why and what to do.
  case unfit(String, reason: String, at: FormulaPlace)
  /// Parentheses or operators nested too deeply.
  case tooDeep(at: FormulaPlace)
  /// An interaction that makes too many terms.
  case tooManyTerms(limit: Int, at: FormulaPlace)
}

extension FormulaError: CustomStringConvertible {
  /// Where it goes wrong.
  public var place: FormulaPlace {
    switch self {
    case .unexpected(_, _, let place), .incomplete(_, let place), .unterminated(_, let place),
      .badNumber(_, let place), .notBuilt(_, let place), .unknownFunction(_, _, let place),
      .unknownColumn(_, _, let place), .argumentCount(_, _, _, let place),
      .unknownArgument(_, _, _, _, let place), .misplaced(_, _, let place),
      .unfit(_, _, let place), .tooDeep(let place), .tooManyTerms(_, let place):
      place
    }
  }

  /// The formula and, on a second line, a caret under the character where it goes wrong.
  public var caret: String {
    let line = String(place.formula.map { $0.isNewline ? " " : $0 })
    return line + "\n" + String(repeating: " ", count: place.offset) + "^"
  }

  /// One line: what, where (characters count from 1) and what to do.
  public var description: String { oneLine(message) }

  private var message: String {
    let location = "at character \(place.offset + 1) of \(shown)"
    func suggest(_ name: String?, _ otherwise: String) -> String {
      name.map { "; did you mean \($0)?" } ?? "; \(otherwise)"
    }
    switch self {
    case .unexpected(let found, let wanted, _):
      return "formula: unexpected \(found) \(location); \(wanted) can stand here"
    case .incomplete(let wanted, _):
      return "formula: ends too early, \(location); \(wanted) must follow"
    case .unterminated(let mark, _):
      return "formula: the \(mark) \(location) never closes; close it"
    case .badNumber(let text, _):
      return "formula: \(text) \(location) is too large for a number; write a smaller one"
    case .notBuilt(let name, _):
      return "formula: \(name) is not built yet (\(location)); compute the column in the data instead"
    case .unknownFunction(let name, let near, _):
      return "formula: there is no function \(name) \(location)"
        + suggest(near, "there are \(CallSignature.allNames.joined(separator: ", "))")
    case .unknownColumn(let name, let near, _):
      return "formula: there is no column \(quoted(name)) in the data \(location)"
        + suggest(near.map(quoted), "the header of the data names the columns")
    case .argumentCount(let name, let usage, let found, _):
      return "formula: \(name) \(location) has \(counted(found, "argument")); write \(usage)"
    case .unknownArgument(let argument, let name, let near, let usage, _):
      return "formula: \(name) has no argument \(argument) \(location)" + suggest(near, "write \(usage)")
    case .misplaced(let what, let remedy, _):
      return "formula: \(what) \(location); \(remedy)"
    case .unfit(let name, let reason, _):
      return "formula: \(name) \(location): \(reason)"
    case .tooDeep:
      return "formula: nested too deeply \(location); simplify it"
    case .tooManyTerms(let limit, _):
      return "formula: the product \(location) makes more than \(limit) terms; write fewer"
    }
  }

  /// The formula in quotes on one line, a long one cut around the place.
  private var shown: String {
    let line = place.formula.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    guard line.count > 160 else { return "\"" + String(line) + "\"" }
    let start = max(0, min(place.offset, line.count) - 60)
    let end = min(line.count, start + 120)
    return "\"" + (start > 0 ? "…" : "") + String(line[start..<end]) + (end < line.count ? "…" : "") + "\""
  }
}
