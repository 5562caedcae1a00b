import Foundation

extension ByteSource {
  /// The file at `path`, or what a pipe of that name gives; `-` is standard input.
  convenience init(path: String) throws(TableError) {
    if path == "-" {
      let input = try ByteSource.toTheEnd(of: .standardInput, name: "standard input")
      self.init(adopting: input.memory, count: input.count, name: "standard input")
      return
    }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .fileNotFound(path: path)
    }
    if isDirectory.boolValue { throw .isDirectory(path: path) }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw .notReadable(path: path, reason: "permission denied")
    }
    var status = stat()
    // Files that the system makes up while they are read have no size.
    if fstat(file.fileDescriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 {
      self.init(file, count: Int(status.st_size), name: path)
    } else {
      let bytes = try ByteSource.toTheEnd(of: file, name: path)
      self.init(adopting: bytes.memory, count: bytes.count, name: path)
    }
  }

  /// Reads what a pipe or terminal gives until it ends.
  private static func toTheEnd(
    of file: FileHandle, name: String
  ) throws(TableError) -> (memory: UnsafeMutableRawPointer, count: Int) {
    var capacity = 1 << 16
    var count = 0
    guard var memory = malloc(capacity + padding) else {
      throw .notReadable(path: name, reason: "not enough memory")
    }
    while true {
      let got = read(file.fileDescriptor, memory + count, capacity - count)
      if got == 0 { return (memory, count) }
      guard got > 0 else {
        if errno == EINTR { continue }
        let reason = String(cString: strerror(errno))
        free(memory)
        throw .notReadable(path: name, reason: reason)
      }
      count += got
      guard count == capacity else { continue }
      capacity *= 2
      guard let larger = realloc(memory, capacity + padding) else {
        free(memory)
        throw .notReadable(path: name, reason: "not enough memory for \(capacity) bytes")
      }
      memory = larger
    }
  }
}
