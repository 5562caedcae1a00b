// Text is compared with text.
// diagnostic: cannot convert value of type 'Term<Car, String.Kind>'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.color > 4 })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.color == "red" })
  //: end
}
