import GLMModel
import GLMTabular
import Testing

/// A formula over key paths is the formula that its text says, over the same columns.
@Suite struct TypedFormulaTests {
  @Test(arguments: TypedCase.all)
  func `says itself in the formula language`(example: TypedCase) throws {
    let formula = try example.formula()
    #expect(formula.text == example.text)
    #expect("\(formula)" == example.text)
  }

  @Test(arguments: TypedCase.all)
  func `makes the frame of its text and the columns made by hand`(example: TypedCase) throws {
    try expectSameFrame(example)
  }

  private func expectSameFrame(_ example: TypedCase) throws {
    let formula = try example.formula()
    let typed = try ModelFrame(formula: formula.text, table: formula.table(of: Car.all))
    for text in [example.text, example.same].compactMap({ $0 }) {
      let frame = try ModelFrame(formula: text, table: Car.table())
      #expect(names(typed.source) == names(frame.source), "\(text)")
      #expect(bits(matrix(typed.source)) == bits(matrix(frame.source)), "\(text)")
      #expect(bits(typed.source.response) == bits(frame.source.response))
      #expect(bits(typed.source.offsets) == bits(frame.source.offsets))
      #expect(typed.rows == frame.rows && typed.missing == frame.missing)
      #expect(typed.responseLevels == frame.responseLevels && typed.shape == frame.shape)
    }
    // New rows need no response; a level that they do not have is not forgotten.
    let new = Array(Car.all[3..<9])
    let predicted = try typed.specification.frame(for: formula.predictors(of: new))
    let expected = try typed.specification.frame(for: Car.table(new))
    #expect(bits(matrix(predicted.source)) == bits(matrix(expected.source)))
    #expect(predicted.rows == expected.rows && predicted.rowCount == new.count)
    #expect(bits(predicted.source.offsets) == bits(expected.source.offsets))
  }

  private func bits(_ columns: [[Double]]) -> [[UInt64]] { columns.map { $0.map(\.bitPattern) } }

  private func bits(_ columns: [ColumnStorage]) -> [[UInt64]] { bits(columns.map(\.values)) }

  @Test func `takes only the columns that it names`() throws {
    let formula = try RowFormula(\Car.price) { $0.weight + log($0.weight) + $0.make * $0.weight }
    #expect(try formula.table(of: Car.all).columnNames == ["price", "weight", "make"])
    #expect(try formula.predictors(of: Car.all).columnNames == ["weight", "make"])
    #expect(try formula.table(of: Car.all).name == "Car")
  }

  @Test func `names the columns with a role in the options`() throws {
    let formula = try RowFormula(\Car.price) { $0.weight }
      .with(weights: .frequency(\.sold)).with(exposure: \.density).with(offset: \.next).with(trials: \.stock)
    #expect(
      formula.options(FrameOptions(levels: ["make": ["audi"]]))
        == FrameOptions(
          weights: .frequency("sold"), trials: "stock", exposure: "(exposure)", offset: "next",
          levels: ["make": ["audi"]]
        ))
    #expect(formula.weights?.kind == .frequency)
    #expect(
      try formula.table(of: Car.all).columnNames
        == ["price", "weight", "sold", "stock", "(exposure)", "next"])
    #expect(try formula.predictors(of: Car.all).columnNames == ["weight", "(exposure)", "next"])
    #expect(try formula.table(of: Car.all).column(named: "(exposure)")?.numbers == Car.all.map(\.density))
  }

  @Test func `a model of the intercept alone predicts every row`() throws {
    let formula = try RowFormula(\Car.price) { _ in .intercept }
    let frame = try ModelFrame(formula: formula.text, table: formula.table(of: Car.all))
    #expect(try frame.specification.frame(for: formula.predictors(of: Car.all)).rows == Array(0..<16))
  }

  /// As many terms as a long formula has, deep to the left.
  @Test func `many terms`() throws {
    let formula = try RowFormula(\Car.price) {
      $0.weight + $0.power + $0.cylinders + $0.gears + $0.make + $0.grade + $0.color + $0.isNew + $0.sold
        + $0.stock + $0[\.engine.bore] + $0.next + log($0.weight) + log($0.cylinders) + sqrt($0.gears)
        + $0.make * $0.isNew + I($0.weight * $0.power) + factor($0.cylinders) + $0.color & $0.weight
    }
    #expect(formula.text.split(separator: "+").count == 19)
    #expect(try formula.table(of: Car.all).columnNames.count == 13)
  }
}
