import Foundation
import GLM
import Testing

/// Models that are saved and predict again.
@Suite struct PredictTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func saved(_ arguments: String...) throws -> String {
    let path = folder.path("model.json")
    let command = try GLMCommand(["fit"] + arguments + ["--save", path])
    #expect(command.status == 0 || command.status == 3)
    #expect(command.complaint == "")
    return path
  }

  private func lines(_ command: GLMCommand) -> [[String]] {
    command.output.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func `a saved model predicts as the fit does, to the bit`() throws {
    let data = GLMCommand.fixtures.appending(path: "corpus/beetle_cloglog.csv").path
    let model = try saved(
      data, "cbind(killed, survived) ~ logdose", "--family", "bernoulli", "--link", "probit")
    let command = try GLMCommand("predict", model, data, "--interval", "0.9")
    #expect(command.status == 0 && command.complaint == "")
    let table = try Table(contentsOf: data)
    let fit = try GeneralizedLinearModel(
      "cbind(killed, survived) ~ logdose", family: .bernoulli, link: .probit
    ).fit(table)
    let expected = try fit.predict(table, level: 0.9).predictions
    let rows = lines(command)
    #expect(rows[0] == ["mean", "linearPredictor", "standardError", "lower", "upper"])
    #expect(rows.count == 9)
    for (i, row) in rows.dropFirst().enumerated() {
      let interval = try #require(expected.intervals?[i])
      #expect(
        row.map { Double($0) } == [
          expected.means[i][0], expected.linearPredictors[i][0], expected.meanStandardErrors?[i][0],
          interval.lower, interval.upper,
        ])
    }
  }

  @Test func `the link type is on the scale of the linear predictor`() throws {
    let model = try saved("corpus/birthwt_logit.csv", "low ~ age", "--family", "bernoulli")
    let command = try GLMCommand(
      ["predict", model, "-", "--type", "link", "--interval", "0.95", "--format", "json"],
      input: Data("age\n20\nNA\n30\n".utf8))
    #expect(command.status == 0)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [[String: Any]])
    #expect(rows.count == 3)
    let keys: Set = ["mean", "linearPredictor", "standardError", "lower", "upper"]
    for row in rows { #expect(Set(row.keys) == keys) }
    #expect(rows[1].values.allSatisfy { $0 is NSNull })
    let numbers = try #require(rows[0] as? [String: Double])
    let (eta, error) = (try #require(numbers["linearPredictor"]), try #require(numbers["standardError"]))
    #expect(abs(try #require(numbers["upper"]) - (eta + 1.959963984540054 * error)) < 1e-12)
    #expect(abs(try #require(numbers["mean"]) - 1 / (1 + exp(-eta))) < 1e-12)
  }

  @Test func `classes have probabilities`() throws {
    let model = try saved(
      "corpus/womenlf_multinomial.csv", "partic ~ hincome + children", "--family", "multinomial", "--levels",
      "partic=not.work,parttime,fulltime")
    let new = try folder.file("new.csv", "children,hincome\nabsent,1\n,2\npresent,40\n")
    let rows = lines(try GLMCommand("predict", model, new, "--type", "class"))
    #expect(rows[0] == ["class"] + ["not.work", "parttime", "fulltime"].map { "probability[\($0)]" })
    #expect(rows.map { $0[0] } == ["class", "fulltime", "NA", "not.work"])
    #expect(rows[2] == ["NA", "NA", "NA", "NA"])
    #expect(abs(rows[1].dropFirst().compactMap { Double($0) }.reduce(0, +) - 1) < 1e-15)
    let link = lines(try GLMCommand("predict", model, new, "--type", "link"))
    #expect(
      link[0] == [
        "linearPredictor[parttime]", "linearPredictor[fulltime]", "standardError[parttime]",
        "standardError[fulltime]",
      ])
    expectComplaint(
      try GLMCommand("predict", model, new, "--interval", "0.9"),
      "\(model): an --interval for a model of classes is not built yet: leave it out", status: 1)
  }

  @Test func `two classes are named`() throws {
    let model = try saved("corpus/swisslabor_probit.csv", "participation ~ age", "--family", "binomial")
    let command = try GLMCommand(["predict", model, "-", "--type", "class"], input: Data("age\n3\n".utf8))
    #expect(lines(command)[0] == ["class", "probability[no]", "probability[yes]"])
    #expect(["no", "yes"].contains(lines(command)[1][0]))
  }

  @Test func `what a model cannot say is refused`() throws {
    let gaussian = try saved("torture/constant_column.csv", "y ~ x1")
    expectComplaint(
      try GLMCommand("predict", gaussian, "torture/constant_column.csv", "--type", "class"),
      "\(gaussian): the model is of one number a row, not of classes: use --type mean", status: 1)
    expectComplaint(
      try GLMCommand("predict", gaussian, "torture/sep_complete_1.csv"),
      "torture/sep_complete_1.csv: there is no column \"x1\" in the data; the header names the columns",
      status: 1)
    let penalized = try saved("torture/constant_column.csv", "y ~ x1", "--prior", "normal:1")
    expectComplaint(
      try GLMCommand("predict", penalized, "torture/constant_column.csv", "--interval", "0.9"),
      "\(penalized): the model has no standard errors (outcome optimum, prior normal:1) and so no --interval: "
        + "leave it out",
      status: 1)
  }

  @Test func `a model that is no optimum says so`() throws {
    let model = try saved("torture/sep_complete_1.csv", "y ~ x", "--family", "bernoulli")
    let command = try GLMCommand(["predict", model, "-"], input: Data("x\n3\n".utf8))
    #expect(command.status == 3)
    #expect(
      command.complaint
        == "glm: \(model): the model is not an optimum (infinite): do not rely on these numbers\n")
    #expect(lines(command)[1][2] == "NA")
  }

  @Test func `saving writes through a link, and replaces no device`() throws {
    let link = folder.url.appending(path: "link.json")
    _ = try folder.file("target.json", "old")
    try FileManager.default.createSymbolicLink(
      atPath: link.path, withDestinationPath: folder.path("target.json"))
    let fit = try GLMCommand("fit", "torture/constant_column.csv", "y ~ x1", "--save", link.path)
    #expect(fit.status == 0)
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link.path)) != nil)
    #expect(try FittedModel(contentsOf: folder.path("target.json")).family == "gaussian")
    let shown = try GLMCommand(
      shell: "\"$GLM\" fit torture/constant_column.csv 'y ~ x1' --save /dev/stderr 2>&1 >/dev/null | head -1")
    #expect(shown.output == "{\n")
  }

  private static let training = "y,x,f\n1,1,a\n4,2,b\n2,3,a\n7,4,c\n3,5,b\n9,6,c\n2,1.5,a\n5,3.5,b\n8,5.5,c\n"

  private func trained(_ flags: String...) throws -> String {
    let data = folder.path("training.csv")
    try Self.training.write(toFile: data, atomically: true, encoding: .utf8)
    return try saved(data, "y ~ x + f", flags.isEmpty ? "--family=gaussian" : flags.joined())
  }

  @Test func `a level that was not seen is an error, or a row without a prediction`() throws {
    let model = try trained()
    let new = Data("x,f\n1,a\n2,d\n3,c\n".utf8)
    let refused = try GLMCommand(["predict", model, "-"], input: new)
    #expect(refused.status == 1)
    #expect(refused.complaint.contains("line 3") && refused.complaint.contains("\"d\""))
    let kept = try GLMCommand(["predict", model, "-", "--unseen", "missing"], input: new)
    #expect(kept.status == 0)
    let rows = lines(kept)
    #expect(rows.count == 4 && rows[2] == ["NA", "NA", "NA"] && Double(rows[3][0]) != nil)
  }

  @Test func `missing cells are kept, dropped or refused`() throws {
    let model = try trained()
    let new = Data("x,f\n1,a\nNA,b\n3,c\n".utf8)
    #expect(lines(try GLMCommand(["predict", model, "-"], input: new)).count == 4)
    let dropped = try GLMCommand(["predict", model, "-", "--missing", "drop"], input: new)
    #expect(dropped.status == 0 && lines(dropped).count == 3 && !dropped.output.contains("NA"))
    let refused = try GLMCommand(["predict", model, "-", "--missing", "fail"], input: new)
    #expect(refused.status == 1)
    #expect(refused.complaint.contains("line 3") && refused.complaint.contains("x"))
    let fit = try GLMCommand(["fit", "-", "x ~ f", "--missing", "fail"], input: new)
    #expect(fit.status == 1 && fit.complaint.contains("line 3"))
  }

  @Test func `a new observation has an interval of its own`() throws {
    let model = try trained()
    let new = Data("x,f\n1,a\nNA,b\n3,c\n".utf8)
    let command = try GLMCommand(
      ["predict", model, "-", "--interval", "0.9", "--prediction-interval", "0.9"], input: new)
    #expect(command.status == 0)
    let rows = lines(command)
    #expect(rows[0].suffix(4) == ["lower", "upper", "observationLower", "observationUpper"])
    let row = rows[1].compactMap { Double($0) }
    #expect(row[5] < row[3] && row[6] > row[4])
    let class0 = try GLMCommand(
      ["predict", model, "-", "--type", "link", "--prediction-interval", "0.9"], input: new)
    #expect(class0.status == 2)
  }

  /// Coded otherwise, the model is the same and predicts the same.
  @Test(arguments: ["sum", "helmert", "polynomial", "difference", "treatment:c"])
  func `codings change the coefficients alone`(coding: String) throws {
    let plain = try GLMCommand(["predict", try trained(), "-"], input: Data("x,f\n1,a\n2,b\n3,c\n".utf8))
    let coded = try GLMCommand(
      ["predict", try trained("--contrasts=f=\(coding)"), "-"], input: Data("x,f\n1,a\n2,b\n3,c\n".utf8))
    for (a, b) in zip(lines(plain).dropFirst().joined(), lines(coded).dropFirst().joined()) {
      let (x, y) = (try #require(Double(a)), try #require(Double(b)))
      #expect(abs(x - y) < 1e-12 * max(1, abs(x)))
    }
    let report = try GLMCommand(
      ["fit", folder.path("training.csv"), "y ~ x + f", "--contrasts", "f=\(coding)"])
    #expect(report.output.contains("coding   f: "))
  }
}
