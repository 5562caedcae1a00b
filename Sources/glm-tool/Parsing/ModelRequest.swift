import GLM

/// What `fit` and `compare` are asked for, all but the link.
struct ModelRequest {
  let data: String
  let reading: TableReading
  let formula: String
  let family: String
  let options: ModelOptions
  /// Nil unless asked for.
  let level: Double?
  let format: ReportFormat

  init(_ arguments: ParsedArguments) throws(CommandLineError) {
    (data, formula) = (arguments.operands[0], arguments.operands[1])
    if data.contains("~"), !formula.contains("~") { throw .exchanged(formula: data) }
    reading = try TableReading(arguments)
    family = arguments["--family"] ?? "gaussian"
    var options = ModelOptions()
    try Self.readColumns(arguments, into: &options)
    try Self.readSolver(arguments, into: &options)
    options.method = try Self.estimator(arguments, options)
    options.dispersion = try choice(arguments, "--dispersion") ?? .pearson
    if let start = arguments["--start"] { options.start = try StartValues(start).values }
    self.options = options
    level = try Self.level(arguments)
    format = try choice(arguments, "--format") ?? .text
  }

  private static func level(_ arguments: ParsedArguments) throws(CommandLineError) -> Double? {
    guard let text = arguments["--level"] else { return nil }
    return try Coverage(text, flag: "--level").level
  }

  /// `--estimator`, which flags that only maximum likelihood has contradict.
  private static func estimator(
    _ arguments: ParsedArguments, _ options: ModelOptions
  ) throws(CommandLineError) -> EstimationMethod {
    let method: EstimationMethod = try choice(arguments, "--estimator") ?? .maximumLikelihood
    if method == .maximumLikelihood { return method }
    func refuse(_ what: String, _ remedy: String) -> CommandLineError {
      .contradiction("\(what) does not go with --estimator \(method.rawValue)", remedy: remedy)
    }
    if !options.prior.isFlat {
      throw refuse("the prior \(options.prior.name)", "leave --prior out, or use --estimator ml")
    }
    if options.solver != nil {
      throw refuse("--solver", "leave it out: there is one way to solve the adjusted score equations")
    }
    if arguments["--dispersion"] != nil {
      throw refuse("--dispersion", "leave it out: an unknown dispersion is estimated with the coefficients")
    }
    if options.frame.weights?.kind == .sampling {
      throw refuse("a column of sampling weights", "use --estimator ml, or weights of another kind")
    }
    return method
  }

  private static func readColumns(
    _ arguments: ParsedArguments, into options: inout ModelOptions
  ) throws(CommandLineError) {
    if let text = arguments["--weights"] {
      options.frame.weights = try WeightColumn(text).weights
    }
    options.frame.trials = arguments["--trials"]
    options.frame.exposure = arguments["--exposure"]
    options.frame.offset = arguments["--offset"]
    func once(_ previous: Any?, _ flag: String, _ column: String) throws(CommandLineError) {
      guard previous == nil else {
        throw .contradiction("\(flag) is given twice for the column \(shown(column))", remedy: "give it once")
      }
    }
    for text in arguments.all("--levels") {
      let list = try LevelList(text)
      try once(options.frame.levels.updateValue(list.levels, forKey: list.column), "--levels", list.column)
    }
    for text in arguments.all("--ordered") {
      let list = try LevelList(text, flag: "--ordered")
      try once(options.frame.ordered.updateValue(list.levels, forKey: list.column), "--ordered", list.column)
    }
    for text in arguments.all("--contrasts") {
      let choice = try CodingChoice(text)
      try once(
        options.frame.contrasts.updateValue(choice.coding, forKey: choice.column), "--contrasts",
        choice.column)
    }
    let missing: FitMissing = try choice(arguments, "--missing") ?? .drop
    options.frame.missing = missing.policy
  }

  /// The solvers, by name; `rate` is a fixed learning rate, for those that have one.
  private static let solvers: [(name: String, make: @Sendable (_ rate: Double?) -> (any Solver)?)] = [
    ("newton", { $0 == nil ? Newton() : nil }),
    ("lbfgs", { $0 == nil ? LBFGS() : nil }),
    ("truncated-newton", { $0 == nil ? TruncatedNewton() : nil }),
    ("gradient-descent", { GradientDescent(learningRate: $0.map { .fixed($0) } ?? .backtracking) }),
    ("proximal-gradient", { ProximalGradient(stepSize: $0.map { .fixed($0) } ?? .accelerated) }),
  ]

  private static func readSolver(
    _ arguments: ParsedArguments, into options: inout ModelOptions
  ) throws(CommandLineError) {
    if let text = arguments["--prior"] { options.prior = try PriorChoice(text).prior }
    var rate: Double?
    if let text = arguments["--learning-rate"] { rate = try positiveNumber(text, flag: "--learning-rate") }
    if let text = arguments["--max-iterations"] {
      options.solverOptions.maximumIterations = try countingNumber(text, flag: "--max-iterations")
    }
    if let text = arguments["--solver"] {
      let name = try choice(text, flag: "--solver", of: solvers.map(\.name))
      options.solver = solvers.first { $0.name == name }?.make(rate)
    }
    if rate != nil, options.solver == nil {
      let able = solvers.filter { $0.make(1) != nil }.map(\.name)
      throw .contradiction(
        arguments["--solver"].map { "the solver \($0) has no learning rate" }
          ?? "--learning-rate is for a solver that has one",
        remedy: "add --solver \(able.joined(separator: " or "))")
    }
    if let solver = options.solver, options.prior.hasKink, !solver.handlesKinks {
      throw .contradiction(
        "the prior \(options.prior.name) has corners, which \(solver.name) cannot go round",
        remedy: "use --solver \(ProximalGradient().name)")
    }
  }
}
