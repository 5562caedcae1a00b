import GLMAlgebra

/// A family of responses, told by how their variance depends on their mean: Var(y) = φ V(μ) / weight.
///
/// A new family is a few lines: ``support`` and ``variance(_:)``. The deviance then comes from quadrature and the
/// derivatives of V from automatic differentiation, so that it can be fitted with every link and solver. A closed
/// form of ``unitDeviance(_:_:)`` makes it faster, ``logNormalizer(_:weight:dispersion:)`` gives it a
/// log-likelihood and AIC.
public protocol Family: Sendable {
  /// What reports and the command line call it. The default is the type's name, as in `negative-binomial`.
  var name: String { get }
  /// The possible responses.
  var support: Support { get }
  /// V(μ) for a mean inside the support, above 0. Generic, so that V′ and V″ come by automatic differentiation:
  /// write constants as `S(2)`.
  func variance<S: Scalar>(_ mean: S) -> S
  /// d(y, μ) = 2 ∫_μ^y (y − t)/V(t) dt ≥ 0, and 0 at y = μ. The default integrates numerically.
  func unitDeviance(_ response: Double, _ mean: Double) -> Double
  /// Whether the factor φ is known. The default is known and 1.
  var dispersion: Dispersion { get }
  /// The part of the log-density that is free of μ, or nil (the default) for a family that has no density.
  func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double?
  /// The dispersion at which the log-likelihood of a fit is told where φ is estimated. The default is
  /// deviance/observations.
  func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double
  /// The distribution of a response, if it is known. The default is nil.
  var distribution: (any Distribution)? { get }
  /// A mean strictly inside `means` that suits `response`: where a fit starts.
  func startingMean(_ response: Double, inside means: Interval) -> Double
  /// The likelihood of this family through `link`. The default is the chain rule, ``LinkedLikelihood``.
  func likelihood<L: Link>(through link: L, for shape: ResponseShape) throws(ModelError) -> any Likelihood
  /// How the log-density depends on the precision k = weight/φ, or nil (the default) for a family that has no density or
  /// whose dispersion is known.
  func normalizerDerivatives(precision: Double) -> NormalizerDerivatives?
}

extension Family {
  public var name: String { defaultName(of: Self.self) }
  public var dispersion: Dispersion { .known(1) }
  public var distribution: (any Distribution)? { nil }

  @inlinable
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    DevianceQuadrature.unitDeviance(response, mean) { variance($0) }
  }

  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? { nil }

  public func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double {
    deviance / observations
  }

  public func normalizerDerivatives(precision: Double) -> NormalizerDerivatives? { nil }

  public func startingMean(_ response: Double, inside means: Interval) -> Double {
    if means.contains(response) { return response }
    switch (means.lower.isFinite, means.upper.isFinite) {
    case (true, true):
      return means.lower + (means.upper - means.lower) * (response <= means.lower ? 0.25 : 0.75)
    case (true, false): return means.lower + 0.1
    case (false, true): return means.upper - 0.1
    case (false, false): return 0
    }
  }

  @inlinable
  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    guard shape == .values else {
      throw .responseKind(model: name, needs: ResponseShape.values.description, got: shape.description)
    }
    return LinkedLikelihood(family: self, link: link)
  }
}

/// A family with a canonical link, the one that leaves y − μ as the residual; it can be named without a link.
public protocol CanonicalFamily: Family {
  associatedtype CanonicalLink: Link
  /// The link with g′(μ) = 1/V(μ).
  var canonicalLink: CanonicalLink { get }
}

/// A family and a link together, as a model of the response.
public struct FamilyWithLink: ResponseModel {
  /// The family.
  public let family: any Family
  /// The link.
  public let link: any Link

  public init(_ family: any Family, _ link: any Link) {
    self.family = family
    self.link = link
  }

  public var familyName: String { family.name }
  public var linkName: String { link.name }
  public var linkForm: LinkForm { link.form }

  public func likelihood(for shape: ResponseShape) throws(ModelError) -> any Likelihood {
    try family.likelihood(through: link, for: shape)
  }
}
