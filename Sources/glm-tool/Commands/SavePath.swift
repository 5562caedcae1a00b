import Foundation
import GLM

/// Where `--save` writes: anywhere but the data.
struct SavePath {
  let path: String

  /// - Throws: ``CommandLineError``.
  init(_ path: String, data: String) throws(CommandLineError) {
    guard path != "-" else { throw .contradiction("--save - names no file", remedy: "name one") }
    let files = [path, data].map { URL(fileURLWithPath: $0).resolvingSymlinksInPath() }
    guard data == "-" || files[0] != files[1] else {
      throw .contradiction("--save would overwrite the data", remedy: "name another file")
    }
    self.path = path
  }

  /// Writes a model: a file appears whole or not at all; a device, pipe or symbolic link is written to, not replaced.
  func write(_ model: FittedModel) throws(ModelFileError) { try model.write(to: path) }
}
