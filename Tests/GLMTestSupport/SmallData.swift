import GLMAlgebra
import GLMModel

/// A small data set to fit, as lists.
public struct SmallData: Sendable {
  /// Columns beside the intercept.
  public var columns: [[Double]]
  public var responses: [RowResponse]
  public var weights: [Double]?
  public var hasIntercept: Bool

  public init(
    columns: [[Double]], responses: [RowResponse], weights: [Double]? = nil, hasIntercept: Bool = true
  ) {
    self.columns = columns
    self.responses = responses
    self.weights = weights
    self.hasIntercept = hasIntercept
  }

  /// The same with a response of one value a row.
  public init(columns: [[Double]], response: [Double], weights: [Double]? = nil, hasIntercept: Bool = true) {
    self.init(
      columns: columns, responses: response.map { RowResponse($0) }, weights: weights,
      hasIntercept: hasIntercept)
  }

  public var rowCount: Int { responses.count }

  /// The columns of the model matrix, the intercept included.
  public var modelColumns: [[Double]] {
    (hasIntercept ? [Array(repeating: 1, count: rowCount)] : []) + columns
  }

  /// The same rows, `index` saying which, as often as it says.
  public func rows(_ index: [Int]) -> SmallData {
    SmallData(
      columns: columns.map { column in index.map { column[$0] } }, responses: index.map { responses[$0] },
      weights: weights.map { weights in index.map { weights[$0] } }, hasIntercept: hasIntercept)
  }

  /// The rows as a source; `responseCount` 2 keeps the trials.
  public func source(responseCount: Int = 1, blockSize: Int = 512) -> MemorySource {
    MemorySource(
      rowCount: rowCount,
      columns: (hasIntercept ? [.intercept] : [])
        + columns.indices.map { ColumnDescription(name: "x\($0 + 1)", group: $0 + 1) },
      pieces: (hasIntercept ? [.constant] : []) + columns.map { .dense(ColumnStorage($0)) },
      response: [ColumnStorage(responses.map(\.value))]
        + (responseCount == 2 ? [ColumnStorage(responses.map(\.trials))] : []),
      weights: weights.map { ColumnStorage($0) }, blockSize: blockSize)
  }

  /// η = Xβ, plane by plane of coefficients, one list of K a row.
  public func predictors(_ coefficients: [Double], planes: Int = 1) -> [[Double]] {
    let x = modelColumns
    return (0..<rowCount).map { i in
      (0..<planes).map { k in x.indices.reduce(0) { $0 + x[$1][i] * coefficients[k * x.count + $1] } }
    }
  }
}

extension LikelihoodCase {
  /// Rows that follow the case's own means along the first of `columnCount` covariates, with an optimum.
  public func data(rowCount: Int = 40, columnCount: Int = 1, seed: UInt64 = 13) -> SmallData {
    var generator = SplitMix(seed: seed)
    let x = (0..<rowCount).map { 2 * (Double($0) + 0.5) / Double(rowCount) - 1 }
    let others = (1..<max(columnCount, 1)).map { _ in (0..<rowCount).map { _ in 2 * generator.uniform() - 1 }
    }
    let responses = x.enumerated().map { i, x in
      let means = likelihood.means(at: zip(middle, slope).map { $0 + $1 * x }).means
      // An even spread of quantiles, out of step with x.
      let u = (Double((i * 7 + 3) % rowCount) + 0.5) / Double(rowCount)
      return response(means, u)
    }
    return SmallData(columns: [x] + others, responses: responses)
  }

  /// A response with these means: about its `u`-quantile.
  private func response(_ means: [Double], _ u: Double) -> RowResponse {
    let range = likelihood.support.interval
    if likelihood.responseCount == 2 {
      return RowResponse((6 * means[0] + 3 * (u - 0.5)).rounded(), trials: 6)
    }
    if likelihood.support.isWhole, range.upper.isFinite {
      let classes = means.count == 1 ? [1 - means[0], means[0]] : means
      var sum = 0.0
      return RowResponse(
        Double(
          classes.firstIndex {
            sum += $0
            return u < sum
          } ?? classes.count - 1))
    }
    if range.upper.isFinite {
      // Means of a share, and responses about them on either side.
      let mean = means[0]
      return RowResponse(mean + 1.6 * (u - 0.5) * min(mean - range.lower, range.upper - mean))
    }
    let spread = range.lower == -.infinity ? means[0] + 2 * (u - 0.5) : means[0] * (0.4 + 1.2 * u)
    return RowResponse(likelihood.support.isWhole ? spread.rounded() : spread)
  }

  /// The case's data as a source.
  public func source(_ data: SmallData, blockSize: Int = 512) -> MemorySource {
    data.source(responseCount: likelihood.responseCount, blockSize: blockSize)
  }
}
