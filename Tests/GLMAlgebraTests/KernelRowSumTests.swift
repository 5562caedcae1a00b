import CGLMKernels
import GLMAlgebra
import GLMTestSupport
import Testing

/// Rows of a plane as an engine has them: weights, some 0 over entries that are no numbers, curvatures, some 0.
private struct WeighedRows {
  var weights: [Double]
  var loss: [Double]
  var predictor: [Double]
  var residual: [Double]
  var curvature: [Double]

  init(_ count: Int, seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    weights = (0..<count).map { _ in random.next() % 5 == 0 ? 0 : random.uniform() * 3 }
    loss = (0..<count).map { _ in random.uniform() }
    predictor = (0..<count).map { _ in 8 * random.uniform() - 4 }
    residual = (0..<count).map { _ in random.uniform() - 0.5 }
    curvature = (0..<count).map { _ in random.next() % 6 == 0 ? 0 : random.uniform() - 0.2 }
    let broken = [Double.nan, .infinity, -.infinity]
    for i in 0..<count where weights[i] == 0 {
      loss[i] = broken[i % 3]
      predictor[i] = broken[(i + 1) % 3]
      residual[i] = broken[(i + 2) % 3]
      curvature[i] = broken[i % 3]
    }
  }

  /// The same rows, those without weight left out of the data, at weight 1.
  var unweighted: WeighedRows {
    var result = self
    for i in weights.indices {
      if weights[i] == 0 {
        (result.loss[i], result.predictor[i], result.residual[i], result.curvature[i]) = (0.5, 1, 0.25, 2)
      }
      result.weights[i] = 1
    }
    return result
  }
}

private func isClose(_ a: Double, _ b: Double) -> Bool {
  a == b || (a.isNaN && b.isNaN) || (a - b).magnitude <= 1e-13 * b.magnitude
}

extension KernelTests {
  /// Sums by the formulas of the documentation, row by row.
  private func reference(
    _ rows: WeighedRows, limit: Double
  ) -> (loss: DoubleDouble, rounding: Double, noise: Double, pearson: Double, smallest: Double) {
    var loss = DoubleDouble.zero
    var (rounding, noise, pearson, smallest) = (0.0, 0.0, 0.0, Double.infinity)
    for (i, w) in rows.weights.enumerated() where w != 0 {
      loss += DoubleDouble(w * rows.loss[i])
      rounding += (w * rows.loss[i]).magnitude + (w * rows.residual[i] * rows.predictor[i]).magnitude
      let c = (w * rows.curvature[i]).magnitude
      smallest = min(smallest, c)
      guard c > 0 else { continue }
      let share = w * rows.residual[i] * (w * rows.residual[i]) / c
      noise += min(share, limit) + c * rows.predictor[i] * rows.predictor[i]
      pearson += share
    }
    return (loss, rounding, noise, pearson, smallest)
  }

  private func weigh(
    _ rows: WeighedRows, isWeighted: Bool, limit: Double, _ findings: inout Findings, _ name: String
  ) -> RowSums {
    var sums = RowSums()
    var (residual, curvature) = (rows.residual, rows.curvature)
    var r = residual.mutableSpan
    var c = curvature.mutableSpan
    let w = rows.weights
    if isWeighted {
      sums.weighLosses(rows.loss.span, weights: w.span)
      sums.weighPlane(rows.predictor.span, residual: &r, curvature: &c, weights: w.span, limit: limit)
    } else {
      sums.weighLosses(rows.loss.span)
      sums.weighPlane(rows.predictor.span, residual: &r, curvature: &c, limit: limit)
    }
    for i in w.indices {
      findings.check(r[i] == (w[i] == 0 ? 0 : w[i] * rows.residual[i]), "\(name) residual \(i)")
      findings.check(c[i] == (w[i] == 0 ? 0 : w[i] * rows.curvature[i]), "\(name) curvature \(i)")
    }
    return sums
  }

