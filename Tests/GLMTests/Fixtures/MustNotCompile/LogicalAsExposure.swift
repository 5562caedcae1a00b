// An exposure is a number.
// diagnostic: requires the types 'Bool.Kind' (aka 'Kinds.Factor<Bool>') and 'Kinds.Numeric' be equivalent
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.weight }, exposure: \.isNew)
  //: right
  _ = try model.fit(cars, \.price, on: { $0.weight }, exposure: \.stock)
  //: end
}
