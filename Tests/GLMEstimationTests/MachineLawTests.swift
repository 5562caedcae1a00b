import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// The same answer whatever the machine has, however many threads work, and by whichever way a fit goes.
struct MachineLawTests {
  /// Rows enough for the way by samples, and few.
  static let sizes = [400, 60_000]

  struct Model: CustomTestStringConvertible, Sendable {
    let name: String
    let likelihood: any Likelihood
    /// A response from what a linear predictor would say and a number in (0, 1).
    let response: @Sendable (_ predictor: Double, _ uniform: Double) -> Double
    var weights: (@Sendable (Int) -> Double)?
    var testDescription: String { name }
  }

  static let models: [Model] = {
    func made(_ make: () throws(ModelError) -> any Likelihood) -> any Likelihood {
      do { return try make() } catch { preconditionFailure("\(error)") }
    }
    return [
      Model(
        name: "logit",
        likelihood: made { () throws(ModelError) in try Bernoulli().likelihood(through: Logit(), for: .values)
        },
        response: { $1 < 1 / (1 + Double.exp(-$0)) ? 1 : 0 }),
      Model(
        name: "logit, weighted",
        likelihood: made { () throws(ModelError) in try Bernoulli().likelihood(through: Logit(), for: .values)
        },
        response: { $1 < 1 / (1 + Double.exp(-$0)) ? 1 : 0 }, weights: { Double($0 % 4) }),
      Model(
        name: "probit",
        likelihood: made { () throws(ModelError) in
          try Bernoulli().likelihood(through: Probit(), for: .values)
        },
        response: { $1 < 1 / (1 + Double.exp(-1.6 * $0)) ? 1 : 0 }),
      Model(
        name: "cloglog",
        likelihood: made { () throws(ModelError) in
          try Bernoulli().likelihood(through: ComplementaryLogLog(), for: .values)
        },
        response: { -Double.log($1) < Double.exp($0) ? 1 : 0 }),
      Model(
        name: "poisson",
        likelihood: made { () throws(ModelError) in try Poisson().likelihood(through: Log(), for: .values) },
        response: { (-Double.log($1) * Double.exp($0)).rounded() }),
      Model(
        name: "gamma",
        likelihood: made { () throws(ModelError) in try Gamma().likelihood(through: Log(), for: .values) },
        response: { -Double.log($1) * Double.exp($0) }),
      Model(
        name: "gaussian",
        likelihood: made { () throws(ModelError) in
          try Gaussian().likelihood(through: Identity(), for: .values)
        },
        response: { $0 + $1 }),
      Model(
        name: "softmax", likelihood: CategoricalLikelihood(classes: 3),
        response: { $1 < 0.3 ? 0 : $1 < 0.3 + 0.6 / (1 + Double.exp(-$0)) ? 1 : 2 }),
    ]
  }()

  static func source(_ model: Model, rows: Int) -> MemorySource {
    var random = SplitMix(seed: UInt64(rows))
    let columns = (0..<9).map { j in (0..<rows).map { _ in random.uniform() - 0.4 + (j == 3 ? 700 : 0) } }
    let response = (0..<rows).map { i in
      let predictor = (0..<9).reduce(0.1) { $0 + 0.3 * (columns[$1][i] - ($1 == 3 ? 700 : 0)) }
      return model.response(predictor, random.uniform())
    }
    return MemorySource(
      rowCount: rows,
      columns: [.intercept] + (0..<9).map { ColumnDescription(name: "x\($0)", group: $0 + 1) },
      pieces: [.constant] + columns.map { .dense(ColumnStorage($0)) }, response: [ColumnStorage(response)],
      weights: model.weights.map { weight in ColumnStorage((0..<rows).map(weight)) })
  }

  static func fit(
    _ model: Model, rows: Int, threads: Int = 2, _ change: (inout Estimator) -> Void = { _ in }
  ) throws -> Estimate {
    var estimator = Estimator(threads: threads)
    change(&estimator)
    return try estimator.fit(model.likelihood, to: source(model, rows: rows))
  }

