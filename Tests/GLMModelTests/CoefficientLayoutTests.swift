import GLMModel
import Testing

@Suite struct CoefficientLayoutTests {
  private let columns = [
    ColumnDescription.intercept, ColumnDescription(name: "a"), ColumnDescription(name: "b"),
  ]

  @Test func defaultIsEveryColumnInEveryPlane() {
    let layout = CoefficientLayout(columns: columns, planes: 2)
    #expect(layout.count == 6 && layout.planes == 2)
    #expect(
      layout.columnOfCoefficient == [0, 1, 2, 0, 1, 2] && layout.planeOfCoefficient == [0, 0, 0, 1, 1, 1])
    #expect(layout.isIntercept == [true, false, false, true, false, false])
    #expect(layout.coefficients([1, 2, 3, 4, 5, 6], inPlane: 1) == [4, 5, 6])
  }

  @Test func sharedAndMissingPlaces() {
    let layout = CoefficientLayout(columns: columns, index: [[0, 2, nil], [1, 2, 3]])
    #expect(layout.count == 4)
    #expect(layout.coefficients([10, 20, 30, 40], inPlane: 0) == [10, 30, 0])
    #expect(layout.coefficients([10, 20, 30, 40], inPlane: 1) == [20, 30, 40])
    #expect(layout.places[2].map(\.plane) == [0, 1] && layout.places[2].map(\.column) == [1, 1])
    #expect(layout.isIntercept == [true, true, false, false])
  }
}
