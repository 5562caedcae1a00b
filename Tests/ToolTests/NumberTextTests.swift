import Testing

@testable import glm_tool

/// Numbers and labels as JSON and CSV carry them.
@Suite struct NumberTextTests {
  @Test func `JSON has the shortest digits that round-trip, and null for what is no number`() throws {
    let numbers: [Double?] = [
      .leastNonzeroMagnitude, 1e300, 0.1, 0.1 + 0.2, 6, 1.7976931348623157e308, .nan, .infinity, nil,
    ]
    let text = try JSONText.of(numbers.map(OrNull.init(wrappedValue:)))
    #expect(
      text.split(separator: "\n").dropFirst().dropLast().map { $0.filter { !" ,".contains($0) } } == [
        "5e-324", "1e+300", "0.1", "0.30000000000000004", "6", "1.7976931348623157e+308", "null", "null",
        "null",
      ])
  }

  @Test func `a number that is set later is null too when it is infinite`() throws {
    var number = OrNull(wrappedValue: nil)
    number.wrappedValue = -.infinity
    #expect(try JSONText.of([number]).contains("null"))
  }

  @Test func `labels that CSV could misread are quoted`() throws {
    let folder = try TemporaryFolder()
    let model = folder.path("model.json")
    let data = try folder.file(
      "data.csv", "y,x\n\"a,b\",1\n\"say \"\"c\"\"\",2\n\"a,b\",3\n\"say \"\"c\"\"\",4\n\"a,b\",5\n")
    let fit = try GLMCommand("fit", data, "y ~ x", "--family", "bernoulli", "--save", model)
    #expect(fit.status == 0)
    let lines = try GLMCommand("predict", model, data, "--type", "class").output.split(separator: "\n")
    #expect(lines[0] == "class,\"probability[a,b]\",\"probability[say \"\"c\"\"]\"")
    #expect(lines[1].hasPrefix("\"a,b\",0."))
  }

  @Test func `control characters never reach the terminal`() {
    #expect(Output.oneLine("a\nb\u{1B}[2J\u{2028}é") == "a\\nb\\u{1B}[2J\\u{2028}é")
  }
}
