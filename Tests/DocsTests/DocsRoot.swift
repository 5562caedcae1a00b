import Foundation

/// The top of the repository, where the documentation's commands and paths start.
enum DocsRoot {
  static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// Makes it the current directory.
  static func enter() { _ = FileManager.default.changeCurrentDirectoryPath(path) }

  /// The text of a file, by its path from the top.
  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  /// Every page of the documentation.
  static let pages = [
    "README.md", "Docs/Architecture.md", "Docs/Mathematics.md", "Docs/Guides/GettingStarted.md",
    "Docs/Guides/LogitAndProbit.md", "Docs/Guides/Formulas.md", "Docs/Guides/Families.md",
    "Docs/Guides/AddingAFamily.md",
    "Docs/Guides/TypedRows.md", "Docs/Guides/ReadingData.md", "Docs/Guides/Certainty.md",
    "Docs/Guides/ManyFits.md",
    "Docs/Decisions/0003-the-truth.md", "Docs/Decisions/0004-speed.md", "Docs/Data/README.md",
    "Docs/Decisions/0001-first-engine.md", "Docs/Decisions/0002-any-model.md", "Docs/Benchmarks.md",
    "Tests/Peers/README.md",
  ]

  /// The fenced blocks of a page that begin with ```` ```language ````.
  static func blocks(_ language: String, of page: String) throws -> [[String]] {
    var result: [[String]] = []
    var current: [String]?
    for line in try text(page).components(separatedBy: "\n") {
      if let block = current {
        if line == "```" {
          result.append(block)
          current = nil
        } else {
          current?.append(line)
        }
      } else if line == "```" + language {
        current = []
      }
    }
    return result
  }
}
