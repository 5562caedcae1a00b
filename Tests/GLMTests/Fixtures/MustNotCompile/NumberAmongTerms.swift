// Arithmetic stands inside a function.
// diagnostic: requires that 'Kinds.Constant' conform to 'TermKind'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.weight * 2 })
  //: right
  _ = try model.fit(cars, \.price, on: { I($0.weight * 2) })
  //: end
}
