import Foundation
import GLMEstimation
import GLMInference
import GLMModel
import GLMTabular

/// The report of a fit, as text for people: what was fitted, how it ended, the coefficients, and the statistics.
struct Summary {
  let text: String

  init(_ fit: Fit, level: Double) {
    var lines = Summary.heading(fit)
    lines.append("")
    lines += Summary.outcome(fit)
    lines += Summary.coefficients(fit, level: level)
    lines.append("")
    lines += Summary.statistics(fit)
    text = lines.joined(separator: "\n")
  }

  // MARK: What was fitted

  private static func heading(_ fit: Fit) -> [String] {
    var pairs: [(String, String)] = []
    if let formula = fit.frame?.specification.formula { pairs.append(("formula", formula)) }
    pairs.append(("family", "\(fit.model.family), link \(fit.model.link)"))
    if fit.estimate.method != .maximumLikelihood {
      pairs.append(("estimator", fit.estimate.method.description))
    }
    if fit.estimate.prior.isFlat == false { pairs.append(("prior", fit.estimate.prior.name)) }
    var rows = "\(fit.frame?.rowsUsed ?? fit.estimate.source.rowCount) used"
    if let frame = fit.frame, frame.rowsDropped > 0 {
      let causes = frame.missing.map { "\($0.column) \($0.rows)" }.joined(separator: ", ")
      rows += ", \(frame.rowsDropped) dropped for a missing cell (\(causes))"
    }
    let silent = fit.estimate.source.rowCount - fit.estimate.rows
    if silent > 0 { rows += ", \(silent) of weight 0" }
    pairs.append(("rows", rows))
    if let specification = fit.frame?.specification {
      if let trials = specification.trials { pairs.append(("trials", trials)) }
      if let exposure = specification.exposure {
        pairs.append(("exposure", "\(exposure): log(\(exposure)) is an offset"))
      }
      if let offset = specification.offset { pairs.append(("offset", offset)) }
    }
    if let weights = fit.frame?.specification.weights { pairs.append(("weights", weighing(weights, fit))) }
    if let classes = fit.model.classes {
      if fit.estimate.likelihood.meanCount > 1 {
        pairs.append(("classes", "\(classes.joined(separator: ", ")); reference \(classes[0])"))
      } else if classes.count == 2 {
        pairs.append(
          ("models", "P(\(fit.frame?.responseName ?? "response") = \(classes[1])), against \(classes[0])"))
      }
    }
    // A column with one cell of text is a factor: that is said, not slipped in.
    for variable in fit.frame?.specification.variables ?? [] {
      guard case .factor(let levels) = variable.kind else { continue }
      let shown =
        levels.count <= 8
        ? levels.joined(separator: ", ")
        : "\(levels.count) levels, \(levels[0]) to \(levels[levels.count - 1])"
      pairs.append(("factor", "\(variable.name): \(shown)"))
      if let cell = fit.frame.flatMap({ strayCell(in: variable.name, of: $0.table) }) {
        pairs.append(("NOTE", cell))
      }
    }
    for (variable, coding) in fit.frame?.specification.codings ?? [] {
      pairs.append(("coding", "\(variable): \(coding)"))
    }
    let width = pairs.map(\.0.count).max() ?? 0
    return pairs.map { $0.0.padding(toLength: width, withPad: " ", startingAt: 0) + "  " + $0.1 }
  }

  /// What the weights are, and what they do to what is reported.
  private static func weighing(_ weights: Weights, _ fit: Fit) -> String {
    let total = Format.general(fit.estimate.totalWeight, digits: 12)
    return switch weights.kind {
    case .frequency: "\(weights.column), frequencies: the rows stand for \(total) observations"
    case .precision: "\(weights.column), precisions: variances are the dispersion divided by the weight"
    case .sampling:
      "\(weights.column), sampling weights of sum \(total): robust standard errors, no likelihood"
    }
  }

  /// What to say of a column that is text for the sake of a few cells, most of them being numbers; nil for others.
  private static func strayCell(in name: String, of table: Table) -> String? {
    guard let column = table.column(named: name), case .labels(let cells) = column.cells, !cells.isOrderGiven
    else { return nil }
    let texts = column.texts
    let present = texts.indices.filter { texts[$0] != nil }
    let stray = present.filter { texts[$0].flatMap { Double($0) } == nil }
    guard let first = stray.first, 2 * stray.count < present.count else { return nil }
    return "\(name) is text, and so a factor, because of \(stray.count) of \(present.count) cells, "
      + "\"\(texts[first] ?? "")\" at \(table.place(ofRow: first)) the first"
  }

