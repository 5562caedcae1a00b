import GLMAlgebra
import GLMTabular
import Testing

@Suite struct ModelMatrixTests {
  /// Formulas over wool (A B), tension (L M H) and the numbers x and z, and the columns of R's `model.matrix`.
  static let columns: [(String, [String])] = [
    ("1", ["(Intercept)"]),
    ("wool", ["(Intercept)", "wool[B]"]),
    (
      "wool*tension",
      ["(Intercept)", "wool[B]", "tension[M]", "tension[H]", "wool[B]:tension[M]", "wool[B]:tension[H]"]
    ),
    ("0 + wool", ["wool[A]", "wool[B]"]),
    ("wool - 1", ["wool[A]", "wool[B]"]),
    ("0 + wool + tension", ["wool[A]", "wool[B]", "tension[M]", "tension[H]"]),
    (
      "wool:tension",
      [
        "(Intercept)", "wool[A]:tension[L]", "wool[B]:tension[L]", "wool[A]:tension[M]", "wool[B]:tension[M]",
        "wool[A]:tension[H]", "wool[B]:tension[H]",
      ]
    ),
    (
      "wool + wool:tension",
      [
        "(Intercept)", "wool[B]", "wool[A]:tension[M]", "wool[B]:tension[M]", "wool[A]:tension[H]",
        "wool[B]:tension[H]",
      ]
    ),
    (
      "tension + wool:tension",
      [
        "(Intercept)", "tension[M]", "tension[H]", "tension[L]:wool[B]", "tension[M]:wool[B]",
        "tension[H]:wool[B]",
      ]
    ),
    (
      "wool*tension - wool",
      [
        "(Intercept)", "tension[M]", "tension[H]", "wool[B]:tension[L]", "wool[B]:tension[M]",
        "wool[B]:tension[H]",
      ]
    ),
    (
      "0 + wool*tension",
      ["wool[A]", "wool[B]", "tension[M]", "tension[H]", "wool[B]:tension[M]", "wool[B]:tension[H]"]
    ),
    ("x*wool", ["(Intercept)", "x", "wool[B]", "x:wool[B]"]),
    ("x:wool", ["(Intercept)", "x:wool[A]", "x:wool[B]"]),
    ("x + x:wool", ["(Intercept)", "x", "x:wool[B]"]),
    ("wool + x:wool", ["(Intercept)", "wool[B]", "wool[A]:x", "wool[B]:x"]),
    ("0 + x + wool", ["x", "wool[A]", "wool[B]"]),
    ("0 + x:wool", ["x:wool[A]", "x:wool[B]"]),
    ("x*z", ["(Intercept)", "x", "z", "x:z"]),
    ("log(x) + I(z^2)", ["(Intercept)", "log(x)", "I(z^2)"]),
    ("log(x):wool + I(x*z)", ["(Intercept)", "I(x * z)", "log(x):wool[A]", "log(x):wool[B]"]),
    (". - z", ["(Intercept)", "x", "wool[B]", "tension[M]", "tension[H]"]),
    ("0 + x", ["x"]),
    ("x + offset(z)", ["(Intercept)", "x"]),
    (
      "x:wool:tension",
      [
        "(Intercept)", "x:wool[A]:tension[L]", "x:wool[B]:tension[L]", "x:wool[A]:tension[M]",
        "x:wool[B]:tension[M]", "x:wool[A]:tension[H]", "x:wool[B]:tension[H]",
      ]
    ),
    (
      "x*wool*tension - x:wool",
      [
        "(Intercept)", "x", "wool[B]", "tension[M]", "tension[H]", "x:tension[M]", "x:tension[H]",
        "wool[B]:tension[M]", "wool[B]:tension[H]", "x:wool[B]:tension[L]", "x:wool[B]:tension[M]",
        "x:wool[B]:tension[H]",
      ]
    ),
  ]

  @Test(arguments: columns) func columnsAreR(
    _ formula: String, _ expected: [String]
  ) throws {
    let frame = try ModelFrame(formula: "y ~ \(formula)", table: crossed())
    #expect(names(frame.source) == expected)
    #expect(frame.specification.columns == frame.source.columns)
  }

