import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

/// The cones say which way the loss never rises: over ``likelihoodCases``, along every direction tried.
@Suite struct RecessionConeTests {
  @Test(arguments: likelihoodCases) func lossNeverRisesInsideTheCone(_ item: LikelihoodCase) {
    var findings = Findings()
    for response in item.responses {
      let cone = item.likelihood.recession(response)
      for direction in item.directions where cone.contains(direction) {
        for start in item.predictors {
          var last = item.likelihood.loss(response, at: start)
          for step in [0.1, 0.5, 1, 2, 5, 20, 100, 1e4] {
            let there = zip(start, direction).map { $0 + step * $1 }
            // A row without trials says nothing, but it has a domain.
            if cone == .whole, !item.isInside(there) { break }
            findings.check(item.isInside(there), "\(response): \(there) is outside the domain")
            let loss = item.likelihood.loss(response, at: there)
            let rounding = 8 * .ulpOfOne * (last + there.reduce(0) { max($0, $1.magnitude) })
            findings.check(loss <= last + rounding, "\(response) at \(there): from \(last) to \(loss)")
            last = loss
          }
        }
      }
      if cone == .origin { findings.check(true, "") }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Along any other direction the loss rises in the end, or the domain does.
  @Test(arguments: likelihoodCases) func lossRisesOutsideTheCone(_ item: LikelihoodCase) {
    var findings = Findings()
    for response in item.responses {
      let cone = item.likelihood.recession(response)
      for direction in item.directions where !cone.contains(direction) {
        for start in item.predictors {
          var lowest = item.likelihood.loss(response, at: start)
          var rises = false
          for step in [0.1, 0.5, 1, 2, 5, 20, 100, 1e4, 1e8] {
            let there = zip(start, direction).map { $0 + step * $1 }
            let loss = item.isInside(there) ? item.likelihood.loss(response, at: there) : .infinity
            if loss > lowest + 8 * .ulpOfOne * lowest { rises = true }
            lowest = min(lowest, loss)
          }
          findings.check(rises, "\(response) from \(start) along \(direction): down to \(lowest)")
        }
      }
      if cone == .whole { findings.check(true, "") }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Where a likelihood bounds curvature by residual, the bound holds for every row that a certificate asks about.
  @Test(arguments: likelihoodCases) func curvatureIsBoundedByTheResidual(_ item: LikelihoodCase) {
    var findings = Findings()
    guard item.likelihood.predictorCount == 1 else { return }
    for (response, predictors) in item.pairs(item.predictors + item.far) {
      let cone = item.likelihood.recession(response)
      if cone == .origin || cone == .whole { continue }
      guard let ratio = item.likelihood.curvatureRatio(response, at: { predictors[$0] }) else { continue }
      let row = item.likelihood.rows([response], at: [predictors], .curvature(.expected))
      let (curvature, residual) = (row.curvature[0][0], row.residual[0][0].magnitude)
      findings.check(
        curvature <= ratio * residual * (1 + 1e-12) + .leastNormalMagnitude,
        "\(response) at \(predictors): \(curvature) against \(residual), \(ratio)")
    }
    #expect(findings.isClean || findings.looked == 0, "\(findings)")
  }

  /// z is inside the dual when z · d > 0 for every d of the cone.
  @Test(arguments: likelihoodCases) func dualsAreWhatDirectionsSay(_ item: LikelihoodCase) {
    var findings = Findings()
    let planes = item.likelihood.predictorCount
    var generator = SplitMix(seed: 3)
    for response in item.responses {
      let cone = item.likelihood.recession(response)
      // Rays of the cone: what the directions tried, which hold its generators, have of it.
      let rays = item.directions.filter { cone.contains($0) && $0.contains { $0 != 0 } }
      for _ in 0..<40 {
        let z = (0..<planes).map { _ in generator.normal() }
        let says = cone.dualContains({ z[$0] }, slack: { _ in 0 }, planes: planes)
        if cone == .origin { findings.check(says, "\(response): an empty cone certifies everything") }
        if cone == .whole { findings.check(!says, "\(response): nothing certifies a row that says nothing") }
        if cone == .origin || cone == .whole { continue }
        findings.check(
          says == rays.allSatisfy { dot(z, $0) > 0 }, "\(response): \(z) is \(says ? "" : "not ")in the dual")
        findings.check(
          !cone.dualContains({ z[$0] }, slack: { _ in 10 }, planes: planes),
          "\(response): certified within its error")
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test func generalHalfspaces() {
    let cone = RecessionCone.halfspaces([[1, 0], [1, -1]])
    #expect(cone.contains([-1, 2]) && cone.contains([-1, -1]) && !cone.contains([0.1, 1]))
    #expect(cone.halfspaces(planes: 2).inequalities == [[-1, 0], [-1, 1]])
  }

  /// A cone is what its half-spaces say.
  @Test func halfspacesAreTheCone() {
    let cones: [(RecessionCone, Int)] = [
      (.origin, 2), (.whole, 2), (.nonnegative, 1), (.nonpositive, 1), (.largest(plane: nil), 2),
      (.largest(plane: 0), 2), (.largest(plane: 1), 3), (.halfspaces([[1, -2], [0.5, 1]]), 2),
    ]
    let ends = [-1.0, -0.5, 0, 0.5, 1]
    for (cone, planes) in cones {
      let (inequalities, equalities) = cone.halfspaces(planes: planes)
      var directions: [[Double]] = [[]]
      for _ in 0..<planes { directions = directions.flatMap { d in ends.map { d + [$0] } } }
      for d in directions {
        let says = inequalities.allSatisfy { dot($0, d) >= 0 } && equalities.allSatisfy { dot($0, d) == 0 }
        #expect(cone.contains(d) == says, "\(cone) \(d)")
      }
    }
  }
}

extension LikelihoodCase {
  /// Directions of η with entries −1, 0 and 1 (all of them, up to four planes) and some others.
  var directions: [[Double]] {
    let planes = likelihood.predictorCount
    var all: [[Double]] = [[]]
    for _ in 0..<planes { all = all.flatMap { d in [-1.0, 0, 1].map { d + [$0] } } }
    var generator = SplitMix(seed: 2)
    return all.filter { $0.contains { $0 != 0 } }
      + (0..<6).map { _ in (0..<planes).map { _ in generator.normal() } }
  }
}
