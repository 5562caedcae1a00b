import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// The short path of small fits finds what the long path finds, and answers nothing else.
@Suite struct CompactFitTests {
  /// By the short path where it is open, and by the long one.
  private func both(
    _ likelihood: any Likelihood, _ source: MemorySource, _ weightKind: WeightKind = .precision
  ) throws -> (short: Estimate, long: Estimate) {
    let estimator = Estimator(weightKind: weightKind, threads: 1)
    var long = estimator
    long.omission = .compact
    return (try estimator.fit(likelihood, to: source), try long.fit(likelihood, to: source))
  }

  /// |a − b| relative to |b|, of whole vectors.
  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let gap = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let size = b.reduce(0) { $0 + $1 * $1 }
    return size > 0 ? (gap / size).squareRoot() : gap.squareRoot()
  }

  private func errors(_ estimate: Estimate) -> [Double] {
    (estimate.inverseInformation?.diagonal ?? []).map { $0.squareRoot() }
  }

  private func check(_ likelihood: any Likelihood, _ source: MemorySource, _ kind: WeightKind, _ what: String)
    throws -> Bool
  {
    let (short, long) = try both(likelihood, source, kind)
    #expect(short.outcome == long.outcome, "\(what): \(short.outcome) against \(long.outcome)")
    #expect(distance(short.coefficients, long.coefficients) < 1e-13, "\(what)")
    #expect(distance(errors(short), errors(long)) < 1e-13, "\(what)")
    #expect(relativeDifference(short.loss, long.loss, floor: 1) < 1e-13, "\(what)")
    #expect(short.rows == long.rows && short.totalWeight == long.totalWeight && short.rank == long.rank)
    #expect(short.aliased == long.aliased && short.aliasRelations == long.aliasRelations)
    #expect((short.attainedDigits == nil) == (long.attainedDigits == nil), "\(what)")
    if let digits = short.attainedDigits, let others = long.attainedDigits {
      #expect(digits > others - 0.5, "\(what): \(digits) digits against \(others)")
    }
    if let a = short.pearson, let b = long.pearson {
      #expect(relativeDifference(a, b, floor: 1e-12) < 1e-11, "\(what)")
    }
    #expect(short.frame.shift == long.frame.shift && short.frame.active == long.frame.active, "\(what)")
    #expect(distance(short.point, long.point) < 1e-13, "\(what)")
    return short.passes != long.passes
  }

  @Test(arguments: likelihoodCases) func everyLikelihood(_ model: LikelihoodCase) throws {
    #if DEBUG
      let (sizes, seeds) = ([(12, 1), (40, 2)], 1...1)
    #else
      let (sizes, seeds) = ([(12, 1), (40, 1), (100, 5), (700, 3)], 1...3)
    #endif
    for (rows, columns) in sizes {
      for seed in seeds {
        let data = model.data(rowCount: rows, columnCount: columns, seed: UInt64(seed))
        _ = try check(model.likelihood, model.source(data), .precision, "\(model) \(rows) x \(columns)")
        var weighted = data
        weighted.weights = (0..<rows).map { Double(($0 * 5 + seed) % 4) }
        _ = try check(model.likelihood, model.source(weighted), .frequency, "\(model), weights")
      }
    }
  }

  /// The path is not open for nothing: the models that it is for go down it.
  @Test(arguments: ["bernoulli logit", "poisson log", "gaussian identity", "bernoulli probit trials"])
  func theOrdinaryIsShort(_ name: String) throws {
    let model = try #require(likelihoodCases.first { $0.name == name })
    let source = model.source(model.data(rowCount: 100, columnCount: 5))
    #expect(try Estimator(threads: 1).compactEstimate(model.likelihood, to: source) != nil)
    _ = try check(model.likelihood, source, .precision, name)
  }

  /// Where the start is told by discriminant analysis, few steps are left; without a column of ones, or with weights that are
  /// far apart, the others are as right.
  @Test func startsAreNearTheEnd() throws {
    let model = try #require(likelihoodCases.first { $0.name == "bernoulli logit" })
    var random = SplitMix(seed: 3)
    for columns in [1, 3, 6, 7, 9] {
      let n = 100 + 20 * columns
      var data = SmallData(
        columns: (0..<columns).map { _ in (0..<n).map { _ in random.normal() } }, response: [])
      data.responses = (0..<n).map { i in
        let eta = -1 + 0.5 * data.columns.reduce(0) { $0 + $1[i] }
        return RowResponse(random.uniform() < 1 / (1 + Double.exp(-eta)) ? 1 : 0)
      }
      let what = "\(columns) columns"
      let plain = try Estimator(threads: 1).compactEstimate(model.likelihood, to: data.source())
      #expect((plain?.passes ?? .max) <= 6, "\(what): \(plain?.passes ?? 0) passes")
      #expect(try check(model.likelihood, data.source(), .precision, what))
      for largest in [2.0, 1000] {
        data.weights = (0..<n).map { $0 % 3 == 0 ? largest : $0 % 3 == 1 ? 1 : 0 }
        _ = try check(model.likelihood, data.source(), .precision, "\(what), weights to \(largest)")
      }
      data.weights = nil
      data.hasIntercept = false
      _ = try check(model.likelihood, data.source(), .precision, "\(what), no intercept")
    }
  }

  /// Random columns, some far from 0, offsets, weights of 0, blocks of odd sizes.
  @Test func randomProblems() throws {
    var random = SplitMix(seed: 5)
    var short = 0
    let names = ["bernoulli logit", "poisson log", "gaussian identity", "bernoulli cloglog"]
    for round in 0..<120 {
      let model = try #require(likelihoodCases.first { $0.name == names[round % names.count] })
      let n = 15 + Int(random.uniform() * 150)
      let p = 1 + round % 5
      let far = round % 3 == 0
      let columns = (0..<p).map { j in
        (0..<n).map { _ in (far && j == 0 ? 2000.1 : 0) + (round % 2 == 0 ? 1 : 20) * random.normal() }
      }
      let slope = round % 2 == 0 ? 0.3 : 0.02
      let predictors = (0..<n).map { i in
        columns.indices.reduce(0.2) { $0 + slope * (columns[$1][i] - (far && $1 == 0 ? 2000 : 0)) }
      }
      let responses = predictors.map { eta -> Double in
        switch round % names.count {
        case 1: (Double.exp(eta) * 3 * random.uniform()).rounded()
        case 2: eta + random.normal()
        default: random.uniform() < 1 / (1 + Double.exp(-eta)) ? 1 : 0
        }
      }
      var data = SmallData(columns: columns, response: responses, hasIntercept: round % 7 != 6 || far)
      if round % 4 < 2 { data.weights = (0..<n).map { _ in (3 * random.uniform()).rounded(.down) } }
      var source = data.source(blockSize: [7, 64, 512][round % 3])
      if round % 5 == 4 {
        source = source.replacing(offsets: [ColumnStorage((0..<n).map { _ in 0.3 * random.normal() })])
      }
      if try check(model.likelihood, source, .precision, "round \(round)") { short += 1 }
    }
    #expect(short > 60, "\(short) of 120 fits were short")
  }

  /// What is out of the ordinary is told as the long path tells it.
  @Test func whatIsOutOfTheOrdinary() throws {
    let model = try #require(likelihoodCases.first { $0.name == "bernoulli logit" })
    var data = model.data(rowCount: 60, columnCount: 2)
    let x = data.columns[0]
    data.columns.append(x.map { 2 * $0 + 3 })
    let dependent = try both(model.likelihood, data.source())
    #expect(dependent.short.aliased == [3] && dependent.short.aliasRelations == dependent.long.aliasRelations)
    #expect(sameBits(dependent.short.coefficients, dependent.long.coefficients))
    data.columns[2] = x.enumerated().map { $1 + 1e-9 * Double($0 % 3) }
    let near = try both(model.likelihood, data.source())
    #expect(
      near.short.outcome == near.long.outcome && sameBits(near.short.coefficients, near.long.coefficients))
    let separated = SmallData(columns: [x], response: x.map { $0 > 0.1 ? 1 : 0 })
    let infinite = try both(model.likelihood, separated.source())
    #expect(infinite.short.outcome.name == "infinite" && infinite.short.outcome == infinite.long.outcome)
    let perfect = SmallData(columns: [x], response: x.map { 1 + 2 * $0 })
    let gaussian = try #require(likelihoodCases.first { $0.name == "gaussian identity" })
    let exact = try both(gaussian.likelihood, perfect.source())
    #expect(
      exact.short.outcome == exact.long.outcome && exact.short.attainedDigits == exact.long.attainedDigits)
  }

  @Test func badRowsAreRefusedByName() throws {
    let model = try #require(likelihoodCases.first { $0.name == "bernoulli logit" })
    let good = model.data(rowCount: 60, columnCount: 2)
    func error(_ source: MemorySource, _ omission: Omission) -> FitError? {
      var estimator = Estimator(threads: 1)
      estimator.omission = omission
      do {
        _ = try estimator.fit(model.likelihood, to: source)
        return nil
      } catch { return error as? FitError }
    }
    var cases: [MemorySource] = []
    for bad in [Double.nan, .infinity, 1e200] {
      var data = good
      data.columns[1][17] = bad
      cases.append(data.source())
      data = good
      data.weights = Array(repeating: 1, count: 60)
      data.weights?[5] = bad == 1e200 ? -1 : bad
      cases.append(data.source())
    }
    var data = good
    data.responses[41].value = 0.5
    cases.append(data.source())
    data.weights = Array(repeating: 0, count: 60)
    cases.append(data.source())
    cases.append(good.source().replacing(offsets: [ColumnStorage((0..<60).map { $0 == 9 ? .nan : 0 })]))
    for source in cases {
      let told = error(source, [])
      // Told by text: no error about NaN is equal to itself.
      let other = error(source, .compact)
      #expect(told != nil && told?.description == other?.description, "\(String(describing: told))")
    }
  }

  @Test func cancellationIsHonoured() throws {
    let model = try #require(likelihoodCases.first { $0.name == "bernoulli logit" })
    let estimator = Estimator(options: SolverOptions(isCancelled: { true }), threads: 1)
    #expect(throws: FitError.cancelled) {
      try estimator.fit(model.likelihood, to: model.source(model.data(rowCount: 60)))
    }
  }
}
