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

  /// Follows a plan as if every prediction came true; the passes with the information and without.
  private static func follow(_ plan: InformationPlan, from decrement: Double, _ contraction: Double) -> [Bool] {
    var (decrement, contraction) = (decrement, contraction)
    var passes = [plan.isDue(at: decrement, contraction: contraction)]
    while passes.count < 100 {
      if passes[passes.count - 1] { contraction = plan.contraction(at: decrement) }
      let isKnown = plan.isConstant ? passes.contains(true) : passes[passes.count - 1]
      if plan.isLast(decrement, contraction: contraction, isKnown: isKnown) { return passes }
      passes.append(plan.isDue(after: decrement, contraction: contraction, isKnown: isKnown))
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

  @Test(arguments: 0..<4) func endsWithTheInformationWhereItIsWanted(_ family: Int) {
    let likelihood = Self.families[family]
    let passes = Self.follow(Self.plan(likelihood), from: 300, 1e-3)
    #expect(passes.count < 9)
    #expect(likelihood.hasConstantCurvature ? passes.contains(true) : passes[passes.count - 1])
  }

  @Test func leastSquaresTakeOnePass() {
    #expect(Self.follow(Self.plan(Self.families[3]), from: 300, 1e-3) == [true])
  }

  @Test func whatIsTheSameEverywhereIsMadeOnce() {
    let passes = Self.follow(Self.plan(Self.families[2]), from: 300, 1e-3)
    #expect(passes.filter { $0 }.count == 1)
  }

  /// Where it costs as much as dozens of gradients and nobody wants it, it is not made.
  @Test func whatIsDearIsLeftOut() {
    let plan = Self.plan(Self.families[0], coefficients: 4000, isWanted: false)
    #expect(!Self.follow(plan, from: 300, 1e-2).contains(true))
    let wanted = Self.plan(Self.families[0], coefficients: 4000)
    #expect(Self.follow(wanted, from: 300, 1e-2).filter { $0 }.count == 1)
  }

  @Test func aLargerSampleLeavesLess() {
    let plan = Self.plan(Self.families[0])
    let sizes = [2, 4, 8, 16, 32].map { SampleSize(rows: 1_000_000 / $0, all: 1_000_000, coefficients: 20) }
    let costs = sizes.map { plan.cost(expecting: $0.decrement, contraction: $0.contraction) }
    #expect(costs == costs.sorted())
  }
}
