import GLMEstimation
import GLMInference
import GLMModel

/// Fits that cannot be compared.
public enum ComparisonError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Fewer than two.
  case tooFew(Int)
  /// The fits are of other rows, or of another response.
  case differentRows(first: Int, other: Int)

  public var description: String {
    switch self {
    case .tooFew(let count): "a comparison is of two fits or more, and there is \(count)"
    case .differentRows(let first, let other):
      first == other
        ? "the fits are of different rows or responses: fit both to the same table"
        : "the fits are of different rows (\(first) and \(other)): fit both to the same table, without its missing cells"
    }
  }
}

/// Models of the same rows side by side: logit beside probit.
public struct Comparison: Sendable {
  /// The models, in the order given.
  public let fits: [Fit]
  /// For each model, its average marginal effects.
  public let effects: [[MarginalEffect]]
  /// The largest difference between fitted means of any two models in any row (and class).
  public let largestDifferenceInMeans: Double

  /// Compares fits to the same rows with the same response.
  ///
  /// - Throws: ``ComparisonError``.
  public init(_ fits: Fit...) throws { try self.init(fits) }

  /// Compares fits to the same rows with the same response.
  ///
  /// - Throws: ``ComparisonError``.
  public init(_ fits: [Fit]) throws {
    guard fits.count >= 2, let first = fits.first else { throw ComparisonError.tooFew(fits.count) }
    let response = Self.response(first.estimate.source)
    for other in fits.dropFirst() {
      guard response == Self.response(other.estimate.source),
        first.frame?.rows == other.frame?.rows
      else {
        throw ComparisonError.differentRows(
          first: first.estimate.source.rowCount, other: other.estimate.source.rowCount)
      }
    }
    self.fits = fits
    effects = try fits.map { try $0.averageMarginalEffects() }
    let means = try fits.map { try $0.fittedMeans() }
    var largest = 0.0
    for a in means.indices {
      for b in 0..<a {
        for (x, y) in zip(means[a], means[b]) {
          for (p, q) in zip(x, y) { largest = max(largest, abs(p - q)) }
        }
      }
    }
    largestDifferenceInMeans = largest
  }

  /// The coefficients of the models by term, in the order of the first; nil where a model has none.
  public var coefficients: [(term: String, response: String?, estimates: [Double?])] {
    fits[0].model.coefficients.map { row in
      (
        row.term, row.response,
        fits.map { fit in
          fit.model.coefficients.first {
            $0.term == row.term && $0.response == row.response && !$0.isAliased
          }?
          .estimate
        }
      )
    }
  }

  /// Weights, then responses, of every row.
  private static func response(_ source: any RowSource) -> [[Double]] {
    var rows: [[Double]] = []
    let workspace = RowWorkspace()
    for b in 0..<source.blockCount {
      try? source.withBlock(b, in: workspace) { block in
        block.withResponse { response in rows.append((0..<response.count).map { response[$0] }) }
        block.withWeights { weights in
          guard let weights else { return }
          rows.append((0..<weights.count).map { weights[$0] })
        }
      }
    }
    return rows
  }
}

extension Comparison: CustomStringConvertible {
  /// The comparison as text, for people.
  public var description: String {
    let names = fits.map(\.model.link)
    let labels = Set(names).count == names.count ? names : fits.map { "\($0.model.family) \($0.model.link)" }
    var lines: [String] = []
    if let formula = fits[0].frame?.specification.formula { lines.append("formula  \(formula)") }
    lines.append("family   \(Set(fits.map(\.model.family)).sorted().joined(separator: ", "))")
    lines.append("rows     \(fits[0].estimate.rows)")
    lines.append("")
    for (label, fit) in zip(labels, fits) where !fit.outcome.isOptimum {
      lines.append(
        "\(label): NOT AN OPTIMUM (\(fit.outcome.name)): its numbers are where the solver stopped.")
    }
    if fits.contains(where: { !$0.outcome.isOptimum }) { lines.append("") }

    lines.append("Coefficients, and their ratio to \(labels[0])")
    var table = TextTable(header: [""] + labels + labels.dropFirst().map { "\($0)/\(labels[0])" })
    for row in coefficients {
      let name = row.response.map { "\(row.term) [\($0)]" } ?? row.term
      table.add(
        [name] + row.estimates.map { $0.map(Format.fixed) ?? "aliased" }
          + row.estimates.dropFirst().map { other in
            guard let other, let base = row.estimates[0], base != 0 else { return "–" }
            return Format.fixed(other / base)
          })
    }
    lines += table.lines

    lines += ["", "Average marginal effects: the change of the mean per unit, or per level (std. error)"]
    var effectTable = TextTable(header: [""] + labels)
    for (i, effect) in effects[0].enumerated() {
      var name = effect.level.map { "\(effect.variable)[\($0)]" } ?? effect.variable
      if let response = effect.response { name += " [\(response)]" }
      effectTable.add(
        [name]
          + effects.map { model in
            guard i < model.count else { return "–" }
            guard let error = model[i].standardError else { return Format.fixed(model[i].estimate) }
            let decimals = Format.decimals(showing: error)
            return Format.fixed(model[i].estimate, decimals: decimals)
              + " (\(Format.fixed(error, decimals: decimals)))"
          })
    }
    lines += effectTable.lines

    lines += ["", "Fit"]
    var fitTable = TextTable(header: [""] + labels)
    func add(_ name: String, _ value: (Fit) -> Double?) {
      fitTable.add([name] + fits.map { value($0).map(Format.fixed) ?? "–" })
    }
    add("deviance") { $0.statistics.deviance }
    add("log-likelihood") { $0.statistics.logLikelihood }
    add("AIC") { $0.statistics.aic }
    add("BIC") { $0.statistics.bic }
    lines += fitTable.lines
    lines += [
      "", "Largest difference between fitted means  \(Format.fixed(largestDifferenceInMeans))",
    ]
    let judged = fits.indices.filter { fits[$0].statistics.aic != nil }
    if judged.count == fits.count,
      let best = judged.min(by: { (fits[$0].statistics.aic ?? 0) < (fits[$1].statistics.aic ?? 0) })
    {
      lines.append("Smallest AIC                             \(labels[best])")
    }
    return lines.joined(separator: "\n")
  }
}
