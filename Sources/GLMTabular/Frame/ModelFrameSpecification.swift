import GLMModel

/// What a formula became on the training data, without the data: all that rebuilding the model matrix for new rows
/// needs. It can be saved; what is loaded is checked.
public struct ModelFrameSpecification: Sendable, Equatable, Codable {
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
  let frameVariables: [FrameVariable]
  let terms: [FrameTerm]
  /// The arguments of the formula's `offset( )`.
  let offsets: [FrameVariable]
  /// The columns of the model matrix, in order: group 0 is the intercept, group i the i-th term.
  public let columns: [ColumnDescription]

  private enum CodingKeys: String, CodingKey {
    case formula, responseName, weights, trials, exposure, offset, response, hasIntercept
    case frameVariables = "variables"
    case terms, offsets
  }

  /// The most columns of a model matrix.
  static let columnLimit = 100_000

  init(
    formula: String, responseName: String, options: FrameOptions, response: ResponseKind,
    hasIntercept: Bool, variables: [FrameVariable], terms: [FrameTerm], offsets: [FrameVariable]
  ) throws(FrameError) {
    self.formula = formula
    self.responseName = responseName
    (weights, trials, exposure, offset) = (options.weights, options.trials, options.exposure, options.offset)
    self.response = response
    self.hasIntercept = hasIntercept
    frameVariables = variables
    self.terms = terms
    self.offsets = offsets
    columns = try ModelFrameSpecification.columns(variables, terms, hasIntercept: hasIntercept)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    formula = try container.decode(String.self, forKey: .formula)
    responseName = try container.decode(String.self, forKey: .responseName)
    weights = try container.decodeIfPresent(Weights.self, forKey: .weights)
    trials = try container.decodeIfPresent(String.self, forKey: .trials)
    exposure = try container.decodeIfPresent(String.self, forKey: .exposure)
    offset = try container.decodeIfPresent(String.self, forKey: .offset)
    response = try container.decode(ResponseKind.self, forKey: .response)
    hasIntercept = try container.decode(Bool.self, forKey: .hasIntercept)
    let variables = try container.decode([FrameVariable].self, forKey: .frameVariables)
    terms = try container.decode([FrameTerm].self, forKey: .terms)
    offsets = try container.decode([FrameVariable].self, forKey: .offsets)
    for term in terms {
      guard !term.variables.isEmpty, term.variables.count == term.codings.count,
        term.variables.allSatisfy({ variables.indices.contains($0) }),
        zip(term.variables, term.variables.dropFirst()).allSatisfy({ $0 < $1 }),
        zip(term.variables, term.codings).allSatisfy({ (variables[$0].levels == nil) == ($1 == nil) })
      else {
        throw DecodingError.dataCorruptedError(
          forKey: .terms, in: container, debugDescription: "a term does not fit the variables")
      }
    }
    guard offsets.allSatisfy({ $0.levels == nil }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .offsets, in: container, debugDescription: "an offset is a number")
    }
    frameVariables = variables
    columns = try ModelFrameSpecification.columns(variables, terms, hasIntercept: hasIntercept)
  }

  private static func columns(
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

  /// The columns of the data that the right-hand side uses, in order; those of offsets alone are not among them.
  public var variables: [ModelVariable] {
    var result = [ModelVariable]()
    var index = [String: Int]()
    for variable in frameVariables {
      let names = variable.levels == nil ? variable.expression.names.map(\.name) : [variable.factorColumn]
      for name in names {
        if let known = index[name] {
          if variable.levels == nil { result[known] = ModelVariable(name: name, kind: .number) }
        } else {
          index[name] = result.count
          result.append(
            ModelVariable(name: name, kind: variable.levels.map { .factor(levels: $0) } ?? .number))
        }
      }
    }
    return result
  }
}

/// A column of the data that a model's right-hand side uses.
public struct ModelVariable: Sendable, Equatable {
  /// What the model uses the column as.
  public enum Kind: Sendable, Equatable {
    /// A number, at least in one place.
    case number
    /// A factor and nothing else, with the levels of the rows used.
    case factor(levels: [String])
  }

  /// The column.
  public let name: String
  /// What it is used as.
  public let kind: Kind

  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}
