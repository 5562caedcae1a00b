import GLMAlgebra
import Testing

@Suite struct ShapeNormalizerTests {
  @Test func `agrees with fifty digits`() throws {
    let fixture = try SpecialFunctionFixture("shape_normalizer.csv")
    let bound = SpecialFunctionFixture.relative(2e-15)
    fixture.expect("shapeNormalizerFirst", within: bound) { k, _ in ShapeNormalizer.derivatives(k).first }
    fixture.expect("shapeNormalizerSecond", within: bound) { k, _ in ShapeNormalizer.derivatives(k).second }
    fixture.expect("shapeNormalizerThird", within: bound) { k, _ in ShapeNormalizer.derivatives(k).third }
  }

  @Test func `limits and hostile arguments`() {
    #expect(ShapeNormalizer.derivatives(0) == (.infinity, -.infinity, .infinity))
    #expect(ShapeNormalizer.derivatives(.infinity) == (0, 0, 0))
    for x in hostileDoubles {
      let derivatives = ShapeNormalizer.derivatives(x)
      #expect(derivatives.first.isNaN == !(x >= 0))
      #expect(derivatives.second.isNaN == !(x >= 0))
      #expect(derivatives.third.isNaN == !(x >= 0))
    }
  }
}
