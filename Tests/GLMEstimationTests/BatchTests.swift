import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// A batch is its fits one at a time, to the bit, on any number of threads.
@Suite struct BatchTests {
  private let models = likelihoodCases.filter {
    [
      "bernoulli logit", "bernoulli logit trials", "poisson log", "gaussian identity", "bernoulli probit",
      "gamma inverse", "categorical of 3",
    ].contains($0.name)
  }

  /// What is expected of fit `i`: that of `estimator`, alone.
  private func check(
    _ batch: BatchEstimates, _ estimator: Estimator, _ what: String,
    _ problem: (Int) -> (any Likelihood, MemorySource)
  ) {
    for i in 0..<batch.count {
      let (likelihood, source) = problem(i)
      do {
        let fit = try estimator.fit(likelihood, to: source)
        let inverse = fit.inverseInformation
        #expect(sameBits(Array(batch.coefficients(of: i)), fit.coefficients), "\(what), fit \(i)")
        guard case .ended(let outcome) = batch.endings[i] else {
          Issue.record("\(what), fit \(i): \(batch.endings[i])")
          continue
        }
        #expect(outcome == fit.outcome && batch.losses[i].bitPattern == fit.loss.bitPattern)
        #expect(sameBits([batch.attainedDigits[i]], [fit.attainedDigits ?? .nan]), "\(what), fit \(i)")
        let dispersion = batch.dispersions[i]
        let errors = (0..<fit.layout.count).map { j in
          fit.outcome.isOptimum ? (dispersion * (inverse?[j, j] ?? .nan)).squareRoot() : .nan
        }
        #expect(sameBits(Array(batch.standardErrors(of: i)), errors), "\(what), fit \(i)")
        if fit.outcome.isOptimum {
          if case .known(let value) = likelihood.dispersion { #expect(dispersion == value) }
        }
      } catch {
        guard case .failed(let own) = batch.endings[i] else {
          Issue.record("\(what), fit \(i): \(batch.endings[i]) instead of \(error)")
          continue
        }
        #expect(own is FitError && "\(own)" == "\(error)")
        #expect(batch.coefficients(of: i).allSatisfy { $0.isNaN } && batch.losses[i].isNaN)
      }
    }
  }

  private func same(_ a: BatchEstimates, _ b: BatchEstimates) -> Bool {
    a.starts == b.starts && sameBits(a.coefficients, b.coefficients)
      && sameBits(a.standardErrors, b.standardErrors) && sameBits(a.losses, b.losses)
      && sameBits(a.dispersions, b.dispersions) && sameBits(a.attainedDigits, b.attainedDigits)
      && sameBits(a.inverseInformation, b.inverseInformation)
      && zip(a.endings, b.endings).allSatisfy { "\($0)" == "\($1)" }
  }

  /// The same on 1, 2 and 7 threads; the first is returned.
  private func onManyThreads(
    _ weightKind: WeightKind = .precision, _ run: (BatchEstimator) -> BatchEstimates
  ) -> BatchEstimates {
    let results = [1, 2, 7].map {
      run(BatchEstimator(Estimator(weightKind: weightKind, threads: $0), keepsInverseInformation: true))
    }
    #expect(same(results[0], results[1]) && same(results[0], results[2]))
    return results[0]
  }

  /// Responses of a case, every one of another data set; some are impossible, some separated.
  private func responses(_ model: LikelihoodCase, rows n: Int, _ i: Int) -> [Double] {
    let data = model.data(rowCount: n, columnCount: 1, seed: UInt64(i + 1))
    var generator = SplitMix(seed: UInt64(100 + i))
    var order = Array(0..<n)
    order.shuffle(using: &generator)
    var values = order.map { data.responses[$0].value }
    let trials = order.map { data.responses[$0].trials }
    if i % 10 == 7 { values[n / 2] = .nan }
    if i % 10 == 8 { values = values.map { _ in data.responses[0].value } }
    return values + (model.likelihood.responseCount == 2 ? trials : [])
  }

  @Test func responses() {
    for model in models {
      let n = 50
      let source = model.source(model.data(rowCount: n, columnCount: 3))
      let width = model.likelihood.responseCount
      let batch = onManyThreads { batch in
        batch.fitResponses(model.likelihood, to: source, count: 30) { i, out in
          let values = responses(model, rows: n, i)
          for k in 0..<out.count { out[k] = values[k] }
        }
      }
      #expect(batch.count == 30 && batch.endings.contains { $0.isOptimum })
      check(batch, Estimator(threads: 1), "\(model)") { i in
        let values = responses(model, rows: n, i)
        let own = (0..<width).map { ColumnStorage(values[$0 * n..<($0 + 1) * n]) }
        return (model.likelihood, source.replacing(response: own))
      }
    }
  }

  @Test func weights() {
    for model in models {
      let n = 50
      let source = model.source(model.data(rowCount: n, columnCount: 3))
      @Sendable func weights(_ i: Int) -> [Double] {
        var generator = SplitMix(seed: UInt64(i))
        var own = Array(repeating: 0.0, count: n)
        for _ in 0..<n { own[Int(generator.uniform() * Double(n))] += 1 }
        if i == 5 { own[3] = -1 }
        if i == 6 { own = own.map { _ in 0 } }
        return own
      }
      let batch = onManyThreads(.frequency) { batch in
        batch.fitWeights(model.likelihood, to: source, count: 20) { i, out in
          let own = weights(i)
          for k in 0..<out.count { out[k] = own[k] }
        }
      }
      check(batch, Estimator(weightKind: .frequency, threads: 1), "\(model)") { i in
        (model.likelihood, source.replacing(weights: ColumnStorage(weights(i))))
      }
    }
  }

  @Test func columns() {
    for model in models {
      let n = 50
      let source = model.source(model.data(rowCount: n, columnCount: 2))
      let described = ColumnDescription(name: "dose", group: 9)
      @Sendable func column(_ i: Int) -> [Double] {
        var generator = SplitMix(seed: UInt64(i))
        let far = i % 5 == 1 ? 1e6 : 0
        if i == 3 { return Array(repeating: 2, count: n) }
        if i == 4 { return (0..<n).map { $0 == 11 ? .nan : generator.normal() } }
        return (0..<n).map { _ in far + (3 * generator.uniform()).rounded(.down) }
      }
      let batch = onManyThreads { batch in
        batch.fitColumns(model.likelihood, to: source, column: described, count: 20) { i, out in
          let own = column(i)
          for k in 0..<out.count { out[k] = own[k] }
        }
      }
      check(batch, Estimator(threads: 1), "\(model)") { i in
        let whole = MemorySource(
          rowCount: n, columns: source.columns + [described],
          pieces: source.pieces + [.dense(ColumnStorage(column(i)))], response: source.response)
        return (model.likelihood, whole)
      }
    }
  }

  /// The column that is scanned after more columns than the kernels have registers for, with weights and without.
  @Test func columnsOfWideProblems() throws {
    let model = try #require(models.first { $0.name == "bernoulli logit" })
    let n = 150
    for (columns, isWeighted) in [(4, false), (5, false), (6, false), (9, false), (5, true)] {
      var data = model.data(rowCount: n, columnCount: columns)
      if isWeighted { data.weights = (0..<n).map { Double($0 % 3) } }
      let source = model.source(data)
      @Sendable func column(_ i: Int) -> [Double] {
        var generator = SplitMix(seed: UInt64(i + 1))
        return (0..<n).map { _ in (i % 3 == 0 ? 50 : 0) + generator.normal() }
      }
      let batch = onManyThreads { batch in
        batch.fitColumns(model.likelihood, to: source, count: 12) { i, out in
          let own = column(i)
          for k in 0..<out.count { out[k] = own[k] }
        }
      }
      check(batch, Estimator(threads: 1), "\(columns) columns") { i in
        let scanned = ColumnDescription(name: "scanned", group: 99)
        let whole = MemorySource(
          rowCount: n, columns: source.columns + [scanned],
          pieces: source.pieces + [.dense(ColumnStorage(column(i)))], response: source.response,
          weights: source.weights)
        return (model.likelihood, whole)
      }
    }
  }

  /// Problems of different models and sizes, and one that cannot be stated.
  @Test func problems() {
    struct Missing: Error {}
    let models = models
    @Sendable func problem(_ i: Int) -> (any Likelihood, MemorySource) {
      let model = models[i % models.count]
      let data = model.data(rowCount: 20 + 3 * i, columnCount: 1 + i % 3, seed: UInt64(i + 1))
      return (model.likelihood, model.source(data))
    }
    let batch = onManyThreads { batch in
      batch.fitEach(count: 25) { i in
        if i == 13 { throw Missing() }
        return problem(i)
      }
    }
    #expect(batch.count == 25 && batch.coefficients(of: 13).isEmpty)
    if case .failed(let error) = batch.endings[13] { #expect(error is Missing) } else { Issue.record() }
    let others = BatchEstimator(Estimator(threads: 1)).fitEach(count: 24) { problem($0 < 13 ? $0 : $0 + 1) }
    check(others, Estimator(threads: 1), "problems") { problem($0 < 13 ? $0 : $0 + 1) }
    #expect(others.inverseInformation.isEmpty && !batch.inverseInformation.isEmpty)
  }

  @Test func nothingAndCancellation() throws {
    let model = models[0]
    let source = model.source(model.data(rowCount: 30))
    let none = BatchEstimator().fitResponses(model.likelihood, to: source, count: 0) { _, _ in }
    #expect(none.count == 0 && none.starts == [0])
    let stopped = Estimator(options: SolverOptions(isCancelled: { true }), threads: 2)
    let batch = BatchEstimator(stopped).fitWeights(model.likelihood, to: source, count: 9) { _, out in
      for i in 0..<out.count { out[i] = 1 }
    }
    #expect(batch.count == 9 && batch.coefficients.count == 18)
    for ending in batch.endings {
      guard case .failed(let error) = ending else {
        Issue.record("\(ending)")
        continue
      }
      #expect(error as? FitError == .cancelled)
    }
  }
}
