import Foundation
import GLMModel
import GLMTabular

/// A model file that cannot be used.
public enum ModelFileError: Error, Sendable, Equatable, CustomStringConvertible {
  case cannotRead(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  /// Not a model file, or a damaged one.
  case damaged(path: String, reason: String)
  /// The file of an earlier or a later version.
  case unknownFormat(path: String, format: Int)
  /// A model that was fitted to a matrix has no formula to read a table with.
  case noFormula

  public var description: String {
    switch self {
    case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)"
    case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
    case .damaged(let path, let reason): "\(path): not a model file: \(reason); write one with fit --save"
    case .unknownFormat(let path, let format):
      "\(path): the model file has format \(format), and this program reads format \(FittedModel.currentFormat): "
        + (format < FittedModel.currentFormat ? "fit the model again" : "use a newer program")
    case .noFormula:
      "the model was fitted to a matrix, not a table: predict with a matrix of the same columns"
    }
  }
}

extension FittedModel {
  /// Reads a model file.
  public init(contentsOf path: String) throws(ModelFileError) {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      var isDirectory: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      throw .cannotRead(
        path: path,
        reason: !exists ? "no such file" : isDirectory.boolValue ? "it is a directory" : "no access")
    }
    self = try Self.decode(data, path)
  }

  /// Reads a model from JSON.
  public init(json data: Data) throws(ModelFileError) { self = try Self.decode(data, "model") }

  private static func decode(_ data: Data, _ path: String) throws(ModelFileError) -> FittedModel {
    struct Version: Decodable { var format: Int }
    let decoder = JSONDecoder()
    guard let version = try? decoder.decode(Version.self, from: data) else {
      throw .damaged(path: path, reason: "it is not JSON with a format number")
    }
    guard version.format == currentFormat else { throw .unknownFormat(path: path, format: version.format) }
    let model: FittedModel
    do { model = try decoder.decode(FittedModel.self, from: data) } catch {
      throw .damaged(path: path, reason: reason(error))
    }
    if let flaw = model.flaw { throw .damaged(path: path, reason: flaw) }
    return model
  }

  private static func reason(_ error: any Error) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      let place = path(context)
      return "\(place.isEmpty ? "" : place + ".")\(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return "\(path(context)) is of the wrong kind"
    case DecodingError.dataCorrupted(let context):
      return context.codingPath.isEmpty ? "the JSON is damaged" : "\(path(context)) is damaged"
    default: return "\(error)"
    }
  }

  /// What contradicts itself in a model that was read, if anything.
  private var flaw: String? {
    let planes = predictorCount
    guard planes >= 1, planes < 1 << 20 else { return "predictorCount is not a number of linear predictors" }
    guard coefficients.count == planes * columns.count else {
      return "there are \(coefficients.count) coefficients for \(planes) × \(columns.count) columns"
    }
    if let specification, specification.columns != columns { return "the formula makes other columns" }
    if let classes, planes > 1, classes.count != planes + 1 { return "classes do not match predictorCount" }
    guard coefficients.allSatisfy({ $0.estimate.isFinite }) else { return "a coefficient is not finite" }
    if let covariance, covariance.count != coefficients.count * (coefficients.count + 1) / 2 {
      return "the covariance has \(covariance.count) entries"
    }
    if let flaw = coordinates?.flaw(CoefficientLayout(columns: columns, planes: planes)) { return flaw }
    if let degreesOfFreedom, !(degreesOfFreedom > 0) { return "degreesOfFreedom is not above 0" }
    return nil
  }

  /// The model as JSON, keys sorted, numbers in shortest round-trip form.
  public func json() throws(ModelFileError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do { return try encoder.encode(self) } catch {
      throw .damaged(path: "model", reason: "it holds a number that is not finite")
    }
  }

  /// Writes a model file.
  public func write(to path: String) throws(ModelFileError) {
    let data = try json()
    // An ordinary file is replaced whole; a device, a pipe or a link is written through.
    let url = URL(fileURLWithPath: path)
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    do { try data.write(to: url, options: kind == nil || kind == .typeRegular ? .atomic : []) } catch {
      throw .cannotWrite(
        path: path,
        reason: kind == .typeDirectory
          ? "it is a directory" : kind == nil ? "no access, or no such directory" : "no access")
    }
  }
}
