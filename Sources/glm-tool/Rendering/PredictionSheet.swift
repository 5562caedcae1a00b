import GLM

/// A prediction that the model cannot make.
enum PredictionError: Error, Equatable, CustomStringConvertible {
  case noClasses(response: String)
  case intervalOfClasses
  case noStandardErrors(prior: String, outcome: String)
  case noDistribution(family: String)

  var description: String {
    switch self {
    case .noClasses(let response): "the model is of \(response), not of classes: use --type mean"
    case .noDistribution(let family):
      "\(family) has no distribution of one number to take a --prediction-interval from: use --interval, for the mean"
    case .intervalOfClasses: "an --interval for a model of classes is not built yet: leave it out"
    case .noStandardErrors(let prior, let outcome):
      "the model has no standard errors (outcome \(outcome), prior \(prior)) and so no --interval: leave it out"
    }
  }
}

/// Predictions as columns, for CSV and JSON: which there are, and what a row has in each.
struct PredictionSheet {
  /// One column: its name in CSV, and where JSON puts it.
  struct Column: Equatable {
    let name: String
    /// The key of the object; of an object of objects when there is a `member`.
    let key: String
    let member: String?

    init(_ name: String) { (self.name, key, member) = (name, name, nil) }

    /// One column of several, such as `probability[a]`, which is `probabilities: {a: …}` in JSON.
    init(_ name: String, of member: String, key: String) {
      (self.name, self.key, self.member) = ("\(name)[\(member)]", key, member)
    }
  }

  enum Cell: Equatable {
    case number(Double)
    case text(String)
    case missing
  }

  let type: PredictionType
  let columns: [Column]
  /// The classes in the order of the means, or failure and success; empty for a response that has none.
  private let classes: [String]
  /// Whether each class has a mean, rather than the last alone.
  private let hasMeanPerClass: Bool
  /// Whether a new observation has its interval.
  private let hasObservation: Bool
  /// How far an interval of the linear predictor reaches, in standard errors; nil for no interval.
  private let reach: Double?

  /// - Throws: ``PredictionError``, and what the model throws when its family is not known here.
  init(_ model: FittedModel, type: PredictionType, level: Double?, observationLevel: Double? = nil) throws {
    let predictor = try model.predictor()
    let likelihood = predictor.likelihood
    hasMeanPerClass = likelihood.meanCount > 1
    let isBinary = likelihood.support == .binary && model.shape == .values
    if let names = model.classes, names.count == max(likelihood.meanCount, 2) {
      classes = names
    } else {
      classes = hasMeanPerClass ? (0..<likelihood.meanCount).map(String.init) : isBinary ? ["0", "1"] : []
    }
    if type == .class, classes.isEmpty { throw PredictionError.noClasses(response: model.shape.description) }
    if level != nil {
      if hasMeanPerClass { throw PredictionError.intervalOfClasses }
      guard model.covariance != nil else {
        throw PredictionError.noStandardErrors(prior: model.prior, outcome: model.outcome)
      }
    }
    hasObservation = observationLevel != nil
    if hasObservation {
      guard predictor.canPredictObservations else {
        throw PredictionError.noDistribution(family: model.family)
      }
      guard model.covariance != nil else {
        throw PredictionError.noStandardErrors(prior: model.prior, outcome: model.outcome)
      }
    }
    self.type = type
    reach = level.map { WaldInference.quantile(level: $0, degreesOfFreedom: model.degreesOfFreedom) }
    columns =
      Self.columns(type, classes, hasMeanPerClass: hasMeanPerClass, hasInterval: level != nil)
      + (hasObservation ? [Column("observationLower"), Column("observationUpper")] : [])
  }

  private static func columns(
    _ type: PredictionType, _ classes: [String], hasMeanPerClass: Bool, hasInterval: Bool
  ) -> [Column] {
    func each(_ name: String, _ key: String, _ classes: [String]) -> [Column] {
      classes.map { Column(name, of: $0, key: key) }
    }
    func errors(_ classes: [String]) -> [Column] { each("standardError", "standardErrors", classes) }
    switch (type, hasMeanPerClass) {
    case (.class, _): return [Column("class")] + each("probability", "probabilities", classes)
    case (.mean, true):
      return [Column("class")] + each("probability", "probabilities", classes) + errors(classes)
    case (.link, true):
      let others = Array(classes.dropFirst())
      return each("linearPredictor", "linearPredictors", others) + errors(others)
    case (.mean, false), (.link, false):
      return [Column("mean"), Column("linearPredictor"), Column("standardError")]
        + (hasInterval ? [Column("lower"), Column("upper")] : [])
    }
  }

  /// The cells of every row of the table; missing in the rows that have no prediction.
  func rows(_ predictions: TablePredictions) -> [[Cell]] {
    var rows = Array(
      repeating: Array(repeating: Cell.missing, count: columns.count), count: predictions.rowCount)
    for (i, row) in predictions.rows.enumerated() {
      rows[row] = cells(predictions.predictions, i)
      guard hasObservation, let ends = predictions.predictions.observationIntervals?[i] else { continue }
      rows[row] += [ends.lower, ends.upper].map(Cell.number)
    }
    // What does not exist is missing.
    for row in rows.indices {
      for case (let i, .number(let value)) in rows[row].enumerated() where value.isNaN {
        rows[row][i] = .missing
      }
    }
    return rows
  }

  private func cells(_ all: Predictions, _ i: Int) -> [Cell] {
    let (means, predictors) = (all.means[i], all.linearPredictors[i])
    let errors = type == .link ? all.standardErrors?[i] : all.meanStandardErrors?[i]
    func cell(_ value: Double?) -> Cell { value.map(Cell.number) ?? .missing }
    let probabilities = hasMeanPerClass ? means : [1 - means[0], means[0]]
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    func numbers(_ values: [Double]?, count: Int) -> [Cell] { (0..<count).map { cell(values?[$0]) } }
    switch (type, hasMeanPerClass) {
    case (.class, _): return [.text(classes[best])] + probabilities.map(Cell.number)
    case (.mean, true):
      return [.text(classes[best])] + means.map(Cell.number) + numbers(errors, count: means.count)
    case (.link, true): return predictors.map(Cell.number) + numbers(errors, count: predictors.count)
    case (.mean, false), (.link, false):
      let start = [cell(means[0]), cell(predictors[0]), cell(errors?[0])]
      guard let reach else { return start }
      if type == .mean { return start + [cell(all.intervals?[i].lower), cell(all.intervals?[i].upper)] }
      let ends = errors.map { [predictors[0] - reach * $0[0], predictors[0] + reach * $0[0]] }
      return start + numbers(ends, count: 2)
    }
  }
}
