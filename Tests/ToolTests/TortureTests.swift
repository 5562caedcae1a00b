import Foundation
import Testing

/// Cases that mainstream software fails on, through the command line: what is right is in `Fixtures/torture/cases.json`
/// (`Tests/Fixtures/torture_cases.py`).
@Suite struct TortureTests {
  struct Case: Decodable {
    let formula: String
    let family: String
    let link: String
    let levels: [String: [String]]
    let weights: String?
    let offset: String?
    let start: [Double]?
    let coefficients: [String?]?
    let standardErrors: [String?]?
    let rows: [Int]?
  }

  private static let cases: [String: Case] = {
    let file = GLMCommand.fixtures.appending(path: "torture/cases.json")
    guard let data = try? Data(contentsOf: file) else { return [:] }
    return (try? JSONDecoder().decode([String: Case].self, from: data)) ?? [:]
  }()

  private func run(_ name: String, isStarted: Bool) throws -> (GLMCommand, Case) {
    let item = try #require(Self.cases[name])
    var arguments = [
      "fit", "torture/\(name).csv", item.formula, "--family", item.family, "--link", item.link, "--format",
      "json",
    ]
    for (column, names) in item.levels {
      arguments += ["--levels", "\(column)=\(names.joined(separator: ","))"]
    }
    if let weights = item.weights { arguments += ["--weights", "precision:\(weights)"] }
    if let offset = item.offset { arguments += ["--offset", offset] }
    if isStarted, let start = item.start {
      arguments += ["--start=\(start.map { "\($0)" }.joined(separator: ","))"]
    }
    return (try GLMCommand(arguments), item)
  }

  /// Twelve digits of each number, or of a thousandth of their norm where one is far smaller than the others.
  private func expectClose(_ values: [Double?], _ truth: [String?], _ name: String) {
    #expect(values.count == truth.count)
    let exact = truth.map { text in text.map { Double($0) ?? .nan } }
    let norm = exact.reduce(0) { $0 + ($1 ?? 0) * ($1 ?? 0) }.squareRoot()
    for (value, exact) in zip(values, exact) {
      guard let exact else {
        #expect(value == nil, "\(name)")
        continue
      }
      let gap = abs((value ?? .nan) - exact)
      #expect(gap <= 1e-12 * max(abs(exact), 1e-3 * norm), "\(name): \(value ?? .nan) for \(exact)")
    }
  }

  static let optima: [(name: String, isGlobal: Bool)] = [
    ("all_equal_gamma", true), ("cauchit_multimodal", false), ("cloglog_tail", true),
    ("constant_column", true),
    ("counts_1e15", true), ("crabs_rep1", true), ("crabs_rep2", true), ("gamma_log_blowup", true),
    ("gaussian_inverse_stackloss", false), ("heart_logbinomial", true), ("invgauss_canonical_nostart", true),
    ("logit_null_start", true), ("nearsep_1e-08", true), ("poisson_nonint_weights", true),
    ("probit_tail", true),
    ("unix_time", true), ("weights_1e12", true), ("zero_weight_level", true), ("zero_weights_some", true),
  ]

