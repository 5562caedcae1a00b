/// A link g: the linear predictor as a function of the mean, η = g(μ), strictly monotone.
///
/// A new link needs `callAsFunction(_:)` and `inverse(_:)`. One whose inverse is a probability should say so with
/// ``ProbabilityLink``, which makes a Bernoulli response exact in both tails.
public protocol Link: Sendable {
  /// What reports and the command line call it. The default is the type's name in lower case.
  var name: String { get }
  /// η = g(μ).
  func callAsFunction(_ mean: Double) -> Double
  /// μ = g⁻¹(η) with its first and second derivative in η.
  func inverse(_ predictor: Double) -> InverseLink
  /// The linear predictors that have a mean. The default is the real line.
  var domain: Interval { get }
  /// The means that have a linear predictor. The default is the real line.
  var means: Interval { get }
  /// What the link is in closed form, where a family can make use of it. The default is ``LinkForm/general``.
  var form: LinkForm { get }
  /// This link as a probability link, if it is one.
  var probability: (any ProbabilityLink)? { get }
}

/// g⁻¹(η) and its derivatives: they share their exponential, so they come together.
public struct InverseLink: Sendable, Equatable {
  /// μ.
  public var mean: Double
  /// μ′ = dμ/dη.
  public var slope: Double
  /// μ″ = d²μ/dη².
  public var second: Double

  @inlinable
  public init(mean: Double, slope: Double, second: Double) {
    self.mean = mean
    self.slope = slope
    self.second = second
  }
}

/// Links that a family can treat by a closed form.
public enum LinkForm: Sendable, Equatable {
  /// μ = η.
  case identity
  /// μ = e^η.
  case logarithm
  /// η = μ^λ for means above 0, λ neither 0 nor 1.
  case power(Double)
  /// Any other.
  case general
}

extension Link {
  public var form: LinkForm { .general }
  public var name: String { defaultName(of: Self.self) }
  public var domain: Interval { .real }
  public var means: Interval { .real }
  public var probability: (any ProbabilityLink)? { nil }
}

/// `NegativeBinomial` → `negative-binomial`.
@usableFromInline
func defaultName(of type: Any.Type) -> String {
  var result = ""
  for character in String(describing: type).prefix(while: { $0 != "<" }) {
    if character.isUppercase, !result.isEmpty { result.append("-") }
    result.append(contentsOf: character.lowercased())
  }
  return result
}
