// A column that the row does not have, deep inside.
// diagnostic: has no dynamic member 'powre' using key path from root type 'Car'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.make + log($0.weight / $0.powre) * $0.isNew })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.make + log($0.weight / $0.power) * $0.isNew })
  //: end
}
