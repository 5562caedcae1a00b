/// Data that a formula and its options cannot be met with: what, where (line or row, column) and what to do.
public enum FrameError: Error, Sendable, Equatable {
  /// The formula is at fault.
  case formula(FormulaError)
  /// The table is at fault.
  case table(TableError)
  /// A column that is not in the data; `role` says what for, as in "weights", or is empty for a variable.
  case missingColumn(String, role: String, suggestion: String?)
  /// A column of text where numbers are needed; `cell` is the first that is none.
  case notANumber(place: RowPlace, column: String, cell: String, usedIn: String)
  /// An infinity, or a NaN that is not a missing cell; `given` tells the columns' values, as in "x = 0".
  case notFinite(place: RowPlace, name: String, value: Double, given: String)
  /// Every row has a missing cell, or there are none.
  case noRows(total: Int, missing: [MissingCount])
  /// Neither an intercept nor a term.
  case noTerms
  /// A missing cell where none is wanted; `column` is a column, or a variable such as `cut(x, c(0, 1))`.
  case missingCell(place: RowPlace, column: String)
  /// A coding that does not fit the levels of a factor.
  case coding(factor: String, levels: [String], reason: String)
  /// Contrasts for what is no factor of the formula.
  case contrastsWithoutFactor(String, suggestion: String?)
  /// A factor that takes one value only.
  case oneLevel(factor: String, level: String)
  /// A weight below 0, infinite or not a number.
  case badWeight(place: RowPlace, column: String, value: Double)
  /// A frequency that is not whole.
  case badFrequency(place: RowPlace, column: String, value: Double)
  /// An exposure that is not above 0 and finite.
  case badExposure(place: RowPlace, column: String, value: Double)
  /// A number of trials that is not whole and at least 0.
  case badTrials(place: RowPlace, column: String, value: Double)
  /// A response that is no proportion of trials: not between 0 and 1, or not a whole number of successes.
  case notAProportion(place: RowPlace, name: String, value: Double, trials: Double)
  /// A response of text with more than two levels, or of one, for a model of two.
  case responseLevels(name: String, levels: [String])
  /// A kind of response or a combination of options that makes no sense; `remedy` says what to do.
  case contradiction(String, remedy: String)
  /// A level that the model was not fitted with.
  case unseenLevel(place: RowPlace, column: String, level: String, levels: [String])
  /// More columns or numbers than are reasonable to hold.
  case tooLarge(term: String, columns: Int, rows: Int)
  /// A variable to replace that the right-hand side does not have.
  case noSuchVariable(String, suggestion: String?)
  /// Values for a variable in another number than there are rows.
  case valueCount(variable: String, found: Int, expected: Int)
}

extension FrameError: CustomStringConvertible {
  /// One line: what, where and what to do.
  public var description: String { oneLine(message) }

  private var message: String {
    switch self {
    case .formula(let error): error.description
    case .table(let error): error.description
    case .missingColumn(let name, let role, let near):
      "there is no \(role.isEmpty ? "" : role + " ")column \(quoted(name)) in the data; "
        + (near.map { "did you mean \(quoted($0))?" } ?? "the header names the columns")
    case .notANumber(let place, let column, let cell, let use):
      "\(place), column \(column): \(quoted(cell)) is not a number, but \(use) needs numbers; "
        + "correct the cell, or use a column of numbers"
    case .notFinite(let place, let name, let value, let given):
      "\(place): \(name) is \(NumberText.plain(value))\(given.isEmpty ? "" : " where \(given)"); "
        + "correct the value, or mark it missing with an empty cell or NA"
    case .noRows(let total, let missing):
      total == 0
        ? "no rows: the data has a header only; add rows"
        : "no rows: \(total == 1 ? "the only row has" : "all \(total) rows have") a missing cell "
          + "(\(missing.map { "\($0.column): \($0.rows)" }.joined(separator: ", "))); "
          + "leave out the columns that are missing most"
    case .noTerms:
      "formula: neither an intercept nor a term is left; leave the intercept in or add a column"
    case .missingCell(let place, let column):
      "\(place), column \(column): the cell is missing; fill it, or let rows with missing cells be dropped"
    case .coding(let factor, let levels, let reason):
      "factor \(factor) of the levels \(listed(levels)): \(reason)"
    case .contrastsWithoutFactor(let name, let near):
      "contrasts are given for \(quoted(name)), which is no factor of the formula; "
        + (near.map { "did you mean \(quoted($0))?" }
          ?? "name a factor's column, or its term as the formula writes it")
    case .oneLevel(let factor, let level):
      "factor \(factor) has only one level, \(quoted(level)), in the rows used; leave it out of the formula"
    case .badWeight(let place, let column, let value):
      "\(place), column \(column): the weight is \(NumberText.plain(value)); weights are finite and at least 0"
    case .badFrequency(let place, let column, let value):
      "\(place), column \(column): the frequency is \(NumberText.plain(value)), and frequencies count rows; give whole "
        + "numbers, or say precision or sampling"
    case .badExposure(let place, let column, let value):
      "\(place), column \(column): the exposure is \(NumberText.plain(value)); exposures are finite and above 0"
    case .badTrials(let place, let column, let value):
      "\(place), column \(column): there are \(NumberText.plain(value)) trials; trials are whole numbers from 0"
    case .notAProportion(let place, let name, let value, let trials):
      "\(place): \(name) is \(NumberText.plain(value)), not a proportion of \(NumberText.plain(trials)) trials; "
        + "give successes / trials, or counts as cbind(successes, failures)"
    case .responseLevels(let name, let levels):
      "the response \(name) has \(counted(levels.count, "level")) (\(listed(levels))); "
        + (levels.count < 2
          ? "it must take two values at least"
          : levels.contains { Double($0) != nil }
            ? "correct the cells that are not numbers, or use a family of classes, such as categorical"
            : "use a family of classes, such as categorical")
    case .contradiction(let what, let remedy): "\(what); \(remedy)"
    case .unseenLevel(let place, let column, let level, let levels):
      "\(place), column \(column): the model was not fitted with the level \(quoted(level)) "
        + "but with \(listed(levels)); correct the cell or leave the row out"
    case .tooLarge(let term, let columns, let rows):
      "the term \(term) brings the model to \(columns) columns\(rows > 0 ? " of \(rows) rows" : ""), which is too many; "
        + "use factors with fewer levels"
    case .noSuchVariable(let name, let near):
      "the model has no variable \(quoted(name)); "
        + (near.map { "did you mean \(quoted($0))?" } ?? "name a column of the right-hand side")
    case .valueCount(let variable, let found, let expected):
      "\(found) values for \(variable) but \(counted(expected, "row")); give one value a row"
    }
  }
}

/// How many rows were dropped because a column's cell is missing.
public struct MissingCount: Sendable, Equatable, Codable {
  /// The column.
  public let column: String
  /// The rows in which its cell is missing.
  public let rows: Int

  public init(column: String, rows: Int) {
    self.column = column
    self.rows = rows
  }
}
