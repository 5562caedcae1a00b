import GLM
import GLMModel
import GLMTabular

/// Input of a benchmark that cannot be used, though the command line can be followed.
struct BenchInputError: Error, Equatable, CustomStringConvertible {
  let description: String
}

/// What `glm-bench fit` fits: rows in memory, and the model of their response.
struct FitInput: Sendable {
  let name: String
  let columns: Int
  let source: MemorySource
  let response: any ResponseModel
  let likelihood: any Likelihood

  /// - Parameters:
  ///   - pieces: the columns without the intercept, which is added.
  ///   - classes: how many a response of classes has; nil for what its greatest number says.
  init(
    name: String, pieces: [ColumnPiece], y: ColumnStorage, weights: ColumnStorage? = nil,
    response model: any ResponseModel, classes: Int?
  ) throws {
    self.name = name
    columns = pieces.reduce(0) { $0 + $1.columnCount }
    let described = (0..<columns).map { ColumnDescription(name: "x\($0 + 1)", group: $0 + 1) }
    source = MemorySource(
      rowCount: y.count, columns: [.intercept] + described, pieces: [.constant] + pieces, response: [y],
      weights: weights)
    response = model
    var shape = ResponseShape.values
    if model.wantsClasses {
      let greatest = y.withSpan { span in
        var most = 0.0
        for i in span.indices { most = max(most, span[i]) }
        return most
      }
      // A greater number than this is refused with the row that has it.
      shape = .classes(count: classes ?? max(2, Int(min(greatest, 1e6)) + 1))
    } else if classes != nil {
      throw BenchUsageError(
        message: "--classes is for a response of classes, which \(model.familyName) has not")
    }
    likelihood = try model.likelihood(for: shape)
  }

  /// The arrays that `--x`, `--y` and `--weights` name.
  init(x: String, y: String, weights: String?, response: any ResponseModel, classes: Int?) throws {
    let matrix = try NumPyArray(contentsOf: x)
    func vector(_ path: String, _ what: String) throws -> ColumnStorage {
      let array = try NumPyArray(contentsOf: path)
      guard array.columns == 1 else {
        throw BenchInputError(
          description: "\(path): \(array.columns) columns where the \(what) is one; save one number a row")
      }
      guard array.rows == matrix.rows else {
        throw BenchInputError(
          description: "\(path): \(array.rows) rows where \(x) has \(matrix.rows); save one number a row")
      }
      return array.numbers
    }
    try self.init(
      name: "\(x) \(y)", pieces: matrix.pieces, y: vector(y, "response"),
      weights: weights.map { try vector($0, "weight") }, response: response, classes: classes)
  }
}
