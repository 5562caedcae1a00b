import GLMAlgebra
import GLMModel

/// V(μ) = μᵖ for a power p outside (0, 1), by quasi-likelihood: a deviance and an estimated dispersion, but no density.
///
/// p = 0, 1, 2 and 3 have the deviances of ``Gaussian``, ``Poisson``, ``Gamma`` and ``InverseGaussian``; with p between 1
/// and 2 the response is a sum of Poisson many gamma variables, and can be 0.
public struct Tweedie: Family {
  /// p.
  public let power: Double

  /// - Parameter power: p, a finite number that is not between 0 and 1; any other is refused by a typed error when a
  ///   model is made of it.
  public init(power: Double) { self.power = power }

  public var name: String { "tweedie:\(shortest(power))" }
  public var support: Support { power == 0 ? .real : power < 2 ? .nonnegative : .positive }
  public var dispersion: Dispersion { .estimated }

  @inlinable
  public func variance<S: Scalar>(_ mean: S) -> S {
    power == 0 ? S(1) : power == 1 ? mean : S.pow(mean, power)
  }

  /// 2 [y (y¹⁻ᵖ − μ¹⁻ᵖ)/(1 − p) − (y²⁻ᵖ − μ²⁻ᵖ)/(2 − p)], and its limits at p = 1 and 2.
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    2 * PowerDeviance.half(power, response, .itself, mean)
  }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    guard power.isFinite, power <= 0 || power >= 1 else {
      throw .contradiction(
        "tweedie needs a power that is not between 0 and 1, such as 1.5, and was given \(power)")
    }
    return try powerLikelihood(power, through: link, for: shape)
  }
}

extension Family where Self == Tweedie {
  /// The variance μᵖ, by quasi-likelihood.
  public static func tweedie(power: Double) -> Tweedie { Tweedie(power: power) }
}
