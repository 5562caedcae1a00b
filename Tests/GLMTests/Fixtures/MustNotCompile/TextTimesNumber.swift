// Text cannot be multiplied.
// diagnostic: requires that 'String.Kind' (aka 'Kinds.Factor<String>') conform to 'ArithmeticKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { I($0.color * 2) })
  //: right
  _ = try model.fit(cars, \.price, on: { I($0.gears * 2) })
  //: end
}
