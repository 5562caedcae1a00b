import GLMFamilies
import GLMModel
import GLMTabular

/// A classifier of rows of a user's own type, whose classes are values of the response.
public struct RowClassifier<Row, Class: ColumnValue>: Sendable {
  /// The fit, with its coefficients and statistics.
  public let fit: RowFit<Row>
  /// The classes; the first is the reference.
  public let classes: [Class]

  init(_ fit: RowFit<Row>) throws(RowFormulaError) {
    self.fit = fit
    var classes = [Class]()
    for label in fit.model.classes ?? [] {
      guard let value = Class.value(labelled: label) else {
        throw .unknownClass(label: label, type: String(describing: Class.self))
      }
      classes.append(value)
    }
    self.classes = classes
  }

  /// The probability of each class (in the order of ``classes``) for each row; nil for a row with a missing value.
  ///
  /// - Throws: ``FrameError`` for rows that cannot be used: a level that the model was not fitted with, or a number
  ///   that is not finite.
  public func probabilities(_ rows: [Row]) throws -> [[Double]?] {
    let result = try fit.predict(rows)
    var all = [[Double]?](repeating: nil, count: result.rowCount)
    for (row, means) in zip(result.rows, result.predictions.means) {
      all[row] = means.count == 1 ? [1 - means[0], means[0]] : means
    }
    return all
  }

  /// The most probable class of each row; nil for a row with a missing value.
  ///
  /// - Throws: as ``probabilities(_:)`` does.
  public func predict(_ rows: [Row]) throws -> [Class?] {
    try probabilities(rows).map { row in
      row.map { row in classes[row.indices.max { row[$0] < row[$1] } ?? 0] }
    }
  }
}

extension LogisticRegression {
  /// Fits rows whose response takes two values: the levels of a factor, true and false, or two numbers. The second in
  /// order is modelled.
  ///
  ///     let classifier = try LogisticRegression().fit(cars, \.transmission, on: { $0.weight + $0.power * $0.cylinders })
  ///
  /// - Throws: ``RowFormulaError`` for a computed property without a name, and as ``GeneralizedLinearModel/fit(_:)``
  ///   does.
  public func fit<Row, Value: ColumnValue, Kind: TermKind>(
    _ rows: [Row], _ response: KeyPath<Row, Value> & Sendable,
    on terms: (RowColumns<Row>) -> Term<Row, Kind>, weights: RowWeights<Row>? = nil
  ) throws -> RowClassifier<Row, Value.Kind.Class> {
    let model = RowModel(response: FamilyWithLink(Bernoulli(), Logit()), options: options)
    return try RowClassifier(
      model.fit(rows, response: { Value.Kind.factor($0[response]) }, on: terms, weights: weights))
  }
}

extension SoftmaxRegression {
  /// Fits rows whose response takes two values or more: the levels of a factor, or numbers. The first in order is the
  /// reference.
  ///
  /// - Throws: ``RowFormulaError`` for a computed property without a name, and as ``GeneralizedLinearModel/fit(_:)``
  ///   does.
  public func fit<Row, Value: ColumnValue, Kind: TermKind>(
    _ rows: [Row], _ response: KeyPath<Row, Value> & Sendable,
    on terms: (RowColumns<Row>) -> Term<Row, Kind>, weights: RowWeights<Row>? = nil
  ) throws -> RowClassifier<Row, Value.Kind.Class> {
    let model = RowModel(response: Categorical(), options: options)
    return try RowClassifier(
      model.fit(rows, response: { Value.Kind.factor($0[response]) }, on: terms, weights: weights))
  }
}
