// A response must be a column.
// diagnostic: requires that 'Shade' conform to 'ColumnValue'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.shade, on: { $0.weight })
  //: right
  _ = try model.fit(cars, \.fuel, on: { $0.weight })
  //: end
}
