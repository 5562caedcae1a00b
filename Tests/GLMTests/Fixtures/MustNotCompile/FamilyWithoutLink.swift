// A family that is not canonical is given a link.
// diagnostic: requires that 'Skewed' conform to 'CanonicalFamily'
import GLM

private func example() throws {
  //: wrong
  _ = try RowModel(family: Skewed()).fit(cars, \.price, on: { $0.weight })
  //: right
  _ = try RowModel(family: Skewed(), link: .log).fit(cars, \.price, on: { $0.weight })
  //: end
}
