// A base that the enumeration does not have.
// diagnostic: type 'Make' has no member 'bmw'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { relevel($0.make, .bmw) })
  //: right
  _ = try model.fit(cars, \.price, on: { relevel($0.make, .fiat) })
  //: end
}
