import GLMAlgebra
import GLMModel

/// η = μ^λ for means above 0: for λ > 0 on η ≥ 0 and for λ < 0 on η > 0. λ = 0 is the logarithm, as the limit of
/// (μ^λ − 1)/λ, and λ = 1 the identity without a bound on η.
///
/// R's `power(λ)` is the same for λ ≥ 0 and takes the logarithm for every λ below 0.
public struct Power: Link {
  /// λ, a finite number.
  public let exponent: Double
  /// 1/λ: μ = η^(1/λ).
  private let root: Double

  /// - Parameter exponent: λ, which must be finite.
  public init(_ exponent: Double) {
    precondition(exponent.isFinite, "the exponent of a power link is a finite number")
    self.exponent = exponent
    root = 1 / exponent
  }

  public var name: String { "power:\(shortest(exponent))" }

  public var form: LinkForm {
    if exponent == 0 || root.isInfinite { return .logarithm }
    return exponent == 1 ? .identity : .power(exponent)
  }

  public var domain: Interval {
    switch form {
    case .power(let exponent): Interval(from: 0, includesLower: exponent > 0)
    default: .real
    }
  }

  public var means: Interval { form == .identity ? .real : .positive }

  public func callAsFunction(_ mean: Double) -> Double {
    form == .logarithm ? Double.log(mean) : Double.pow(mean, exponent)
  }

  public func inverse(_ predictor: Double) -> InverseLink {
    if form == .logarithm { return Log().inverse(predictor) }
    if form == .identity { return Identity().inverse(predictor) }
    return InverseLink(
      mean: Double.pow(predictor, root), slope: root * Double.pow(predictor, root - 1),
      second: root * (root - 1) * Double.pow(predictor, root - 2))
  }

  public var probability: (any ProbabilityLink)? {
    switch form {
    case .logarithm: Renamed(LogProbability(), name)
    case .identity: Renamed(IdentityProbability(), name)
    default: PowerProbability(exponent, name: name)
    }
  }
}

extension Link where Self == Power {
  /// η = μ^λ.
  public static func power(_ exponent: Double) -> Power { Power(exponent) }
}
