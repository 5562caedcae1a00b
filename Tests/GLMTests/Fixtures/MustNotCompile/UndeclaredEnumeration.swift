// An enumeration must say that it is a column.
// diagnostic: requires that 'Shade' conform to 'ColumnValue'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.shade + $0.weight })
  //: right
  _ = try model.fit(cars, \.price, on: { $0.fuel + $0.weight })
  //: end
}
