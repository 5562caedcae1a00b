import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Optima on the edge of the possible means satisfy the conditions of Karush, Kuhn and Tucker, told from the data alone:
/// for a convex loss that makes them the best there are.
@Suite struct EdgeOptimumTests {
  /// What a row adds to the gradient in η, and the predictor of the edge that it can rest on.
  private struct Model {
    let likelihood: any Likelihood
    let normal: Double
    let slope: @Sendable (_ y: Double, _ eta: Double) -> Double
    let restsWhere: Double
  }

  private static func model(_ name: String) throws -> Model {
    name == "log-binomial"
      ? Model(
        likelihood: try Bernoulli().likelihood(through: Log(), for: .values), normal: 1,
        slope: { y, eta in y == 1 ? -1 : Double.exp(eta) / (1 - Double.exp(eta)) }, restsWhere: 1)
      : Model(
        likelihood: try Poisson().likelihood(through: Identity(), for: .values), normal: -1,
        slope: { y, eta in y == 0 ? 1 : 1 - y / eta }, restsWhere: 0)
  }

  private func data(_ name: String, seed: UInt64) -> SmallData {
    var generator = SplitMix(seed: seed)
    let n = 6 + Int(generator.uniform() * 10)
    let x = (0..<n).map { _ in (4 * generator.uniform()).rounded() / 2 }
    let y = x.map { x -> Double in
      let u = generator.uniform()
      return name == "log-binomial" ? (u < 0.1 + 0.42 * x ? 1 : 0) : (u * u * 4 * x).rounded()
    }
    return SmallData(columns: [x], response: y)
  }

  @Test(arguments: ["log-binomial", "poisson-identity"])
  func `the conditions of Karush, Kuhn and Tucker hold`(name: String) throws {
    let model = try Self.model(name)
    var edges = 0
    for seed in 0..<60 as Range<UInt64> {
      let data = data(name, seed: seed)
      guard Set(data.columns[0]).count > 2, Set(data.responses.map(\.value)).count > 1 else { continue }
      let fit = try Estimator(threads: 1).fit(model.likelihood, to: data.source())
      guard case .boundary(let boundary) = fit.outcome else {
        #expect(fit.outcome.isOptimum || fit.outcome.name == "infinite", "\(seed): \(fit.outcome)")
        continue
      }
      edges += 1
      #expect(boundary.isOptimum, "\(seed)")
      let (x, y) = (data.columns[0], data.responses.map(\.value))
      let etas = x.map { fit.coefficients[0] + fit.coefficients[1] * $0 }
      #expect(etas.allSatisfy { model.normal * $0 <= 1e-14 }, "\(seed): every mean is possible")
      var gradient = [0.0, 0]
      for i in x.indices {
        let slope = model.slope(y[i], etas[i])
        // A row that cannot rest on the edge is away from it.
        guard y[i] == model.restsWhere || etas[i].magnitude > 1e-9 else {
          Issue.record("\(seed): row \(i) is on the edge")
          continue
        }
        gradient[0] += slope
        gradient[1] += slope * x[i]
      }
      // gradient + Σ λ normal x = 0 with λ ≥ 0 over the rows named.
      #expect(!boundary.rows.isEmpty && boundary.rows.count <= 2, "\(seed)")
      for row in boundary.rows {
        #expect(etas[row].magnitude < 1e-13 && y[row] == model.restsWhere, "\(seed): row \(row)")
        #expect(x[..<row].indices.allSatisfy { x[$0] != x[row] || y[$0] != y[row] }, "the first of its like")
      }
      let size = 1e-10 * Double(x.count)
      let normals = boundary.rows.map { [model.normal, model.normal * x[$0]] }
      if normals.count == 1 {
        let lambda = -dot(gradient, normals[0]) / dot(normals[0], normals[0])
        #expect(lambda > -size, "\(seed): multiplier \(lambda)")
        for j in 0..<2 { #expect((gradient[j] + lambda * normals[0][j]).magnitude < size, "\(seed)") }
      } else if normals.count == 2 {
        let determinant = normals[0][0] * normals[1][1] - normals[1][0] * normals[0][1]
        let first = (-gradient[0] * normals[1][1] + gradient[1] * normals[1][0]) / determinant
        let second = (-gradient[1] * normals[0][0] + gradient[0] * normals[0][1]) / determinant
        #expect(first > -size && second > -size, "\(seed): multipliers \(first), \(second)")
      }
    }
    #expect(edges >= 10, "\(edges) of the problems end on the edge")
  }

  /// p = a + b x at its best with a = 0, where six rows of three kinds meet; the weights are the rows written out.
  @Test func `weighted rows end where written-out rows do`() throws {
    let model = try Self.model("poisson-identity")
    for seed in 0..<20 as Range<UInt64> {
      let once = data("poisson-identity", seed: seed)
      guard Set(once.columns[0]).count > 2 else { continue }
      var weighted = once
      weighted.weights = once.responses.indices.map { Double($0 % 3 + 1) }
      let written = once.rows(once.responses.indices.flatMap { Array(repeating: $0, count: $0 % 3 + 1) })
      let fits = try [weighted, written].map {
        try Estimator(threads: 1).fit(model.likelihood, to: $0.source())
      }
      #expect(fits[0].outcome.name == fits[1].outcome.name, "\(seed): \(fits.map(\.outcome))")
      guard fits[0].outcome.name != "infinite" else { continue }
      #expect(largestDifference(fits[0].coefficients, fits[1].coefficients, floor: 1) < 1e-11, "\(seed)")
    }
  }

  /// Every row of the corner x = 0 rests on the edge, and so does every row of x = 2: more rows than coefficients.
  @Test func `a corner where many rows meet`() throws {
    let model = try Self.model("poisson-identity")
    let x: [Double] = [0, 0, 0, 1, 1, 1, 2, 2, 2]
    let z: [Double] = [0, 1, 2, 0, 1, 2, 0, 1, 2]
    let y: [Double] = [0, 0, 0, 3, 1, 2, 6, 4, 5]
    let data = SmallData(columns: [x, z], response: y)
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: data.source())
    guard case .boundary(let boundary) = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
    #expect(boundary.isOptimum)
    // With every mean at x = 0 at 0, the others are b x: b = 21/9.
    #expect(boundary.rows.allSatisfy { $0 < 3 })
    let etas = data.predictors(fit.coefficients).map { $0[0] }
    #expect(etas.allSatisfy { $0 >= -1e-14 })
    let loss = zip(etas, y).reduce(0) { sum, pair in
      sum + (pair.1 == 0 ? pair.0 : pair.0 - pair.1 + pair.1 * Double.log(pair.1 / pair.0))
    }
    let plain = zip(x, y).reduce(0) { sum, pair in
      let mean = 21.0 / 9 * pair.0
      return sum + (pair.1 == 0 ? mean : mean - pair.1 + pair.1 * Double.log(pair.1 / mean))
    }
    #expect(loss <= plain + 1e-12)
  }

