/// A column of the data that a model's right-hand side uses.
public struct ModelVariable: Sendable, Equatable {
  /// What the model uses the column as.
  public enum Kind: Sendable, Equatable {
    /// A number, at least in one place.
    case number
    /// A factor and nothing else, with the cells that stand for its levels, in their order.
    case factor(levels: [String])
  }

  /// The column.
  public let name: String
  /// What it is used as.
  public let kind: Kind
  /// For a number, whether the model depends on it without steps, so that a slope makes sense: not in `x > 3`.
  public let hasSlope: Bool

  public init(name: String, kind: Kind, hasSlope: Bool = true) {
    self.name = name
    self.kind = kind
    self.hasSlope = hasSlope
  }
}

/// What a column of the training data was.
struct ModelColumn: Sendable, Equatable, Codable {
  let name: String
  let kind: ColumnKind
  /// The different texts of a column of text that is compared with texts; nil for others.
  let texts: [String]?

  /// The columns that variables use, in order.
  static func used(by variables: [FrameVariable], in table: Table) -> [ModelColumn] {
    var result = [ModelColumn]()
    var seen = Set<String>()
    let factors = Set(variables.compactMap(\.factorColumn))
    for name in variables.flatMap({ $0.expression.names.map(\.name) }) where seen.insert(name).inserted {
      guard let column = table.column(named: name) else { continue }
      let needsTexts = column.kind == .text && !factors.contains(name)
      result.append(ModelColumn(name: name, kind: column.kind, texts: needsTexts ? column.levels : nil))
    }
    return result
  }
}

extension ModelFrameSpecification {
  /// The columns of the data that the right-hand side uses, in order; those of offsets alone are not among them.
  public var variables: [ModelVariable] {
    var result = [ModelVariable]()
    var index = [String: Int]()
    let steps = frameVariables.reduce(into: Set<String>()) { $0.formUnion($1.bound.stepColumns) }
    let known = Dictionary(modelColumns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for variable in frameVariables {
      for (name, _) in variable.expression.names {
        guard let column = known[name] else { continue }
        let kind = ModelFrameSpecification.use(of: column, in: variable)
        if let place = index[name] {
          if kind == .number {
            result[place] = ModelVariable(name: name, kind: .number, hasSlope: !steps.contains(name))
          }
        } else {
          index[name] = result.count
          let hasSlope = kind != .number || !steps.contains(name)
          result.append(ModelVariable(name: name, kind: kind, hasSlope: hasSlope))
        }
      }
    }
    return result
  }

  private static func use(of column: ModelColumn, in variable: FrameVariable) -> ModelVariable.Kind {
    if case .factor(let factor) = variable.bound, case .column(column.name) = factor.input {
      return .factor(levels: factor.map.firstCells)
    }
    switch column.kind {
    case .number: return .number
    case .truth: return .factor(levels: LevelMap.truths.levels)
    case .text: return .factor(levels: column.texts ?? [])
    }
  }
}
