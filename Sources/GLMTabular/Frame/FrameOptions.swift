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
  /// Whether the model is one of classes: a response of text, or of whole numbers, then names them.
  public var wantsClasses: Bool

  public init(
    weights: Weights? = nil, trials: String? = nil, exposure: String? = nil, offset: String? = nil,
    levels: [String: [String]] = [:], wantsClasses: Bool = false
  ) {
    self.weights = weights
    self.trials = trials
    self.exposure = exposure
    self.offset = offset
    self.levels = levels
    self.wantsClasses = wantsClasses
  }
}
