// Numbers have no base until they are a factor.
// diagnostic: cannot convert value of type 'Term<Car, Int.Kind>'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { relevel($0.cylinders, 6) })
  //: right
  _ = try model.fit(cars, \.price, on: { relevel(factor($0.cylinders), 6) })
  //: end
}
