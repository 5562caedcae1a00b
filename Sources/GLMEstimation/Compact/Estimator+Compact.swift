import GLMAlgebra
import GLMModel

extension Estimator {
  /// The fit by the short path, for a small problem that gives no trouble; nil where the long path is to answer.
  ///
  /// - Throws: what the source throws.
  package func compactEstimate(_ likelihood: any Likelihood, to source: any RowSource) throws -> Estimate? {
    guard let model = compactModel(likelihood, source) else { return nil }
    let columns = source.columns
    return try CompactPool.withWorkspace { work in
      try work.load(source)
      guard work.surveyWeights(), work.surveyResponse(likelihood), work.surveyColumns(columns),
        work.factorDesign()
      else { return nil }
      var descent = CompactDescent(model, work)
      guard descent.run(isCancelled: options.isCancelled) else { return nil }
      let dispersion = descent.dispersion(observations: work.observations(weightKind))
      guard let digits = descent.attainedDigits(dispersion: dispersion) else { return nil }
      return estimate(descent, digits, likelihood, source, columns)
    }
  }

  /// What the short path asks of the likelihood, where it may be tried on the source.
  func compactModel(_ likelihood: any Likelihood, _ source: any RowSource) -> CompactModel? {
    guard allowsCompactFits,
      CompactWorkspace.isSmall(rows: source.rowCount, columns: source.columns.count),
      likelihood.responseCount == source.responseCount, source.offsetCount <= 1
    else { return nil }
    return CompactModel(likelihood)
  }

  /// What a descent found, in full.
  private func estimate(
    _ descent: CompactDescent, _ digits: Double, _ likelihood: any Likelihood, _ source: any RowSource,
    _ columns: [ColumnDescription]
  ) -> Estimate {
    let (work, rows) = (descent.work, descent.work.rows)
    let p = columns.count
    let layout = CoefficientLayout(columns: columns, planes: 1)
    let frame = Frame(
      layout: layout, shift: work.isShifted ? rows.values(.shift) : nil, active: Array(0..<p),
      constant: work.intercept.map { [$0] } ?? [])
    let inner = rows.values(.inverse)
    let inverse = work.isShifted ? rows.values(.userInverse) : inner
    var estimate = Estimate(
      source: source, likelihood: likelihood, layout: layout, prior: prior, solver: "newton",
      point: rows.values(.point), coefficients: rows.values(.user), aliased: [], aliasRelations: [],
      outcome: .optimum(isGlobal: true), iterations: descent.iterations, passes: descent.passes,
      loss: descent.loss, penalizedLoss: descent.loss, decrement: descent.decrement / descent.scale,
      optimalityResidual: nil, inverseInformation: inverse, robustCovariance: nil, rows: work.presentRows,
      totalWeight: work.totalWeight, weightKind: weightKind, frame: frame, threads: threads)
    estimate.attainedDigits = digits
    estimate.preciseCoefficients = (0..<p).map {
      DoubleDouble(high: rows[.user, $0], low: rows[.userLow, $0])
    }
    estimate.innerInverse = inner
    if descent.model.far == .expected { estimate.pearson = descent.pearson }
    return estimate
  }
}
