import Foundation
import Testing

/// Reports, help and tables, every character of them: the text of report NAME is `Fixtures/reports/NAME.txt`.
///
/// A report that is meant to change is written anew, to be read in the difference, by running these tests with
/// `GLM_RECORD_REPORTS=1`.
@Suite struct WholeReportTests {
  private static let partic = "partic=not.work,parttime,fulltime"

  static let reports: [(name: String, arguments: [String])] = [
    (
      "compare-beetles",
      [
        "compare", "corpus/beetle_cloglog.csv", "cbind(killed, survived) ~ logdose", "--family", "bernoulli",
        "--links", "logit,probit,cloglog",
      ]
    ),
    (
      "fit-birthwt",
      [
        "fit", "corpus/birthwt_logit.csv", "low ~ age + lwt + race + smoke + ptl + ht + ui + ftv", "--family",
        "bernoulli", "--levels", "race=white,black,other",
      ]
    ),
    (
      "fit-womenlf",
      [
        "fit", "corpus/womenlf_multinomial.csv", "partic ~ hincome + children", "--family", "categorical",
        "--levels", partic,
      ]
    ),
    (
      "fit-aliased",
      ["fit", "torture/constant_column.csv", "y ~ k + x1", "--family", "poisson", "--level", "0.9"]
    ),
    (
      "fit-json",
      ["fit", "torture/logit_null_start.csv", "y ~ 1", "--family", "bernoulli", "--format", "json"]
    ),
    ("help", ["--help"]), ("help-fit", ["fit", "--help"]), ("help-compare", ["compare", "-h"]),
    ("help-predict", ["help", "predict"]), ("help-families", ["families", "--help"]),
    ("families", ["families"]), ("families-json", ["families", "--format", "json"]),
    ("version", ["--version"]),
  ]

  @Test(arguments: reports)
  func `reads`(name: String, arguments: [String]) throws {
    let file = GLMCommand.fixtures.appending(path: "reports/\(name).txt")
    let command = try GLMCommand(arguments)
    if ProcessInfo.processInfo.environment["GLM_RECORD_REPORTS"] == "1" {
      try Data(command.output.utf8).write(to: file)
    }
    #expect(command.output == (try String(contentsOf: file, encoding: .utf8)))
    #expect(command.complaint == "" && command.status == 0)
  }

  @Test func `there are several ways to ask for help`() throws {
    let help = try GLMCommand("fit", "--help").output
    #expect(try GLMCommand("help", "fit").output == help)
    #expect(try GLMCommand("fit", "data.csv", "--level", "5", "-h").output == help)
    #expect(try GLMCommand("help").output == GLMCommand("--help").output)
  }

  @Test func `a separated fit says what moves and shows no tests`() throws {
    let command = try GLMCommand("fit", "torture/sep_complete_1.csv", "y ~ x", "--family", "bernoulli")
    #expect(command.status == 3 && command.complaint == "")
    #expect(command.output.contains("NO FINITE ESTIMATE"))
    #expect(command.output.contains("(Intercept) → −∞, x → +∞"))
    #expect(!command.output.contains("std. error"))
  }

  @Test func `a fit at infinity shows where it goes, the rows, and the limit with its errors`() throws {
    let file = GLMCommand.fixtures.appending(path: "reports/fit-separated.txt")
    let command = try GLMCommand(
      "fit", "torture/sep_quasi_endometrial.csv", "HG ~ NV + PI + EH", "--family", "bernoulli")
    if ProcessInfo.processInfo.environment["GLM_RECORD_REPORTS"] == "1" {
      try Data(command.output.utf8).write(to: file)
    }
    #expect(command.output == (try String(contentsOf: file, encoding: .utf8)))
    #expect(command.complaint == "" && command.status == 3)
  }
}
