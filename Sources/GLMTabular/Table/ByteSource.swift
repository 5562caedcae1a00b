import Foundation

/// The bytes of a file or of memory, of which threads look at a part at a time.
///
/// A file is read part by part into a thread's own room, and is neither mapped nor held as a whole: what is mapped can
/// vanish while it is scanned. What can be read once only, such as standard input, is held in memory.
final class ByteSource: @unchecked Sendable {
  /// How many bytes behind a part can be read.
  static let padding = 64

  /// What messages call the bytes.
  let name: String
  let count: Int
  private let file: FileHandle?
  /// The bytes, a line feed and zeros; nil when they are in the file.
  private let memory: UnsafeMutableRawPointer?

  /// The bytes of a regular file.
  init(_ file: FileHandle, count: Int, name: String) {
    self.file = file
    self.count = count
    self.name = name
    memory = nil
  }

  /// Takes over `count` bytes with room for the padding, from `malloc`.
  init(adopting memory: UnsafeMutableRawPointer, count: Int, name: String) {
    file = nil
    self.memory = memory
    self.count = count
    self.name = name
    WindowRoom.pad(memory + count)
  }

  /// A copy of `bytes`.
  convenience init(_ bytes: some Collection<UInt8>, name: String) {
    let count = bytes.count
    guard let memory = malloc(count + ByteSource.padding) else {
      preconditionFailure("there is memory for a copy of \(count) bytes")
    }
    UnsafeMutableRawBufferPointer(start: memory, count: count).copyBytes(from: bytes)
    self.init(adopting: memory, count: count, name: name)
  }

  deinit {
    free(memory)
    try? file?.close()
  }

  /// Lends the bytes of `range`, read into the room; `padding` more can be read, of which the first is a line feed when
  /// it is behind the last byte of all.
  func withWindow<Value>(
    _ range: Range<Int>, _ room: WindowRoom,
    _ body: (UnsafePointer<UInt8>) throws(TableError) -> Value
  ) throws(TableError) -> Value {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the source has \(count) bytes")
    defer { withExtendedLifetime((self, room)) {} }
    return try body(try window(range, room))
  }

  private func window(_ range: Range<Int>, _ room: WindowRoom) throws(TableError) -> UnsafePointer<UInt8> {
    if let memory {
      return UnsafePointer((memory + range.lowerBound).assumingMemoryBound(to: UInt8.self))
    }
    guard let start = room.start(for: range.count) else {
      throw .notReadable(path: name, reason: "not enough memory for \(range.count) bytes")
    }
    var at = 0
    while at < range.count, let file {
      let got = pread(file.fileDescriptor, start + at, range.count - at, off_t(range.lowerBound + at))
      if got < 0, errno == EINTR { continue }
      if got == 0 { throw changed }
      guard got > 0 else { throw .notReadable(path: name, reason: String(cString: strerror(errno))) }
      at += got
    }
    WindowRoom.pad(start + range.count)
    return UnsafePointer(start.assumingMemoryBound(to: UInt8.self))
  }

  /// The first bytes, `count` at most.
  func prefix(_ count: Int) throws(TableError) -> [UInt8] {
    let count = min(count, self.count)
    return try withWindow(0..<count, WindowRoom()) { start in
      Array(UnsafeBufferPointer(start: start, count: count))
    }
  }

  /// Lends all bytes of memory, with the padding.
  func withMemory(_ body: (UnsafePointer<UInt8>) -> Void) {
    guard let memory else { return }
    body(UnsafePointer(memory.assumingMemoryBound(to: UInt8.self)))
    withExtendedLifetime(self) {}
  }

  /// The error for bytes that are not what they were a moment ago.
  var changed: TableError { .notReadable(path: name, reason: "it changed while it was read") }
}

/// The memory that a thread reads parts of a file into.
final class WindowRoom: @unchecked Sendable {
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0

  deinit { free(memory) }

  /// Room for `count` bytes and the padding; what was there is lost. Nil when there is not enough memory.
  func start(for count: Int) -> UnsafeMutableRawPointer? {
    if count + ByteSource.padding > capacity {
      free(memory)
      capacity = count + ByteSource.padding
      memory = malloc(capacity)
      if memory == nil { capacity = 0 }
    }
    return memory
  }

  /// Puts a line feed and zeros where the bytes end.
  static func pad(_ end: UnsafeMutableRawPointer) {
    end.initializeMemory(as: UInt8.self, repeating: 0, count: ByteSource.padding)
    end.storeBytes(of: UInt8(ascii: "\n"), as: UInt8.self)
  }

  /// One for each of `count` threads.
  static func rooms(_ count: Int) -> [WindowRoom] { (0..<max(1, count)).map { _ in WindowRoom() } }
}
