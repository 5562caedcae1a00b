import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

@testable import GLMEstimation

/// Fits of so many columns that their metrics are made of rounded ones: the answer is that of the long way.
struct WideFitTests {
  private static let (rows, count) = (34_000, 70)

  private static func uniforms(seed: UInt64) -> [[Double]] {
    var random = SplitMix(seed: seed)
    return (0..<count).map { _ in (0..<rows).map { _ in random.uniform() - 0.5 } }
  }

  private static func source(_ columns: [[Double]], _ response: [Double]) -> MemorySource {
    MemorySource(
      rowCount: rows,
      columns: [.intercept] + columns.indices.map { ColumnDescription(name: "x\($0)", group: $0 + 1) },
      pieces: [.constant] + columns.map { .dense(ColumnStorage($0)) }, response: [ColumnStorage(response)])
  }

  /// A response that the first columns say something of.
  private static func response(_ model: MachineLawTests.Model, _ columns: [[Double]]) -> [Double] {
    var random = SplitMix(seed: 3)
    return (0..<rows).map {
      model.response(columns[0][$0] - columns[2][$0] + 0.5 * columns[5][$0], random.uniform())
    }
  }

  private static func compare(_ likelihood: any Likelihood, _ source: MemorySource) throws {
    let layout = CoefficientLayout(columns: source.columns, planes: 1)
    let plan = InformationPlan(
      likelihood, rows: source.rowCount, coefficients: layout.count, goal: 1e-22, limit: 1e-15, isWanted: true
    )
    #expect(plan.roundedPrice != nil)
    let (short, long) = try MachineLawTests.both(likelihood, source)
    #expect(short.solver == SampledDescent.name && short.outcome == long.outcome)
    #expect(MachineLawTests.distance(long, short) <= 1e-12)
    #expect(try MachineLawTests.distanceOfErrors(long, short) <= 1e-10)
    let bare = try Estimator(wantsInference: false, threads: 1).fit(likelihood, to: source)
    #expect(bare.solver == SampledDescent.name && bare.outcome == long.outcome)
    #expect(MachineLawTests.distance(long, bare) <= 1e-11)
  }

  /// Logit, probit and Poisson: one curvature or two, proved at the end or by a sample.
  @Test(arguments: [0, 2, 4]) func roundedMetricsLeadToTheSameEnd(_ index: Int) throws {
    let model = MachineLawTests.models[index]
    let columns = Self.uniforms(seed: 1)
    try Self.compare(model.likelihood, Self.source(columns, Self.response(model, columns)))
  }

  /// One entry in hundreds that is hundreds of times as large as the others leaves those few bits.
  @Test func heavyTailsLeadToTheSameEnd() throws {
    let model = MachineLawTests.models[0]
    var columns = Self.uniforms(seed: 2)
    for j in 0..<10 {
      for i in stride(from: 17 * j, to: Self.rows, by: 701) { columns[j][i] *= 300 / Double(1 + j) }
    }
    var random = SplitMix(seed: 3)
    let response = (0..<Self.rows).map { i in
      model.response(0.02 * columns[0][i] - columns[20][i], random.uniform())
    }
    try Self.compare(model.likelihood, Self.source(columns, response))
  }

  /// Nearly dependent columns are none that rounding leaves apart.
  @Test(arguments: [0.3, 0.03]) func nearlyDependentColumnsLeadToTheSameEnd(_ apart: Double) throws {
    let model = MachineLawTests.models[0]
    var columns = Self.uniforms(seed: 4)
    for j in 40..<50 { columns[j] = zip(columns[j - 40], columns[j]).map { $0 + apart * $1 } }
    try Self.compare(model.likelihood, Self.source(columns, Self.response(model, columns)))
  }

  /// Columns that only rows outside the samples make nearly dependent.
  @Test(arguments: [0, 2, 3]) func columnsNearlyDependentOutsideTheSampleLeadToTheSameEnd(_ index: Int) throws
  {
    let model = MachineLawTests.models[index]
    var columns = Self.uniforms(seed: 9)
    let response = Self.response(model, columns)
    for i in 0..<Self.rows where (i / 512) % 2 != 0 && (i / 512) % 3 != 0 {
      columns[0][i] *= 1e6
      columns[1][i] = columns[0][i]
    }
    let (short, long) = try MachineLawTests.both(model.likelihood, Self.source(columns, response))
    #expect(short.outcome == long.outcome && MachineLawTests.distance(long, short) <= 1e-12)
    #expect(try MachineLawTests.distanceOfErrors(long, short) <= 1e-10)
  }

  /// Shares that add up to one are aliased, although rounded ones do not add up.
  @Test func sharesThatAddUpAreAliased() throws {
    let model = MachineLawTests.models[0]
    var columns = Self.uniforms(seed: 5).map { $0.map { $0 + 0.5 } }
    for i in 0..<Self.rows {
      let sum = columns.reduce(0) { $0 + $1[i] }
      for j in columns.indices { columns[j][i] /= sum }
    }
    var random = SplitMix(seed: 3)
    let response = (0..<Self.rows).map { i in
      model.response(20 * (columns[0][i] - columns[1][i]), random.uniform())
    }
    for wantsInference in [true, false] {
      let fit = try Estimator(wantsInference: wantsInference, threads: 2)
        .fit(model.likelihood, to: Self.source(columns, response))
      #expect(fit.outcome.isOptimum && fit.aliased == [Self.count])
    }
  }

  /// Rows whose curvature vanishes are no glance's matter: a pass proves that the estimate exists.
  @Test func curvaturesNextToNothingLeadToTheSameEnd() throws {
    let model = MachineLawTests.models[0]
    let columns = Self.uniforms(seed: 8)
    var random = SplitMix(seed: 3)
    let response = (0..<Self.rows).map { model.response(80 * columns[0][$0], random.uniform()) }
    try Self.compare(model.likelihood, Self.source(columns, response))
  }

  /// A sample that says nothing of existence leaves the proof to all rows, which have no estimate.
  @Test(arguments: [true, false]) func separatedRowsSaySo(_ wantsInference: Bool) throws {
    let model = MachineLawTests.models[0]
    let columns = Array(Self.uniforms(seed: 6)[..<20])
    let separated = Self.source(columns, columns[3].map { $0 > 0.1 ? 1 : 0 })
    let fit = try Estimator(wantsInference: wantsInference, threads: 2).fit(model.likelihood, to: separated)
    guard case .infinite = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
  }

  /// A sample without an estimate of rows that have one.
  @Test func rareEventsOutsideTheSample() throws {
    let model = MachineLawTests.models[0]
    let columns = Array(Self.uniforms(seed: 7)[..<20])
    // The second block of 512 rows is in no sample of every second block or fewer.
    let response = (0..<Self.rows).map { (512..<1024).contains($0) && $0 % 3 == 0 ? 1.0 : 0 }
    let (short, long) = try MachineLawTests.both(model.likelihood, Self.source(columns, response))
    #expect(short.outcome == long.outcome && long.outcome.isOptimum)
    #expect(MachineLawTests.distance(long, short) <= 1e-12)
  }
}
