import GLMAlgebra
import GLMEstimation
import GLMInference
import GLMModel
import GLMTabular

/// How much the mean changes with a variable, averaged over the rows: the scale on which links agree.
///
/// For a number, the average of ∂μ/∂variable, through every term that uses it; for a level of a factor, the average of
/// μ(level) − μ(reference) with all else as it is. Averages weigh a row by its weight and trials, so that grouped and
/// single trials give the same. Standard errors are by the delta method (Docs/Mathematics.md, "Average marginal
/// effects").
public struct MarginalEffect: Sendable, Equatable {
  /// The column of the data.
  public var variable: String
  /// The level that is compared with the reference, for a factor.
  public var level: String?
  /// The class whose probability it is, for a categorical response.
  public var response: String?
  public var estimate: Double
  /// Nil where the fit has no standard errors.
  public var standardError: Double?
}

extension Fit {
  /// The average marginal effects of the variables on the right of the formula (or of the columns of a matrix).
  ///
  /// A variable that has no slope (a number that is compared or cut), or cannot be set to other values (a factor that is
  /// an offset too, a root at the edge of its domain), has none.
  public func averageMarginalEffects() throws -> [MarginalEffect] {
    let computation = EffectComputation(self)
    guard let frame else {
      return try estimate.layout.columns.indices.filter { !estimate.layout.columns[$0].isIntercept }
        .flatMap { j in
          try computation.effects(of: estimate.layout.columns[j].name, level: nil) { _, k in k == j ? 1 : 0 }
        }
    }
    return try frame.specification.variables.flatMap { variable -> [MarginalEffect] in
      switch variable.kind {
      case .number where !variable.hasSlope: return []
      case .number:
        do { return try computation.effects(ofNumber: variable.name, in: frame) } catch is FrameError {
          return []
        }
      case .factor(let levels):
        return try levels.dropFirst().flatMap { level in
          do {
            return try computation.effects(of: level, against: levels[0], factor: variable.name, in: frame)
          } catch is FrameError { return [] }
        }
      }
    }
  }
}

/// The sums behind the effects of one fit.
private struct EffectComputation {
  let fit: Fit
  let estimate: Estimate
  /// Linear predictors and means at the rows used.
  private var planes: Int { estimate.likelihood.predictorCount }
  private var means: Int { estimate.likelihood.meanCount }

  init(_ fit: Fit) {
    self.fit = fit
    estimate = fit.estimate
  }

  /// The effects of a number: the derivative of every column by central differences of fourth order.
  func effects(ofNumber name: String, in frame: ModelFrame) throws -> [MarginalEffect] {
    guard let values = frame.numbers(ofColumn: name) else { return [] }
    // Steps relative to each value, in powers of two, so that x ± h is exact and log(x) stays defined.
    let scale = values.reduce(0) { max($0, $1.magnitude) }
    let steps = values.map { x in
      (x == 0 ? (scale == 0 ? 1 : scale) : x.magnitude).binade / 8192
    }
    func columns(_ multiple: Double) throws -> [[Double]] {
      Self.columns(
        of: try frame.source(
          replacing: name, with: .numbers(zip(values, steps).map { $0 + multiple * $1 })))
    }
    let (a, b, c, d) = (try columns(-2), try columns(-1), try columns(1), try columns(2))
    return try effects(of: name, level: nil) { i, j in
      ((a[j][i] - d[j][i]) + 8 * (c[j][i] - b[j][i])) / (12 * steps[i])
    }
  }

  /// ∂μ/∂variable averaged, for the derivative `slope(row, column)` of the columns.
  func effects(
    of name: String, level: String?, slope: (Int, Int) -> Double
  ) throws -> [MarginalEffect] {
    let columns = Self.columns(of: estimate.source)
    let weights = Self.weights(of: estimate.source)
    let total = weights.reduce(0, +)
    let eta = predictors(columns)
    let here = meanSlopes(eta)
    // d slope/dη, by central differences in each predictor.
    let h = 1.0 / 1024 / 8
    let bends = (0..<planes).map { k -> [Double] in
      var up = eta
      var down = eta
      for i in weights.indices {
        up[k * weights.count + i] += h
        down[k * weights.count + i] -= h
      }
      return zip(meanSlopes(up), meanSlopes(down)).map { ($0 - $1) / (2 * h) }
    }
    let n = weights.count
    let layout = estimate.layout
    return (0..<means).map { m in
      var effect = CompensatedSum()
      var gradient = Array(repeating: 0.0, count: layout.count)
      for i in 0..<n where weights[i] > 0 {
        let moves = columns.indices.map { slope(i, $0) }
        let rise = (0..<planes).map { k in
          layout.index[k].enumerated().reduce(0.0) { sum, place in
            place.element.map { sum + moves[place.offset] * estimate.coefficients[$0] } ?? sum
          }
        }
        for k in 0..<planes {
          let s = here[(m * planes + k) * n + i]
          effect.add(weights[i] * s * rise[k])
          for (j, coefficient) in layout.index[k].enumerated() {
            guard let coefficient else { continue }
            let bend = (0..<planes).reduce(0) { $0 + bends[k][(m * planes + $1) * n + i] * rise[$1] }
            gradient[coefficient] += weights[i] * (s * moves[j] + bend * columns[j][i])
          }
        }
      }
      return result(name, level, m, effect.value / total, gradient.map { $0 / total })
    }
  }

