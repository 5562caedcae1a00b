// A model predicts rows of the type that it was fitted to.
// diagnostic: cannot convert value of type '[Ship]' to expected argument type '[Car]'
import GLM

private func example() throws {
  let fit = try model.fit(cars, \.price, on: { $0.weight })
  //: wrong
  _ = try fit.predict(ships)
  //: right
  _ = try fit.predict(cars)
  //: end
}