  @Test(arguments: KernelData.rows) func rowSums(count: Int) {
    var findings = Findings()
    for limit in [1, Double.infinity] {
      for isWeighted in [true, false] {
        let own = WeighedRows(count, seed: count)
        let rows = isWeighted ? own : own.unweighted
        let exact = reference(rows, limit: limit)
        onEveryKernelSet { set in
          let name = "\(set) limit \(limit)"
          let sums = weigh(rows, isWeighted: isWeighted, limit: limit, &findings, name)
          let loss = DoubleDouble.sum(sums.loss.head, sums.loss.tail) - exact.loss
          findings.check(loss.high.magnitude <= 1e-28 * Double(count), "\(name) loss \(loss.high)")
          findings.check(isClose(sums.rounding, exact.rounding), "\(name) rounding")
          findings.check(isClose(sums.noise, exact.noise), "\(name) noise")
          findings.check(isClose(sums.pearson, exact.pearson), "\(name) pearson")
          findings.check(sums.smallest == exact.smallest, "\(name) smallest")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// A loss that is no number, or infinite, makes the sum so; a residual that is no number shows in `rounding`,
  /// wherever the row is.
  @Test func whatIsNoNumberShows() {
    let count = 21
    var findings = Findings()
    onEveryKernelSet { set in
      for i in 0..<count {
        for isWeighted in [true, false] {
          var rows = WeighedRows(count, seed: i).unweighted
          rows.loss[i] = .nan
          var sums = weigh(rows, isWeighted: isWeighted, limit: 1, &findings, "\(set)")
          findings.check(sums.loss.value.isNaN, "\(set) loss \(i)")
          rows.loss[i] = .infinity
          sums = weigh(rows, isWeighted: isWeighted, limit: 1, &findings, "\(set)")
          findings.check(sums.loss.value == .infinity, "\(set) infinite loss \(i)")
          rows.loss[i] = 1
          var residual = rows.residual
          residual[i] = .nan
          var r = residual.mutableSpan
          sums = RowSums()
          sums.weighPlane(rows.predictor.span, residual: &r)
          findings.check(sums.rounding.isNaN, "\(set) residual \(i)")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Without curvatures only `rounding` changes.
  @Test(arguments: KernelData.rows) func residualsAlone(count: Int) {
    let rows = WeighedRows(count, seed: count)
    let exact = rows.weights.indices.reduce(0.0) {
      let w = rows.weights[$1]
      return w == 0 ? $0 : $0 + (w * rows.residual[$1] * rows.predictor[$1]).magnitude
    }
    onEveryKernelSet { set in
      var sums = RowSums()
      var residual = rows.residual
      var r = residual.mutableSpan
      sums.weighPlane(rows.predictor.span, residual: &r, weights: rows.weights.span)
      #expect(isClose(sums.rounding, exact), "\(set)")
      #expect(sums.noise == 0 && sums.pearson == 0 && sums.smallest == .infinity)
    }
  }

  @Test(arguments: KernelData.rows) func weighingAndCompensatedSums(count: Int) {
    let rows = WeighedRows(count, seed: count)
    let heads = KernelData.numbers(count, seed: 1)
    let tails = heads.map { $0.ulp / 8 }
    var findings = Findings()
    onEveryKernelSet { set in
      let w = GuardedDoubles(rows.weights, shift: 2)
      let x = GuardedDoubles(rows.loss, shift: 5)
      glm_weigh(w.address, x.address, count)
      let (h, t) = (GuardedDoubles(heads, shift: 1), GuardedDoubles(tails, shift: 6))
      let added = KernelData.numbers(count, seed: 2)
      glm_compensated_add(h.address, t.address, added, count)
      for i in 0..<count {
        let expected = rows.weights[i] == 0 ? 0 : rows.weights[i] * rows.loss[i]
        findings.check(x.values[i] == expected, "\(set) weighed \(i)")
        let sum = CompensatedSum(head: heads[i], tail: tails[i]).adding(added[i])
        findings.check(h.values[i] == sum.head && t.values[i] == sum.tail, "\(set) sum \(i)")
      }
      findings.check(x.isIntact && h.isIntact && t.isIntact, "\(set) wrote beside")
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test(arguments: KernelData.rows) func surveys(count: Int) {
    var findings = Findings()
    for kind in 0..<6 {
      var random = SplitMix(seed: UInt64(100 * count + kind))
      var x = (0..<count).map { _ in (random.uniform() * 2000 - 1000).rounded() }
      let weights = (0..<count).map { _ in Double(random.next() % 3) }
      let place = count == 0 ? 0 : Int(random.next() % UInt64(count))
      // Nothing odd; one entry not whole, near to whole, infinite, no number; one whole and huge.
      let odd: [Double?] = [nil, 0.5, 0x1p51 + 0.5, -.infinity, .nan, 0x1p60]
      if count > 0, let entry = odd[kind] { x[place] = entry }
      for isWeighted in [true, false] {
        let rows = x.indices.filter { !isWeighted || weights[$0] != 0 }.map { x[$0] }
        onEveryKernelSet { set in
          var survey = ColumnSurvey()
          if isWeighted {
            survey.look(at: x.span, weights: weights.span)
          } else {
            survey.look(at: x.span)
          }
          let name = "\(set) kind \(kind) weighted \(isWeighted)"
          findings.check(survey.low == rows.reduce(.infinity) { $1 < $0 ? $1 : $0 }, "\(name) low")
          findings.check(survey.high == rows.reduce(-.infinity) { $1 > $0 ? $1 : $0 }, "\(name) high")
          findings.check(survey.isFinite == x.allSatisfy(\.isFinite), "\(name) finite")
          findings.check(survey.isWhole == rows.allSatisfy { $0.rounded() == $0 }, "\(name) whole")
          let sum = rows.reduce(DoubleDouble.zero) { $0 + DoubleDouble($1) }.high
          findings.check(
            isClose(survey.sum.value, rows.reduce(0, +).isFinite ? sum : rows.reduce(0, +)), "\(name) sum")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }
}

extension CompensatedSum {
  fileprivate func adding(_ x: Double) -> CompensatedSum {
    var result = self
    result.add(x)
    return result
  }
}
