// One text makes the whole no arithmetic.
// diagnostic: 'I' requires that 'Make.Kind' (aka 'Kinds.Factor<Make>') conform to 'ArithmeticKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.gears + I($0.weight * $0.make) })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.gears + I($0.weight * $0.power) })
  //: end
}
