import GLMModel

/// A prior with a name.
public struct PriorCase: Sendable, CustomStringConvertible {
  public var name: String
  public var prior: any Prior

  public init(_ name: String, _ prior: any Prior) {
    self.name = name
    self.prior = prior
  }

  public var description: String { name }
}

/// Every prior: the laws of priors run over this list.
public let priorCases: [PriorCase] = [
  PriorCase("flat", FlatPrior()),
  PriorCase("normal", NormalPrior(precision: 0.5)),
  PriorCase("normal, intercept too", NormalPrior(precision: 2, includesIntercept: true)),
  PriorCase("laplace", LaplacePrior(rate: 0.7)),
  PriorCase("laplace, intercept too", LaplacePrior(rate: 1.5, includesIntercept: true)),
]

/// Those that keep some coefficients finite.
public let holdingPriorCases: [PriorCase] = priorCases.filter { !$0.prior.isFlat }
