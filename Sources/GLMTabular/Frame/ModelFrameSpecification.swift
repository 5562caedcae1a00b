import GLMModel

/// What a formula became on the training data, without the data: all that rebuilding the model matrix for new rows
/// needs. It can be saved; what is loaded is checked.
public struct ModelFrameSpecification: Sendable, Equatable {
  /// The formula as written.
  public let formula: String
  /// The response, as R deparses it.
  public let responseName: String
  /// The column of weights, if there was one, and what they mean; new rows need none.
  public let weights: Weights?
  /// The column of trials, if there was one; new rows need none.
  public let trials: String?
  /// The column whose logarithm is an offset; new rows need it.
  public let exposure: String?
  /// The column that is an offset; new rows need it.
  public let offset: String?
  let response: ResponseKind
  let hasIntercept: Bool
  /// The columns of the data that variables and offsets use.
  let modelColumns: [ModelColumn]
  let frameVariables: [FrameVariable]
  let terms: [FrameTerm]
  /// The arguments of the formula's `offset( )`.
  let offsets: [FrameVariable]
  /// The columns of the model matrix, in order: group 0 is the intercept, group i the i-th term.
  public let columns: [ColumnDescription]

  /// The most columns of a model matrix.
  static let columnLimit = 100_000

  init(
    formula: Formula, options: FrameOptions, response: ResponseKind, hasIntercept: Bool,
    variables: [FrameVariable], terms: [FrameTerm], offsets: [FrameVariable], table: Table
  ) throws(FrameError) {
    self.formula = formula.text
    responseName = formula.responseName
    (weights, trials, exposure, offset) = (options.weights, options.trials, options.exposure, options.offset)
    self.response = response
    self.hasIntercept = hasIntercept
    frameVariables = variables
    self.terms = terms
    self.offsets = offsets
    modelColumns = ModelColumn.used(by: variables + offsets, in: table)
    columns = try ModelFrameSpecification.columns(variables, terms, hasIntercept: hasIntercept)
  }

  static func columns(
    _ variables: [FrameVariable], _ terms: [FrameTerm], hasIntercept: Bool
  ) throws(FrameError) -> [ColumnDescription] {
    var columns: [ColumnDescription] = hasIntercept ? [.intercept] : []
    for (i, term) in terms.enumerated() {
      let name = term.name(variables)
      let count = term.columnCount(variables)
      guard count <= columnLimit - columns.count else {
        throw .tooLarge(term: name, columns: count, rows: 0)
      }
      columns += term.columnNames(variables).map { ColumnDescription(name: $0, term: name, group: i + 1) }
    }
    guard !columns.isEmpty else { throw .noTerms }
    return columns
  }

  /// How the response is recorded.
  public var shape: ResponseShape { response.shape }

  /// The levels of a response that is a factor: two of which the second is modelled, or the classes; else nil.
  public var responseLevels: [String]? { response.levels }

  /// Whether there is an offset, from the formula, an exposure or a column.
  public var hasOffset: Bool { !offsets.isEmpty || exposure != nil || offset != nil }
}
