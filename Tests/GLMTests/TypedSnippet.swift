import Foundation

/// A program that must not compile beside one that must: they differ in what stands between `//: wrong`, `//: right`
/// and `//: end`.
struct Snippet: Sendable, CustomStringConvertible {
  /// The file's name without its ending.
  let name: String
  /// What the compiler must say of the wrong program.
  let diagnostic: String
  /// The lines, counting from 1, that the wrong program alone has: its errors must be there.
  let wrongLines: ClosedRange<Int>
  let wrong: String
  let right: String

  var description: String { name }

  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  /// The programs of the folder, by name.
  static let all: [Snippet] = {
    let folder = fixtures.appending(path: "MustNotCompile")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().map { file in
      let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
      return Snippet(name: file.replacing(".swift", with: ""), text: text)
    }
  }()

  /// A text without marks has no wrong lines, and so no error can be where it must be.
  init(name: String, text: String) {
    let lines = text.components(separatedBy: "\n")
    func line(of mark: String) -> Int {
      lines.firstIndex { $0.trimmingCharacters(in: .whitespaces) == mark } ?? lines.count
    }
    let (start, middle, end) = (line(of: "//: wrong"), line(of: "//: right"), line(of: "//: end"))
    // What is left out leaves its lines empty, so that both programs have the lines of the file.
    func without(_ from: Int, _ to: Int) -> String {
      lines.indices.map { $0 >= from && $0 < to ? "" : lines[$0] }.joined(separator: "\n")
    }
    let said = "// diagnostic: "
    self.name = name
    diagnostic =
      lines.first { $0.hasPrefix(said) }.map { String($0.dropFirst(said.count)) } ?? "no diagnostic given"
    wrongLines = start + 1...max(middle, start + 1)
    wrong = without(middle, end)
    right = without(start, middle)
  }

  /// What is amiss with the two programs; nil when the right one compiles and the wrong one fails as it must.
  func complaint(_ compiler: SnippetCompiler) throws -> String? {
    let control = try compiler.check(right)
    guard control.isAccepted else { return "the control fails:\n" + control.output }
    let result = try compiler.check(wrong)
    if result.isAccepted { return "it compiles" }
    let lines = result.errorLines
    guard !lines.isEmpty, lines.allSatisfy(wrongLines.contains), result.output.contains(diagnostic) else {
      return "it fails otherwise:\n" + result.output
    }
    return nil
  }
}
