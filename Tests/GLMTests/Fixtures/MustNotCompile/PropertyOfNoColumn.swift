// A structure is no column; a property of it is.
// diagnostic: requires that 'Engine' conform to 'ColumnValue'
import GLM

private func example() throws {
  //: wrong
  _ = try model.fit(cars, \.price, on: { $0.engine + $0.weight })
  //: right
  _ = try model.fit(cars, \.price, on: { $0[\.engine.bore] + $0.weight })
  //: end
}
