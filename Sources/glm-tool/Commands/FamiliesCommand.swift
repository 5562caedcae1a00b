import GLM

extension Command {
  /// `glm families`: what can be fitted.
  static let families = Command(
    name: "families", summary: "what can be fitted: families, their default and other links",
    usage: ["glm families [--format text|json]"],
    operands: [],
    groups: [FlagGroup(title: "the report", flags: [ModelFlags.format])],
    notes: [],
    run: runFamilies)

  private static func runFamilies(_ arguments: ParsedArguments) throws -> Reply {
    let format = try choice(arguments, "--format", as: ReportFormat.self)
    return Reply(
      output: format == .json
        ? try JSONText.of(Catalog.families.map(FamilyReport.init)) : FamilyReport.table(Catalog.families))
  }
}
