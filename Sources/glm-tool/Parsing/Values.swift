import GLM

/// `--level` and `--interval`: the coverage of an interval.
struct Coverage {
  let level: Double

  init(_ text: String, flag: String) throws(CommandLineError) {
    guard let level = Double(text), level > 0, level < 1 else {
      throw .badValue(flag: flag, value: text, expected: "a number between 0 and 1, as in \(flag) 0.95")
    }
    self.level = level
  }
}

/// `--format` of a report.
enum ReportFormat: String, CaseIterable {
  case text, json
}

/// `--format` of predictions.
enum SheetFormat: String, CaseIterable {
  case csv, json
}

/// `--type` of predictions.
enum PredictionType: String, CaseIterable {
  case mean, link, `class`
}

/// `--start b0,b1,…`.
struct StartValues {
  let values: [Double]

  init(_ text: String) throws(CommandLineError) {
    var values: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = Double(part), value.isFinite else {
        throw .badValue(
          flag: "--start", value: text,
          expected: "numbers separated by commas, one a coefficient: \(shown(String(part))) is none")
      }
      values.append(value)
    }
    self.values = values
  }
}

/// `--weights KIND:COL`.
struct WeightColumn {
  let weights: Weights

  private static let explained =
    "frequency:COL (the row stands for so many equal rows), "
    + "precision:COL (its variance is the dispersion divided by the weight) "
    + "or sampling:COL (it was drawn with a probability of 1/weight)"

  init(_ text: String) throws(CommandLineError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty, let kind = WeightKind(rawValue: parts[0]) else {
      throw .badValue(flag: "--weights", value: text, expected: Self.explained)
    }
    weights = Weights(kind, column: parts[1])
  }
}

/// `--prior flat|normal:λ|laplace:λ`.
struct PriorChoice {
  let prior: any Prior

  init(_ text: String) throws(CommandLineError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let kind = try choice(
      parts[0], flag: "--prior", of: ["flat", "normal", "laplace"], toCome: ["elastic-net"])
    if kind == "flat" {
      guard parts.count == 1 else {
        throw .badValue(flag: "--prior", value: text, expected: "flat alone, which has no number")
      }
      prior = FlatPrior()
      return
    }
    guard parts.count == 2, let size = Double(parts[1]), size >= 0, size.isFinite else {
      throw .badValue(
        flag: "--prior", value: text, expected: "\(kind):λ with a finite λ of 0 or more, as in \(kind):1")
    }
    prior = kind == "normal" ? NormalPrior(precision: size) : LaplacePrior(rate: size)
  }
}

/// A positive number, as a learning rate is.
func positiveNumber(_ text: String, flag: String) throws(CommandLineError) -> Double {
  guard let value = Double(text), value > 0, value.isFinite else {
    throw .badValue(flag: flag, value: text, expected: "a finite number above 0")
  }
  return value
}

/// A whole number from 1.
func countingNumber(_ text: String, flag: String) throws(CommandLineError) -> Int {
  guard let value = Int(text), value > 0 else {
    throw .badValue(flag: flag, value: text, expected: "a whole number, 1 or more")
  }
  return value
}

/// `text`, if it is one of `names`; `toCome` are refused by name.
func choice(
  _ text: String, flag: String, of names: [String], toCome: [String] = []
) throws(CommandLineError) -> String {
  if names.contains(text) { return text }
  if toCome.contains(text) { throw .notBuilt("\(flag) \(text)") }
  throw .unknownName(
    flag: flag, value: text, known: names,
    suggestion: CommandLineError.suggestion(for: text, in: names + toCome))
}

/// The value of `flag` as one of the cases of `Choice`; nil without the flag.
func choice<Choice: RawRepresentable & CaseIterable>(
  _ arguments: ParsedArguments, _ flag: String, as type: Choice.Type = Choice.self
) throws(CommandLineError) -> Choice? where Choice.RawValue == String {
  guard let text = arguments[flag] else { return nil }
  return Choice(rawValue: try choice(text, flag: flag, of: Choice.allCases.map(\.rawValue)))
}