  /// μ(level) − μ(reference), averaged.
  func effects(
    of level: String, against reference: String, factor: String, in frame: ModelFrame
  ) throws -> [MarginalEffect] {
    let weights = Self.weights(of: estimate.source)
    let total = weights.reduce(0, +)
    let n = weights.count
    let layout = estimate.layout
    var differences = Array(repeating: 0.0, count: means)
    var gradients = Array(repeating: Array(repeating: 0.0, count: layout.count), count: means)
    for (value, sign) in [(level, 1.0), (reference, -1.0)] {
      let columns = Self.columns(of: try frame.source(replacing: factor, with: .level(value)))
      let eta = predictors(columns)
      let mean = meanValues(eta)
      let slopes = meanSlopes(eta)
      for m in 0..<means {
        for i in 0..<n where weights[i] > 0 {
          differences[m] += sign * weights[i] * mean[m * n + i]
          for k in 0..<planes {
            for (j, coefficient) in layout.index[k].enumerated() {
              guard let coefficient else { continue }
              gradients[m][coefficient] +=
                sign * weights[i] * slopes[(m * planes + k) * n + i] * columns[j][i]
            }
          }
        }
      }
    }
    return (0..<means).map { m in
      result(factor, level, m, differences[m] / total, gradients[m].map { $0 / total })
    }
  }

  private func result(
    _ name: String, _ level: String?, _ mean: Int, _ estimateOfEffect: Double, _ gradient: [Double]
  ) -> MarginalEffect {
    var error: Double?
    if let wald = try? fit.inference() {
      var covariance = wald.covariance
      for i in covariance.entries.indices where covariance.entries[i].isNaN { covariance.entries[i] = 0 }
      error = max(covariance.quadraticForm(gradient), 0).squareRoot()
    }
    return MarginalEffect(
      variable: name, level: level, response: means > 1 ? fit.model.classes?[mean] ?? "\(mean)" : nil,
      estimate: estimateOfEffect, standardError: error)
  }

  // MARK: Rows

  /// Every column of a source, as arrays.
  static func columns(of source: any RowSource) -> [[Double]] {
    var columns = Array(repeating: [Double](), count: source.columns.count)
    each(source) { block in
      block.withColumns { all in
        for j in columns.indices {
          all.withColumn(j) { x in for i in 0..<x.count { columns[j].append(x[i]) } }
        }
      }
    }
    return columns
  }

  /// Weight times trials of every row.
  static func weights(of source: any RowSource) -> [Double] {
    var result: [Double] = []
    let pairs = source.responseCount == 2
    each(source) { block in
      let n = block.count
      block.withResponse { response in
        block.withWeights { weights in
          for i in 0..<n {
            var w = 1.0
            if let weights { w = weights[i] }
            result.append(pairs ? w * response[n + i] : w)
          }
        }
      }
    }
    return result
  }

  private static func each(_ source: any RowSource, _ body: (borrowing RowBlock) -> Void) {
    let workspace = RowWorkspace()
    for b in 0..<source.blockCount { try? source.withBlock(b, in: workspace, body) }
  }

  /// Xβ + offset, plane by plane.
  private func predictors(_ columns: [[Double]]) -> [Double] {
    let n = estimate.source.rowCount
    var result: [Double] = []
    for k in 0..<planes {
      var plane = Array(repeating: 0.0, count: n)
      var row = 0
      Self.each(estimate.source) { block in
        let start = row
        block.withOffset(ofPlane: k) { offset in
          guard let offset else { return }
          for i in 0..<offset.count { plane[start + i] = offset[i] }
        }
        row += block.count
      }
      let coefficients = estimate.layout.coefficients(estimate.coefficients, inPlane: k)
      for (j, b) in coefficients.enumerated() where b != 0 {
        for i in 0..<n { plane[i] += b * columns[j][i] }
      }
      result += plane
    }
    return result
  }

  private func meanValues(_ eta: [Double]) -> [Double] { evaluated(eta).means }
  private func meanSlopes(_ eta: [Double]) -> [Double] { evaluated(eta).slopes }

  private func evaluated(_ eta: [Double]) -> (means: [Double], slopes: [Double]) {
    let n = eta.count / planes
    var mean = Array(repeating: 0.0, count: means * n)
    var slope = Array(repeating: 0.0, count: means * planes * n)
    var meanSpan = mean.mutableSpan
    var slopeSpan = slope.mutableSpan
    estimate.likelihood.evaluateMeans(predictors: eta.span, means: &meanSpan, slopes: &slopeSpan)
    return (mean, slope)
  }
}
