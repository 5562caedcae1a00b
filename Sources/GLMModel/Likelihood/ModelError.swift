/// A model that cannot be stated, or not for this kind of response.
public enum ModelError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The family cannot take this kind of response.
  case responseKind(model: String, needs: String, got: String)
  /// An exposure through a link that is not the logarithm.
  case exposureNeedsLog(link: String)
  /// A contradiction in the model itself.
  case contradiction(String)

  public var description: String {
    switch self {
    case .responseKind(let model, let needs, let got):
      "the response is \(got), but \(model) takes \(needs): use another family, or another response"
    case .exposureNeedsLog(let link):
      "an exposure enters as the offset log(exposure), which means a rate only through the link log, not \(link): "
        + "use the link log, or an offset on the scale of the linear predictor"
    case .contradiction(let what): what
    }
  }
}
