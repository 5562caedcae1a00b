// A family that is not canonical is given a link, with a formula in text as well.
// diagnostic: requires that 'Skewed' conform to 'CanonicalFamily'
import GLM

private func example() throws {
  //: wrong
  _ = try GeneralizedLinearModel("y ~ x", family: Skewed()).fit(Table(columns: ["x": [1], "y": [2]]))
  //: right
  _ = try GeneralizedLinearModel("y ~ x", family: Skewed(), link: .log).fit(
    Table(columns: ["x": [1], "y": [2]]))
  //: end
}
