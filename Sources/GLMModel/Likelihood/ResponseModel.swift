/// How a response is recorded.
public enum ResponseShape: Sendable, Equatable {
  /// One number a row.
  case values
  /// Successes and trials.
  case successesOfTrials
  /// A class a row, numbered from 0; `count` classes, of which number 0 is the reference.
  case classes(count: Int)

  /// What a message calls it.
  public var description: String {
    switch self {
    case .values: "one number a row"
    case .successesOfTrials: "successes of trials"
    case .classes(let count): "one of \(count) classes a row"
    }
  }
}

/// A model of the response that becomes a likelihood once it is known how the response is recorded: softmax needs
/// the classes, a family with a link needs to know of trials.
public protocol ResponseModel: Sendable {
  /// What reports and the command line call the family, as in `bernoulli`.
  var familyName: String { get }
  /// What reports and the command line call the link, as in `logit`.
  var linkName: String { get }
  /// What the link is in closed form.
  var linkForm: LinkForm { get }
  /// The likelihood of a response recorded as `shape`.
  func likelihood(for shape: ResponseShape) throws(ModelError) -> any Likelihood
  /// Whether a text response names classes beyond two.
  var wantsClasses: Bool { get }
}

extension ResponseModel {
  public var wantsClasses: Bool { false }
  public var linkForm: LinkForm { .general }
}
