import Foundation

/// The memory of this process that is in the machine, in bytes, as Linux tells it; nil elsewhere.
enum ProcessMemory {
  /// What is held now.
  static var resident: Int? { bytes("VmRSS") }
  /// The most that was held at once since the start, or since ``forgetPeak()``.
  static var peak: Int? { bytes("VmHWM") }

  /// What of that is read from files: code.
  static var code: Int? { bytes("RssFile") }

  /// Lets ``peak`` begin anew, where the system allows it.
  static func forgetPeak() {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    try? file.write(contentsOf: Data("5".utf8))
    try? file.close()
  }

  private static func bytes(_ name: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    let kilobytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
    return kilobytes.flatMap { Int($0) }.map { 1024 * $0 }
  }
}
