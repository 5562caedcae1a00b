import GLMAlgebra
import GLMModel

/// Any variance that can be written down, by quasi-likelihood: V(μ) an expression in `mu`, an estimated dispersion, no
/// density.
///
/// The means are those for which V is above 0, next to 0: any number for a constant, above 0 for mu, mu^2 and mu^3,
/// between 0 and 1 for mu(1-mu). A response is a mean, or an end of them where the deviance is finite. Powers of mu,
/// mu(1-mu) and mu + mu^2/θ have their deviances in closed form and their likelihoods by form; others are integrated.
public struct Quasi: Family {
  /// The expression as it was written, without spaces.
  public let text: String
  public let support: Support
  private let expression: VarianceExpression
  /// c and p where V is c μᵖ.
  private let monomial: (factor: Double, power: Double)?
  private let isBernoulli: Bool
  /// That of a negative binomial variance.
  private let negativeBinomial: NegativeBinomial?

  /// - Parameter text: the variance in `mu`, with + − * / ^, parentheses, numbers, exp, log and sqrt, as in `mu^2` or
  ///   `mu(1-mu)`.
  /// - Throws: ``VarianceError``, with the character at fault.
  public init(variance text: String) throws(VarianceError) {
    expression = try VarianceParser.parse(text)
    self.text = text.filter { $0 != " " && $0 != "\t" }
    guard let support = VarianceRange.support(of: expression) else { throw .nowherePositive(text) }
    self.support = support
    monomial = expression.monomial.flatMap { $0.factor > 0 && $0.factor < .infinity ? $0 : nil }
    isBernoulli = expression.isBernoulli
    negativeBinomial = expression.overdispersion.map { NegativeBinomial(theta: $0) }
  }

  public var name: String { "quasi:" + text }
  public var dispersion: Dispersion { .estimated }

  public func variance<S: Scalar>(_ mean: S) -> S { expression.value(mean) }

  /// The closed form where V is a power of μ, μ(1 − μ) or μ + μ²/θ, otherwise 2 ∫ (y − t)/V(t) dt.
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    if isBernoulli { return Bernoulli().unitDeviance(response, mean) }
    if let monomial {
      return 2 * PowerDeviance.half(monomial.power, response, .itself, mean) / monomial.factor
    }
    if let negativeBinomial { return negativeBinomial.unitDeviance(response, mean) }
    return DevianceQuadrature.refinedUnitDeviance(response, mean) { variance($0) }
  }

  /// A factor of the variance divides the loss and bends nothing.
  private func isConvex(through form: LinkForm) -> Bool {
    guard let mean = PositiveMean(form) else { return false }
    if let monomial { return PowerLikelihood.isConvex(monomial.power, mean) }
    guard support.interval.lower >= 0, let powers = expression.powers else { return false }
    return PowerLikelihood.isConvex(powers, mean)
  }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    if isBernoulli, shape == .values || shape == .successesOfTrials {
      return QuasiLikelihood(try Bernoulli().likelihood(through: link, for: shape), support: support)
    }
    if let monomial, monomial.factor == 1 {
      return try powerLikelihood(monomial.power, through: link, for: shape)
    }
    guard shape == .values else {
      throw .responseKind(model: name, needs: ResponseShape.values.description, got: shape.description)
    }
    if let negativeBinomial {
      return QuasiLikelihood(try negativeBinomial.likelihood(through: link, for: shape), support: support)
    }
    return LinkedLikelihood(family: self, link: link, isConvex: isConvex(through: link.form))
  }
}

extension Family where Self == Quasi {
  /// A variance written as an expression in `mu`.
  public static func quasi(variance: String) throws(VarianceError) -> Quasi { try Quasi(variance: variance) }
}
