// A logical is no number.
// diagnostic: 'sqrt' requires that 'Bool.Kind' (aka 'Kinds.Factor<Bool>') conform to 'ArithmeticKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { sqrt($0.isNew) })
  //: right
  _ = try model.fit(cars, \.price, on: { sqrt($0.gears) })
  //: end
}
