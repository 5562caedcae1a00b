// Weights belong to the rows.
// diagnostic: cannot convert value of type 'RowWeights<Ship>' to expected argument type 'RowWeights<Car>'
import GLM

private func example() throws {
  let formula = try RowFormula(\Car.price) { $0.weight }
  //: wrong
  _ = formula.with(weights: RowWeights<Ship>.frequency(\.copies))
  //: right
  _ = formula.with(weights: RowWeights<Car>.frequency(\.sold))
  //: end
}
