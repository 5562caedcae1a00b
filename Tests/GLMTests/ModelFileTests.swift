import Foundation
import GLM
import Testing

/// A model file predicts to the bit as the fit does, and a damaged one is an error.
@Suite struct ModelFileTests {
  static func warpbreaks() throws -> Table {
    try Table(contentsOf: GLMTestFiles.path("Docs/Data/warpbreaks.csv"))
  }

  @Test func roundTripPredictsTheSameBits() throws {
    let table = try Self.warpbreaks()
    let fit = try GeneralizedLinearModel("breaks ~ wool * tension", family: .poisson).fit(table)
    let loaded = try FittedModel(json: fit.model.json())
    #expect(loaded == fit.model)
    #expect(try loaded.predict(table, level: 0.9) == fit.predict(table, level: 0.9))
  }

  @Test func classesRoundTrip() throws {
    let table = try Table(contentsOf: GLMTestFiles.path("Docs/Data/womenlf.csv"))
    let fit = try GeneralizedLinearModel("partic ~ hincome + children", family: .categorical).fit(table)
    let loaded = try FittedModel(json: fit.model.json())
    let predictions = try loaded.predict(table)
    #expect(predictions == (try fit.predict(table)))
    #expect(predictions.classes == ["fulltime", "not.work", "parttime"])
  }

  /// Standard errors of predictions against the matrix formula.
  @Test func standardErrors() throws {
    let table = try Table(columns: ["y": [1, 3, 2, 6, 7, 4], "x": [1, 2, 3, 4, 5, 6]])
    let fit = try GeneralizedLinearModel("y ~ x", family: .gaussian).fit(table)
    let covariance = try fit.inference().covariance
    let predictions = try fit.predict(table, level: 0.95).predictions
    let reach = StudentT(degreesOfFreedom: 4).quantile(upperTail: 0.025)
    for (i, x) in [1.0, 2, 3, 4, 5, 6].enumerated() {
      let variance = covariance[0, 0] + 2 * x * covariance[1, 0] + x * x * covariance[1, 1]
      let error = predictions.standardErrors![i][0]
      #expect(abs(error / variance.squareRoot() - 1) < 1e-12)
      #expect(abs(predictions.meanStandardErrors![i][0] / error - 1) < 1e-12)
      let interval = predictions.intervals![i]
      #expect(abs(interval.upper - (predictions.means[i][0] + reach * error)) < 1e-12)
    }
  }

  @Test func missingCellsHaveNoPrediction() throws {
    let fit = try GeneralizedLinearModel("y ~ x", family: .gaussian).fit(
      Table(columns: ["y": [1, 3, 2, 6], "x": [1, 2, 3, 4]]))
    let predictions = try fit.predict(Table(csv: "x\n1\nNA\n3\n"))
    #expect(predictions.rows == [0, 2] && predictions.rowCount == 3)
    #expect(throws: FrameError.self) { try fit.predict(Table(csv: "z\n1\n")) }
  }

  /// Every truncation and a thousand mutations: an error or a model, never a trap.
  @Test func hostileFiles() throws {
    let fit = try GeneralizedLinearModel("breaks ~ wool + tension", family: .poisson).fit(Self.warpbreaks())
    let json = [UInt8](try fit.model.json())
    for length in stride(from: 0, to: json.count - 2, by: 7) {
      #expect(throws: ModelFileError.self) { try FittedModel(json: Data(json.prefix(length))) }
    }
    var generator = LinearCongruential(seed: 7)
    let table = try Self.warpbreaks()
    for _ in 0..<1000 {
      var mutant = json
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let at = Int.random(in: 0..<mutant.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: mutant[at] = UInt8.random(in: 32...126, using: &generator)
        case 1: mutant.remove(at: at)
        default: mutant.insert([48, 57, 45, 44, 91, 125].randomElement(using: &generator)!, at: at)
        }
      }
      if let model = try? FittedModel(json: Data(mutant)) { _ = try? model.predict(table, level: 0.9) }
    }
  }

  @Test func laterFormatsAndMissingFiles() throws {
    #expect(throws: ModelFileError.unknownFormat(path: "model", format: 9)) {
      try FittedModel(json: Data("{\"format\": 9}".utf8))
    }
    #expect("\(ModelFileError.unknownFormat(path: "model", format: 9))".hasSuffix("use a newer program"))
    #expect("\(ModelFileError.unknownFormat(path: "model", format: 1))".hasSuffix("fit the model again"))
    #expect(throws: ModelFileError.cannotRead(path: "/nowhere.json", reason: "no such file")) {
      try FittedModel(contentsOf: "/nowhere.json")
    }
    #expect(throws: ModelFileError.cannotRead(path: "/tmp", reason: "it is a directory")) {
      try FittedModel(contentsOf: "/tmp")
    }
  }
}

/// Files of the repository.
enum GLMTestFiles {
  static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(name).path
  }
}

/// A generator whose stream never changes (Knuth's MMIX constants).
struct LinearCongruential: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    var result: UInt64 = 0
    for _ in 0..<2 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      result = result << 32 | state >> 32
    }
    return result
  }
}
