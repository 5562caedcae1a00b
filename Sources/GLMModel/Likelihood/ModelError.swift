/// A model that cannot be stated, or not for this kind of response.
public enum ModelError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The family cannot take this kind of response.
  case responseKind(model: String, needs: String, got: String)
  /// A contradiction in the model itself.
  case contradiction(String)

  public var description: String {
    switch self {
    case .responseKind(let model, let needs, let got):
      "the response is \(got), but \(model) takes \(needs): use another family, or another response"
    case .contradiction(let what): what
    }
  }
}
