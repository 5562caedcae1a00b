import GLM

/// A family, link and exposure that cannot be fitted together.
struct ExposureNeedsLog: Error, Equatable {
  let family: String
  let link: String
}

extension ModelRequest {
  /// The model of the response through `link`; nil for the canonical one.
  func response(link: String?) throws -> any ResponseModel {
    let response: any ResponseModel
    do throws(CatalogError) {
      response = try Catalog.responseModel(family: family, link: link)
    } catch {
      throw CommandLineError.catalog(error)
    }
    let form = (response as? FamilyWithLink)?.link.form
    if options.frame.exposure != nil, form != .logarithm {
      throw ExposureNeedsLog(family: response.familyName, link: response.linkName)
    }
    return response
  }

  /// Fits the model to `table`, with progress on a terminal.
  func fit(_ response: any ResponseModel, to table: Table) throws -> Fit {
    var options = options
    let line = ProgressLine.onTerminal
    if let line {
      let label = "\(response.familyName) \(response.linkName)"
      options.solverOptions.progress = { line.show($0, of: label) }
    }
    defer { line?.clear() }
    do {
      return try GeneralizedLinearModel(formula, response: response, options: options).fit(table)
    } catch {
      throw InputError(source: table.name, underlying: error)
    }
  }
}
