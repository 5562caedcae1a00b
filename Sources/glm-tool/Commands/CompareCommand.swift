import GLM

extension Command {
  /// `glm compare`: one family through several links.
  static let compare = Command(
    name: "compare", summary: "fit one family through several links, side by side",
    usage: ["glm compare DATA FORMULA --family F --links L,L,… [flags]"],
    operands: ModelFlags.operands,
    groups: [
      FlagGroup(
        title: "the models",
        flags: [
          Flag("--family", "F", "bernoulli, gaussian, poisson, gamma, …: see glm families"),
          Flag("--links", "L,L,…", "two links or more, as in logit,probit,cloglog"),
        ]),
      ReadingFlags.group, ModelFlags.columns,
      FlagGroup(
        title: "the estimates",
        flags: [
          ModelFlags.prior, ModelFlags.estimator, ModelFlags.solver, ModelFlags.iterations, ModelFlags.rate,
        ]),
      FlagGroup(
        title: "the report",
        flags: [
          Flag("--level", "L", "the coverage of the confidence intervals in JSON, 0.95 unless given"),
          ModelFlags.format,
        ]),
    ],
    notes: ModelFlags.statuses + [
      "", "example",
      "  glm compare beetles.csv \"cbind(killed, survived) ~ logdose\" \\",
      "    --family bernoulli --links logit,probit,cloglog",
    ],
    run: runCompare)

  private static func runCompare(_ arguments: ParsedArguments) throws -> Reply {
    let request = try ModelRequest(arguments)
    guard arguments["--family"] != nil else {
      throw CommandLineError.contradiction(
        "compare needs a family", remedy: "add --family, as in --family bernoulli")
    }
    let responses = try links(arguments).map { try request.response(link: $0) }
    guard request.level == nil || request.format == .json else {
      throw CommandLineError.contradiction(
        "the text of a comparison has no intervals for --level",
        remedy: "add --format json, or leave --level out")
    }
    let table = try Table(contentsOf: request.data, reading: request.reading)
    let fits = try responses.map { try request.fit($0, to: table) }
    let comparison: Comparison
    do { comparison = try Comparison(fits) } catch { throw InputError(source: table.name, underlying: error) }
    let output =
      request.format == .json
      ? try JSONText.of(ComparisonReport(comparison, level: request.level ?? 0.95)) : "\(comparison)\n"
    return Reply(
      output: output, status: fits.allSatisfy(\.outcome.isOptimum) ? .success : .notAnOptimum)
  }

  private static func links(_ arguments: ParsedArguments) throws(CommandLineError) -> [String] {
    guard let text = arguments["--links"] else {
      throw .contradiction("compare needs links", remedy: "add --links, as in --links logit,probit")
    }
    let links = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard links.count > 1, !links.contains(""), Set(links).count == links.count else {
      throw .badValue(
        flag: "--links", value: text, expected: "two different links or more, as in logit,probit")
    }
    return links
  }
}
