import GLMAlgebra
import GLMModel

/// Fills one value a row (of each plane) for a fit.
typealias BatchFill = @Sendable (Int, inout MutableSpan<Double>) -> Void

/// One design, many responses: the columns are looked at, and factored, once.
struct BatchOfResponses: Batch {
  let likelihood: any Likelihood
  let source: MemorySource
  let fill: BatchFill

  var coefficientCount: Int? { source.columns.count * likelihood.predictorCount }

  func prepare(_ work: CompactWorkspace, _ context: BatchContext) -> CompactModel? {
    guard let model = context.allows(source, likelihood, columns: source.columns.count) else { return nil }
    work.load(memory: source)
    return work.surveyWeights() && work.surveyColumns(source.columns) && work.factorDesign() ? model : nil
  }

  func fit(
    _ index: Int, in work: CompactWorkspace, _ model: CompactModel?, _ context: BatchContext,
    _ results: inout BatchEstimates
  ) {
    if let model {
      work.rows.withMutableResponse { fill(index, &$0) }
      if work.surveyResponse(likelihood), context.descend(model, work, &results) { return }
    }
    let n = source.rowCount
    let values = model != nil ? work.rows.responseValues : filled(n * source.responseCount, index, fill)
    let response = (0..<source.responseCount).map { ColumnStorage(values[$0 * n..<($0 + 1) * n]) }
    context.fit(likelihood, to: source.replacing(response: response), &results)
  }
}

/// One design and response, many sets of weights.
struct BatchOfWeights: Batch {
  let likelihood: any Likelihood
  let source: MemorySource
  let fill: BatchFill

  var coefficientCount: Int? { source.columns.count * likelihood.predictorCount }

  func prepare(_ work: CompactWorkspace, _ context: BatchContext) -> CompactModel? {
    guard let model = context.allows(source, likelihood, columns: source.columns.count) else { return nil }
    work.load(memory: source)
    return work.surveyResponse(likelihood) ? model : nil
  }

  func fit(
    _ index: Int, in work: CompactWorkspace, _ model: CompactModel?, _ context: BatchContext,
    _ results: inout BatchEstimates
  ) {
    if let model {
      work.rows.withMutableWeights { fill(index, &$0) }
      if work.surveyWeights(), work.surveyColumns(source.columns), work.factorDesign(),
        context.descend(model, work, &results)
      {
        return
      }
    }
    let values = model != nil ? work.rows.weightValues : filled(source.rowCount, index, fill)
    context.fit(likelihood, to: source.replacing(weights: ColumnStorage(values)), &results)
  }
}

/// One response on the same columns and one more, which is another for each fit.
struct BatchOfColumns: Batch {
  let likelihood: any Likelihood
  let source: MemorySource
  let column: ColumnDescription
  let fill: BatchFill

  var coefficientCount: Int? { (source.columns.count + 1) * likelihood.predictorCount }

  /// The source with `values` as the last column.
  private func with(_ values: [Double]) -> MemorySource {
    MemorySource(
      rowCount: source.rowCount, columns: source.columns + [column],
      pieces: source.pieces + [.dense(ColumnStorage(values))], response: source.response,
      weights: source.weights, offsets: source.offsets, lines: source.lines, blockSize: source.blockSize)
  }

  func prepare(_ work: CompactWorkspace, _ context: BatchContext) -> CompactModel? {
    let p = source.columns.count
    guard let model = context.allows(source, likelihood, columns: p + 1) else { return nil }
    let whole = with(Array(repeating: 0, count: source.rowCount))
    work.load(memory: whole)
    // The column that is scanned is looked at fit by fit; until then it is of zeros.
    guard work.surveyWeights(), work.surveyResponse(likelihood), work.surveyColumns(whole.columns) else {
      return nil
    }
    return work.factorOtherColumns() ? model : nil
  }

  func fit(
    _ index: Int, in work: CompactWorkspace, _ model: CompactModel?, _ context: BatchContext,
    _ results: inout BatchEstimates
  ) {
    let p = source.columns.count
    if let model {
      work.rows.withMutableColumn(p) { fill(index, &$0) }
      if work.surveyColumn(p), work.factorLastColumn(), context.descend(model, work, &results) { return }
    }
    let values = model != nil ? work.rows.columnValues(p) : filled(source.rowCount, index, fill)
    context.fit(likelihood, to: with(values), &results)
  }
}

/// Problems that have nothing in common.
struct BatchOfProblems: Batch {
  let problem: @Sendable (Int) throws -> (any Likelihood, any RowSource)

  var coefficientCount: Int? { nil }

  func prepare(_ work: CompactWorkspace, _ context: BatchContext) -> CompactModel? { nil }

  func fit(
    _ index: Int, in work: CompactWorkspace, _ model: CompactModel?, _ context: BatchContext,
    _ results: inout BatchEstimates
  ) {
    do {
      let (likelihood, source) = try problem(index)
      if let model = context.estimator.compactModel(likelihood, source),
        (try? work.load(source)) != nil, work.surveyWeights(), work.surveyResponse(likelihood),
        work.surveyColumns(source.columns), work.factorDesign(), context.descend(model, work, &results)
      {
        return
      }
      context.fit(likelihood, to: source, &results)
    } catch {
      results.append(error, coefficientCount: 0, keepsInverse: context.keepsInverse)
    }
  }
}

/// What `fill` sets for fit `index`.
private func filled(_ count: Int, _ index: Int, _ fill: BatchFill) -> [Double] {
  var values = Array(repeating: 0.0, count: count)
  var span = values.mutableSpan
  fill(index, &span)
  return values
}
