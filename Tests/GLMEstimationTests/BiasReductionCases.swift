import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport

/// The estimators that reduce bias: the laws of bias reduction run over these and ``likelihoodCases``.
let biasReducing: [EstimationMethod] = [.meanBiasReduction, .medianBiasReduction, .jeffreys]

extension LikelihoodCase {
  /// The case's data by one of the estimators.
  func reduced(
    _ method: EstimationMethod, _ data: SmallData, weightKind: WeightKind = .precision, start: [Double]? = nil
  ) throws -> Estimate {
    try Estimator(start: start, weightKind: weightKind, method: method, threads: 1)
      .fit(likelihood, to: source(data))
  }
}

/// Rows of a family through a link, by lists.
func reduced(
  _ method: EstimationMethod, _ likelihood: any Likelihood, _ columns: [[Double]], _ responses: [RowResponse],
  weights: [Double]? = nil, offset: [Double]? = nil, hasIntercept: Bool = true,
  weightKind: WeightKind = .precision, options: SolverOptions = SolverOptions(), threads: Int = 1,
  blockSize: Int = 512
) throws -> Estimate {
  let source = MemorySource(
    rowCount: responses.count,
    columns: (hasIntercept ? [.intercept] : [])
      + columns.indices.map { ColumnDescription(name: "x\($0 + 1)", group: $0 + 1) },
    pieces: (hasIntercept ? [.constant] : []) + columns.map { .dense(ColumnStorage($0)) },
    response: [ColumnStorage(responses.map(\.value))]
      + (likelihood.responseCount == 2 ? [ColumnStorage(responses.map(\.trials))] : []),
    weights: weights.map { ColumnStorage($0) }, offsets: offset.map { [ColumnStorage($0)] } ?? [],
    blockSize: blockSize)
  return try Estimator(options: options, weightKind: weightKind, method: method, threads: threads)
    .fit(likelihood, to: source)
}
