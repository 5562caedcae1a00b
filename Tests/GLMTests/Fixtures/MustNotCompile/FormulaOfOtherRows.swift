// A formula belongs to a type of rows.
// diagnostic: cannot convert value of type '[Ship]' to expected argument type '[Car]'
import GLM

private func example() throws {
  let formula = try RowFormula(\Car.price) { $0.weight }
  //: wrong
  _ = try model.fit(ships, formula)
  //: right
  _ = try model.fit(cars, formula)
  //: end
}
