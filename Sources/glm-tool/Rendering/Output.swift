import Foundation

/// Standard output and standard error.
enum Output {
  /// Writes what a command has to say; the status is that of the reply, unless the output cannot be written.
  static func deliver(_ reply: Reply) -> ExitStatus {
    var status = reply.status
    if !reply.output.isEmpty {
      do {
        try FileHandle.standardOutput.write(contentsOf: Data(reply.output.utf8))
      } catch let error where isClosedPipe(error) {
        // The reader has what it wants.
      } catch {
        complain("standard output cannot be written: check the disk and the redirection")
        status = .unusableInput
      }
    }
    if let complaint = reply.complaint { complain(complaint) }
    return status
  }

  /// Writes one line to standard error, whatever is in it.
  private static func complain(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("glm: \(oneLine(text))\n".utf8))
  }

  /// The text with line breaks and other control characters spelled out.
  static func oneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: line += scalar.escaped(asASCII: true)
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  private static func isClosedPipe(_ error: any Error) -> Bool {
    var error = error as NSError
    while let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = underlying }
    return error.domain == NSPOSIXErrorDomain && error.code == Int(EPIPE)
  }
}
