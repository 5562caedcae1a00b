// A column that the row does not have.
// diagnostic: has no dynamic member 'wieght' using key path from root type 'Car'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.wieght + $0.make })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.weight + $0.make })
  //: end
}
