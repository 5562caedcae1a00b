import GLMFamilies
import GLMModel
import Testing

@testable import GLMEstimation

@Suite struct InformationPlanTests {
  private static func plan(
    _ likelihood: any Likelihood, rows: Int = 1_000_000, coefficients: Int = 20, isWanted: Bool = true
  ) -> InformationPlan {
    InformationPlan(
      likelihood, rows: rows, coefficients: coefficients, goal: 1e-22, limit: 1e-15, isWanted: isWanted)
  }

  /// Follows a plan as if every prediction came true: what its passes make.
  private static func follow(
    _ plan: InformationPlan, from decrement: Double, _ contraction: Double
  ) -> [InformationPlan.Making] {
    var (decrement, contraction) = (decrement, contraction)
    var making = plan.making(at: decrement, contraction: contraction)
    var passes: [InformationPlan.Making] = []
    while passes.count < 100 {
      passes.append(making)
      if making == .metric || making == .rounded {
        contraction = plan.contraction(of: making, at: decrement)
      }
      let isNear = passes.dropLast().contains { $0 == .metric || $0 == .rounded }
      if plan.isLast(decrement, contraction: contraction, made: making, isNear: isNear) { break }
      making = plan.making(
        after: decrement, contraction: contraction,
        isNear: passes.contains { $0 == .metric || $0 == .rounded })
      decrement *= contraction
    }
    return passes
  }

  private static let families: [any Likelihood] = {
    func made(_ make: () throws(ModelError) -> any Likelihood) -> any Likelihood {
      do { return try make() } catch { preconditionFailure("\(error)") }
    }
    return [
      made { () throws(ModelError) in try Bernoulli().likelihood(through: Logit(), for: .values) },
      made { () throws(ModelError) in try Bernoulli().likelihood(through: Probit(), for: .values) },
      made { () throws(ModelError) in try Gamma().likelihood(through: Log(), for: .values) },
      made { () throws(ModelError) in try Gaussian().likelihood(through: Identity(), for: .values) },
    ]
  }()

  /// Canonical links have one curvature; others tell standard errors from the expected one.
  @Test(
    arguments: [(0, .metric), (1, .errors), (2, .errors), (3, .metric)] as [(Int, InformationPlan.Making)])
  func endsWithTheInformationWhereItIsWanted(_ family: Int, _ making: InformationPlan.Making) {
    let passes = Self.follow(Self.plan(Self.families[family]), from: 300, 1e-3)
    #expect(passes.count < 6)
    #expect(passes.last == making)
    let bare = Self.follow(Self.plan(Self.families[family], isWanted: false), from: 300, 1e-3)
    #expect(bare.count < 8 && !bare.contains(.errors))
  }

  @Test func leastSquaresTakeOnePass() {
    #expect(Self.follow(Self.plan(Self.families[3]), from: 300, 1e-3) == [.metric])
  }

  /// Where it costs as much as dozens of gradients and nobody wants it, it is not made.
  @Test func whatIsDearIsLeftOut() {
    let plan = Self.plan(Self.families[0], coefficients: 4000, isWanted: false)
    #expect(Self.follow(plan, from: 300, 1e-2).allSatisfy { $0 == .nothing })
    let wanted = Self.plan(Self.families[0], coefficients: 4000)
    #expect(Self.follow(wanted, from: 300, 1e-2).filter { $0 != .nothing } == [.metric])
  }

  @Test func aLargerSampleLeavesLess() {
    let plan = Self.plan(Self.families[0])
    let sizes = [2, 4, 8, 16, 32].map { SampleSize(rows: 1_000_000 / $0, all: 1_000_000, coefficients: 20) }
    let costs = sizes.map { plan.cost(expecting: $0.decrement, contraction: $0.contraction) }
    #expect(costs == costs.sorted())
  }

  /// Many columns have metrics of rounded ones, which are no end where standard errors are wanted; few columns have none.
  @Test func manyColumnsAreRounded() {
    let wide = Self.follow(Self.plan(Self.families[0], rows: 50_000, coefficients: 400), from: 1400, 0.05)
    #expect(wide.filter { $0 != .nothing } == [.rounded, .metric] && wide.count <= 8)
    let bare = Self.follow(
      Self.plan(Self.families[0], rows: 50_000, coefficients: 400, isWanted: false), from: 1400, 0.05)
    #expect(bare.contains(.rounded) && !bare.contains(.metric) && bare.count <= 8)
    for family in Self.families { #expect(Self.plan(family).roundedPrice == nil) }
    #expect(Self.plan(Self.families[3], coefficients: 400).roundedPrice == nil)
  }

  /// Where about is enough, as for a sample, nothing more is made.
  @Test func samplesEndWithARoundedMetric() {
    let plan = InformationPlan(
      Self.families[0], rows: 12_000, coefficients: 400, goal: 100, limit: 100, isWanted: true, isAbout: true)
    #expect(Self.follow(plan, from: 1200, 0.1).filter { $0 != .nothing } == [.rounded])
  }
}
