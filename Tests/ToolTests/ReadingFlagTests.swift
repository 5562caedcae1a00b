import Foundation
import Testing

/// `--delimiter`, `--na`, `--no-header` and NumPy files, in every command with data.
@Suite struct ReadingFlagTests {
  static let comma = "y,x\n1,2\n3,3\n4,5\n2,NA\n9,7\n"

  private func fit(_ text: String, _ flags: [String], _ formula: String = "y ~ x") throws -> GLMCommand {
    try GLMCommand(["fit", "-", formula] + flags, input: Data(text.utf8))
  }

  @Test(arguments: ["\t", ";", "|", " ", ":"]) func `any delimiter gives the same report`(_ text: String)
    throws
  {
    let expected = try fit(ReadingFlagTests.comma, [])
    #expect(expected.status == 0 && expected.output.contains("4 used, 1 dropped"))
    let command = try fit(ReadingFlagTests.comma.replacing(",", with: text), ["--delimiter", text])
    #expect(command.output == expected.output && command.complaint == "")
  }

  @Test func `delimiters have words`() throws {
    let expected = try fit(ReadingFlagTests.comma, ["--delimiter", "comma"]).output
    for (word, text) in [("tab", "\t"), ("semicolon", ";"), ("bar", "|"), ("space", " ")] {
      let text = ReadingFlagTests.comma.replacing(",", with: text)
      #expect(try fit(text, ["--delimiter=\(word)"]).output == expected)
    }
  }

  @Test func `markers are missing`() throws {
    let expected = try fit(ReadingFlagTests.comma, []).output
    let dots = ReadingFlagTests.comma.replacing("NA", with: ".") + "NA,1\n-9,1\n"
    let flagged = try fit(dots, ["--na", ".,-9", "--na", "NA"]).output
    #expect(
      flagged.replacing("3 dropped for a missing cell (y 2, x 1)", with: "1 dropped for a missing cell (x 1)")
        == expected)
    // Markers take the place of NA.
    expectComplaint(
      try fit("y,x\n1,2\n2,NA\n3,.\n", ["--na", "."], "y ~ log(x)"),
      "standard input: line 3, column x: \"NA\" is not a number, but log(x) needs numbers; correct the cell, or use a "
        + "column of numbers", status: 1)
  }

  @Test func `without a header the columns are numbered`() throws {
    let rows = String(ReadingFlagTests.comma.dropFirst(4))
    let command = try fit(rows, ["--no-header"], "x1 ~ x2")
    let expected = try fit("x1,x2\n" + rows, [], "x1 ~ x2")
    #expect(command.output == expected.output && command.status == 0)
  }

  @Test func `compare and predict read alike`() throws {
    let folder = try TemporaryFolder()
    let data = try folder.file("data.tsv", "1\t2\n0\t3\n1\t5\n0\t.\n1\t1\n0\t4\n")
    let flags = ["--no-header", "--na", "."]
    let plain = try folder.file("plain.csv", "x1,x2\n1,2\n0,3\n1,5\n0,NA\n1,1\n0,4\n")
    let model = ["x1 ~ x2", "--family", "bernoulli"]
    let one = try GLMCommand(["compare", data] + model + ["--links", "logit,probit"] + flags)
    let other = try GLMCommand(["compare", plain] + model + ["--links", "logit,probit"])
    #expect(one.output == other.output && one.status == 0)
    let file = folder.path("model.json")
    #expect(try GLMCommand(["fit", data] + model + flags + ["--save", file]).status == 0)
    let there = try GLMCommand(["predict", file, data] + flags)
    let here = try GLMCommand(["predict", file, plain])
    #expect(there.output == here.output && there.status == 0 && there.output.contains("NA"))
  }

  @Test func `a NumPy array is data`() throws {
    let folder = try TemporaryFolder()
    let file = URL(fileURLWithPath: folder.path("a.npy"))
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 2), }".padding(
      toLength: 117, withPad: " ", startingAt: 0)
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8) + [10]
    for value in [1.0, 2, 3, 3, 4, 5, 9, 7] {
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(8 * $0)) }
    }
    try Data(bytes).write(to: file)
    let expected = try fit("x1,x2\n1,2\n3,3\n4,5\n9,7\n", [], "x1 ~ x2")
    #expect(try GLMCommand(["fit", file.path, "x1 ~ x2"]).output == expected.output)
    #expect(try GLMCommand(["fit", "-", "x1 ~ x2"], input: Data(bytes)).output == expected.output)
    expectComplaint(
      try GLMCommand(["fit", "-", "x1 ~ x2"], input: Data(bytes.dropLast(8))),
      "standard input: byte 129: an array of shape (4, 2) has another size than the 56 bytes behind the header; "
        + "save one array, whole", status: 1)
  }

  @Test func `flags that cannot be followed are refused`() throws {
    for (flags, complaint) in [
      (
        ["--delimiter", "ab"],
        "--delimiter ab: use one character that is no letter, digit, sign, point or quotation mark, or its word: comma, "
          + "tab, semicolon, bar, space"
      ),
      (["--na", "NA,"], "--na NA,: use cells separated by commas; an empty cell is missing anyway"),
      (["--no-header=yes"], "--no-header takes no value: give it alone"),
      (["--no-header", "--no-header"], "--no-header is given twice: give it once"),
      (["--delimiter"], "--delimiter needs a value: --delimiter D"),
      (["--no-headr"], "there is no flag --no-headr: did you mean --no-header?"),
    ] {
      expectComplaint(try fit(ReadingFlagTests.comma, flags), complaint + " (see glm fit --help)", status: 2)
    }
    expectComplaint(
      try GLMCommand("families", "--delimiter", ","),
      "--delimiter is a flag of glm fit and glm compare and glm predict, not of glm families (see glm families --help)",
      status: 2)
  }

  @Test func `another delimiter is named with its flag`() throws {
    expectComplaint(
      try fit("y;x\n1;2\n", []),
      "standard input: line 1: the only cell is \"y;x\": use --delimiter semicolon to separate columns by it",
      status: 1)
  }
}
