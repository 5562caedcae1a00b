import GLMAlgebra
import GLMEstimation
import GLMModel

/// What a model says of rows: means, linear predictors, and how sure it is of them.
public struct Predictions: Sendable, Equatable {
  /// For each row, its means: one, or one a class; NaN, as are errors and intervals, where the linear predictor is
  /// outside the domain of the link, as one below 0 through the inverse.
  public var means: [[Double]]
  /// For each row, its K linear predictors, offset included.
  public var linearPredictors: [[Double]]
  /// For each row, the standard errors of its linear predictors; nil without a covariance.
  public var standardErrors: [[Double]]?
  /// For each row, the standard errors of its means, by the delta method; nil without a covariance.
  public var meanStandardErrors: [[Double]]?
  /// For each row, the interval of the mean; nil unless a level was asked for, and for a row of several means.
  public var intervals: [Interval]?
  /// For each row, the interval of a new observation; nil unless a level was asked for, and without a distribution.
  public var observationIntervals: [Interval]?

  /// The index of the largest mean of each row: the class, for a categorical response.
  public var classes: [Int] {
    means.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
  }
}

/// The detached part of a fit that prediction needs.
public struct Predictor: Sendable {
  public var likelihood: any Likelihood
  public var layout: CoefficientLayout
  /// In the user's columns, 0 for aliased ones.
  public var coefficients: [Double]
  /// Nil when there are no standard errors.
  public var covariance: PackedSymmetric?
  /// Of the t distribution; nil for the normal.
  public var degreesOfFreedom: Double?
  /// φ, which an interval of a new observation needs; nil when it is not known.
  public var dispersion: Double?
  /// The coordinates of the fit; nil to work with the user's columns, where predictions of columns that are far from zero
  /// or nearly dependent lose digits.
  public var coordinates: PredictionCoordinates?

