import Foundation
import GLM
import Testing

/// Predictions of fits whose columns are far from zero or nearly dependent, by the fit and by its saved model.
@Suite struct PredictionDigitsTests {
  /// A straight line over seconds since 1970: mean and standard error by the textbook formula in centred numbers.
  @Test func timesFarFromZero() throws {
    let n = 20
    let start = 1.7e9
    let noise = (0..<n).map { Double(($0 * 7) % 11) / 8 }
    let u = (0..<n).map(Double.init)
    let y = u.indices.map { 2 + 0.5 * u[$0] + noise[$0] }
    let table = try Table(columns: ["y": y, "t": u.map { $0 + start }])
    let fit = try GeneralizedLinearModel("y ~ t", family: .gaussian).fit(table)
    let middle = u.reduce(0, +) / Double(n)
    let mean = y.reduce(0, +) / Double(n)
    let spread = u.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    let slope = zip(u, y).reduce(0) { $0 + ($1.0 - middle) * ($1.1 - mean) } / spread
    let rest = zip(u, y).map { $1 - mean - slope * ($0 - middle) }
    let variance = rest.reduce(0) { $0 + $1 * $1 } / Double(n - 2)
    let loaded = try FittedModel(json: fit.model.json())
    for predictions in [try fit.predict(table), try loaded.predict(table)] {
      for (i, own) in u.enumerated() {
        let expected = mean + slope * (own - middle)
        let error = (variance * (1 / Double(n) + (own - middle) * (own - middle) / spread)).squareRoot()
        #expect(abs(predictions.predictions.means[i][0] - expected) <= 1e-14 * expected)
        #expect(abs(predictions.predictions.standardErrors![i][0] - error) <= 1e-13 * error)
      }
    }
  }

  /// A polynomial in raw powers predicts as the same one in orthogonal columns.
  @Test func rawPowersPredictAsOrthogonalOnes() throws {
    let x = (0..<40).map { 20 + Double($0) / 16 }
    let y = x.map { Double.sin($0) + Double.cos(37 * $0) / 8 }
    let table = try Table(columns: ["y": y, "x": x])
    let raw = try GeneralizedLinearModel("y ~ poly(x, 7, raw = TRUE)", family: .gaussian).fit(table)
    let plain = try GeneralizedLinearModel("y ~ poly(x, 7)", family: .gaussian).fit(table)
    let loaded = try FittedModel(json: raw.model.json())
    let (one, two) = (try loaded.predict(table).predictions, try plain.predict(table).predictions)
    for i in x.indices {
      #expect(abs(one.means[i][0] - two.means[i][0]) <= 1e-12)
      #expect(abs(one.standardErrors![i][0] / two.standardErrors![i][0] - 1) <= 1e-11)
    }
  }

  /// Coordinates that contradict the model are a damaged file, and no trap.
  @Test(
    arguments: [
      ("low", [1.0]), ("active", [0.0]), ("active", [3, 1]), ("active", [-1]), ("constant", [9]),
      ("shift", [1]), ("combination", [1, 2]), ("covariance", [1]),
    ] as [(String, [Double])]) func damagedCoordinates(field: String, value: [Double]) throws
  {
    let x = (0..<12).map { 1e6 + Double($0 % 5) }
    let table = try Table(columns: ["y": x.map { $0 * 3 }, "x": x, "z": x.map { $0 * $0 }])
    let fit = try GeneralizedLinearModel("y ~ x + z", family: .gaussian).fit(table)
    var model = try #require(
      try JSONSerialization.jsonObject(with: fit.model.json()) as? [String: Any])
    var coordinates = try #require(model["coordinates"] as? [String: Any])
    coordinates[field] = field == "active" || field == "constant" ? value.map { Int($0) } : value
    model["coordinates"] = coordinates
    let data = try JSONSerialization.data(withJSONObject: model)
    #expect(throws: ModelFileError.self) { try FittedModel(json: data) }
  }
}
