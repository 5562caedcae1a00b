import Foundation

/// A checked-in table of text: a line of names, then fields separated by commas.
public struct FixtureTable {
  /// Fields of each line but the first.
  public let lines: [[String]]

  /// Reads `Fixtures/name` beside the file of the test that asks.
  public init(_ name: String, testFile: String = #filePath) throws {
    let folder = URL(filePath: testFile).deletingLastPathComponent().appending(path: "Fixtures")
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    lines = text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The numbers of a line from field `first` on.
  public func numbers(_ line: [String], from first: Int = 0) -> [Double] {
    line[first...].map { Double($0) ?? .nan }
  }
}
