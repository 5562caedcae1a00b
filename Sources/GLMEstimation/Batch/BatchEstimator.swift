import Dispatch
import GLMAlgebra
import GLMModel
import Synchronization

/// Fits many small problems on every core: bootstrap samples, simulated responses, a scan over columns, or problems that
/// have nothing in common.
///
/// Each fit is the one that ``Estimator/fit(_:to:layout:)`` makes, to the bit, whatever the number of threads; what is the
/// same for all of them is done once. A fit that fails, or is no optimum, says so in its own place
/// (``BatchEstimates/endings``) and stops no other.
///
///     let batch = BatchEstimator()
///     let simulated = batch.fitResponses(likelihood, to: source, count: 1000) { i, response in … }
///
/// The functions that fill a response, a column or weights are called once for each fit, from several threads, in no
/// order; they must set every entry and depend on nothing but their number.
public struct BatchEstimator: Sendable {
  /// How each problem is fitted. Its `threads` work on different fits; none works on a fit with another.
  public var estimator: Estimator
  /// Whether ``BatchEstimates/inverseInformation`` is kept.
  public var keepsInverseInformation: Bool

  public init(_ estimator: Estimator = Estimator(), keepsInverseInformation: Bool = false) {
    self.estimator = estimator
    self.keepsInverseInformation = keepsInverseInformation
  }

  /// One design, many responses.
  ///
  /// - Parameters:
  ///   - source: columns, weights and offset; its response says only how many values a row has.
  ///   - count: how many fits.
  ///   - response: fills the response of a fit: `responseCount` planes of one value a row.
  public func fitResponses(
    _ likelihood: any Likelihood, to source: MemorySource, count: Int,
    _ response: @escaping @Sendable (_ fit: Int, _ response: inout MutableSpan<Double>) -> Void
  ) -> BatchEstimates {
    run(BatchOfResponses(likelihood: likelihood, source: source, fill: response), count: count)
  }

  /// One design and response, many sets of weights, as a bootstrap draws them.
  ///
  /// - Parameters:
  ///   - source: everything but the weights.
  ///   - weights: fills the weights of a fit, one a row.
  public func fitWeights(
    _ likelihood: any Likelihood, to source: MemorySource, count: Int,
    _ weights: @escaping @Sendable (_ fit: Int, _ weights: inout MutableSpan<Double>) -> Void
  ) -> BatchEstimates {
    run(BatchOfWeights(likelihood: likelihood, source: source, fill: weights), count: count)
  }

  /// One response on the same columns and one more, which is another for each fit: a scan.
  ///
  /// - Parameters:
  ///   - source: the columns that stay; the scanned one is added as the last.
  ///   - column: what the scanned column is called.
  ///   - values: fills the scanned column of a fit, one value a row.
  public func fitColumns(
    _ likelihood: any Likelihood, to source: MemorySource, column: ColumnDescription? = nil, count: Int,
    _ values: @escaping @Sendable (_ fit: Int, _ column: inout MutableSpan<Double>) -> Void
  ) -> BatchEstimates {
    let group = (source.columns.map(\.group).max() ?? 0) + 1
    let own = column ?? ColumnDescription(name: "scanned", group: group)
    return run(
      BatchOfColumns(likelihood: likelihood, source: source, column: own, fill: values), count: count)
  }

  /// Problems that have nothing in common.
  ///
  /// - Parameter problem: the model and the rows of a fit; what it throws is that fit's ending.
  public func fitEach(
    count: Int, _ problem: @escaping @Sendable (_ fit: Int) throws -> (any Likelihood, any RowSource)
  ) -> BatchEstimates {
    run(BatchOfProblems(problem: problem), count: count)
  }

  /// Fits a chunk at a time on every thread, and puts the chunks together in order.
  private func run(_ batch: some Batch, count: Int) -> BatchEstimates {
    precondition(count >= 0, "a batch has no fit or more")
    let chunk = max(1, min(64, count / (4 * estimator.threads)))
    let chunks = (count + chunk - 1) / chunk
    let next = Atomic(0)
    let isStopped = Atomic(false)
    let done = Mutex([BatchEstimates?](repeating: nil, count: chunks))
    let context = BatchContext(estimator, keepsInverse: keepsInverseInformation)
    @Sendable func work() {
      CompactPool.withWorkspace { workspace in
        let model = batch.prepare(workspace, context)
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < chunks else { return }
          let fits = index * chunk..<min((index + 1) * chunk, count)
          var results = BatchEstimates(
            fits: fits.count, coefficients: fits.count * (batch.coefficientCount ?? 8), inverses: 0)
          for fit in fits {
            if context.estimator.options.isCancelled() { isStopped.store(true, ordering: .relaxed) }
            if isStopped.load(ordering: .relaxed) {
              results.append(
                FitError.cancelled, coefficientCount: batch.coefficientCount ?? 0,
                keepsInverse: context.keepsInverse)
            } else {
              batch.fit(fit, in: workspace, model, context, &results)
            }
          }
          done.withLock { $0[index] = results }
        }
      }
    }
    let workers = min(estimator.threads, chunks)
    if workers <= 1 {
      work()
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { _ in work() }
    }
    return done.withLock { BatchEstimates(joining: $0.compactMap(\.self)) }
  }
}
