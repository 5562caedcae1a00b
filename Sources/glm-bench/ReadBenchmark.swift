import Foundation
import GLM

extension Benchmark {
  /// `glm-bench read`: how fast a file becomes a table.
  static let read = Benchmark(
    name: "read", usage: "read FILE [--repeat R] [--threads N] [--format text|json]", operands: 1,
    flags: ["--repeat", "--threads", "--format"], run: runRead)

  private static func runRead(_ arguments: BenchArguments) throws -> String {
    let repeats = try arguments.count("--repeat", unless: 1)
    let threads = try arguments.count("--threads", unless: ProcessInfo.processInfo.activeProcessorCount)
    let format = try arguments.format()
    let path = arguments.operands[0]
    var report = ReadReport(file: path, threads: threads)
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      let table = try Table(contentsOf: path, reading: TableReading(threads: threads))
      report.seconds.append((ContinuousClock.now - start) / .seconds(1))
      (report.rows, report.columns) = (table.rowCount, table.columns.count)
    }
    report.bytes = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    return format == .json ? try report.json() : report.text
  }
}

/// What `glm-bench read` measured. A megabyte is a million bytes; rates are those of the fastest repeat.
private struct ReadReport: Encodable {
  let file: String
  let threads: Int
  var bytes = 0
  var rows = 0
  var columns = 0
  /// The time of each repeat.
  var seconds: [Double] = []

  enum CodingKeys: String, CodingKey {
    case file, threads, bytes, rows, columns, seconds, megabytesPerSecond, rowsPerSecond
  }

  init(file: String, threads: Int) {
    self.file = file
    self.threads = threads
  }

  private var best: Double { seconds.min() ?? .nan }
  private var megabytes: Double { Double(bytes) / 1e6 }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    try container.encode(threads, forKey: .threads)
    try container.encode(bytes, forKey: .bytes)
    try container.encode(rows, forKey: .rows)
    try container.encode(columns, forKey: .columns)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(megabytes / best, forKey: .megabytesPerSecond)
    try container.encode(Double(rows) / best, forKey: .rowsPerSecond)
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  var text: String {
    let times = seconds.map { String(format: "%.4f", $0) }.joined(separator: " ")
    return """
      rows     \(rows)
      columns  \(columns)
      size     \(String(format: "%.1f", megabytes)) MB
      threads  \(threads)
      seconds  \(times)
      best     \(String(format: "%.0f", megabytes / best)) MB/s, \(String(format: "%.3g", Double(rows) / best)) rows/s

      """
  }
}
