import GLM

extension Command {
  /// `glm predict`: what a saved model says of other rows.
  static let predict = Command(
    name: "predict", summary: "predict with a model that glm fit --save wrote",
    usage: ["glm predict MODEL.json NEWDATA [flags]"],
    operands: [
      Operand("MODEL.json", "the model"),
      Operand(
        "NEWDATA",
        "a CSV, TSV or NumPy file with the columns right of the formula's ~, or - for standard input"),
    ],
    groups: [
      FlagGroup(
        title: "the prediction",
        flags: [
          Flag("--type", "T", "mean (the default), link or class"),
          Flag("--interval", "LEVEL", "add a confidence interval of this coverage, as in 0.95"),
          Flag(
            "--prediction-interval", "LEVEL",
            "add an interval for a new observation, for families that have a distribution; it counts successes of "
              + "the trials in the column of --trials, if NEWDATA has it, or of one trial"),
          Flag(
            "--missing", "M",
            "keep (the default) rows with a missing cell as rows without a prediction, drop them, or fail at the first"
          ),
          Flag(
            "--unseen", "U",
            "fail (the default) at a level that the model was not fitted with, or take its cell for missing"),
          Flag("--format", "FORMAT", "csv (the default) or json"),
        ]),
      ReadingFlags.group,
    ],
    notes: [
      "One row comes out for each row of NEWDATA, in order; NA (null in JSON) where a cell is missing, or where the link has no mean for the linear predictor.",
      "",
      "  mean   mean, linearPredictor, and standardError, lower and upper of the mean",
      "  link   the same, with standardError, lower and upper of the linear predictor",
      "  class  the most probable class, and the probability of each",
      "",
      "For a categorical response, mean is the class and the probability of each with its standard error, and "
        + "link is the linear predictor of each class but the reference with its standard error.",
      "",
      "exit status",
      "  0  predicted",
      "  1  the model file or the data cannot be used",
      "  2  the command line is wrong",
      "  3  the model was saved from a fit that is not an optimum",
    ],
    run: runPredict)

  private static func runPredict(_ arguments: ParsedArguments) throws -> Reply {
    let type: PredictionType = try choice(arguments, "--type") ?? .mean
    let format: SheetFormat = try choice(arguments, "--format") ?? .csv
    var level: Double?
    if let text = arguments["--interval"] { level = try Coverage(text, flag: "--interval").level }
    if level != nil, type == .class {
      throw CommandLineError.contradiction("a class has no --interval", remedy: "use --type mean or link")
    }
    var observationLevel: Double?
    if let text = arguments["--prediction-interval"] {
      observationLevel = try Coverage(text, flag: "--prediction-interval").level
      if type != .mean {
        throw CommandLineError.contradiction(
          "a --prediction-interval goes with --type mean", remedy: "leave --type out")
      }
    }
    let missing: MissingPolicy = try choice(arguments, "--missing") ?? .keep
    let unseen: UnseenChoice = try choice(arguments, "--unseen") ?? .fail
    let reading = try TableReading(arguments)
    let path = arguments.operands[0]
    let model = try FittedModel(contentsOf: path)
    let sheet: PredictionSheet
    do {
      sheet = try PredictionSheet(model, type: type, level: level, observationLevel: observationLevel)
    } catch {
      throw InputError(source: path, underlying: error)
    }
    let table = try Table(contentsOf: arguments.operands[1], reading: reading)
    let predictions: TablePredictions
    do {
      predictions = try model.predict(
        table, level: level, observationLevel: observationLevel, unseen: unseen.policy, missing: missing)
    } catch {
      throw InputError(source: table.name, underlying: error)
    }
    var rows = sheet.rows(predictions)
    if missing == .drop { rows = predictions.rows.map { rows[$0] } }
    let isOptimum = model.outcome == Outcome.optimum(isGlobal: true).name
    return Reply(
      output: format == .json ? try JSONText.of(rows.map(sheet.object(_:))) : sheet.csv(rows),
      complaint: isOptimum
        ? nil : "\(path): the model is not an optimum (\(model.outcome)): do not rely on these numbers",
      status: isOptimum ? .success : .notAnOptimum)
  }
}
