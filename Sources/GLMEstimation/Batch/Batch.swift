import GLMAlgebra
import GLMModel

/// How the fits of a batch are made: what is shared by all, and what is each one's own.
protocol Batch: Sendable {
  /// Coefficients that each fit has, where that is the same for all.
  var coefficientCount: Int? { get }
  /// Does in a thread's workspace what all fits share.
  ///
  /// - Returns: what the short path asks of the model, if it is open to them.
  func prepare(_ work: CompactWorkspace, _ context: BatchContext) -> CompactModel?
  /// Makes one fit and adds what it found.
  func fit(
    _ index: Int, in work: CompactWorkspace, _ model: CompactModel?, _ context: BatchContext,
    _ results: inout BatchEstimates)
}

/// What every fit of a batch goes by.
struct BatchContext: Sendable {
  /// For single fits, on one thread each.
  let estimator: Estimator
  let keepsInverse: Bool

  init(_ estimator: Estimator, keepsInverse: Bool) {
    var single = estimator
    single.threads = 1
    self.estimator = single
    self.keepsInverse = keepsInverse
  }

  /// Whether the short path may be tried on `source`.
  func allows(_ source: MemorySource, _ likelihood: any Likelihood, columns: Int) -> CompactModel? {
    guard estimator.allowsCompactFits, source.responseCount == likelihood.responseCount,
      source.offsetCount <= 1, CompactWorkspace.isSmall(rows: source.rowCount, columns: columns)
    else { return nil }
    return CompactModel(likelihood)
  }

  /// Goes down the short path, and adds what it finds if that is an answer.
  func descend(_ model: CompactModel, _ work: CompactWorkspace, _ results: inout BatchEstimates) -> Bool {
    var descent = CompactDescent(model, work)
    return descent.run(isCancelled: { false })
      && results.append(descent, weightKind: estimator.weightKind, keepsInverse: keepsInverse)
  }

  /// A fit by the long path.
  func fit(_ likelihood: any Likelihood, to source: any RowSource, _ results: inout BatchEstimates) {
    var long = estimator
    long.omission.insert(.compact)
    do {
      results.append(try long.fit(likelihood, to: source), keepsInverse: keepsInverse)
    } catch {
      results.append(
        error, coefficientCount: source.columns.count * likelihood.predictorCount, keepsInverse: keepsInverse)
    }
  }
}
