import Foundation
import GLMTestSupport
import Testing

/// The built `glm` as a process: arguments in, output, complaint and status out.
struct GLMCommand {
  let output: String
  let complaint: String
  /// The exit status; minus the signal when a signal ended the process.
  let status: Int32

  /// The folder of the fixtures, which commands run in.
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  /// The binary, which the build puts beside the tests.
  static let binary: URL? = {
    let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
    let executable = URL(filePath: CommandLine.arguments[0])
    let folders =
      [Bundle.main.bundleURL] + (bundles + [executable]).map { $0.deletingLastPathComponent() }
    return folders.map { $0.appending(path: "glm") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// Runs `glm` with `arguments` in the folder of the fixtures.
  @discardableResult
  init(_ arguments: String..., input: String = "") throws {
    try self.init(arguments, input: Data(input.utf8))
  }

  /// Runs `glm` with `arguments` in `folder`.
  init(_ arguments: [String], input: Data = Data(), in folder: URL = fixtures) throws {
    try self.init(try #require(Self.binary, "glm is not beside the tests"), arguments, input, folder)
  }

  /// Runs a script of the shell that finds `glm` as `"$GLM"`.
  init(shell script: String) throws {
    let path = try #require(Self.binary, "glm is not beside the tests").path
    try self.init(URL(filePath: "/bin/sh"), ["-c", "GLM='\(path)'; \(script)"], Data(), Self.fixtures)
  }

  private init(_ executable: URL, _ arguments: [String], _ input: Data, _ folder: URL) throws {
    let scratch = try TemporaryFolder()
    let files = ["in", "out", "err"].map { scratch.url.appending(path: $0) }
    try input.write(to: files[0])
    status = try ChildProcess.run(
      executable.path, arguments, in: folder.path, input: files[0].path, output: files[1].path,
      error: files[2].path)
    output = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
    complaint = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
  }

  /// The output as JSON, whose keys can be looked at.
  func object() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }
}

/// A folder that goes with the test.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "glm-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in the folder, made of `text`.
  func file(_ name: String, _ text: String) throws -> String {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  func path(_ name: String) -> String { url.appending(path: name).path }
}

/// Expects one line on standard error, nothing on standard output, and the status.
func expectComplaint(
  _ command: GLMCommand, _ complaint: String, status: Int32, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(command.complaint == "glm: \(complaint)\n", sourceLocation: sourceLocation)
  #expect(command.output == "", sourceLocation: sourceLocation)
  #expect(command.status == status, sourceLocation: sourceLocation)
}
