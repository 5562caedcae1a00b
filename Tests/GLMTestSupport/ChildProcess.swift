import Foundation

/// A program that a test runs to its end, by `posix_spawn`: Foundation's `Process` was seen to crash when many tests
/// start programs at once.
public enum ChildProcess {
  /// A program that could not be started.
  public struct Failure: Error, CustomStringConvertible {
    public let program: String
    public let code: Int32

    public var description: String { "\(program) cannot be started: \(String(cString: strerror(code)))" }
  }

  /// Runs `program` and waits for it; standard input, output and error are files, of which output and error may be one.
  ///
  /// - Returns: the exit status; minus the signal when a signal ended the program.
  public static func run(
    _ program: String, _ arguments: [String], in folder: String? = nil, input: String = "/dev/null",
    output: String, error: String
  ) throws -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    if error == output {
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    } else {
      posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    // The shell changes the folder: posix_spawn can do so on some systems only.
    let enter = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] } ?? []
    let command = enter + [program] + arguments
    let words = command.map { strdup($0) }
    defer { for word in words { free(word) } }
    var child = pid_t()
    let code = posix_spawn(&child, command[0], &actions, nil, words + [nil], environ)
    guard code == 0 else { throw Failure(program: program, code: code) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw Failure(program: program, code: errno) }
    }
    return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
  }
}
