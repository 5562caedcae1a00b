import GLM

extension ModelRequest {
  /// The model of the response through `link`; nil for the default one.
  func response(link: String?) throws -> any ResponseModel {
    let response: any ResponseModel
    do throws(CatalogError) {
      response = try Catalog.responseModel(family: family, link: link)
    } catch {
      throw CommandLineError.catalog(error)
    }
    // Before the data are read.
    if options.frame.exposure != nil, response.linkForm != .logarithm {
      throw ModelError.exposureNeedsLog(link: response.linkName)
    }
    return response
  }

  /// Fits the model to `table`, with progress on a terminal.
  func fit(_ response: any ResponseModel, to table: Table) throws -> Fit {
    var options = options
    let line = ProgressLine.onTerminal
    if let line {
      let label = "\(response.familyName) \(response.linkName)"
      options.solverOptions.progress = {
        line.show(label, iteration: $0.iteration, objective: $0.value)
      }
    }
    defer { line?.clear() }
    let fit: Fit
    do {
      fit = try GeneralizedLinearModel(formula, response: response, options: options).fit(table)
    } catch {
      throw InputError(source: table.name, underlying: error)
    }
    if let column = unusedLevels(fit) {
      throw CommandLineError.contradiction(
        "--levels is given for \(shown(column)), which the formula does not use", remedy: "leave it out")
    }
    return fit
  }

  /// A column with `--levels` that the formula does not mention.
  private func unusedLevels(_ fit: Fit) -> String? {
    guard let used = fit.frame?.formulaColumns else { return nil }
    return options.frame.levels.keys.sorted().first { !used.contains($0) }
  }
}
