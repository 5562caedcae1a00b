import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTabular

/// A generalized linear model to be fitted to tables: a formula, a family and a link.
///
///     let model = GeneralizedLinearModel("cbind(killed, survived) ~ logdose", family: .bernoulli, link: .probit)
///     let fit = try model.fit(table)
///     print(fit.summary())
///
/// A family without a link takes its canonical one.
public struct GeneralizedLinearModel: Sendable {
  /// The formula, as in `y ~ a + b`.
  public var formula: String
  /// The family and link, or another model of the response.
  public var response: any ResponseModel
  public var options: ModelOptions

  /// A family through a link.
  public init<F: Family, L: Link>(
    _ formula: String, family: F, link: L, prior: any Prior = FlatPrior(), solver: (any Solver)? = nil,
    method: EstimationMethod = .maximumLikelihood
  ) {
    self.init(
      formula, response: FamilyWithLink(family, link),
      options: ModelOptions(prior: prior, method: method, solver: solver))
  }

  /// A family through its canonical link.
  public init<F: CanonicalFamily>(
    _ formula: String, family: F, prior: any Prior = FlatPrior(), solver: (any Solver)? = nil,
    method: EstimationMethod = .maximumLikelihood
  ) {
    self.init(
      formula, family: family, link: family.canonicalLink, prior: prior, solver: solver, method: method)
  }

  /// A model of the response that is not a family with a link, such as ``Categorical``.
  public init<R: ResponseModel>(
    _ formula: String, family: R, prior: any Prior = FlatPrior(), solver: (any Solver)? = nil,
    method: EstimationMethod = .maximumLikelihood
  ) {
    self.init(formula, response: family, options: ModelOptions(prior: prior, method: method, solver: solver))
  }

  /// Any model of the response, with all options.
  public init(_ formula: String, response: any ResponseModel, options: ModelOptions = ModelOptions()) {
    self.formula = formula
    self.response = response
    self.options = options
  }

  /// Fits the model to the rows of `table` that have no missing cell among the columns used.
  ///
  /// - Throws: ``FrameError`` for a formula or table that cannot be used, ``ModelError`` for a response of the wrong
  ///   kind, ``FitError`` when there is nothing to fit. A fit that is not an optimum is not an error: see
  ///   ``Fit/outcome``.
  public func fit(_ table: Table) throws -> Fit {
    if options.frame.exposure != nil, response.linkForm != .logarithm {
      throw ModelError.exposureNeedsLog(link: response.linkName)
    }
    var frameOptions = options.frame
    frameOptions.wantsClasses = response.wantsClasses
    let frame = try ModelFrame(formula: formula, table: table, options: frameOptions)
    let likelihood = try response.likelihood(for: frame.shape)
    if let levels = frame.responseLevels, frame.shape == .values,
      likelihood.support.interval != Support.binary.interval
    {
      throw ModelError.responseKind(
        model: response.familyName, needs: "numbers",
        got: "text (\(levels.map { "\"\($0)\"" }.joined(separator: ", ")))")
    }
    let estimate = try options.estimator.fit(likelihood, to: frame.source)
    return try Fit(
      estimate, response: response, frame: frame, classes: frame.responseLevels,
      dispersion: options.dispersion)
  }
}
