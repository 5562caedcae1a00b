// A comparison binds loosely: + would be taken first.
// diagnostic: 'Term<Car, Kinds.Joined<UInt8.Kind, Double.Kind>>'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.gears + $0.weight > 2 })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.gears + ($0.weight > 2) })
  //: end
}
