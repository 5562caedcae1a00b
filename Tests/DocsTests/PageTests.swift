import Foundation
import GLMTestSupport
import Testing

/// The pages say what is true: their Swift is compiled and run, their commands print what they show, their links lead
/// somewhere.
@Suite struct PageTests {
  /// Tokens without layout, so that a page may break lines as it reads best.
  private func tokens(_ lines: [String]) -> String {
    lines.map { line in line.components(separatedBy: "  //")[0] }
      .joined().filter { !$0.isWhitespace }
  }

  @Test(arguments: DocsRoot.pages)
  func swiftIsCompiledAndRun(page: String) throws {
    let source = try DocsRoot.text("Tests/DocsTests/Snippets.swift").components(separatedBy: "\n")
    let compiled = tokens(source)
    for block in try DocsRoot.blocks("swift", of: page) {
      // A block is cut at blank lines: each piece stands in the compiled file.
      for piece in block.split(whereSeparator: { $0.trimmingCharacters(in: .whitespaces).isEmpty }) {
        let text = tokens(piece.filter { !$0.hasPrefix("import ") })
        let isCompiled = text.isEmpty || compiled.contains(text)
        #expect(isCompiled, "\(page): \(piece.joined(separator: "\n"))")
      }
    }
  }

  @Test(arguments: DocsRoot.pages)
  func linksLeadSomewhere(page: String) throws {
    let folder = URL(fileURLWithPath: DocsRoot.path + "/" + page).deletingLastPathComponent()
    let text = try DocsRoot.text(page)
    for match in text.matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) {
      let target = String(match.1)
      if target.hasPrefix("http") { continue }
      let file = folder.appendingPathComponent(target).path
      #expect(FileManager.default.fileExists(atPath: file), "\(page) links to \(target)")
    }
    // Paths in code spans that look like files of the repository.
    for match in text.matches(of: /`((?:Docs|Sources|Tests)\/[A-Za-z0-9_.\/-]+)`/) {
      let file = DocsRoot.path + "/" + String(match.1)
      #expect(FileManager.default.fileExists(atPath: file), "\(page) names \(match.1)")
    }
  }

  /// A comment that sends the reader to a section of the mathematics names one that is there.
  @Test func commentsReferToSections() throws {
    let headings = try DocsRoot.text("Docs/Mathematics.md").components(separatedBy: "\n")
      .filter { $0.hasPrefix("#") }
      .map { $0.drop { "# 0123456789.".contains($0) } }
    let sources = try #require(FileManager.default.enumerator(atPath: DocsRoot.path + "/Sources"))
    var references = 0
    for case let file as String in sources where file.hasSuffix(".swift") {
      let text = try DocsRoot.text("Sources/" + file).replacing(/\n\s*\/\/\/ ?/, with: " ")
      for match in text.matches(of: /Docs\/Mathematics\.md, "([^"]+)"/) {
        references += 1
        #expect(headings.contains { $0 == match.1 }, "\(file) refers to \(match.1)")
      }
    }
    #expect(references > 5)
  }

  @Test(arguments: DocsRoot.pages)
  func commandsPrintWhatIsShown(page: String) throws {
    for block in try DocsRoot.blocks("console", of: page) {
      let command = try #require(block.first)
      let prefix = "$ swift run -c release glm "
      try #require(command.hasPrefix(prefix), "\(page): \(command)")
      let shown = block.dropFirst().joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
      let printed = try run(String(command.dropFirst(prefix.count)))
      let isShown = printed.trimmingCharacters(in: .whitespacesAndNewlines) == shown
      #expect(isShown, "\(page): \(command)\nprints\n\(printed)")
    }
  }

  /// The output of the built tool, run by a shell at the top of the repository.
  private func run(_ arguments: String) throws -> String {
    let tool = try #require(ToolBinary.path, "the tool is built beside the tests")
    let output = FileManager.default.temporaryDirectory.appending(path: "glm-docs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    _ = try ChildProcess.run(
      "/bin/sh", ["-c", "exec '\(tool)' \(arguments)"], in: DocsRoot.path, output: output.path,
      error: output.path)
    return try String(contentsOf: output, encoding: .utf8)
  }
}

/// Where the build put the tool: beside the test bundle, wherever that is.
enum ToolBinary {
  static let path: String? = {
    var folders = CommandLine.arguments.prefix(1).map { URL(fileURLWithPath: $0) }
    folders += CommandLine.arguments.filter { $0.contains(".xctest") }.map { URL(fileURLWithPath: $0) }
    folders.append(Bundle.main.bundleURL)
    for start in folders {
      var folder = start
      for _ in 0..<6 {
        let candidate = folder.appendingPathComponent("glm").path
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate, isDirectory: &isDirectory),
          !isDirectory.boolValue
        {
          return candidate
        }
        folder = folder.deletingLastPathComponent()
      }
    }
    return nil
  }()
}
