import GLMAlgebra
import GLMFamilies
import GLMModel

/// A link with the linear predictors that its laws are tried at.
public struct LinkCase: Sendable, CustomStringConvertible {
  public var link: any Link
  /// Linear predictors inside the domain, ascending, at which the link claims to be exact.
  public var predictors: [Double]
  /// η from log μ and log(1 − μ), for probability links: what g(g⁻¹(η)) is where μ itself rounds to 1.
  public var predictorFromTails: (@Sendable (ProbabilityTails) -> Double)?

  public init(
    _ link: any Link, at predictors: [Double],
    predictorFromTails: (@Sendable (ProbabilityTails) -> Double)? = nil
  ) {
    self.link = link
    self.predictors = predictors
    self.predictorFromTails = predictorFromTails
  }

  public var description: String { "\(type(of: link))" }
}

/// Linear predictors on the whole line, near and far.
private let realLine: [Double] = [
  -700, -300, -40, -37, -20, -8, -5, -3, -2, -1.3, -1, -0.5, -0.1, -1e-3, -1e-8, 0, 1e-8, 1e-3, 0.1, 0.5, 1,
  1.3, 2,
  3, 5, 8, 20, 37, 40, 300, 700,
]

/// Every link: the laws of links run over this list.
public let linkCases: [LinkCase] = [
  LinkCase(Identity(), at: realLine + [1e5, 1e300]),
  LinkCase(Log(), at: realLine),
  LinkCase(Logit(), at: realLine) { $0.logMean - $0.logComplement },
  LinkCase(Probit(), at: realLine.filter { $0.magnitude < 38 }) {
    $0.logMean < $0.logComplement
      ? Normal.quantile(.exp($0.logMean)) : Normal.quantile(upperTail: .exp($0.logComplement))
  },
  LinkCase(ComplementaryLogLog(), at: realLine) { Double.log(-$0.logComplement) },
  LinkCase(
    IdentityProbability(), at: [1e-150, 1e-40, 1e-8, 0.01, 0.3, 0.5, 0.8, 0.99, 1 - 0x1p-20]
  ) { $0.mean },
  LinkCase(LogProbability(), at: realLine.filter { $0 < 0 }) { $0.logMean },
  LinkCase(LogLog(), at: realLine) { -Double.log(-$0.logMean) },
  LinkCase(Cauchit(), at: realLine + [1e8, 1e150]) {
    $0.logMean < $0.logComplement
      ? -1 / Double.tan(.pi * .exp($0.logMean)) : 1 / Double.tan(.pi * .exp($0.logComplement))
  },
  LinkCase(SquareRoot(), at: aboveZero), LinkCase(Inverse(), at: aboveZero),
  LinkCase(InverseSquare(), at: aboveZero), LinkCase(Power(0.3), at: nearOne),
  LinkCase(Power(-0.7), at: nearOne), LinkCase(Power(3), at: aboveZero), LinkCase(Power(0), at: realLine),
  LinkCase(Power(1), at: realLine), probability(SquareRoot(), at: belowOne) { $0.logMean / 2 },
  probability(Power(2), at: belowOne) { 2 * $0.logMean },
  probability(Inverse(), at: aboveOne) { -$0.logMean },
  probability(Power(-0.4), at: aboveOne.filter { $0 < 1e30 }) { -0.4 * $0.logMean },
  LinkCase(ArctanLink(), at: realLine.filter { $0.magnitude < 50 }),
  LinkCase(ChainedProbabilityLink(ArctanLink()), at: realLine.filter { $0.magnitude < 50 }),
]

private let aboveZero: [Double] = [
  1e-40, 1e-8, 1e-3, 0.01, 0.3, 0.5, 0.8, 1, 1.3, 2, 3, 5, 8, 37, 300, 1e8, 1e40,
]
/// For powers whose root is rounded, which a power of 1e40 would show.
private let nearOne = aboveZero.filter { $0 > 1e-10 && $0 < 1e10 }
private let belowOne: [Double] = [1e-40, 1e-8, 0.01, 0.3, 0.5, 0.8, 0.99, 1 - 0x1p-20]
private let aboveOne: [Double] = [1 + 0x1p-20, 1.01, 1.3, 2, 5, 37, 1e8, 1e40]

/// The link of a family as the link of a probability, with log η told by the tails.
private func probability(
  _ link: some Link, at predictors: [Double],
  logPredictor: @escaping @Sendable (ProbabilityTails) -> Double
) -> LinkCase {
  guard let probability = link.probability else { preconditionFailure("\(link.name) is no probability link") }
  return LinkCase(probability, at: predictors) { Double.exp(logPredictor($0)) }
}

/// The links of the list that are probabilities.
public let probabilityLinkCases: [LinkCase] = linkCases.filter { $0.link is any ProbabilityLink }
