// A number is compared with numbers.
// diagnostic: cannot convert value of type 'Term<Car, Double.Kind>'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.weight == "heavy" })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.weight == 2 })
  //: end
}
