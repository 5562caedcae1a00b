import Foundation
import GLMTabular
import Testing

/// A formula on a data set, and the columns that R's `model.matrix` has for it; `Tests/Fixtures/model_matrix.py` says
/// what the fields are.
struct RMatrixCase: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let formula: String
  let levels: [String: [String]]
  let ordered: [String: [String]]
  let contrasts: [String: RCoding]
  let names: [String]
  let terms: [String]
  let assign: [Int]
  let rows: [Int]
  let response: Response?
  let offset: [Double]?
  let columns: [[Double]]
  /// The data set it is about; not in the file, which is of one data set.
  private(set) var data = ""

  struct Response: Decodable, Sendable {
    let kind: String
    let levels: [String]?
    let values: [Double]?
    let successes: [Double]?
    let failures: [Double]?
  }

  private enum CodingKeys: String, CodingKey {
    case name, formula, levels, ordered, contrasts, names, terms, assign, rows, response, offset, columns
  }

  var testDescription: String { "\(data): \(name)" }

  var options: FrameOptions {
    var options = FrameOptions()
    options.levels = levels
    options.ordered = ordered
    options.contrasts = contrasts.mapValues(\.coding)
    return options
  }

  /// The table that the formula is met with.
  func table() throws -> Table { try Table(contentsOf: Self.folder("model_matrix/\(data).csv").path()) }

  /// New rows to predict for.
  func newRows() throws -> Table {
    try Table(contentsOf: Self.folder("prediction_matrix/\(data)_new.csv").path())
  }

  private static func folder(_ path: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").appending(path: path)
  }

  /// Every case in the JSON files of a folder, data set by data set.
  static func load(_ folder: String) throws -> [RMatrixCase] {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder(folder), includingPropertiesForKeys: nil)
    return
      try files
      .filter { $0.pathExtension == "json" }
      .sorted { $0.path() < $1.path() }
      .flatMap { file in
        var cases = try JSONDecoder().decode([RMatrixCase].self, from: Data(contentsOf: file))
        for i in cases.indices { cases[i].data = file.deletingPathExtension().lastPathComponent }
        return cases
      }
  }
}

/// A coding as the fixtures write it: a word, or a matrix.
struct RCoding: Decodable, Sendable {
  let coding: Coding

  private struct Custom: Decodable {
    let matrix: [[Double]]
    let labels: [String]?
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let word = try? container.decode(String.self) else {
      let custom = try container.decode(Custom.self)
      coding = .matrix(custom.matrix, labels: custom.labels)
      return
    }
    switch word {
    case "sum": coding = .sum
    case "helmert": coding = .helmert
    case "polynomial": coding = .polynomial
    case "difference": coding = .difference
    case "treatment": coding = .treatment(base: nil)
    case _ where word.hasPrefix("treatment:"):
      coding = .treatment(base: String(word.dropFirst("treatment:".count)))
    default:
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(word)\" is no coding")
    }
  }
}

/// What is wrong with `columns`: each must be as near to the expected one as 10⁻¹⁴ of its norm.
func columnsThatDiffer(_ columns: [[Double]], from expected: [[Double]], names: [String]) -> [String] {
  guard columns.count == expected.count, names.count == expected.count else {
    return ["\(columns.count) columns, not \(expected.count)"]
  }
  var wrong = [String]()
  for (j, (column, truth)) in zip(columns, expected).enumerated() {
    guard column.count == truth.count else {
      wrong.append("\(names[j]): \(column.count) rows, not \(truth.count)")
      continue
    }
    let norm = truth.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for i in truth.indices where !((column[i] - truth[i]).magnitude <= 1e-14 * norm) {
      wrong.append("\(names[j]) in row \(i): \(column[i]), not \(truth[i]), of norm \(norm)")
      break
    }
  }
  return wrong
}
