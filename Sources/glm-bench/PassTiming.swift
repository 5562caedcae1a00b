import GLM
import GLMAlgebra
import GLMEstimation

/// One full pass of iteratively reweighted least squares over rows in memory, of a logistic regression: linear predictor,
/// loss, residual, curvature, gradient and information; against what the machine can do at most.
struct PassTiming: Encodable {
  let rows: Int
  /// The intercept, which is not in memory, is one more.
  let columns: Int
  /// The fastest pass.
  let seconds: Double
  /// 8 n p bytes at the speed of ``MachineLimits/streamGigabytes``, n p² operations at that of
  /// ``MachineLimits/peakGigaflops``, and half a nanosecond a row.
  let bound: Double
  let ratio: Double
  /// What the ratio is to be at most.
  let target: Double

  static let sizes = [(1_000_000, 10), (1_000_000, 20), (200_000, 100), (50_000, 400)]

  init(rows: Int, columns: Int, repeats: Int, limits: MachineLimits) throws {
    self.rows = rows
    self.columns = columns
    let input = try Workload("logistic-\(rows)x\(columns)").input()
    let layout = CoefficientLayout(columns: input.source.columns, planes: 1)
    let objective = ModelObjective(
      source: input.source, likelihood: input.likelihood, prior: FlatPrior(),
      frame: Frame(layout: layout, shift: nil, active: Array(0..<layout.count)), threads: limits.threads,
      totalWeight: Double(rows))
    let point = (0..<layout.count).map { 0.1 * Double($0 % 3 - 1) }
    var best = Double.infinity
    for _ in 0...repeats {
      best = min(best, try glm_bench.seconds { _ = try objective.evaluate(point, .curvature(.expected)) })
    }
    seconds = best
    let (n, p) = (Double(rows), Double(columns))
    bound = 8e-9 * n * p / limits.streamGigabytes + 1e-9 * n * p * p / limits.peak + 0.5e-9 * n
    ratio = seconds / bound
    target = columns >= 400 ? 1.6 : 1.5
  }
}
