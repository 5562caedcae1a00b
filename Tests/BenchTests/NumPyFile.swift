import Foundation

/// A file that NumPy would save, in a folder of its own, which is removed with the last use.
final class NumPyFile {
  let path: String
  private let folder: URL

  /// Numbers of the type `descr` in the order that they are to lie in.
  init(_ numbers: [Double], shape: [Int], isColumnMajor: Bool = true, descr: String = "<f8") throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("glm-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let sides = shape.map { "\($0)," }.joined(separator: " ")
    var header =
      "{'descr': '\(descr)', 'fortran_order': \(isColumnMajor ? "True" : "False"), 'shape': (\(sides)), }"
    header += String(repeating: " ", count: 63 - (header.utf8.count + 10) % 64) + "\n"
    var bytes = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
    bytes += [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)] + Array(header.utf8)
    for number in numbers {
      if descr == "<f4" {
        withUnsafeBytes(of: Float(number).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      } else {
        withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    path = folder.appendingPathComponent("array.npy").path
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
