extension Binder {
  private static let factorMakers: Set<String> = [
    "factor", "as.factor", "droplevels", "ordered", "as.ordered", "relevel", "C",
  ]

  /// Whether an expression is a factor: text, or made one.
  func isFactor(_ expression: Expression) -> Bool {
    switch Binder.unwrapped(expression) {
    case .name(let name, _): return kind(name) == .text
    case .call(let function, let arguments, _):
      let name = CallSignature.baseName(function)
      if name == "cut" {
        // With labels = FALSE it is a number.
        let labels = (try? matched(name, arguments, 0))?["labels"]
        return !(labels.flatMap { try? constant($0) } == .truths([false]))
      }
      return Binder.factorMakers.contains(name)
    default: return false
    }
  }

  /// A factor with its levels, learned or saved.
  mutating func factor(_ expression: Expression, named name: String) throws(FrameError) -> BoundFactor {
    let input = try self.input(of: expression)
    let map = try state(of: expression) {
      if case .levels(let map) = $0, BoundFactor.fits(map, input) { map } else { nil }
    } learn: { [self] learner throws(FrameError) in
      .levels(try levels(of: expression, input, learner))
    }
    var called = name
    if case .column(let column) = input { called = column }
    return BoundFactor(input: input, map: map, name: called, expression: expression)
  }

  /// What a factor is made from: a column, a number, a truth value or intervals.
  private mutating func input(of expression: Expression) throws(FrameError) -> BoundFactor.Input {
    let core = Binder.unwrapped(expression)
    if let column = core.plainColumn, [.number, .text].contains(kind(column)) { return .column(column) }
    if case .call(let function, let arguments, let at) = core {
      let name = CallSignature.baseName(function)
      if Binder.factorMakers.contains(name) {
        let given = try matched(name, arguments, at)
        return try input(of: given[required: name == "C" ? "object" : "x"])
      }
      if name == "cut" { return try intervals(core, try matched(name, arguments, at)) }
    }
    let (number, isTruth) = try number(core)
    return isTruth ? .truth(number) : .number(number)
  }

  /// `cut(x, …)`: the intervals between breaks that are given, or learned from the range.
  private mutating func intervals(
    _ expression: Expression, _ given: MatchedArguments
  ) throws(FrameError) -> BoundFactor.Input {
    let x = given[required: "x"]
    let inner = try number(x).number
    let breaks = try values(given[required: "breaks"]).sorted()
    let closesRight = try flag(given["right"], of: "right") ?? true
    let includesLowest = try flag(given["include.lowest"], of: "include.lowest") ?? false
    let digits = try whole(given["dig.lab"], of: "dig.lab", in: expression) ?? 3
    var labels: [String]?
    if let argument = given["labels"] {
      switch try constant(argument) {
      case .truths(let values) where values.count == 1: break
      case let names: labels = names.asTexts
      }
    }
    let points = try state(of: expression) {
      if case .cut(let points) = $0 { points } else { nil }
    } learn: { [self] learner throws(FrameError) in
      let isCount = breaks.count == 1
      let values = isCount ? try learner.values(of: inner, columns: columnNames(x), usedIn: x.deparsed) : []
      do throws(BasisError) {
        if !isCount {
          return .cut(
            try CutPoints(
              breaks: breaks, labels: labels, closesRight: closesRight, includesLowest: includesLowest,
              digits: digits))
        }
        return .cut(
          try CutPoints(
            learning: values, count: Binder.whole(breaks[0]) ?? 0, labels: labels, closesRight: closesRight,
            includesLowest: includesLowest, digits: digits))
      } catch {
        throw unfit(expression, error.description)
      }
    }
    return .intervals(inner, points)
  }