  // MARK: How it ended

  private static func outcome(_ fit: Fit) -> [String] {
    let estimate = fit.estimate
    let iterations = estimate.iterations
    let steps =
      (iterations == 0 ? "no iteration" : iterations == 1 ? "1 iteration" : "\(iterations) iterations")
      + " of \(estimate.solver)"
    switch estimate.outcome {
    case .optimum where estimate.method != .maximumLikelihood:
      return ["Solution of the adjusted score equations after \(steps).", ""]
    case .optimum(let isGlobal):
      // Least squares start at their end.
      let end = iterations == 0 ? ", in one step" : " after \(steps)"
      let digits = estimate.attainedDigits.map {
        "; the coefficients are computed to \(Int($0)) digit\(Int($0) == 1 ? "" : "s")"
      }
      var lines = ["Optimum\(end)\(digits ?? "")."]
      if !isGlobal {
        lines.append(
          estimate.isBestOfSeveral
            ? "The likelihood may have other maxima: this is the best found from several starts."
            : "The likelihood may have other maxima: this is the one found from the start given.")
      }
      if estimate.startWasGivenUp {
        lines.append("The start given led nowhere; the fit began at a start from the data.")
      }
      if let residual = estimate.optimalityResidual {
        lines.append("Optimality (KKT) residual \(Format.general(residual, digits: 2)).")
      }
      return lines + [""]
    case .infinite(let recession): return separation(fit, recession)
    case .boundary(let boundary) where boundary.isOptimum:
      let places = fit.places(ofRows: boundary.rows)
      let shown = places.prefix(8).joined(separator: ", ")
      let more = places.count > 8 ? " and \(places.count - 8) more" : ""
      return [
        "ON THE EDGE: the optimum lies on the edge of the possible means, found after \(steps).",
        "\(shown.prefix(1).uppercased() + shown.dropFirst())\(more) hold\(places.count == 1 ? "s" : "") it there. "
          + "The coefficients below are the best",
        "of those that give every row a possible mean. Standard errors do not apply on an edge.", "",
      ]
    case .boundary:
      return [
        "NOT AN OPTIMUM: the solver ran into the edge of the possible means after \(steps).",
        "The coefficients below are where it stopped, not an estimate.", "",
      ]
    case .stalled(let why):
      return [
        "NOT AN OPTIMUM after \(steps): \(why).",
        "The coefficients below are where it stopped, not an estimate.", "",
      ]
    case .iterations:
      return [
        "NOT AN OPTIMUM: the limit was reached, \(steps).",
        "The coefficients below are where it stopped, not an estimate.", "",
      ]
    case .cancelled: return ["NOT AN OPTIMUM: cancelled after \(steps).", ""]
    }
  }

  /// Names separated by commas, on indented lines of about 80 characters.
  static func wrapped(_ names: [String]) -> String {
    var text = ""
    var width = 2
    for (i, name) in names.enumerated() {
      if i > 0 {
        let breaks = width + 2 + name.count > 80
        text += breaks ? ",\n  " : ", "
        width = breaks ? 2 : width + 2
      }
      text += name
      width += name.count
    }
    return text
  }

  // MARK: Coefficients

