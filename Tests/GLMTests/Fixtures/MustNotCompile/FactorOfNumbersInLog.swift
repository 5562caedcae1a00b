// The levels of a factor are no numbers, even if they look like it.
// diagnostic: 'log' requires that 'Kinds.Factor<Double>' conform to 'ArithmeticKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { log(factor($0.cylinders)) })
  //: right
  _ = try model.fit(cars, \.price, on: { log($0.cylinders) })
  //: end
}
