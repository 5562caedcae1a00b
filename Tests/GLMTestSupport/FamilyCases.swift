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
  FamilyCase(NegativeBinomial(theta: 2), responses: [0, 1, 2, 5, 40, 12345], means: countMeans),
  FamilyCase(NegativeBinomial(theta: 0.3), responses: [0, 1, 5, 40], means: countMeans),
]
