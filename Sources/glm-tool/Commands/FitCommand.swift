import GLM

extension Command {
  /// `glm fit`: one model.
  static let fit = Command(
    name: "fit", summary: "fit a generalized linear model",
    usage: ["glm fit DATA FORMULA [flags]"],
    operands: ModelFlags.operands,
    groups: [
      FlagGroup(
        title: "the model",
        flags: [
          Flag("--family", "F", "gaussian (the default), bernoulli, poisson, gamma, …: see glm families"),
          Flag("--link", "L", "the family's default link unless given: see glm families"),
        ]),
      ReadingFlags.group, ModelFlags.columns,
      FlagGroup(
        title: "the estimate",
        flags: [
          ModelFlags.prior, ModelFlags.dispersion, ModelFlags.estimator, ModelFlags.solver,
          Flag("--start", "b0,b1,…", "coefficients to start from, in the order of the report"),
          ModelFlags.iterations, ModelFlags.rate,
        ]),
      FlagGroup(
        title: "the report",
        flags: [
          ModelFlags.level, ModelFlags.format,
          Flag("--save", "MODEL.json", "write the fitted model, for glm predict"),
        ]),
    ],
    notes: ModelFlags.statuses + [
      "", "examples",
      "  glm fit births.csv \"low ~ age + smoke\" --family bernoulli",
      "  glm fit ships.csv \"incidents ~ type\" --family poisson --exposure service",
    ],
    run: runFit)

  private static func runFit(_ arguments: ParsedArguments) throws -> Reply {
    let request = try ModelRequest(arguments)
    let save = try arguments["--save"].map { try SavePath($0, data: request.data) }
    let response = try request.response(link: arguments["--link"])
    let fit = try request.fit(response, to: try Table(contentsOf: request.data, reading: request.reading))
    try save?.write(fit.model)
    let level = request.level ?? 0.95
    let output =
      request.format == .json
      ? try JSONText.of(FitReport(fit, level: level)) : fit.summary(level: level) + "\n"
    return Reply(output: output, status: fit.outcome.isOptimum ? .success : .notAnOptimum)
  }
}
