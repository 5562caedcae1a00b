import Foundation
import GLM
import Testing

/// The command line and the API are one road: the same coefficients and standard errors, to the bit.
@Suite struct SameBitsTests {
  @Test(arguments: ["logit", "probit", "cloglog"])
  func `command line and API agree to the bit`(link: String) throws {
    let formula = "cbind(killed, survived) ~ logdose"
    let command = try GLMCommand(
      "fit", "corpus/beetle_cloglog.csv", formula, "--family", "bernoulli", "--link", link, "--format", "json"
    )
    let printed = try FitJSON(command)
    let table = try Table(
      contentsOf: GLMCommand.fixtures.appending(path: "corpus/beetle_cloglog.csv").path)
    let chosen = try #require(Catalog.links.first { $0.name == link })
    let fit = try GeneralizedLinearModel(formula, family: .bernoulli, link: chosen).fit(table)
    let rows = try fit.inference().coefficients
    for (row, coefficient) in zip(rows, printed.coefficients) {
      #expect(row?.estimate.bitPattern == coefficient.estimate?.bitPattern)
      #expect(row?.standardError.bitPattern == coefficient.standardError?.bitPattern)
    }
    #expect(fit.statistics.deviance.bitPattern == printed.deviance.bitPattern)
  }
}
