import GLM

/// An error with the name of the data or file it is about.
struct InputError: Error {
  let source: String
  let underlying: any Error
}

/// Errors of the library as one line: what, where, and what to do.
enum InputMessage {
  static func of(_ error: any Error) -> String {
    switch error {
    case let error as InputError: located(error.underlying, in: error.source)
    case TableError.otherSeparator(let source, let header, _, let other):
      "\(source): line 1: the only cell is \(shown(header)): use --delimiter \(other) to separate columns by it"
    case let error as any CustomStringConvertible: error.description
    default: "\(error)"
    }
  }

  /// The message with the name of the data before it, where it does not name its place itself.
  private static func located(_ error: any Error, in source: String) -> String {
    switch error {
    case FrameError.formula, FrameError.contradiction, FitError.badStart, FitError.noFeasibleStart: of(error)
    case is FrameError, is FitError, is ModelError, is PredictionError: "\(source): \(of(error))"
    default: of(error)
    }
  }
}