  /// The fit as it is made, and by the long way.
  static func both(
    _ likelihood: any Likelihood, _ source: MemorySource
  ) throws -> (short: Estimate, long: Estimate) {
    var estimator = Estimator(threads: 2)
    let short = try estimator.fit(likelihood, to: source)
    estimator.omission = .sampling
    return (short, try estimator.fit(likelihood, to: source))
  }

  /// The largest difference of coefficients over the largest coefficient.
  static func distance(_ a: Estimate, _ b: Estimate) -> Double {
    let largest = a.coefficients.reduce(0) { max($0, $1.magnitude) }
    return zip(a.coefficients, b.coefficients).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / largest
  }

  /// The largest relative difference of standard errors.
  static func distanceOfErrors(_ a: Estimate, _ b: Estimate) throws -> Double {
    let (first, second) = (try #require(a.inverseInformation), try #require(b.inverseInformation))
    return zip(first.diagonal, second.diagonal).reduce(0) { max($0, ($1.0 / $1.1 - 1).magnitude / 2) }
  }

  @Test(arguments: models, sizes) func threadsChangeNoBit(_ model: Model, rows: Int) throws {
    let one = try Self.fit(model, rows: rows, threads: 1)
    #expect(one.outcome.isOptimum)
    for threads in [2, 7] {
      let more = try Self.fit(model, rows: rows, threads: threads)
      #expect(sameBits(one.coefficients, more.coefficients))
      #expect(
        sameBits(one.inverseInformation?.entries ?? [], more.inverseInformation?.entries ?? [.nan]))
      #expect(sameBits([one.loss, one.decrement], [more.loss, more.decrement]))
    }
  }