  private static func coefficients(_ fit: Fit, level: Double) -> [String] {
    let names = fit.model.coefficients
    let wald: WaldInference?
    var lines: [String] = []
    var note: String?
    do throws(InferenceError) {
      // Of a fit at infinity, that of its limit.
      if let limit = fit.limit {
        wald = try limit.inference(level: level)
      } else {
        wald = try fit.inference(level: level)
      }
    } catch {
      wald = nil
      if fit.outcome.isOptimum { note = "\(error)." }
    }
    let ratio = wald == nil ? nil : fit.estimate.likelihood.exponentialName
    let blocks = stride(from: 0, to: names.count, by: max(fit.model.columns.count, 1)).map {
      $0..<min($0 + fit.model.columns.count, names.count)
    }
    for block in blocks {
      if let response = names[block.lowerBound].response {
        if block.lowerBound > 0 { lines.append("") }
        lines.append("\(response) against \(fit.model.classes?.first ?? "0"):")
      }
      var table = TextTable(
        header: ["", "estimate"]
          + (wald == nil
            ? []
            : ["std. error", wald?.degreesOfFreedom == nil ? "z" : "t", "p", ""]
              + bounds(level))
          + (ratio.map { [$0] } ?? []))
      for i in block {
        let name = names[i]
        if name.isAliased {
          table.add([name.term, "aliased"])
        } else if let limit = limitText(fit, i) {
          table.add([name.term, limit])
        } else if let row = wald?.coefficients[i] {
          let decimals = Format.decimals(showing: row.standardError)
          func number(_ x: Double) -> String { Format.fixed(x, decimals: decimals) }
          table.add(
            [
              name.term, number(row.estimate), number(row.standardError), Format.statistic(row.statistic),
              Format.pValue(row.pValue), Format.stars(row.pValue), number(row.lower), number(row.upper),
            ] + (ratio == nil ? [] : [Format.fixed(exp(row.estimate))]))
        } else if case .infinite = fit.outcome {
          table.add([name.term, fit.limit?[name.term, name.response].map { Format.fixed($0) } ?? "finite"])
        } else {
          table.add([name.term, Format.fixed(name.estimate)])
        }
      }
      lines += table.lines
    }
    if wald != nil {
      lines.append("Significance: *** p < 0.001, ** p < 0.01, * p < 0.05, . p < 0.1")
    }
    var told = Set<String>()
    for name in names where name.isAliased && told.insert(name.term).inserted {
      lines.append(
        "Aliased: "
          + (name.relation.map { "\(name.term) = \($0)." } ?? "earlier columns determine \(name.term)."))
    }
    if let note { lines.append(note.prefix(1).uppercased() + note.dropFirst()) }
    return lines
  }

  /// Why the deviance of successes depends on how trials are grouped into rows.
  private static func devianceNote(_ fit: Fit) -> [String] {
    let likelihood = fit.estimate.likelihood
    guard likelihood.meanCount == 1, fit.outcome.isOptimum else { return [] }
    if likelihood.responseCount == 2 {
      return [
        "The deviance is measured from a model with a probability for each row: with the trials in",
        "other groups it is another. Coefficients, errors and differences of deviances are the same.",
      ]
    }
    guard likelihood.support == .binary else { return [] }
    return [
      "Rows are single trials: the deviance does not measure the fit. With the trials in groups it would be",
      "another; coefficients, errors and differences of deviances would be the same.",
    ]
  }

  private static func bounds(_ level: Double) -> [String] {
    let percent = Format.general(level * 100, digits: 6)
    return ["\(percent)% from", "to"]
  }

  // MARK: Statistics

  /// How the dispersion is estimated.
  private static func estimated(_ fit: Fit) -> String {
    if fit.estimate.method != .maximumLikelihood,
      fit.estimate.likelihood.normalizerDerivatives(precision: 1) != nil
    {
      return "estimated, its own adjusted score"
    }
    return "estimated, \(fit.statistics.dispersionMethod == .pearson ? "X²" : "deviance")/df"
  }

  private static func statistics(_ fit: Fit) -> [String] {
    // Of a fit at infinity, what they tend to.
    let s = fit.limit?.statistics ?? fit.statistics
    let whole = fit.statistics
    func count(_ x: Double) -> String { Format.general(x, digits: 12) }
    var table = TextTable(header: nil)
    if case .infinite(let recession) = fit.outcome, recession.isComplete {
      if let null = whole.nullDeviance {
        table.add(["null deviance", Format.fixed(null), "on \(count(whole.nullDegreesOfFreedom))"])
      }
      return table.lines
    }
    table.add([
      "deviance", Format.fixed(s.deviance), "on \(count(s.residualDegreesOfFreedom)) degrees of freedom",
    ])
    if let null = whole.nullDeviance {
      table.add(["null deviance", Format.fixed(null), "on \(count(whole.nullDegreesOfFreedom))"])
    }
    table.add(["Pearson X²", Format.fixed(s.pearson), ""])
    if let dispersion = s.dispersion {
      table.add([
        "dispersion", Format.fixed(dispersion), s.dispersionIsEstimated ? estimated(fit) : "known",
      ])
    }
    if let logLikelihood = s.logLikelihood {
      table.add(["log-likelihood", Format.fixed(logLikelihood), ""])
    }
    if let aic = s.aic, let bic = s.bic, fit.limit == nil {
      table.add(["AIC", Format.fixed(aic), "\(s.parameters) parameter\(s.parameters == 1 ? "" : "s")"])
      table.add(["BIC", Format.fixed(bic), ""])
    }
    return table.lines + devianceNote(fit)
  }
}
