import GLMAlgebra
import Testing

/// Functions of arrays in every kernel set of the machine.
struct VectorMathTests {
  private static func values(_ function: VectorMath, _ x: [Double]) -> [Double] {
    var results = Array(repeating: Double.nan, count: x.count)
    do {
      var span = results.mutableSpan
      function(x.span, &span)
    }
    return results
  }

  @Test(arguments: KernelSet.available) func `every function is within two units in the last place`(
    _ set: KernelSet
  ) throws {
    let fixture = try SpecialFunctionFixture("vector_functions.csv")
    KernelSet.forceHere(set)
    defer { KernelSet.forceHere(nil) }
    for function in VectorMath.allCases {
      fixture.expect(function.rawValue, withinTwoUlps: { Self.values(function, $0) })
    }
  }

  @Test(arguments: KernelSet.available) func limits(_ set: KernelSet) {
    KernelSet.forceHere(set)
    defer { KernelSet.forceHere(nil) }
    let largest = Double.greatestFiniteMagnitude
    let x: [Double] = [-.infinity, .infinity, .nan, 0, -0.0, -1, -2, -largest, largest]
    let expected: [VectorMath: [Double]] = [
      .exp: [0, .infinity, .nan, 1, 1, 0.36787944117144233, 0.1353352832366127, 0, .infinity],
      .expMinusOne: [
        -1, .infinity, .nan, 0, -0.0, -0.6321205588285577, -0.8646647167633873, -1, .infinity,
      ],
      .log: [.nan, .infinity, .nan, -.infinity, -.infinity, .nan, .nan, .nan, 709.782712893384],
      .logOnePlus: [.nan, .infinity, .nan, 0, -0.0, -.infinity, .nan, .nan, 709.782712893384],
      .logistic: [0, 1, .nan, 0.5, 0.5, 0.2689414213699951, 0.11920292202211755, 0, 1],
      .normalCumulative: [0, 1, .nan, 0.5, 0.5, 0.15865525393145707, 0.022750131948179212, 0, 1],
      .normalLogCumulative: [
        -.infinity, 0, .nan, -0.6931471805599453, -0.6931471805599453, -1.8410216450092636,
        -3.7831843336820318, -.infinity, 0,
      ],
    ]
    for function in VectorMath.allCases {
      let values = Self.values(function, x)
      for (i, truth) in (expected[function] ?? []).enumerated() {
        let agrees =
          truth.isNaN
          ? values[i].isNaN
          : values[i] == truth || (values[i] - truth).magnitude <= 2 * truth.ulp
        // Small arguments keep their sign.
        #expect(
          agrees && (truth != 0 || x[i] != 0 || values[i].sign == truth.sign),
          "\(function)(\(x[i])) is \(values[i]), not \(truth)")
      }
      #expect(expected[function]?.count == x.count)
    }
  }

  /// Any number of values, a value being the same wherever it stands.
  @Test(arguments: KernelSet.available) func `parts of a vector say what whole ones do`(_ set: KernelSet) {
    KernelSet.forceHere(set)
    defer { KernelSet.forceHere(nil) }
    let x = (0..<37).map { 0.37 * Double($0) - 5.1 }
    for function in VectorMath.allCases {
      let whole = Self.values(function, x).map(\.bitPattern)
      for (start, count) in [(0, 0), (0, 1), (1, 7), (2, 9), (5, 15), (30, 7)] {
        #expect(
          Self.values(function, Array(x[start..<start + count])).map(\.bitPattern)
            == Array(whole[start..<start + count]))
      }
    }
  }
}
