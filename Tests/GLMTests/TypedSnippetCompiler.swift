import Foundation
import GLM
import GLMTestSupport

/// The compiler beside the modules that this build made of the package.
struct SnippetCompiler: Sendable {
  /// What the compiler said of a program.
  struct Result: Sendable {
    let isAccepted: Bool
    let output: String

    /// The lines of the program that have an error; −1 for an error elsewhere.
    var errorLines: [Int] {
      output.split(separator: "\n").filter { $0.contains("error: ") }.map { line in
        line.firstMatch(of: /snippet\.swift:([0-9]+):/).flatMap { Int($0.1) } ?? -1
      }
    }
  }

  /// Why programs cannot be checked here.
  enum Failure: Error {
    case noCompiler
    case noModules(searched: [String])
  }

  let compiler: URL
  /// The folder of the compiled modules; nil to go without.
  var modules: URL?
  /// Whether the module of C is told.
  var knowsKernels = true
  /// More for the compiler.
  var options: [String] = []

  init() throws {
    guard let compiler = Self.findCompiler() else { throw Failure.noCompiler }
    self.compiler = compiler
    modules = try Self.findModules()
  }

  /// `SWIFT_EXEC`, or else `swiftc` in a folder of `PATH`.
  private static func findCompiler() -> URL? {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { URL(filePath: String($0)) }
    let candidates =
      (environment["SWIFT_EXEC"].map { [URL(filePath: $0)] } ?? [])
      + (folders + [URL(filePath: "/usr/bin")]).map { $0.appending(path: "swiftc") }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// The modules lie beside the running tests, in the folder of the products or one called Modules there.
  private static func findModules() throws -> URL {
    let running = CommandLine.arguments.filter { $0.hasPrefix("/") || $0.contains(".xctest") }.map {
      URL(filePath: $0)
    }
    let bundles = [Bundle.main.bundleURL] + Bundle.allBundles.map(\.bundleURL)
    var searched = [String]()
    for start in running + bundles {
      var folder = start
      for _ in 0..<6 {
        folder = folder.deletingLastPathComponent()
        for candidate in [folder.appending(path: "Modules"), folder] {
          searched.append(candidate.path)
          if FileManager.default.fileExists(atPath: candidate.appending(path: "GLM.swiftmodule").path) {
            return candidate
          }
        }
      }
    }
    throw Failure.noModules(searched: searched)
  }

  /// Checks the types of a program beside the rows that all snippets are about.
  func check(_ text: String) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "glm-snippet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appending(path: "snippet.swift")
    try Data(text.utf8).write(to: program)
    let header = Snippet.fixtures.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/CGLMKernels/include/CGLMKernels.h")
    let map = folder.appending(path: "module.modulemap")
    try Data("module CGLMKernels { umbrella header \"\(header.path)\" export * }".utf8).write(to: map)
    var arguments =
      ["-typecheck", "-parse-as-library", "-swift-version", "6", "-diagnostic-style=llvm"] + options
    if let modules { arguments += ["-I", modules.path] }
    if knowsKernels { arguments += ["-Xcc", "-fmodule-map-file=\(map.path)"] }
    arguments += [Snippet.fixtures.appending(path: "Rows.swift").path, program.path]
    return try run(arguments, output: folder.appending(path: "output"))
  }

  private func run(_ arguments: [String], output: URL) throws -> Result {
    let status = try ChildProcess.run(
      compiler.path, arguments, output: output.path, error: output.path)
    return Result(
      isAccepted: status == 0,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self))
  }
}