  /// An interior optimum that lies near the edge is an optimum.
  @Test func `a small mean is no edge`() throws {
    let model = try Self.model("poisson-identity")
    let n = 400
    let x = (0..<n).map { $0 < n / 2 ? 0.0 : 1 }
    // One event in 200 rows, against 1000 a row.
    let y = (0..<n).map { $0 == 7 ? 1.0 : $0 < n / 2 ? 0 : 1000 }
    let fit = try Estimator(threads: 1).fit(
      model.likelihood, to: SmallData(columns: [x], response: y).source())
    #expect(fit.outcome == .optimum(isGlobal: true), "\(fit.outcome)")
    #expect((fit.coefficients[0] - 1 / 200).magnitude < 1e-15)
  }

  /// Through roots the loss is flat at the edge: rows with zeros alone have the mean 0 whatever the power.
  @Test(arguments: [0.5, 0.3, 0.2, 0.1, 0.05]) func `zeros through any root`(exponent: Double) throws {
    let likelihood = try Poisson().likelihood(through: Power(exponent), for: .values)
    let data = SmallData(
      columns: [[0, 0, 0, 1, 1, 1], [0.3, 0.1, 0.8, 0.5, 0.9, 0.2]], response: [0, 0, 0, 3, 5, 2])
    let fit = try Estimator(threads: 1).fit(likelihood, to: data.source())
    guard case .boundary(let boundary) = fit.outcome else {
      Issue.record("\(fit.outcome) at \(fit.coefficients)")
      return
    }
    #expect(boundary.isOptimum && boundary.rows.allSatisfy { $0 < 3 })
  }

  /// A prior moves the optimum, and may take it off the edge.
  @Test func `a prior has its say on the edge`() throws {
    let model = try Self.model("poisson-identity")
    let data = SmallData(columns: [[0, 0, 1, 1, 2, 2]], response: [0, 0, 1, 3, 5, 4])
    let free = try Estimator(threads: 1).fit(model.likelihood, to: data.source())
    let held = try Estimator(prior: NormalPrior(precision: 10), threads: 1).fit(
      model.likelihood, to: data.source())
    #expect(free.outcome == .boundary(Boundary(isOptimum: true, rows: [0])), "\(free.outcome)")
    #expect((free.coefficients[1] - 13.0 / 6).magnitude < 1e-13)
    #expect(held.outcome.isOptimum, "\(held.outcome)")
    #expect(held.coefficients[0] > 0)
  }
}
