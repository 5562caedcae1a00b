import Foundation
import GLMModel
import Testing

@testable import GLMTabular

/// What holds for every formula.
@Suite struct FormulaLawTests {
  /// The text of an expression reads back as the same expression; what R would print of it reads back to print the same.
  @Test(arguments: [11, 12] as [UInt64]) func `expressions read back as they were`(_ seed: UInt64) throws {
    var random = RandomFormula(seed: seed)
    for _ in 0..<1500 {
      let expression = try Formula(random.formula()).terms
      let again = try Parser.expression(expression.source)
      #expect(again.source == expression.source)
      #expect(again.withoutPlaces == expression.withoutPlaces)
      #expect(try Parser.expression(expression.deparsed).deparsed == expression.deparsed)
    }
  }

  @Test(arguments: [
    "a b", "`", "\\", "a`b\\", "\n", "\t\u{7}", "é", "\u{301}x", "x\u{301}", "🙂", "\"", "'", "if", "TRUE",
    "1a", "_",
    ".1", "..", "a\u{0}b", "\u{200D}", "\u{600}", "", "a\r\nb", "x_1", "日本", "a.b", "Inf", "%in%",
  ])
  func `names and texts read back`(_ text: String) throws {
    let quoted = try Parser.expression(Expression.quotedText(text))
    #expect(quoted == .text(text, at: 0))
    if text.isEmpty { return }
    #expect(try Parser.expression(Expression.nameText(text)) == .name(text, at: 0))
  }

  @Test func `numbers read back to the bit`() throws {
    var generator = FixedGenerator(state: 3)
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next()).magnitude
      guard value.isFinite else { continue }
      let text = Expression.number(value, isInteger: false, at: 0).source
      #expect(try Parser.expression(text) == .number(value, isInteger: false, at: 0))
    }
    #expect(try Parser.expression("123456789L").source == "123456789L")
  }

  /// New rows that are the training rows have the training matrix, and a model that was saved has the same.
  @Test(arguments: [21, 22, 23] as [UInt64]) func `the training rows have the training matrix`(_ seed: UInt64)
    throws
  {
    let table = try Table(csv: RandomFormula.csv)
    var random = RandomFormula(seed: seed)
    var frames = 0
    for _ in 0..<300 {
      let formula = random.formula()
      guard let frame = try? ModelFrame(formula: formula, table: table) else { continue }
      frames += 1
      let saved = try JSONEncoder().encode(frame.specification)
      let loaded = try JSONDecoder().decode(ModelFrameSpecification.self, from: saved)
      #expect(loaded == frame.specification, "\(formula)")
      let again = try loaded.frame(for: table, rows: frame.rows)
      #expect(again.rows == frame.rows, "\(formula)")
      #expect(bits(again.source) == bits(frame.source), "\(formula)")
      #expect(again.source.offsets.map(\.values) == frame.source.offsets.map(\.values), "\(formula)")
      // A row's columns depend on no other row.
      let row = frame.rows[frame.rows.count / 2]
      let alone = try loaded.frame(for: table, rows: [row])
      #expect(bits(alone.source) == bits(frame.source).map { [$0[frame.rows.count / 2]] }, "\(formula)")
    }
    #expect(frames > 150)
  }

  /// The columns are named once each, in number as many as there are, and by the terms.
  @Test func `columns, names and terms agree`() throws {
    let table = try Table(csv: RandomFormula.csv)
    var random = RandomFormula(seed: 31)
    for _ in 0..<300 {
      guard let frame = try? ModelFrame(formula: random.formula(), table: table) else { continue }
      let columns = frame.source.columns
      #expect(columns.count == frame.source.pieces.reduce(0) { $0 + $1.columnCount })
      #expect(columns.allSatisfy { column in column.isIntercept || !column.term.isEmpty })
      #expect(zip(columns, columns.dropFirst()).allSatisfy { $0.group <= $1.group })
    }
  }

  private func bits(_ source: MemorySource) -> [[UInt64]] { matrix(source).map { $0.map(\.bitPattern) } }
}

/// Foundation has an `Expression` too.
private typealias Expression = GLMTabular.Expression

extension GLMTabular.Expression {
  /// The expression with every place 0, so that texts that differ in spaces only can be compared.
  fileprivate var withoutPlaces: GLMTabular.Expression {
    switch self {
    case .number(let value, let isInteger, _): .number(value, isInteger: isInteger, at: 0)
    case .truth(let value, _): .truth(value, at: 0)
    case .text(let text, _): .text(text, at: 0)
    case .name(let name, _): .name(name, at: 0)
    case .dot: .dot(at: 0)
    case .call(let function, let arguments, _):
      .call(function, arguments.map { Argument(name: $0.name, value: $0.value.withoutPlaces, at: 0) }, at: 0)
    case .parenthesized(let inner, _): .parenthesized(inner.withoutPlaces, at: 0)
    case .unary(let prefix, let inner, _): .unary(prefix, inner.withoutPlaces, at: 0)
    case .sum(let items, _):
      .sum(items.map { Signed(sign: $0.sign, operand: $0.operand.withoutPlaces, at: 0) }, at: 0)
    case .binary(let operation, let left, let right, _):
      .binary(operation, left.withoutPlaces, right.withoutPlaces, at: 0)
    }
  }
}
