/// The coding that `C(x, …)` asks for, as R understands it.
struct ContrastCall {
  /// The part of R's name after `contr.`; nil for the usual coding.
  var name: String?
  /// The base of treatment coding, counting from 1.
  var base: Int?
  /// The levels that a call such as `contr.sum(3)` is made for.
  var levelCount: Int?
  /// How many of the columns are taken.
  var columnCount: Int?
  /// Whether R knows the levels by number only, because it was given a function or a matrix and not a name.
  var isNumbered = false

  /// The most levels of a coding that is written out as a matrix.
  private static let levelLimit = 1000

  static let names = ["treatment", "SAS", "sum", "helmert", "poly", "sdif"]

  /// The coding for the levels of a factor.
  func coding(_ map: LevelMap) throws(CodingError) -> Coding {
    let levels = map.levels
    if let levelCount, levelCount != levels.count { throw .rowCount(found: levelCount, levels: levels.count) }
    let usual = try plain(map)
    guard columnCount != nil || isNumbered, levels.count > 1 else { return usual }
    if case .matrix = usual { return usual }
    if columnCount == nil {
      switch usual {
      case .treatment, .difference: break
      default: return usual
      }
    }
    guard levels.count <= ContrastCall.levelLimit else {
      throw .tooManyLevels(levels.count, limit: ContrastCall.levelLimit)
    }
    // The same contrasts of levels that are called 1, 2, ….
    let numbers = levels.indices.map { String($0 + 1) }
    var renamed = usual
    if case .treatment(let base?) = usual, let place = levels.firstIndex(of: base) {
      renamed = .treatment(base: numbers[place])
    }
    let (matrix, labels) = try renamed.contrasts(levels: numbers)
    let count = min(columnCount ?? matrix.columnCount, matrix.columnCount)
    let rows = levels.indices.map { row in (0..<count).map { matrix[row, $0] } }
    return .matrix(rows, labels: Array(labels.prefix(count)))
  }

  /// The coding of that name.
  private func plain(_ map: LevelMap) throws(CodingError) -> Coding {
    let levels = map.levels
    switch name {
    case "sum": return .sum
    case "helmert": return .helmert
    case "poly": return .polynomial
    case "sdif": return .difference
    case "SAS": return .treatment(base: levels.last)
    case nil where base == nil: return map.usualCoding
    default:
      guard let base else { return .treatment(base: nil) }
      guard levels.indices.contains(base - 1) else { throw .unknownBase(String(base), suggestion: nil) }
      return .treatment(base: levels[base - 1])
    }
  }
}

extension LevelMap {
  /// Polynomials for an ordered factor, else treatment.
  var usualCoding: Coding { isOrdered ? .polynomial : .treatment(base: nil) }
}

extension Binder {
  /// The coding of an expression that is `C(x, …)`; nil for others.
  func contrasts(_ expression: Expression) throws(FrameError) -> ContrastCall? {
    let core = Binder.unwrapped(expression)
    guard case .call(let function, let arguments, let at) = core, CallSignature.baseName(function) == "C"
    else {
      return nil
    }
    let given = try matched("C", arguments, at)
    var result = ContrastCall()
    result.base = try whole(given["base"], of: "base", in: core)
    result.columnCount = try whole(given["how.many"], of: "how.many", in: core)
    if let count = result.columnCount, count < 1 { throw unfit(core, "how.many is \(count); give 1 or more") }
    result.isNumbered = result.base != nil || result.columnCount != nil
    guard let argument = given["contr"]?.bare else { return result }
    let name: String
    switch argument {
    case .text(let word, _): name = word
    case .name(let word, _):
      name = word.hasPrefix("contr.") ? word : "contr." + word
      result.isNumbered = result.isNumbered || word.hasPrefix("contr.")
    case .call(let word, let inner, let place):
      name = CallSignature.baseName(word)
      let own = try matched(name, inner, place)
      result.levelCount = try whole(own["n"], of: "n", in: core)
      result.base = try whole(own["base"], of: "base", in: core)
      result.isNumbered = true
    default: name = argument.deparsed
    }
    guard name.hasPrefix("contr."), ContrastCall.names.contains(String(name.dropFirst(6))) else {
      let all = ContrastCall.names.map { "contr." + $0 }
      throw unfit(
        core,
        "\(shortened(name)) is no coding; "
          + (nearestName(to: name, in: all).map { "did you mean \($0)?" }
            ?? "there are \(all.joined(separator: ", "))")
      )
    }
    result.name = String(name.dropFirst(6))
    guard result.base == nil || result.name == "treatment" else {
      throw unfit(core, "base is for contr.treatment only; leave it out")
    }
    return result
  }
}
