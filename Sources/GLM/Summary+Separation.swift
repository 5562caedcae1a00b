import GLMEstimation
import GLMInference

extension Summary {
  /// What a fit at infinity says: where the coefficients go, which rows send them there, and what can be done.
  static func separation(_ fit: Fit, _ recession: Recession) -> [String] {
    let names = fit.model.coefficients
    func label(_ i: Int) -> String { names[i].response.map { "\(names[i].term) [\($0)]" } ?? names[i].term }
    func named(_ limit: CoefficientLimit) -> [Int] {
      names.indices.filter { !names[$0].isAliased && recession.limits[$0] == limit }
    }
    let runaways = names.indices.filter {
      recession.limits[$0] == .plusInfinity || recession.limits[$0] == .minusInfinity
    }
    var lines = ["NO FINITE ESTIMATE: the likelihood rises for ever along"]
    if runaways.isEmpty {
      let moving = names.indices.filter { recession.direction[$0] != 0 }
      lines.append("  \(wrapped(moving.map { label($0) })) together, which can go more than one way")
    } else {
      lines.append(
        "  \(wrapped(runaways.map { "\(label($0)) → \(recession.limits[$0] == .plusInfinity ? "+∞" : "−∞")" }))"
      )
    }
    let count = "\(recession.rows) row\(recession.rows == 1 ? "" : "s")"
    let kind = recession.isComplete ? "complete" : "quasi-complete"
    lines.append("(\(kind) separation of \(count)\(recession.isExact ? "" : ", decided to rounding only")).")
    let open = named(.undetermined)
    if !open.isEmpty, !runaways.isEmpty {
      lines.append(
        "Undetermined, some directions raising and some lowering it:\n  \(wrapped(open.map { label($0) }))")
    }
    lines.append("Separated: \(places(fit, recession.separatedRows)).")
    if let limit = fit.limit {
      let likelihood = limit.statistics.logLikelihood
      lines.append(
        "In the limit \(limit.estimate.rows) row\(limit.estimate.rows == 1 ? "" : "s") count. "
          + (likelihood.map { "The log-likelihood rises to \(Format.fixed($0)), " }
            ?? "The deviance falls to ")
          + (likelihood == nil ? "" : "the deviance falls to ")
          + "\(Format.fixed(limit.statistics.deviance)).")
    } else if recession.isComplete {
      lines.append(
        "In the limit every row is fitted perfectly, and no row is left to estimate anything from.")
    }
    // The intercept alone runs away when the null model fits perfectly.
    let isOneEnd = recession.isComplete && (fit.statistics.nullDeviance ?? 1) < 1e-8
    lines.append("What can be done:")
    if isOneEnd {
      lines.append(
        "  every response lies at the same end: a prior leaves the intercept free and does not help")
    } else {
      lines.append("  --prior normal:1         a prior, which makes the estimate finite")
    }
    lines.append("  --estimator mean-br      bias reduction, whose estimate is finite as a rule")
    if let limit = fit.limit, names.indices.contains(where: { limit.isKnown($0) }) {
      lines.append(
        "  the limit below          infinite coefficients as they are, the others with their errors")
    }
    return lines + [""]
  }

  /// The first ten places, and how many more there are.
  private static func places(_ fit: Fit, _ rows: [Int]) -> String {
    let shown = rows.prefix(10)
    var text: String
    if let frame = fit.frame, let first = shown.first {
      let places = shown.map { frame.table.place(ofRow: frame.rows[$0]) }
      let word = frame.table.place(ofRow: frame.rows[first]).line == nil ? "row" : "line"
      let numbers = places.map { String($0.line ?? ($0.row + 1)) }
      text = "\(word)\(rows.count == 1 ? "" : "s") \(numbers.joined(separator: ", "))"
    } else {
      text = "row\(rows.count == 1 ? "" : "s") \(shown.map { String($0 + 1) }.joined(separator: ", "))"
    }
    if rows.count > shown.count { text += " and \(rows.count - shown.count) more" }
    return text
  }

  /// What the table of coefficients says of one that is not finite; nil for one that is, or that is not known.
  static func limitText(_ fit: Fit, _ i: Int) -> String? {
    guard case .infinite(let recession) = fit.outcome else { return nil }
    switch recession.limits[i] {
    case .finite: return nil
    case .plusInfinity: return "+∞"
    case .minusInfinity: return "−∞"
    case .undetermined: return "undetermined"
    }
  }
}
