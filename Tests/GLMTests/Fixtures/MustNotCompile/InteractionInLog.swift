// An interaction is no number; a product is.
// diagnostic: 'log' requires that 'Kinds.Crossed<Double.Kind, Int.Kind>' (aka 'Kinds.Crossed<Kinds.Numeric, Kinds.Numeric>') conform to 'ArithmeticKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { log($0.weight & $0.cylinders) })
  //: right
  _ = try model.fit(cars, \.price, on: { log($0.weight * $0.cylinders) })
  //: end
}
