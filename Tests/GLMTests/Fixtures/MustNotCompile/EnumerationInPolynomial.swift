// An enumeration is no number.
// diagnostic: 'poly(_:_:raw:)' requires that 'Make.Kind' (aka 'Kinds.Factor<Make>') conform to 'ArithmeticKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { poly($0.make, 2) })
  //: right
  _ = try model.fit(cars, \.price, on: { poly($0.weight, 2) })
  //: end
}