  /// In a process of its own: what is forced holds for the whole of it.
  @Test func kernelSetsAgree() async {
    await #expect(processExitsWith: .success) {
      for model in MachineLawTests.models {
        for rows in MachineLawTests.sizes {
          let best = try MachineLawTests.fit(model, rows: rows)
          guard let inverse = best.inverseInformation else {
            preconditionFailure("\(model.name) is no optimum")
          }
          let condition = (1 / Cholesky(inverse).smallestPivot).squareRoot()
          for set in KernelSet.available {
            KernelSet.force(set)
            let own = try MachineLawTests.fit(model, rows: rows)
            let distance = MachineLawTests.distance(best, own)
            precondition(
              KernelSet.active == set && own.outcome.isOptimum && distance <= 1e-14 * condition,
              "\(model.name), \(rows) rows, \(set): \(distance) with condition \(condition)")
          }
          KernelSet.force(nil)
        }
      }
    }
  }

  @Test(arguments: models) func samplesLeadToTheSameEnd(_ model: Model) throws {
    let rows = Self.sizes[1]
    let source = Self.source(model, rows: rows)
    let layout = CoefficientLayout(columns: source.columns, planes: model.likelihood.predictorCount)
    let short = try #require(
      try Estimator(threads: 2).fittedFromSample(model.likelihood, to: source, layout: layout))
    let long = try Self.fit(model, rows: rows) { $0.omission = .sampling }
    #expect(short.outcome == long.outcome)
    #expect(Self.distance(long, short) <= 1e-13)
    #expect(try Self.distanceOfErrors(long, short) <= 1e-10)
    #expect((short.loss - long.loss).magnitude <= 1e-13 * long.loss)
    #expect(short.rows == long.rows && short.totalWeight == long.totalWeight)
  }

  @Test(arguments: models, sizes) func withoutInferenceTheCoefficientsAreTheSame(_ model: Model, rows: Int)
    throws
  {
    let whole = try Self.fit(model, rows: rows)
    let bare = try Self.fit(model, rows: rows) { $0.wantsInference = false }
    #expect(bare.outcome == whole.outcome)
    #expect(bare.solver == whole.solver)
    #expect(bare.inverseInformation == nil)
    #expect((bare.loss - whole.loss).magnitude <= 1e-13 * whole.loss)
    #expect(Self.distance(whole, bare) <= 1e-12)
  }

  /// What is out of the ordinary goes the long way and is told as ever: a row at the end of many that is impossible.
  @Test func aBadRowAmongManyIsNamed() throws {
    let model = Self.models[0]
    let good = Self.source(model, rows: 60_000)
    var response = good.response[0].values
    response[59_998] = 0.5
    let bad = good.replacing(response: [ColumnStorage(response)])
    #expect(
      throws: FitError.response(
        row: 59_999, line: nil, value: 0.5, expected: "0 or 1; a proportion needs the number of its trials")
    ) {
      try Estimator().fit(model.likelihood, to: bad)
    }
  }

  /// So does an entry of a column, whichever way the row would have gone.
  @Test(arguments: [Double.infinity, -.infinity, .nan]) func aBadEntryAmongManyIsNamed(_ entry: Double) throws
  {
    let model = Self.models[0]
    let good = Self.source(model, rows: 60_000)
    guard case .dense(let column) = good.pieces[2] else { preconditionFailure("the column is dense") }
    var values = column.values
    values[59_998] = entry
    var pieces = good.pieces
    pieces[2] = .dense(ColumnStorage(values))
    for response in [0.0, 1] {
      var responses = good.response[0].values
      responses[59_998] = response
      let bad = MemorySource(
        rowCount: good.rowCount, columns: good.columns, pieces: pieces, response: [ColumnStorage(responses)])
      let error = #expect(throws: FitError.self) { try Estimator().fit(model.likelihood, to: bad) }
      guard case .notFinite(row: 59_999, line: nil, name: "x1", value: _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  /// Columns nearly dependent on one another go the short way too where the rows are many.
  @Test func nearlyDependentColumnsGoTheShortWay() throws {
    let (model, rows, count) = (Self.models[0], 60_000, 29)
    var random = SplitMix(seed: 5)
    var columns = (0..<count).map { _ in (0..<rows).map { _ in random.uniform() - 0.5 } }
    columns[1] = zip(columns[0], columns[1]).map { $0 + 0.05 * $1 }
    let response = (0..<rows).map { model.response(columns[0][$0] - columns[2][$0], random.uniform()) }
    let source = MemorySource(
      rowCount: rows,
      columns: [.intercept] + (0..<count).map { ColumnDescription(name: "x\($0)", group: $0 + 1) },
      pieces: [.constant] + columns.map { .dense(ColumnStorage($0)) }, response: [ColumnStorage(response)])
    let layout = CoefficientLayout(columns: source.columns, planes: 1)
    let short = try #require(
      try Estimator(threads: 2).fittedFromSample(model.likelihood, to: source, layout: layout))
    var estimator = Estimator(threads: 2)
    estimator.omission = .sampling
    let long = try estimator.fit(model.likelihood, to: source)
    #expect(Self.distance(long, short) <= 1e-12)
    #expect(try Self.distanceOfErrors(long, short) <= 1e-9)
  }

  /// What holds in a sample need not hold in all rows: a column that is 1 in all but a few rows is no intercept, against which
  /// others could be shifted.
  @Test func aColumnOfOnesInTheSampleIsNoIntercept() throws {
    let (model, rows) = (Self.models[0], 60_000)
    var random = SplitMix(seed: 6)
    var columns = (0..<9).map { _ in (0..<rows).map { _ in 45 + random.uniform() } }
    // The second block, which no sample of every second block or fewer has.
    columns[0] = (0..<rows).map { $0 < 512 || $0 >= 812 ? 1 : 0 }
    let response = (0..<rows).map { i in
      model.response(columns[0][i] + columns[1][i] - columns[2][i] - 0.01 * columns[3][i], random.uniform())
    }
    let source = MemorySource(
      rowCount: rows, columns: (0..<9).map { ColumnDescription(name: "x\($0)", group: $0 + 1) },
      pieces: columns.map { .dense(ColumnStorage($0)) }, response: [ColumnStorage(response)])
    let (short, long) = try Self.both(model.likelihood, source)
    #expect(Self.distance(long, short) <= 1e-12)
    #expect(try Self.distanceOfErrors(long, short) <= 1e-10)
  }

  /// Weights that sum to next to nothing say as much as any.
  @Test(arguments: [1e-12, 1e9]) func theSizeOfWeightsDoesNotMatter(_ size: Double) throws {
    let model = Self.models[0]
    let rows = 60_000
    let plain = Self.source(model, rows: rows)
    let source = plain.replacing(weights: ColumnStorage((0..<rows).map { size * Double(1 + $0 % 3) }))
    let (short, long) = try Self.both(model.likelihood, source)
    #expect(short.solver != long.solver)
    #expect(Self.distance(long, short) <= 1e-13)
    #expect(try Self.distanceOfErrors(long, short) <= 1e-10)
    let estimator = Estimator(wantsInference: false, threads: 2)
    #expect(Self.distance(long, try estimator.fit(model.likelihood, to: source)) <= 1e-12)
  }

  /// A column that a few rows hold has standard errors as exact as others.
  @Test(arguments: [6, 14]) func aColumnOfFewRowsHasItsDigits(_ few: Int) throws {
    let model = Self.models[0]
    let rows = 60_000
    let plain = Self.source(model, rows: rows)
    var pieces = plain.pieces
    pieces[1] = .dense(ColumnStorage((0..<rows).map { $0 < few ? 1 : 0 }))
    var response = plain.response[0].values
    for i in 0..<few { response[i] = i < few - 1 ? 1 : 0 }
    let source = MemorySource(
      rowCount: rows, columns: plain.columns, pieces: pieces, response: [ColumnStorage(response)])
    let (short, long) = try Self.both(model.likelihood, source)
    #expect(Self.distance(long, short) <= 1e-12)
    #expect(try Self.distanceOfErrors(long, short) <= 1e-10)
  }

  /// Responses over dozens of decades have an optimum, which Newton's method with the observed curvature must not stop short of.
  @Test func gammaResponsesOverManyDecadesHaveAnOptimum() throws {
    let rows = 500
    for seed in 1...4 as ClosedRange<UInt64> {
      var random = SplitMix(seed: seed)
      let columns = (0..<3).map { _ in (0..<rows).map { _ in random.uniform() - 0.5 } }
      let response = (0..<rows).map { i in
        Double.exp(0.2 * columns[0][i]) * Double.pow(max(random.uniform(), 1e-3), 10)
      }
      let source = MemorySource(
        rowCount: rows,
        columns: [.intercept] + (0..<3).map { ColumnDescription(name: "x\($0)", group: $0 + 1) },
        pieces: [.constant] + columns.map { .dense(ColumnStorage($0)) }, response: [ColumnStorage(response)])
      let likelihood = try Gamma().likelihood(through: Log(), for: .values)
      #expect(try Estimator().fit(likelihood, to: source).outcome.isOptimum)
      #expect(try Estimator(solver: Newton()).fit(likelihood, to: source).outcome.isOptimum)
    }
  }

  /// Many rows that are separated say so, as few do.
  @Test func manySeparatedRowsSaySo() throws {
    let model = Self.models[0]
    let good = Self.source(model, rows: 60_000)
    guard case .dense(let column) = good.pieces[1] else { preconditionFailure("the column is dense") }
    let separated = good.replacing(
      response: [ColumnStorage(column.values.map { $0 > 0.1 ? 1 : 0 })])
    let fit = try Estimator().fit(model.likelihood, to: separated)
    guard case .infinite = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
  }
}