  public init(
    likelihood: any Likelihood, layout: CoefficientLayout, coefficients: [Double],
    covariance: PackedSymmetric? = nil, degreesOfFreedom: Double? = nil, dispersion: Double? = nil,
    coordinates: PredictionCoordinates? = nil
  ) {
    precondition(coordinates?.flaw(layout) == nil, "the coordinates are those of the layout")
    self.coordinates = coordinates
    self.dispersion = dispersion
    self.likelihood = likelihood
    self.layout = layout
    self.coefficients = coefficients
    self.covariance = covariance
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// Predicts the rows of `source`, which has the columns that the model was fitted with.
  ///
  /// - Parameters:
  ///   - level: the coverage of the interval of the mean, whose ends are the means at the ends of the interval of the
  ///     linear predictor; nil for none.
  ///   - observationLevel: the coverage of an interval for a new observation; nil for none
  ///     (Docs/Mathematics.md, "A new observation"). A response that counts successes is of the trials of the
  ///     source, or of one where it has none.
  public func predict(
    _ source: any RowSource, level: Double? = nil, observationLevel: Double? = nil
  ) throws -> Predictions {
    for level in [level, observationLevel].compactMap({ $0 }) where !(level > 0 && level < 1) {
      throw InferenceError.badLevel(level)
    }
    let model = ModelObjective(
      source: source, likelihood: likelihood, prior: FlatPrior(),
      frame: Frame(layout: layout, shift: nil, active: Array(0..<layout.count)), threads: 1, totalWeight: 1)
    var result = Predictions(means: [], linearPredictors: [])
    if covariance != nil {
      result.standardErrors = []
      result.meanStandardErrors = []
    }
    let reach = level.map { WaldInference.quantile(level: $0, degreesOfFreedom: degreesOfFreedom) }
    if reach != nil, covariance != nil, likelihood.predictorCount == 1, likelihood.meanCount == 1 {
      result.intervals = []
    }
    if let observationLevel {
      guard canPredictObservations, covariance != nil else { throw InferenceError.noDistribution }
      result.observationIntervals = []
      try append(source, model, reach, observationLevel, to: &result)
      return result
    }
    try append(source, model, reach, nil, to: &result)
    return result
  }

  private func append<Source: RowSource>(
    _ source: Source, _ model: ModelObjective, _ reach: Double?, _ observationLevel: Double?,
    to result: inout Predictions
  ) throws {
    let workspace = PassWorkspace()
    let planes = likelihood.predictorCount
    let count = likelihood.meanCount
    // Aliased coefficients have no covariance, and their columns no part in the model.
    let inner = coordinates?.covariance
    let frame = inner.flatMap { _ in coordinates?.frame(layout) } ?? model.frame
    let usable =
      inner.map { PackedSymmetric(order: frame.active.count, entries: $0) }
      ?? covariance.map { matrix in
        PackedSymmetric(order: matrix.order, entries: matrix.entries.map { $0.isNaN ? 0 : $0 })
      }
    var place: [Int: Int] = [:]
    for (i, coefficient) in frame.active.enumerated() { place[coefficient] = i }
    let precise = zip(coefficients, coordinates?.low ?? coefficients.map { _ in 0 })
      .map { DoubleDouble(high: $0, low: $1) }
    for b in 0..<source.blockCount {
      try source.withBlock(b, in: workspace.rows) { block in
        let n = block.count
        model.fillPrecisePredictors(precise, block, workspace)
        let (means, slopes) = evaluate(workspace.predictors, rows: n)
        let columns = frame.withColumns(of: block, workspace) { all in
          (0..<layout.columns.count).map { j in all.withColumn(j) { x in (0..<n).map { x[$0] } } }
        }
        let trials = block.withResponse { response in
          (0..<n).map { likelihood.responseCount == 2 && response[n + $0] > 0 ? response[n + $0] : 1 }
        }
        for i in 0..<n {
          let eta = (0..<planes).map { workspace.predictors[$0 * n + i] }
          let mean = (0..<count).map { means[$0 * n + i] }
          // A linear predictor that no mean belongs to has nothing to be told of it.
          let isPossible = likelihood.domain.contains(eta)
          result.means.append(isPossible ? mean : mean.map { _ in .nan })
          result.linearPredictors.append(eta)
          guard let usable else { continue }
          // Covariance of the row's linear predictors: A Σ Aᵀ.
          let rows = (0..<planes).map { k in
            layout.index[k].enumerated().compactMap { j, c in
              c.flatMap { place[$0] }.map { (column: $0, value: columns[j][i]) }
            }
          }
          let spread = usable.transformed(by: rows)
          result.standardErrors?.append(spread.diagonal.map { max($0, 0).squareRoot() })
          result.meanStandardErrors?.append(
            (0..<count).map { m in
              guard isPossible else { return .nan }
              let slope = (0..<planes).map { slopes[(m * planes + $0) * n + i] }
              return max(spread.quadraticForm(slope), 0).squareRoot()
            })
          let error = max(spread[0, 0], 0).squareRoot()
          if let observationLevel {
            let slope = slopes[i]
            result.observationIntervals?.append(
              isPossible
                ? observation(
                  eta[0], error, mean[0], slope.magnitude * error, trials: trials[i], observationLevel)
                : nothing)
          }
          guard let reach, result.intervals != nil else { continue }
          guard isPossible else {
            result.intervals?.append(nothing)
            continue
          }
          let ends = [eta[0] - reach * error, eta[0] + reach * error].map { meanOfOne(clipped($0)) }
          result.intervals?.append(Interval(from: min(ends[0], ends[1]), to: max(ends[0], ends[1])))
        }
      }
    }
  }

  private func evaluate(_ predictors: Buffer, rows n: Int) -> (means: Buffer, slopes: Buffer) {
    let planes = likelihood.predictorCount
    let count = likelihood.meanCount
    let means = Buffer(count: count * n)
    let slopes = Buffer(count: count * planes * n)
    predictors.withSpan(0..<planes * n) { eta in
      means.withMutableSpan(0..<count * n) { m in
        slopes.withMutableSpan(0..<count * planes * n) { s in
          likelihood.evaluateMeans(predictors: eta, means: &m, slopes: &s)
        }
      }
    }
    return (means, slopes)
  }

  /// Whether there is a distribution of one response to take an interval of.
  public var canPredictObservations: Bool {
    likelihood.predictorCount == 1 && likelihood.meanCount == 1 && likelihood.distribution != nil
      && dispersion != nil
  }

  /// The interval of a new observation at linear predictor `eta`.
  private func observation(
    _ eta: Double, _ error: Double, _ mean: Double, _ meanError: Double, trials: Double, _ level: Double
  ) -> Interval {
    guard let distribution = likelihood.distribution, let dispersion else {
      preconditionFailure("asked for only where there is a distribution")
    }
    var ends = [(1 - level) / 2, 0.5 + level / 2].map {
      distribution.predictiveQuantile(
        $0, mean: mean, standardError: meanError, dispersion: dispersion, degreesOfFreedom: degreesOfFreedom)
    }
    if ends.contains(nil) {
      let whole = PredictiveDistribution(
        distribution, isWhole: likelihood.support.isWhole, predictor: eta, error: error, trials: trials,
        dispersion: dispersion
      ) { likelihood.domain.contains([$0]) ? meanOfOne($0) : nil }
      ends = [(1 - level) / 2, 0.5 + level / 2].map { whole.quantile($0) }
    }
    return Interval(
      from: ends[0] ?? .nan, to: ends[1] ?? .nan, includesLower: true, includesUpper: true)
  }

  /// No interval.
  private var nothing: Interval { Interval(from: .nan, to: .nan) }

  /// The linear predictor, or the end of the domain that it is beyond: an interval stops there.
  private func clipped(_ predictor: Double) -> Double {
    likelihood.domain.constraints.reduce(predictor) { value, constraint in
      let a = constraint.normal[0]
      return a * value <= constraint.bound ? value : constraint.bound / a + 0
    }
  }

  /// The mean at one linear predictor.
  private func meanOfOne(_ predictor: Double) -> Double {
    let at = Buffer(count: 1)
    at[0] = predictor
    return evaluate(at, rows: 1).means[0]
  }
}
