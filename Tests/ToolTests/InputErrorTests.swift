import Foundation
import Testing

/// Data, formulas and files that cannot be used: one line, and status 1.
@Suite struct InputErrorTests {
  private func refused(
    _ csv: String, _ formula: String, _ flags: String..., complaint: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let command = try GLMCommand(["fit", "-", formula] + flags, input: Data(csv.utf8))
    expectComplaint(command, complaint, status: 1, sourceLocation: sourceLocation)
  }

  @Test func `a column that is not there`() throws {
    expectComplaint(
      try GLMCommand("fit", "corpus/birthwt_logit.csv", "low ~ smoek", "--family", "bernoulli"),
      "formula: there is no column \"smoek\" in the data at character 7 of \"low ~ smoek\"; did you mean \"smoke\"?",
      status: 1)
    try refused(
      "y,x\n1,2\n", "y ~ x", "--weights", "frequency:n",
      complaint: "standard input: there is no weights column \"n\" in the data; the header names the columns")
  }

  @Test func `a response outside the support`() throws {
    try refused(
      "y,x\n0,1\n1,2\n2,3\n", "y ~ x", "--family", "bernoulli",
      complaint: "standard input: line 4: the response 2 is impossible: it must be 0 or 1")
    try refused(
      "y,x\n3,1\n-1,2\n2,3\n", "y ~ x", "--family", "poisson",
      complaint: "standard input: line 3: the response -1 is impossible: it must be a whole number, 0 or more"
    )
    try refused(
      "s,f\n3,1\n", "cbind(s, f) ~ 1",
      complaint: "standard input: the response is successes of trials, but gaussian takes one number a row: "
        + "use another family, or another response")
  }

  @Test func `a file that is no table`() throws {
    try refused(
      "y,x\n1,2\n3\n", "y ~ x",
      complaint:
        "standard input: line 3 has 1 cell, the header has 2; quote cells that hold a comma or a line break")
    try refused(
      "", "y ~ x", complaint: "standard input: the file is empty; the first line must name the columns")
    try refused(
      "y,x\n", "y ~ x", complaint: "standard input: no rows: the data has a header only; add rows")
    try refused(
      "y,x\n1,NA\n", "y ~ x",
      complaint: "standard input: no rows: the only row has a missing cell (x: 1); "
        + "leave out the columns that are missing most")
    expectComplaint(
      try GLMCommand("fit", "corpus", "y ~ x"), "corpus: is a directory; name a CSV file in it", status: 1)
    expectComplaint(
      try GLMCommand("fit", "no\nwhere.csv", "y ~ x"), "no\\nwhere.csv: no such file; check the path",
      status: 1)
    expectComplaint(
      try GLMCommand(["fit", "-", "y ~ x"], input: Data([0x79, 0x0A, 0x31, 0x0A, 0xFF, 0x0A])),
      "standard input: line 3: byte 5 of the file is not UTF-8; convert the file to UTF-8", status: 1)
  }

  @Test func `a number that is not finite`() throws {
    try refused(
      "y,x\n1,2\n2,inf\n3,4\n", "y ~ x",
      complaint:
        "standard input: line 3: x is inf; correct the value, or mark it missing with an empty cell or NA")
  }

  @Test func `a formula that cannot be read`() throws {
    try refused(
      "y,x\n1,2\n", "y ~ ply(x, 2)",
      complaint: "formula: there is no function ply at character 5 of \"y ~ ply(x, 2)\"; did you mean poly?")
  }

  @Test func `options that do not suit the data`() throws {
    try refused(
      "y,x\n1,2\n2,2\n", "y ~ x", "--exposure", "x", "--family", "poisson", "--link", "identity",
      complaint:
        "an exposure enters as the offset log(exposure), which means a rate only through the link log, "
        + "not identity: use the link log, or an offset on the scale of the linear predictor")
    try refused(
      "s,f,n\n1,2,3\n", "cbind(s, f) ~ 1", "--family", "bernoulli", "--trials", "n",
      complaint: "a response of counts has its trials already; leave out the trials column or cbind( )")
    try refused(
      "y,x\n1,2\n2,3\n3,5\n", "y ~ x", "--start", "1,2,3",
      complaint: "the start values cannot be used: there are 3 for 2 coefficients")
    try refused(
      "y,x\n1,2\n", "y ~ x", "--levels", "x=a,b",
      complaint: "standard input: line 2, column x: \"2\" is none of the levels a, b; "
        + "add it to the levels or correct the cell")
  }

  @Test func `a model file that cannot be used or written`() throws {
    expectComplaint(
      try GLMCommand("predict", "nothing.json", "corpus/beetle_cloglog.csv"),
      "nothing.json: cannot be read: no such file", status: 1)
    expectComplaint(
      try GLMCommand("predict", "corpus/beetle_cloglog.json", "corpus/beetle_cloglog.csv"),
      "corpus/beetle_cloglog.json: not a model file: it is not JSON with a format number; write one with fit --save",
      status: 1)
    expectComplaint(
      try GLMCommand("fit", "torture/constant_column.csv", "y ~ x1", "--save", "/no/such/folder/m.json"),
      "/no/such/folder/m.json: cannot be written: no access, or no such directory", status: 1)
    expectComplaint(
      try GLMCommand("fit", "torture/constant_column.csv", "y ~ x1", "--save", "corpus"),
      "corpus: cannot be written: it is a directory", status: 1)
    #if os(Linux)
      expectComplaint(
        try GLMCommand("fit", "torture/constant_column.csv", "y ~ x1", "--save", "/dev/full"),
        "/dev/full: cannot be written: no access", status: 1)
    #endif
  }
}
