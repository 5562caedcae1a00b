/// What a likelihood says of a row to third order, in expectation over the responses of the model: what the bias of its
/// estimates depends on (Docs/Mathematics.md, "Bias reduction").
///
/// With r the residual and c the observed curvature of a row at weight 1 and dispersion 1 these are
/// third(k, l, m) = E(rₖ rₗ rₘ) and mixed(k, l, m) = −E(cₖₗ rₘ). At dispersion φ and weight w both are multiplied by w/φ,
/// which is assumed of a model with a dispersion: it is so for exponential families.
public protocol ThirdMoments: Sendable {
  /// Evaluates the rows of a block.
  ///
  /// - Parameters:
  ///   - response: `responseCount` planes, of which only the trials may count.
  ///   - predictors: K planes.
  ///   - third: K³ planes, (k, l, m) being number (k K + l) K + m; symmetric in all three.
  ///   - mixed: K³ planes; symmetric in k and l.
  func evaluateThirdMoments(
    response: Span<Double>, predictors: Span<Double>, third: inout MutableSpan<Double>,
    mixed: inout MutableSpan<Double>)
}

/// The third moments of one linear predictor, told by one function of one row; the loop over the block is given.
public protocol ScalarThirdMoments: ThirdMoments {
  /// The moments of a row at linear predictor `predictor`, of so many `trials` (1 where the response has none).
  func moments(trials: Double, at predictor: Double) -> RowMoments
}

/// A row of one linear predictor to third order: E r³ = c e and −E c r = c (s − e).
public struct RowMoments: Sendable, Equatable {
  /// The expected curvature, c = μ′²/V.
  public var curvature: Double
  /// s = d log μ′/dη = μ″/μ′.
  public var slopeGrowth: Double
  /// e = d log V/dη = V′μ′/V.
  public var varianceGrowth: Double

  public init(curvature: Double, slopeGrowth: Double, varianceGrowth: Double) {
    self.curvature = curvature
    self.slopeGrowth = slopeGrowth
    self.varianceGrowth = varianceGrowth
  }
}

extension ScalarThirdMoments {
  public func evaluateThirdMoments(
    response: Span<Double>, predictors: Span<Double>, third: inout MutableSpan<Double>,
    mixed: inout MutableSpan<Double>
  ) {
    let rows = predictors.count
    let hasTrials = response.count == 2 * rows
    for i in 0..<rows {
      let row = moments(trials: hasTrials ? response[rows + i] : 1, at: predictors[i])
      let c = row.curvature
      // A row that says nothing says nothing to third order either.
      third[i] = c == 0 ? 0 : c * row.varianceGrowth
      mixed[i] = c == 0 ? 0 : c * (row.slopeGrowth - row.varianceGrowth)
    }
  }
}
