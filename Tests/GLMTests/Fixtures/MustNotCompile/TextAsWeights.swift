// A weight is a number.
// diagnostic: requires the types 'String.Kind' (aka 'Kinds.Factor<String>') and 'Kinds.Numeric' be equivalent
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.weight }, weights: .frequency(\.color))
  //: right
  _ = try model.fit(cars, \.price, on: { $0.weight }, weights: .frequency(\.sold))
  //: end
}
