import GLMAlgebra
import GLMFamilies
import GLMModel

/// A family with the responses and means that its laws are tried at.
public struct FamilyCase: Sendable, CustomStringConvertible {
  public var family: any Family
  /// Possible responses, those on the edge of the support included.
  public var responses: [Double]
  /// Possible means, ascending.
  public var means: [Double]
  /// Whether all zeros and singularities of V are real, as the default quadrature of the deviance wants them.
  public var hasRealZeros = true

  public init(_ family: any Family, responses: [Double], means: [Double]) {
    self.family = family
    self.responses = responses
    self.means = means
  }

  public var description: String { family.name }
}

private let countMeans: [Double] = [1e-8, 1e-3, 0.1, 0.9, 1, 1.0001, 2, 5, 40, 101, 1e4, 1e6]

/// Every family: the laws of families run over this list.
public let familyCases: [FamilyCase] = [
  FamilyCase(
    Gaussian(), responses: [-1e6, -3, 0, 0.1, 1, 100], means: [-1e5, -3.3, -1e-3, 0.1, 2, 99, 1e5]),
  FamilyCase(
    Bernoulli(), responses: [0, 0.25, 0.5, 0.9, 1],
    means: [1e-12, 1e-3, 0.1, 0.2499, 0.25, 0.4, 0.6, 0.9, 0.999, 1 - 0x1p-30]),
  FamilyCase(Poisson(), responses: [0, 1, 2, 5, 40, 12345], means: countMeans),
  FamilyCase(OverdispersedCounts(theta: 2), responses: [0, 1, 2, 5, 40, 12345], means: countMeans),
  FamilyCase(OverdispersedCounts(theta: 0.3), responses: [0, 1, 5, 40], means: countMeans),
  FamilyCase(Gamma(), responses: positives, means: positiveMeans),
  FamilyCase(InverseGaussian(), responses: positives, means: positiveMeans),
  FamilyCase(NegativeBinomial(theta: 2), responses: [0, 1, 2, 5, 40, 12345], means: countMeans),
  FamilyCase(NegativeBinomial(theta: 0.01), responses: [0, 1, 5, 40], means: countMeans),
  FamilyCase(NegativeBinomial(theta: 1e9), responses: [0, 1, 5, 40], means: countMeans),
  FamilyCase(Tweedie(power: 0), responses: [-30, 0, 0.1, 100], means: [-100, -3.3, 0.1, 2, 99]),
  FamilyCase(Tweedie(power: 1), responses: [0] + positives, means: positiveMeans),
  FamilyCase(Tweedie(power: 1.3), responses: [0] + positives, means: positiveMeans),
  FamilyCase(Tweedie(power: 1.5), responses: [0] + positives, means: positiveMeans),
  FamilyCase(Tweedie(power: 2), responses: positives, means: positiveMeans),
  FamilyCase(Tweedie(power: 2.5), responses: positives, means: positiveMeans),
  FamilyCase(Tweedie(power: 3), responses: positives, means: positiveMeans),
  FamilyCase(Tweedie(power: -1), responses: [0] + positives, means: positiveMeans),
  FamilyCase(QuasiPoisson(), responses: [0, 0.3, 1, 2, 7.5, 400], means: countMeans),
  FamilyCase(
    QuasiBernoulli(), responses: [0, 0.25, 0.5, 0.9, 1],
    means: [1e-12, 1e-3, 0.1, 0.2499, 0.25, 0.4, 0.6, 0.9, 0.999, 1 - 0x1p-30]),
  quasi("1", responses: [-30, 0, 0.1, 100], means: [-100, -3.3, 0.1, 2, 99]),
  quasi("mu^2", responses: positives, means: positiveMeans),
  quasi("2 * sqrt(mu)", responses: [0] + positives, means: positiveMeans),
  quasi("mu(1-mu)", responses: [0, 0.25, 0.5, 0.9, 1], means: [1e-12, 1e-3, 0.2499, 0.6, 0.999]),
  quasi("mu^2*(1-mu)^2", responses: [0.01, 0.25, 0.5, 0.9], means: [1e-6, 1e-3, 0.2499, 0.6, 0.999]),
  quasi("mu + 0.5*mu^1.5", responses: [0, 1, 2, 5, 40, 12345], means: countMeans),
  quasi("mu + 0.5*mu^2", responses: [0, 1, 2, 5, 40, 12345], means: countMeans),
  quasi(
    "1 + mu^2", responses: [-20, -1, 0, 0.3, 4], means: [-30, -1.001, 0.1, 0.7, 12], hasRealZeros: false),
  quasi("exp(mu/4)", responses: [-5, 0, 0.3, 4], means: [-9, -1.001, 0.1, 3, 12], hasRealZeros: false),
]

private let positives: [Double] = [1e-3, 0.4, 1, 2, 7.5, 400]
private let positiveMeans: [Double] = [1e-6, 1e-3, 0.1, 0.39, 0.9, 1.0001, 2, 5, 40, 399, 1e4]

/// A quasi family whose variance is known to be one.
public func quasi(_ variance: String) -> Quasi {
  do { return try Quasi(variance: variance) } catch { preconditionFailure("\(error)") }
}

private func quasi(
  _ variance: String, responses: [Double], means: [Double], hasRealZeros: Bool = true
) -> FamilyCase {
  var item = FamilyCase(quasi(variance), responses: responses, means: means)
  item.hasRealZeros = hasRealZeros
  return item
}