  @Test(arguments: optima)
  func `an optimum to twelve digits, from its own start and from the given one`(name: String, isGlobal: Bool)
    throws
  {
    for isStarted in Self.cases[name]?.start == nil ? [false] : [false, true] {
      let (command, item) = try run(name, isStarted: isStarted)
      #expect(command.status == 0 && command.complaint == "", "\(command.complaint)")
      let fit = try FitJSON(command)
      #expect(fit.outcome == "optimum" && fit.global == isGlobal)
      #expect(fit.boundary == nil)
      expectClose(fit.coefficients.map(\.estimate), try #require(item.coefficients), name)
      // all_equal_gamma fits exactly: its errors are 0, and rounding has no relative error there.
      if let errors = item.standardErrors, errors != ["0", "0"] {
        expectClose(fit.coefficients.map(\.standardError), errors, name)
      }
    }
  }

  @Test(arguments: ["crabs_identity", "logbin_boundary_birthwt", "logbin_titanic"])
  func `an optimum on the edge to twelve digits, with the rows that hold it there`(name: String) throws {
    for isStarted in [false, true] {
      let (command, item) = try run(name, isStarted: isStarted)
      #expect(command.status == 3 && command.complaint == "")
      let fit = try FitJSON(command)
      #expect(fit.outcome == "boundary" && !fit.global)
      #expect(fit.boundary == FitJSON.Boundary(optimum: true, rows: try #require(item.rows)))
      expectClose(fit.coefficients.map(\.estimate), try #require(item.coefficients), name)
      #expect(fit.coefficients.allSatisfy { $0.standardError == nil && $0.pValue == nil })
    }
  }

  @Test func `a report of the edge names the line`() throws {
    let command = try GLMCommand(
      "fit", "torture/logbin_boundary_birthwt.csv", "low ~ smoke + ht + raceblack + raceother", "--family",
      "bernoulli", "--link", "log")
    #expect(command.status == 3)
    #expect(command.output.contains("ON THE EDGE: the optimum lies on the edge of the possible means"))
    #expect(command.output.contains("Line 134 holds it there."))
    #expect(!command.output.contains("std. error"))
  }

  static let errors: [(name: String, complaint: String)] = [
    ("all_missing", "no rows: all 3 rows have a missing cell (y: 1, x: 2)"),
    ("binomial_out_of_range", "line 4: the response 1.2 is impossible"),
    ("inf_in_x", "line 4: x is inf"),
    ("negative_count", "line 4: the response -1 is impossible"),
    ("negative_weight", "line 4, column w: the weight is -1"),
    ("one_level_factor", "factor g has only one level, \"a\""),
    ("zero_rows", "no rows: the data has a header only"),
  ]

  @Test(arguments: errors)
  func `data that cannot be fitted are refused with their place`(name: String, complaint: String) throws {
    let (command, _) = try run(name, isStarted: false)
    #expect(command.status == 1 && command.output == "")
    #expect(command.complaint.contains(complaint), "\(command.complaint)")
  }

  @Test func `more coefficients than rows are aliased`() throws {
    let (command, _) = try run("n_lt_p", isStarted: false)
    let fit = try FitJSON(command)
    #expect(command.status == 0 && fit.outcome == "optimum" && fit.rank == 3)
    #expect(fit.coefficients.map(\.aliased) == [false, false, false, true, true])
  }

  @Test func `a cell of text makes a factor, and that is said`() throws {
    let item = try #require(Self.cases["mixed_type_column"])
    let command = try GLMCommand("fit", "torture/mixed_type_column.csv", item.formula)
    #expect(command.status == 0)
    #expect(command.output.contains("x is text, and so a factor"))
  }

  /// Columns that differ by parts in 10⁵ and 10¹⁰: the exact solution, in rational numbers, of the columns as a double holds
  /// them. (The corpus has that of the columns before they were printed.)
  @Test(
    arguments: [
      ("nearcollinear_1e-05", [1.1319665732904935, -1333.0572649557826, 1334.7668717466352]),
      ("nearcollinear_1e-10", [1.131966554515214, -133476258.66016041, 133476260.3697672]),
    ])
  func `nearly the same columns keep their digits`(name: String, truth: [Double]) throws {
    let command = try GLMCommand("fit", "torture/\(name).csv", "y ~ x1 + x2", "--format", "json")
    let fit = try FitJSON(command)
    #expect(command.status == 0 && fit.outcome == "optimum" && fit.rank == 3)
    for (own, exact) in zip(fit.coefficients, truth) {
      #expect(abs((own.estimate ?? .nan) - exact) <= 4e-15 * abs(exact), "\(own.estimate ?? .nan)")
    }
  }
}
