// An offset is a term, not a number.
// diagnostic: 'I' requires that 'Kinds.Offset' conform to 'ArithmeticKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { I(offset($0.weight) + $0.gears) })
  //: right
  _ = try model.fit(cars, \.price, on: { offset($0.weight) + I($0.gears * 2) })
  //: end
}
