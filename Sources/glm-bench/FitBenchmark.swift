import Foundation
import GLM
import GLMAlgebra
import GLMEstimation
import GLMInference

extension Benchmark {
  /// `glm-bench fit`: how long a fit takes, from arrays in memory to coefficients and standard errors.
  static let fit = Benchmark(
    name: "fit",
    usage: "fit --x X.npy --y Y.npy --family F [--link L] [--weights W.npy] [--classes C] | --workload NAME"
      + "  [--repeat R] [--solver S] [--no-inference] [--threads N] [--format text|json]",
    operands: 0,
    flags: [
      "--x", "--y", "--family", "--link", "--weights", "--classes", "--workload", "--repeat", "--solver",
      "--threads", "--format",
    ], switches: ["--no-inference"], run: runFit)

  private static let solvers: [(name: String, solver: any Solver)] = [
    ("newton", Newton()), ("lbfgs", LBFGS()), ("truncated-newton", TruncatedNewton()),
    ("gradient-descent", GradientDescent()),
    ("proximal-gradient", ProximalGradient()),
  ]

  private static func runFit(_ arguments: BenchArguments) throws -> String {
    let repeats = try arguments.count("--repeat", unless: 5)
    let format = try arguments.format()
    var estimator = Estimator(
      threads: try arguments.count("--threads", unless: ProcessInfo.processInfo.activeProcessorCount))
    if let name = arguments["--solver"] {
      guard let choice = solvers.first(where: { $0.name == name }) else {
        throw BenchUsageError(
          message: "there is no solver \(name); there are \(solvers.map(\.name).joined(separator: ", "))")
      }
      estimator.solver = choice.solver
    }
    let input = try fitInput(arguments)
    estimator.wantsInference = !arguments.has("--no-inference")
    let report = try FitTiming(estimator: estimator).measure(input, repeats: repeats)
    return format == .json ? try report.json() : report.text
  }

  /// The rows in files or of a workload.
  private static func fitInput(_ arguments: BenchArguments) throws -> FitInput {
    if let name = arguments["--workload"] {
      for flag in ["--x", "--y", "--family", "--link", "--weights", "--classes"] where arguments[flag] != nil
      {
        throw BenchUsageError(message: "\(flag) does not go with --workload, which says it all")
      }
      return try Workload(name).input()
    }
    func needed(_ flag: String) throws -> String {
      guard let value = arguments[flag] else { throw BenchUsageError(message: "\(flag) is missing") }
      return value
    }
    let (x, y, family) = (try needed("--x"), try needed("--y"), try needed("--family"))
    let classes = try arguments["--classes"].map { _ in try arguments.count("--classes", unless: 2) }
    let response: any ResponseModel
    do throws(CatalogError) {
      response = try Catalog.responseModel(family: family, link: arguments["--link"])
    } catch { throw BenchUsageError(message: "\(error)") }
    return try FitInput(x: x, y: y, weights: arguments["--weights"], response: response, classes: classes)
  }
}

/// Times fits of one input.
struct FitTiming {
  /// Where it wants inference, the dispersion and the standard errors are part of what is timed.
  let estimator: Estimator

  /// One fit that is not timed, and then `repeats` that are.
  func measure(_ input: FitInput, repeats: Int) throws -> FitReport {
    ProcessMemory.forgetPeak()
    let (before, code) = (ProcessMemory.resident, ProcessMemory.code)
    var last: (estimate: Estimate, inference: WaldInference?)?
    var seconds: [Double] = []
    for _ in 0...repeats {
      // What one fit needs is not what two results need.
      last = nil
      let start = ContinuousClock.now
      last = try fit(input)
      seconds.append((ContinuousClock.now - start) / .seconds(1))
    }
    seconds.removeFirst()
    let peak = ProcessMemory.peak
    let read = ProcessMemory.code.flatMap { all in code.map { all - $0 } }
    guard let last else { preconditionFailure("one fit at least is made") }
    return FitReport(
      input, last.estimate, last.inference, seconds: seconds, noInference: !estimator.wantsInference,
      threads: estimator.threads, memoryBefore: before, peakMemory: peak, codeMemory: read)
  }

  private func fit(_ input: FitInput) throws -> (estimate: Estimate, inference: WaldInference?) {
    let estimate = try estimator.fit(input.likelihood, to: input.source)
    guard estimator.wantsInference, estimate.outcome.isOptimum else { return (estimate, nil) }
    return (estimate, try estimate.wald(dispersion: estimate.pearsonDispersion()))
  }
}
