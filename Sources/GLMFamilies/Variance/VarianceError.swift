/// A variance expression that cannot be used, with the place in it where that shows.
public enum VarianceError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Nothing was written.
  case empty
  /// More than ``limit`` characters, or as many parentheses one in another as no variance has.
  case tooLong(String)
  /// Character number `place`, counting from 1, cannot stand there.
  case unexpected(String, place: Int, in: String)
  /// The expression stops where a number, `mu` or a parenthesis must follow.
  case ended(String)
  /// A name that is neither `mu` nor a function.
  case unknownName(String, place: Int, in: String)
  /// A number that is not finite or not written as one.
  case badNumber(String, place: Int, in: String)
  /// No mean has a variance above 0.
  case nowherePositive(String)

  /// The longest expression, in characters.
  public static let limit = 200

  public var description: String {
    let remedy = "write the variance in mu with + - * / ^ ( ) exp log sqrt, as in mu^2 or mu(1-mu)"
    switch self {
    case .empty: return "the variance is empty: \(remedy)"
    case .tooLong(let text):
      return "the variance \"\(text.prefix(20))…\" is longer than \(Self.limit) characters: simplify it"
    case .unexpected(let what, let place, let text):
      return "the variance \"\(text)\" has a \"\(what)\" out of place at character \(place): \(remedy)"
    case .ended(let text):
      return "the variance \"\(text)\" stops too soon, at character \(text.count + 1): \(remedy)"
    case .unknownName(let name, let place, let text):
      return "the variance \"\(text)\" has the unknown name \"\(name)\" at character \(place): \(remedy)"
    case .badNumber(let number, let place, let text):
      return
        "the variance \"\(text)\" has the number \"\(number)\" at character \(place), which is none: \(remedy)"
    case .nowherePositive(let text):
      return "the variance \"\(text)\" is above 0 for no mean: \(remedy)"
    }
  }
}
