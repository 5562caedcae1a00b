import GLMAlgebra
import Testing

@testable import GLMTabular

/// Σ a b to the rounding of the result.
private func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(DoubleDouble.zero) { $0 + DoubleDouble.product($1.0, $1.1) }.high
}

@Suite struct BasisLawTests {
  @Test(arguments: BasisCase.of("poly"))
  func `polynomials are orthonormal, orthogonal to the ones, and rise at the right`(basis: BasisCase) throws {
    let learned = try basis.learn()
    let columns = learned.columns(at: basis.x)
    let ones = [Double](repeating: 1, count: basis.x.count)
    for (i, column) in columns.enumerated() {
      #expect(dot(column, ones).magnitude < 2e-16 * Double(ones.count).squareRoot())
      for (j, other) in columns[...i].enumerated() {
        #expect((dot(column, other) - (i == j ? 1 : 0)).magnitude < 3e-16)
      }
    }
    let end = try #require(basis.x.max())
    let beyond = learned.columns(at: [2 * end - (basis.x.min() ?? 0)])
    #expect(beyond.allSatisfy { $0[0] > 0 })
  }

  @Test(arguments: BasisCase.all)
  func `the same values give the same bits, one by one, learned again, and in another order`(
    basis: BasisCase
  ) throws {
    let learned = try basis.learn()
    #expect(try basis.learn() == learned)
    let columns = learned.columns(at: basis.x)
    for (i, x) in basis.x.enumerated() {
      #expect(learned.columns(at: [x]) == columns.map { [$0[i]] })
    }
    let reversed = try basis.learn(basis.x.reversed()).columns(at: basis.x)
    for (column, other) in zip(columns, reversed) { #expect(distance(other, column) < 2e-16) }
    #expect(learned.columns(at: []) == columns.map { _ in [] })
  }

  /// Steps by powers of two are exact in binary numbers.
  @Test(arguments: BasisCase.of("poly", "bs", "ns"))
  func `a change of unit changes no bit but the signs of odd polynomials`(basis: BasisCase) throws {
    let columns = try basis.learn().columns(at: basis.x)
    let factors = basis.kind == "poly" ? [0.125, -4] : [0.125, 4]
    for factor in factors {
      let scaled = BasisCase(
        name: basis.name, kind: basis.kind, x: basis.x.map { factor * $0 }, at: [], degree: basis.degree,
        df: basis.df, knots: basis.knots?.map { factor * $0 }, boundary: basis.boundary?.map { factor * $0 },
        learned: nil, intercept: basis.intercept, centers: nil, scales: nil, columns: [], columnsAt: [])
      let others = try scaled.learn().columns(at: scaled.x)
      for (j, (column, other)) in zip(columns, others).enumerated() {
        let sign: Double = factor < 0 && j % 2 == 0 ? -1 : 1
        #expect(other == column.map { sign * $0 })
      }
    }
  }

  @Test func `another origin leaves columns alone`() throws {
    // Eighths are exact far from zero too.
    let x = [0, 1, 1.5, 2.125, 3, 4.75, 5, 7, 7.5, 9]
    let far = x.map { $0 + 0x1p40 }
    let pairs: [([[Double]], [[Double]])] = [
      (
        try Basis.orthogonalPolynomial(OrthogonalPolynomial(learning: x, degree: 5)).columns(at: x),
        try Basis.orthogonalPolynomial(OrthogonalPolynomial(learning: far, degree: 5)).columns(at: far)
      ),
      (
        try BSplineBasis(learning: x, knots: [2, 5.5]).columns(at: x),
        try BSplineBasis(learning: far, knots: [0x1p40 + 2, 0x1p40 + 5.5]).columns(at: far)
      ),
      (
        try NaturalSplineBasis(learning: x, knots: [2, 5.5]).columns(at: x),
        try NaturalSplineBasis(learning: far, knots: [0x1p40 + 2, 0x1p40 + 5.5]).columns(at: far)
      ),
    ]
    for (near, moved) in pairs {
      for (column, other) in zip(near, moved) { #expect(distance(other, column) < 2e-16) }
    }
  }

  @Test(arguments: BasisCase.of("bs"))
  func `B-splines with the intercept add to one, within the boundary each from 0 to 1`(basis: BasisCase)
    throws
  {
    let spline = try BSplineBasis(
      learning: basis.x, knots: basis.learned, degree: basis.degree ?? 3, hasIntercept: true,
      boundary: basis.boundary)
    let x = basis.x + basis.at
    let columns = spline.columns(at: x)
    for i in x.indices {
      let row = columns.map { $0[i] }
      let size = row.reduce(0) { $0 + $1.magnitude }
      // Each step of the recurrence and the sum round by half a unit a few times.
      #expect((row.reduce(0, +) - 1).magnitude < Double(spline.knots.degree + 1) * 0x1p-52 * size)
      #expect(row.count { $0 != 0 } <= spline.knots.degree + 1)
      if x[i] >= spline.knots.lower, x[i] <= spline.knots.upper {
        #expect(row.allSatisfy { $0 >= 0 && $0 <= 1 })
      }
    }
  }

  @Test(arguments: BasisCase.of("bs", "ns"))
  func `splines are continuous at simple knots and at the boundary`(basis: BasisCase) throws {
    let learned = try basis.learn()
    let knots = basis.learned ?? []
    let ends = (basis.boundary ?? basis.x).sorted()
    let simple = knots.filter { knot in
      knots.count { $0 == knot } == 1 && knot != ends[0] && knot != ends.last
    }
    for knot in simple + [ends[0], ends.last ?? 0] {
      // A step of one unit in the last place moves a column by its slope, at most degree² over the nearest gap.
      let gap = (knots + ends).map { ($0 - knot).magnitude }.filter { $0 > 0 }.min() ?? 1
      let step = knot.nextUp - knot.nextDown
      for column in learned.columns(at: [knot.nextDown, knot, knot.nextUp]) {
        #expect((column[0] - column[1]).magnitude < 50 * step / gap + 1e-15)
        #expect((column[2] - column[1]).magnitude < 50 * step / gap + 1e-15)
      }
    }
  }

  @Test(arguments: BasisCase.of("ns"))
  func `natural splines are straight lines outside and meet them without curvature`(basis: BasisCase) throws {
    guard case .naturalSpline(let spline) = try basis.learn() else { return }
    let (lower, upper) = (spline.knots.lower, spline.knots.upper)
    // Steps by powers of two near the range, small beside the nearest knot.
    let all = Set([lower, upper] + spline.knots.interior).sorted()
    for (end, sign, neighbour) in [(lower, -1.0, all[1]), (upper, 1, all[all.count - 2])] {
      let step = sign * (neighbour - end).magnitude.binade / 256
      let columns = spline.columns(at: [
        end - 2 * step, end - step, end, end + step, end + 2 * step, end + 600 * step,
      ])
      // The slope per step; the end knot's coordinate is rounded by up to half a unit.
      let noise = 1e-14 + 8 * (end.ulp / step).magnitude
      for y in columns {
        let slope = y[3] - y[2]
        #expect((y[4] - y[2] - 2 * slope).magnitude < noise)
        #expect((y[5] - y[2] - 600 * slope).magnitude < 600 * noise)
        // Inside, a cubic without curvature at its end: y = slope s + c s³, so that two steps determine c twice.
        let (first, second) = (y[1] - y[2] + slope, y[0] - y[2] + 2 * slope)
        #expect((second - 8 * first).magnitude < 10 * noise)
      }
    }
  }

  @Test func `natural splines reproduce straight lines and nothing curved`() throws {
    // With an intercept the space holds 1 and x: their residual from the basis is 0.
    let x = [0, 0.5, 1, 2, 3, 3.5, 4, 6, 7, 7.25, 8, 10]
    let columns = try NaturalSplineBasis(learning: x, df: 5, hasIntercept: true).columns(at: x)
    var basis = [[Double]]()
    func residual(_ target: [Double]) -> [Double] {
      var rest = target
      for _ in 0..<2 {
        for direction in basis {
          let share = dot(rest, direction)
          rest = zip(rest, direction).map { $0 - share * $1 }
        }
      }
      return rest
    }
    for column in columns {
      let rest = residual(column)
      let norm = dot(rest, rest).squareRoot()
      #expect(norm > 1e-3)
      basis.append(rest.map { $0 / norm })
    }
    func size(_ target: [Double]) -> Double { residual(target).reduce(0) { max($0, $1.magnitude) } }
    #expect(size(x.map { _ in 1 }) < 1e-14)
    #expect(size(x) < 1e-13)
    #expect(size(x.map { $0 * $0 }) > 0.1)
  }

  @Test(arguments: BasisCase.of("scale"))
  func `a standardized column has mean 0 and standard deviation 1`(basis: BasisCase) throws {
    guard basis.centers == true, basis.scales == true else { return }
    let z = try basis.learn().columns(at: basis.x)[0]
    let count = Double(z.count)
    #expect((dot(z, z.map { _ in 1 }) / count).magnitude < 2e-16)
    #expect((dot(z, z) / (count - 1) - 1).magnitude < 5e-16)
  }
}
