import GLMAlgebra
import GLMEstimation
import GLMModel

/// What a model says of rows: means, linear predictors, and how sure it is of them.
public struct Predictions: Sendable, Equatable {
  /// For each row, its means: one, or one a class.
  public var means: [[Double]]
  /// For each row, its K linear predictors, offset included.
  public var linearPredictors: [[Double]]
  /// For each row, the standard errors of its linear predictors; nil without a covariance.
  public var standardErrors: [[Double]]?
  /// For each row, the standard errors of its means, by the delta method; nil without a covariance.
  public var meanStandardErrors: [[Double]]?
  /// For each row, the interval of the mean; nil unless a level was asked for, and for a row of several means.
  public var intervals: [Interval]?

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

  public init(
    likelihood: any Likelihood, layout: CoefficientLayout, coefficients: [Double],
    covariance: PackedSymmetric? = nil, degreesOfFreedom: Double? = nil
  ) {
    self.likelihood = likelihood
    self.layout = layout
    self.coefficients = coefficients
    self.covariance = covariance
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// Predicts the rows of `source`, which has the columns that the model was fitted with.
  ///
  /// - Parameter level: the coverage of the interval of the mean, whose ends are the means at the ends of the interval
  ///   of the linear predictor; nil for none.
  public func predict(_ source: any RowSource, level: Double? = nil) throws -> Predictions {
    if let level, !(level > 0 && level < 1) { throw InferenceError.badLevel(level) }
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
    try append(source, model, reach, to: &result)
    return result
  }

  private func append<Source: RowSource>(
    _ source: Source, _ model: ModelObjective, _ reach: Double?, to result: inout Predictions
  ) throws {
    let workspace = PassWorkspace()
    let planes = likelihood.predictorCount
    let count = likelihood.meanCount
    // Aliased coefficients have no covariance, and their columns no part in the model.
    let usable = covariance.map { matrix in
      PackedSymmetric(order: matrix.order, entries: matrix.entries.map { $0.isNaN ? 0 : $0 })
    }
    for b in 0..<source.blockCount {
      try source.withBlock(b, in: workspace.rows) { block in
        let n = block.count
        model.fillPredictors(coefficients, block, into: workspace.predictors)
        let (means, slopes) = evaluate(workspace.predictors, rows: n)
        let columns = block.withColumns { all in
          (0..<layout.columns.count).map { j in all.withColumn(j) { x in (0..<n).map { x[$0] } } }
        }
        for i in 0..<n {
          let eta = (0..<planes).map { workspace.predictors[$0 * n + i] }
          let mean = (0..<count).map { means[$0 * n + i] }
          result.means.append(mean)
          result.linearPredictors.append(eta)
          guard let usable else { continue }
          // Covariance of the row's linear predictors: A Σ Aᵀ.
          let rows = (0..<planes).map { k in
            layout.index[k].enumerated().compactMap { j, c in c.map { (column: $0, value: columns[j][i]) } }
          }
          let spread = usable.transformed(by: rows)
          result.standardErrors?.append(spread.diagonal.map { max($0, 0).squareRoot() })
          result.meanStandardErrors?.append(
            (0..<count).map { m in
              let slope = (0..<planes).map { slopes[(m * planes + $0) * n + i] }
              return max(spread.quadraticForm(slope), 0).squareRoot()
            })
          guard let reach, result.intervals != nil else { continue }
          let error = max(spread[0, 0], 0).squareRoot()
          let ends = [eta[0] - reach * error, eta[0] + reach * error].map { meanOfOne($0) }
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

  /// The mean at one linear predictor.
  private func meanOfOne(_ predictor: Double) -> Double {
    let at = Buffer(count: 1)
    at[0] = predictor
    return evaluate(at, rows: 1).means[0]
  }
}
