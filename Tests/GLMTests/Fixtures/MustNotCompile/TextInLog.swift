// Text is no number.
// diagnostic: 'log' requires that 'String.Kind' (aka 'Kinds.Factor<String>') conform to 'ArithmeticKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.weight + log($0.color) })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.weight + log($0.power) })
  //: end
}
