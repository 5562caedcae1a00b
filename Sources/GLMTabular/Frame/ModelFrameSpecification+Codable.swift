extension ModelFrameSpecification: Codable {
  private enum Key: String, CodingKey {
    case formula, responseName, weights, trials, exposure, offset, response, hasIntercept, columns, variables
    case terms, offsets
  }

  /// What is loaded is checked: columns that are known, state that fits the calls, codings that fit the levels, terms of
  /// variables that are there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func refuse(_ key: Key, _ reason: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: reason)
    }
    formula = try container.decode(String.self, forKey: .formula)
    responseName = try container.decode(String.self, forKey: .responseName)
    weights = try container.decodeIfPresent(Weights.self, forKey: .weights)
    trials = try container.decodeIfPresent(String.self, forKey: .trials)
    exposure = try container.decodeIfPresent(String.self, forKey: .exposure)
    offset = try container.decodeIfPresent(String.self, forKey: .offset)
    response = try container.decode(ResponseKind.self, forKey: .response)
    hasIntercept = try container.decode(Bool.self, forKey: .hasIntercept)
    modelColumns = try container.decode([ModelColumn].self, forKey: .columns)
    var kinds = [String: ColumnKind]()
    for column in modelColumns where kinds.updateValue(column.kind, forKey: column.name) != nil {
      throw refuse(.columns, "the column \(quoted(column.name)) is there twice")
    }
    let kind = { [kinds] (name: String) -> ColumnKind? in kinds[name] }
    func variables(_ key: Key) throws -> [FrameVariable] {
      try container.decode([FrameVariable.Saved].self, forKey: key).map { saved in
        do { return try FrameVariable(saved, kind: kind) } catch { throw refuse(key, "\(error)") }
      }
    }
    frameVariables = try variables(.variables)
    offsets = try variables(.offsets)
    guard Set(frameVariables.map(\.name)).count == frameVariables.count else {
      throw refuse(.variables, "a variable is there twice")
    }
    guard offsets.allSatisfy(\.bound.isNumber) else { throw refuse(.offsets, "an offset is a number") }
    terms = try container.decode([FrameTerm].self, forKey: .terms)
    for term in terms where !term.fits(frameVariables) {
      throw refuse(.terms, "a term does not fit the variables")
    }
    do throws(FrameError) {
      columns = try ModelFrameSpecification.columns(frameVariables, terms, hasIntercept: hasIntercept)
    } catch {
      throw refuse(.terms, "\(error)")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(formula, forKey: .formula)
    try container.encode(responseName, forKey: .responseName)
    try container.encodeIfPresent(weights, forKey: .weights)
    try container.encodeIfPresent(trials, forKey: .trials)
    try container.encodeIfPresent(exposure, forKey: .exposure)
    try container.encodeIfPresent(offset, forKey: .offset)
    try container.encode(response, forKey: .response)
    try container.encode(hasIntercept, forKey: .hasIntercept)
    try container.encode(modelColumns, forKey: .columns)
    try container.encode(frameVariables.map(\.saved), forKey: .variables)
    try container.encode(terms, forKey: .terms)
    try container.encode(offsets.map(\.saved), forKey: .offsets)
  }
}
