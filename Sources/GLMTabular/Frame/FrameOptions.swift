/// What is done with rows that have a missing cell in a column that the model uses.
public enum MissingPolicy: String, Sendable, Equatable, CaseIterable {
  /// They are dropped, and counted by column.
  case drop
  /// The first is an error with its line and column.
  case fail
  /// They are dropped for the fit, and kept as missing in what is told of each row.
  case keep
}

/// What goes into a model frame beside the formula; columns are named.
public struct FrameOptions: Sendable, Equatable {
  /// The column of weights and what they mean.
  public var weights: Weights?
  /// The column of trials that the response is a proportion of.
  public var trials: String?
  /// The column whose logarithm is an offset, finite and above 0.
  public var exposure: String?
  /// A column that is an offset.
  public var offset: String?
  /// The levels of columns that are factors, in order.
  public var levels: [String: [String]]
  /// The levels of columns that are ordered factors, in order; they are coded by polynomials unless told otherwise.
  public var ordered: [String: [String]]
  /// The codings of factors, by column, or by the variable as the formula writes it, as in `factor(x)`.
  public var contrasts: [String: Coding]
  /// What is done with missing cells.
  public var missing: MissingPolicy
  /// Whether the model is one of classes: a response of text, or of whole numbers, then names them.
  public var wantsClasses: Bool

  public init(
    weights: Weights? = nil, trials: String? = nil, exposure: String? = nil, offset: String? = nil,
    levels: [String: [String]] = [:], ordered: [String: [String]] = [:], contrasts: [String: Coding] = [:],
    missing: MissingPolicy = .drop, wantsClasses: Bool = false
  ) {
    self.weights = weights
    self.trials = trials
    self.exposure = exposure
    self.offset = offset
    self.levels = levels
    self.ordered = ordered
    self.contrasts = contrasts
    self.missing = missing
    self.wantsClasses = wantsClasses
  }
}

extension FrameOptions {
  /// The columns with a role, each with what it is called.
  var roles: [(role: String, column: String)] {
    [("weights", weights?.column), ("trials", trials), ("exposure", exposure), ("offset", offset)]
      .compactMap { role, column in column.map { (role, $0) } }
  }
}
