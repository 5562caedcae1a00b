import GLMEstimation
import GLMFamilies
import GLMModel

/// Logistic regression: a Bernoulli response through the logit, which the one engine fits like any other.
///
///     let spam = try LogisticRegression().fit(rows: x, labels)
///     let p = try spam.probabilities(rows: new)
public struct LogisticRegression: Sendable {
  public var options: ModelOptions

  public init(
    prior: any Prior = FlatPrior(), solver: (any Solver)? = nil, method: EstimationMethod = .maximumLikelihood
  ) {
    options = ModelOptions(prior: prior, method: method, solver: solver)
  }

  /// Fits rows with a label each, of which there must be two kinds; the greater one is modelled.
  public func fit<Label: Hashable & Comparable & Sendable>(
    _ matrix: Matrix, _ labels: [Label]
  ) throws -> Classifier<Label> {
    let classes = Set(labels).sorted()
    guard classes.count == 2 else {
      throw MatrixError.classes(
        found: classes.count,
        needs: classes.count > 2
          ? "two: use SoftmaxRegression" : "two; for one class alone no estimate is finite")
    }
    return try Classifier(
      matrix, labels, classes, FamilyWithLink(Bernoulli(), Logit()), .values, options)
  }

  /// Fits rows of equal length.
  public func fit<Label: Hashable & Comparable & Sendable>(
    rows: [[Double]], _ labels: [Label]
  ) throws -> Classifier<Label> { try fit(Matrix(rows: rows), labels) }

  /// Fits columns of equal length.
  public func fit<Label: Hashable & Comparable & Sendable>(
    columns: [[Double]], _ labels: [Label]
  ) throws -> Classifier<Label> { try fit(Matrix(columns: columns), labels) }

  /// Fits rows that are true or false.
  public func fit(_ matrix: Matrix, _ labels: [Bool]) throws -> Classifier<Int> {
    try fit(matrix, labels.map { $0 ? 1 : 0 })
  }

  /// Fits rows that are true or false.
  public func fit(rows: [[Double]], _ labels: [Bool]) throws -> Classifier<Int> {
    try fit(Matrix(rows: rows), labels)
  }

  /// Fits columns of rows that are true or false.
  public func fit(columns: [[Double]], _ labels: [Bool]) throws -> Classifier<Int> {
    try fit(Matrix(columns: columns), labels)
  }
}

/// Softmax regression: a categorical response with C − 1 linear predictors, which the one engine fits like any other.
/// The least label is the reference.
public struct SoftmaxRegression: Sendable {
  public var options: ModelOptions

  public init(
    prior: any Prior = FlatPrior(), solver: (any Solver)? = nil, method: EstimationMethod = .maximumLikelihood
  ) {
    options = ModelOptions(prior: prior, method: method, solver: solver)
  }

  /// Fits rows with a label each, of two kinds or more.
  public func fit<Label: Hashable & Comparable & Sendable>(
    _ matrix: Matrix, _ labels: [Label]
  ) throws -> Classifier<Label> {
    let classes = Set(labels).sorted()
    guard classes.count >= 2 else { throw MatrixError.classes(found: classes.count, needs: "two or more") }
    return try Classifier(matrix, labels, classes, Categorical(), .classes(count: classes.count), options)
  }

  /// Fits rows of equal length.
  public func fit<Label: Hashable & Comparable & Sendable>(
    rows: [[Double]], _ labels: [Label]
  ) throws -> Classifier<Label> { try fit(Matrix(rows: rows), labels) }

  /// Fits columns of equal length.
  public func fit<Label: Hashable & Comparable & Sendable>(
    columns: [[Double]], _ labels: [Label]
  ) throws -> Classifier<Label> { try fit(Matrix(columns: columns), labels) }
}

/// A fitted classifier: a ``Fit`` that knows its labels.
public struct Classifier<Label: Hashable & Comparable & Sendable>: Sendable {
  /// The fit, with its coefficients and statistics.
  public let fit: Fit
  /// The labels, ascending; the first is the reference.
  public let classes: [Label]

  fileprivate init(
    _ matrix: Matrix, _ labels: [Label], _ classes: [Label], _ response: any ResponseModel,
    _ shape: ResponseShape, _ options: ModelOptions
  ) throws {
    guard labels.count == matrix.rowCount else {
      throw MatrixError.labels(found: labels.count, expected: matrix.rowCount)
    }
    // A label that is not equal to itself (NaN) names no class.
    if let odd = labels.firstIndex(where: { $0 != $0 }) { throw MatrixError.label(row: odd + 1) }
    let code = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Double($0)) })
    let source = matrix.source(response: labels.map { code[$0] ?? 0 })
    let estimate = try options.estimator.fit(response.likelihood(for: shape), to: source)
    fit = try Fit(estimate, response: response, frame: nil, classes: classes.map { "\($0)" })
    self.classes = classes
  }

  /// The probability of each class (in the order of ``classes``) for each row.
  public func probabilities(_ matrix: Matrix) throws -> [[Double]] {
    guard matrix.columnCount == fit.estimate.layout.columns.count - 1 else {
      throw MatrixError.ragged(
        what: "row", number: 1, found: matrix.columnCount, expected: fit.estimate.layout.columns.count - 1)
    }
    let source = matrix.source(response: Array(repeating: 0, count: matrix.rowCount))
    let means = try fit.model.predictor(fit.estimate.likelihood).predict(source).means
    return means.map { $0.count == 1 ? [1 - $0[0], $0[0]] : $0 }
  }

  /// The probability of each class for each row.
  public func probabilities(rows: [[Double]]) throws -> [[Double]] { try probabilities(Matrix(rows: rows)) }

  /// The most probable class of each row.
  public func predict(_ matrix: Matrix) throws -> [Label] {
    try probabilities(matrix).map { row in classes[row.indices.max { row[$0] < row[$1] } ?? 0] }
  }

  /// The most probable class of each row.
  public func predict(rows: [[Double]]) throws -> [Label] { try predict(Matrix(rows: rows)) }

  /// The share of rows whose most probable class is their label.
  public func accuracy(_ matrix: Matrix, _ labels: [Label]) throws -> Double {
    let hits = zip(try predict(matrix), labels).count { $0 == $1 }
    return Double(hits) / Double(max(labels.count, 1))
  }
}
