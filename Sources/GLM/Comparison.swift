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

  /// The coefficients of the models by term, in the order in which the models bring them in.
  public var coefficients: [(term: String, response: String?, values: [Cell])] {
    let keys = Self.union(fits.map { $0.model.coefficients.map { Key($0.term, nil, $0.response) } })
    return keys.map { key in
      (
        key.name, key.response,
        fits.map { fit in
          guard
            let i = fit.model.coefficients.firstIndex(where: {
              $0.term == key.name && $0.response == key.response
            })
          else { return .absent }
          if fit.model.coefficients[i].isAliased { return .aliased }
          return fit.coefficient(i).map { .value($0) } ?? .undetermined
        }
      )
    }
  }

  /// What a model has in a row of the comparison.
  public enum Cell: Sendable, Equatable {
    /// Of a fit at infinity what the coefficient tends to, +∞ and −∞ included.
    case value(Double)
    /// A coefficient of a fit at infinity that can go more than one way.
    case undetermined
    case aliased
    case absent
  }

  /// What a row of the comparison is about.
  private struct Key: Hashable {
    var name: String
    var level: String?
    var response: String?

    init(_ name: String, _ level: String?, _ response: String?) {
      self.name = name
      self.level = level
      self.response = response
    }
  }

  /// Every key once, in order of first appearance.
  private static func union(_ lists: [[Key]]) -> [Key] {
    var seen: Set<Key> = []
    return lists.joined().filter { seen.insert($0).inserted }
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
      switch fit.outcome {
      case .infinite:
        lines.append("\(label): NO FINITE ESTIMATE: its coefficients are told in the limit.")
      case .boundary(let boundary) where boundary.isOptimum:
        lines.append(
          "\(label): ON THE EDGE of the possible means: the best of those, without standard errors.")
      default:
        lines.append(
          "\(label): NOT AN OPTIMUM (\(fit.outcome.name)): its numbers are where the solver stopped.")
      }
    }
    if fits.contains(where: { !$0.outcome.isOptimum }) { lines.append("") }

    lines.append("Coefficients, and their ratio to \(labels[0])")
    var table = TextTable(header: [""] + labels + labels.dropFirst().map { "\($0)/\(labels[0])" })
    for row in coefficients {
      let name = row.response.map { "\(row.term) [\($0)]" } ?? row.term
      table.add(
        [name]
          + row.values.map { cell in
            switch cell {
            case .value(let estimate): estimate == .infinity ? "+∞" : Format.fixed(estimate)
            case .undetermined: "undetermined"
            case .aliased: "aliased"
            case .absent: "–"
            }
          }
          + row.values.dropFirst().map { cell in
            guard case .value(let other) = cell, case .value(let base) = row.values[0], base != 0,
              other.isFinite, base.isFinite
            else {
              return "–"
            }
            return Format.fixed(other / base)
          })
    }
    lines += table.lines

    lines += ["", "Average marginal effects: the change of the mean per unit, or per level (std. error)"]
    var effectTable = TextTable(header: [""] + labels)
    let keys = Self.union(effects.map { $0.map { Key($0.variable, $0.level, $0.response) } })
    for key in keys {
      var name = key.level.map { "\(key.name)[\($0)]" } ?? key.name
      if let response = key.response { name += " [\(response)]" }
      effectTable.add(
        [name]
          + effects.map { model in
            guard let effect = model.first(where: { Key($0.variable, $0.level, $0.response) == key }) else {
              return "–"
            }
            guard let error = effect.standardError else { return Format.fixed(effect.estimate) }
            let decimals = Format.decimals(showing: error)
            return Format.fixed(effect.estimate, decimals: decimals)
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
