// The classes are values of the response.
// diagnostic: 'petrol'
import GLM

private func example() throws {
  //: wrong
  _ = try SoftmaxRegression().fit(cars, \.make, on: { $0.weight }).predict(cars).contains(.petrol)
  //: right
  _ = try SoftmaxRegression().fit(cars, \.fuel, on: { $0.weight }).predict(cars).contains(.petrol)
  //: end
}
