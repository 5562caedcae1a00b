// A power is arithmetic.
// diagnostic: requires that 'Kinds.Constant' conform to 'TermKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.weight + pow($0.weight, 2) })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.weight + I(pow($0.weight, 2)) })
  //: end
}