  /// The levels that the calls around a factor's input make of it.
  private func levels(
    of expression: Expression, _ input: BoundFactor.Input, _ learner: Learner
  ) throws(FrameError) -> LevelMap {
    let core = Binder.unwrapped(expression)
    guard case .call(let function, let arguments, let at) = core else {
      return try learner.levels(of: input, columns: columnNames(core), usedIn: core.deparsed)
    }
    let name = CallSignature.baseName(function)
    let given = try matched(name, arguments, at)
    guard Binder.factorMakers.contains(name) else {
      var map = try learner.levels(of: input, columns: columnNames(core), usedIn: core.deparsed)
      if name == "cut" { map.isOrdered = try flag(given["ordered_result"], of: "ordered_result") ?? false }
      return map
    }
    let inner = given[required: name == "C" ? "object" : "x"]
    var map = try levels(of: inner, input, learner)
    do throws(LevelProblem) {
      switch name {
      case "factor", "droplevels", "ordered": try make(&map, core, name, given)
      case "relevel": try bringToFront(&map, core, given)
      default: break
      }
    } catch .frame(let error) {
      throw error
    } catch {
      throw unfit(core, error.reason)
    }
    switch name {
    case "factor": map.isOrdered = try flag(given["ordered"], of: "ordered") ?? map.isOrdered
    case "ordered", "as.ordered": map.isOrdered = true
    default: break
    }
    return map
  }

  /// `factor(x, levels, labels)` and `ordered(x, "a", "b")`.
  private func make(
    _ map: inout LevelMap, _ expression: Expression, _ function: String, _ given: MatchedArguments
  ) throws(LevelProblem) {
    guard given["exclude"] == nil else {
      throw .frame(unfit(expression, "exclude is not built yet; leave the level out of levels = c(…)"))
    }
    // Texts alone after the column are the levels themselves.
    let listed = [given["levels"], given["labels"]].compactMap { $0 } + given.rest
    let isList = function == "ordered" && listed.allSatisfy { if case .text = $0 { true } else { false } }
    if isList, listed.count > 1 {
      var levels = [String]()
      for level in listed { levels += try texts(level) }
      try map.choose(levels: levels)
      return
    }
    guard given.rest.isEmpty else {
      throw .frame(unfit(expression, "too many arguments; write levels = c(\"a\", \"b\")"))
    }
    if let levels = given["levels"] { try map.choose(levels: texts(levels)) } else { map.dropEmpty() }
    if let labels = given["labels"] { try map.rename(texts(labels)) }
  }

  /// `relevel(x, ref)`: a level by its name, or by its place counting from 1.
  private func bringToFront(
    _ map: inout LevelMap, _ expression: Expression, _ given: MatchedArguments
  ) throws(LevelProblem) {
    let inner = given[required: "x"]
    guard isFactor(inner) else {
      throw .frame(
        unfit(expression, "\(shortened(inner.deparsed)) is no factor; write relevel(factor(x), ref = \"b\")"))
    }
    guard !map.isOrdered else {
      throw .frame(
        unfit(expression, "the levels of an ordered factor have an order already; order them with ordered( )")
      )
    }
    let reference: Constant
    do throws(FrameError) { reference = try constant(given[required: "ref"]) } catch {
      throw .frame(error)
    }
    if case .numbers(let values) = reference {
      guard let place = values.first.flatMap(Binder.whole), values.count == 1,
        map.levels.indices.contains(place - 1)
      else {
        throw .frame(
          unfit(
            expression,
            "ref is no place from 1 to \(map.levels.count); give one of the levels \(listed(map.levels)) in quotes"
          ))
      }
      map.bringToFront(place - 1)
    } else {
      let names = reference.asTexts
      guard names.count == 1 else { throw .labelCount(found: names.count, levels: 1) }
      try map.bringToFront(names[0])
    }
  }

  private func texts(_ expression: Expression) throws(LevelProblem) -> [String] {
    do throws(FrameError) { return try constant(expression).asTexts } catch { throw .frame(error) }
  }

  /// The value of an argument that is `TRUE` or `FALSE`; nil when it is not given.
  func flag(_ expression: Expression?, of name: String) throws(FrameError) -> Bool? {
    guard let expression else { return nil }
    guard case .truths(let values) = try constant(expression), values.count == 1 else {
      throw misplaced("\(name) is neither TRUE nor FALSE", remedy: "write \(name) = TRUE", expression.offset)
    }
    return values[0]
  }

  /// The whole number that a value is, or nil.
  static func whole(_ value: Double) -> Int? {
    value == value.rounded() && value.magnitude < 1e9 ? Int(value) : nil
  }
}

extension BoundFactor {
  /// Whether saved levels can be those of an input.
  static func fits(_ map: LevelMap, _ input: Input) -> Bool {
    switch input {
    case .truth: map.cells == LevelMap.truths.cells
    case .intervals(_, let points): map.cells == points.labels
    case .column, .number: true
    }
  }
}
