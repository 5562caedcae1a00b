// A response that the row does not have.
// diagnostic: value of type 'Car' has no member 'prize'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.prize, on: { $0.weight })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.weight })
  //: end
}
