// Successes are counted.
// diagnostic: requires the types 'String.Kind' (aka 'Kinds.Factor<String>') and 'Kinds.Numeric' be equivalent
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, successes: \.color, of: \.stock, on: { $0.weight })
  //: right
  _ = try model.fit(cars, successes: \.sold, of: \.stock, on: { $0.weight })
  //: end
}