  /// Each column is the product of what its name says: indicators of levels and numbers.
  @Test(arguments: columns) func valuesAreWhatTheNamesSay(
    _ formula: String, _ expected: [String]
  ) throws {
    let table = try crossed()
    let frame = try ModelFrame(formula: "y ~ \(formula)", table: table)
    for (name, column) in zip(expected, matrix(frame.source)) {
      for row in 0..<12 {
        var value = 1.0
        for part in name.split(separator: ":") { value *= try self.value(String(part), row, table) }
        #expect(column[row] == value, "\(name) in row \(row)")
      }
    }
  }

  private func value(_ part: String, _ row: Int, _ table: Table) throws -> Double {
    let x = try #require(table.column(named: "x")?.numbers)[row]
    let z = try #require(table.column(named: "z")?.numbers)[row]
    switch part {
    case "(Intercept)": return 1
    case "x": return x
    case "z": return z
    case "log(x)": return Double.log(x)
    case "I(z^2)": return z * z
    case "I(x * z)": return x * z
    default:
      let pieces = part.dropLast().split(separator: "[")
      return try #require(table.column(named: String(pieces[0]))).texts[row] == String(pieces[1]) ? 1 : 0
    }
  }

  @Test func termsAndGroups() throws {
    let columns = try ModelFrame(formula: "y ~ x + wool*tension", table: crossed()).source.columns
    #expect(columns.map(\.term).suffix(2) == ["wool:tension", "wool:tension"])
    #expect(columns.map(\.group) == [0, 1, 2, 3, 3, 4, 4])
    #expect(columns.map(\.isIntercept) == [true] + Array(repeating: false, count: 6))
  }

  @Test func arithmeticIsR() throws {
    let table = try Table(columns: ["y": [0, 1, 2], "a": [1, 2, 3], "b": [4, 0.5, -2]])
    func column(_ text: String) throws -> [Double] {
      matrix(try ModelFrame(formula: "y ~ 0 + \(text)", table: table).source)[0]
    }
    #expect(try column("I(-a^2)") == [-1, -4, -9])
    #expect(try column("I((-a)^2)") == [1, 4, 9])
    #expect(try column("I(2^a^2)") == [2, 16, 512])
    #expect(try column("I(a - b - 1)") == [-4, 0.5, 4])
    #expect(try column("I(a/b*2)") == [0.5, 8, -3])
    #expect(try column("I(2 + a * b^2)") == [18, 2.5, 14])
    #expect(try column("I(a^-1)") == [1, 0.5, 1.0 / 3])
    #expect(try column("abs(b)") == [4, 0.5, 2])
    #expect(try column("sqrt(a)") == [1, 2.0.squareRoot(), 3.0.squareRoot()])
    #expect(try column("log2(I(2^a) * 8)") == [4, 5, 6])
    #expect(try column("log2(1 - 1/1024 + 0 * a)")[0] == Double.log(1 - 1.0 / 1024) / Double.log(2))
    #expect(try column("log10(I(10^a))") == [1, 2, 3])
    #expect(try column("log1p(exp(a))") == [1, 2, 3].map { Double.log(onePlus: Double.exp($0)) })
    #expect(try column("I(+a)") == [1, 2, 3])
  }

  @Test func factorOfNumbersIsSortedByValue() throws {
    let table = try Table(columns: ["y": [0, 1, 2, 3], "g": [10, 9, 2.5, 9]])
    let frame = try ModelFrame(formula: "y ~ factor(g)", table: table)
    #expect(names(frame.source) == ["(Intercept)", "factor(g)[9]", "factor(g)[10]"])
    #expect(matrix(frame.source)[1] == [0, 1, 0, 1])
  }

  @Test func plainColumnsAreShared() throws {
    let table = try crossed()
    let frame = try ModelFrame(formula: "y ~ x + wool", table: table)
    guard case .numbers(let cells)? = table.column(named: "x")?.cells,
      case .dense(let storage) = frame.source.pieces[1], case .factor = frame.source.pieces[2],
      case .constant = frame.source.pieces[0]
    else {
      Issue.record("the pieces are a constant, a column and a factor")
      return
    }
    #expect(storage === cells.storage)
  }
}
