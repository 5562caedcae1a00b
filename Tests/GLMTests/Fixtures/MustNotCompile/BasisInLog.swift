// Several columns are no number.
// diagnostic: 'log' requires that 'Kinds.Basis' conform to 'ArithmeticKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { log(poly($0.weight, 2)) })
  //: right
  _ = try model.fit(cars, \.price, on: { poly(log($0.weight), 2) })
  //: end
}
