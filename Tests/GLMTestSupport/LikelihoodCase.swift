import GLMAlgebra
import GLMModel

/// A likelihood with the responses and linear predictors that its laws are tried at.
public struct LikelihoodCase: Sendable, CustomStringConvertible {
  public var name: String
  public var likelihood: any Likelihood
  /// Possible responses, those on the edge of the support included.
  public var responses: [RowResponse]
  /// Linear predictors inside the domain, K each, where derivatives are tried.
  public var predictors: [[Double]]
  /// The linear predictors of a small data set at covariate x in [−1, 1]: middle[k] + slope[k] x.
  public var middle: [Double]
  public var slope: [Double]
  /// Up to which |η| losses, residuals and curvatures are finite (700 unless the true ones are not).
  public var reach: Double
  /// Down to which |η| they are, for links with a pole at 0.
  public var nearest: Double
  /// Whether the residual is y − μ.
  public var isCanonical: Bool
  /// Linear predictors that give a response a loss of 0, up to `Double`; nil where none do.
  public var saturated: @Sendable (RowResponse) -> [Double]?

  public init(
    _ name: String, _ likelihood: any Likelihood, responses: [RowResponse], predictors: [[Double]],
    middle: [Double], slope: [Double], reach: Double = 700, nearest: Double = 0, isCanonical: Bool = false,
    saturated: @escaping @Sendable (RowResponse) -> [Double]?
  ) {
    self.name = name
    self.likelihood = likelihood
    self.responses = responses
    self.predictors = predictors
    self.middle = middle
    self.slope = slope
    self.reach = reach
    self.nearest = nearest
    self.isCanonical = isCanonical
    self.saturated = saturated
  }

  public var description: String { name }
}

extension LikelihoodCase {
  /// Every response with every one of `predictors`.
  public func pairs(_ predictors: [[Double]]) -> [(response: RowResponse, predictors: [Double])] {
    responses.flatMap { response in predictors.map { (response, $0) } }
  }

  /// Linear predictors of the domain with entries as large as ``reach``.
  public var far: [[Double]] {
    combinations(
      [-700, -350, -40, -1e-8, 0, 1e-150, 0.25, 1 - 0x1p-53, 40, 350, 700].filter {
        $0.magnitude <= reach && $0.magnitude >= nearest
      }
    )
    .filter { isInside($0) }
  }

  /// Linear predictors of the domain, or on its closed edge, with entries as large as they come.
  public var beyond: [[Double]] {
    combinations([-.greatestFiniteMagnitude, -1e300, -1e5, -1e3, -745.2, -0.0, 0, 1, 709.8, 1e3, 1e5, 1e300])
      .filter { likelihood.domain.contains($0) }
  }

  /// Whether predictors are inside the domain, its edge left out.
  public func isInside(_ predictors: [Double]) -> Bool {
    likelihood.domain.constraints.allSatisfy { constraint in
      zip(constraint.normal, predictors).reduce(0) { $0 + $1.0 * $1.1 } < constraint.bound
    }
  }

  /// Lists of K of the `values`: all of them up to two planes, then one plane at a time beside 0, all equal, and
  /// the values in turn.
  private func combinations(_ values: [Double]) -> [[Double]] {
    let k = likelihood.predictorCount
    if k == 1 { return values.map { [$0] } }
    if k == 2 { return values.flatMap { a in values.map { [a, $0] } } }
    return values.indices.flatMap { v -> [[Double]] in
      (0..<k).map { plane in (0..<k).map { $0 == plane ? values[v] : 0 } }
        + [Array(repeating: values[v], count: k), (0..<k).map { values[(v + 3 * $0) % values.count] }]
    }
  }

  /// How far predictor `plane` can move either way inside the domain, at most `limit`.
  public func room(at predictors: [Double], plane: Int, limit: Double) -> Double {
    likelihood.domain.constraints.reduce(limit) { room, constraint in
      let value = zip(constraint.normal, predictors).reduce(0) { $0 + $1.0 * $1.1 }
      let a = constraint.normal[plane].magnitude
      return a == 0 ? room : min(room, 0.9 * (constraint.bound - value) / a)
    }
  }
}
