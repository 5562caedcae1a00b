import GLMTabular
import Testing

/// A formula, the columns it meets, and the names that R 4.2.2 gives the columns of its model matrix (from the
/// project's corpus of reference answers).
struct RCase: Sendable, CustomTestStringConvertible {
  let formula: String
  let numbers: [String]
  let factors: [String: [String]]
  let names: [String]

  init(_ formula: String, numbers: [String], factors: [String: [String]], names: [String]) {
    (self.formula, self.numbers, self.factors, self.names) = (formula, numbers, factors, names)
  }

  var testDescription: String { formula }
}

@Suite struct CorpusNamesTests {
  static let cases = [
    RCase(
      "Ozone ~ Solar.R + Wind + Temp",
      numbers: ["Ozone", "Solar.R", "Wind", "Temp"],
      factors: [:],
      names: ["(Intercept)", "Solar.R", "Wind", "Temp"]),
    RCase(
      "Ozone ~ Solar.R + Wind + Temp + Month",
      numbers: ["Ozone", "Solar.R", "Wind", "Temp"],
      factors: ["Month": ["5", "6", "7", "8", "9"]],
      names: [
        "(Intercept)", "Solar.R", "Wind", "Temp", "Month6", "Month7", "Month8", "Month9",
      ]),
    RCase(
      "Postwt ~ Prewt + Treat",
      numbers: ["Prewt", "Postwt"],
      factors: ["Treat": ["CBT", "Cont", "FT"]],
      names: ["(Intercept)", "Prewt", "TreatCont", "TreatFT"]),
    RCase(
      "cbind(killed, survived) ~ logdose",
      numbers: ["logdose", "killed", "survived"],
      factors: [:],
      names: ["(Intercept)", "logdose"]),
    RCase(
      "prop ~ logdose + I(logdose^2)",
      numbers: ["logdose", "prop"],
      factors: [:],
      names: ["(Intercept)", "logdose", "I(logdose^2)"]),
    RCase(
      "low ~ smoke + ht + race",
      numbers: ["low", "smoke", "ht"],
      factors: ["race": ["white", "black", "other"]],
      names: ["(Intercept)", "smoke", "ht", "raceblack", "raceother"]),
    RCase(
      "low ~ age + lwt + race + smoke + ptl + ht + ui + ftv",
      numbers: ["low", "age", "lwt", "smoke", "ptl", "ht", "ui", "ftv"],
      factors: ["race": ["white", "black", "other"]],
      names: [
        "(Intercept)", "age", "lwt", "raceblack", "raceother", "smoke", "ptl", "ht", "ui", "ftv",
      ]),
    RCase(
      "cbind(success, failure) ~ logdose + block",
      numbers: ["success", "logdose", "failure"],
      factors: ["block": ["B1", "B2", "B3"]],
      names: ["(Intercept)", "logdose", "blockB2", "blockB3"]),
    RCase(
      "lot1 ~ log(u)",
      numbers: ["u", "lot1"],
      factors: [:],
      names: ["(Intercept)", "log(u)"]),
    RCase(
      "lot2 ~ log(u)",
      numbers: ["u", "lot2"],
      factors: [:],
      names: ["(Intercept)", "log(u)"]),
    RCase(
      "HG ~ NV + PI + EH",
      numbers: ["NV", "PI", "EH", "HG"],
      factors: [:],
      names: ["(Intercept)", "NV", "PI", "EH"]),
    RCase(
      "y ~ lbase*trt + lage + V4",
      numbers: ["y", "V4", "lbase", "lage"],
      factors: ["trt": ["placebo", "progabide"]],
      names: ["(Intercept)", "lbase", "trtprogabide", "lage", "V4", "lbase:trtprogabide"]),
    RCase(
      "count ~ spray",
      numbers: ["count"],
      factors: ["spray": ["A", "B", "C", "D", "E", "F"]],
      names: ["(Intercept)", "sprayB", "sprayC", "sprayD", "sprayE", "sprayF"]),
    RCase(
      "cbind(menarche, not) ~ age",
      numbers: ["age", "menarche", "not"],
      factors: [:],
      names: ["(Intercept)", "age"]),
    RCase(
      "mpg ~ wt + hp",
      numbers: ["mpg", "wt", "hp"],
      factors: [:],
      names: ["(Intercept)", "wt", "hp"]),
    RCase(
      "mpg ~ 0 + cyl + cyl:wt",
      numbers: ["mpg", "wt"],
      factors: ["cyl": ["4", "6", "8"]],
      names: ["cyl4", "cyl6", "cyl8", "cyl4:wt", "cyl6:wt", "cyl8:wt"]),
    RCase(
      "rate ~ I(1/conc)",
      numbers: ["conc", "rate"],
      factors: [:],
      names: ["(Intercept)", "I(1/conc)"]),
    RCase(
      "Days ~ Eth + Sex + Age + Lrn",
      numbers: ["Days"],
      factors: [
        "Eth": ["A", "N"],
        "Sex": ["F", "M"],
        "Age": ["F0", "F1", "F2", "F3"],
        "Lrn": ["AL", "SL"],
      ],
      names: ["(Intercept)", "EthN", "SexM", "AgeF1", "AgeF2", "AgeF3", "LrnSL"]),
    RCase(
      "Days ~ Eth*Sex*Age*Lrn",
      numbers: ["Days"],
      factors: [
        "Eth": ["A", "N"],
        "Sex": ["F", "M"],
        "Age": ["F0", "F1", "F2", "F3"],
        "Lrn": ["AL", "SL"],
      ],
      names: [
        "(Intercept)", "EthN", "SexM", "AgeF1", "AgeF2", "AgeF3", "LrnSL", "EthN:SexM",
        "EthN:AgeF1", "EthN:AgeF2", "EthN:AgeF3", "SexM:AgeF1", "SexM:AgeF2", "SexM:AgeF3",
        "EthN:LrnSL", "SexM:LrnSL", "AgeF1:LrnSL", "AgeF2:LrnSL", "AgeF3:LrnSL", "EthN:SexM:AgeF1",
        "EthN:SexM:AgeF2", "EthN:SexM:AgeF3", "EthN:SexM:LrnSL", "EthN:AgeF1:LrnSL",
        "EthN:AgeF2:LrnSL", "EthN:AgeF3:LrnSL", "SexM:AgeF1:LrnSL", "SexM:AgeF2:LrnSL",
        "SexM:AgeF3:LrnSL", "EthN:SexM:AgeF1:LrnSL", "EthN:SexM:AgeF2:LrnSL",
        "EthN:SexM:AgeF3:LrnSL",
      ]),
    RCase(
      "sr ~ pop15 + pop75 + dpi + ddpi",
      numbers: ["sr", "pop15", "pop75", "dpi", "ddpi"],
      factors: [:],
      names: ["(Intercept)", "pop15", "pop75", "dpi", "ddpi"]),
    RCase(
      "incidents ~ type + year + period",
      numbers: ["incidents"],
      factors: [
        "type": ["A", "B", "C", "D", "E"],
        "year": ["60", "65", "70", "75"],
        "period": ["60", "75"],
      ],
      names: [
        "(Intercept)", "typeB", "typeC", "typeD", "typeE", "year65", "year70", "year75",
        "period75",
      ]),
    RCase(
      "participation ~ income + age + I(age^2) + education + youngkids + oldkids + foreign",
      numbers: ["income", "age", "education", "youngkids", "oldkids"],
      factors: ["participation": ["no", "yes"], "foreign": ["no", "yes"]],
      names: [
        "(Intercept)", "income", "age", "I(age^2)", "education", "youngkids", "oldkids",
        "foreignyes",
      ]),
    RCase(
      "Volume ~ log(Girth) + log(Height)",
      numbers: ["Girth", "Height", "Volume"],
      factors: [:],
      names: ["(Intercept)", "log(Girth)", "log(Height)"]),
    RCase(
      "cbind(admitted, rejected) ~ Dept + Gender",
      numbers: ["admitted", "rejected"],
      factors: ["Gender": ["Male", "Female"], "Dept": ["A", "B", "C", "D", "E", "F"]],
      names: ["(Intercept)", "DeptB", "DeptC", "DeptD", "DeptE", "DeptF", "GenderFemale"]),
    RCase(
      "breaks ~ wool*tension",
      numbers: ["breaks"],
      factors: ["wool": ["A", "B"], "tension": ["L", "M", "H"]],
      names: [
        "(Intercept)", "woolB", "tensionM", "tensionH", "woolB:tensionM", "woolB:tensionH",
      ]),
    RCase(
      "breaks ~ wool + tension",
      numbers: ["breaks"],
      factors: ["wool": ["A", "B"], "tension": ["L", "M", "H"]],
      names: ["(Intercept)", "woolB", "tensionM", "tensionH"]),
    RCase(
      "y ~ 0 + x",
      numbers: ["x", "y"],
      factors: [:],
      names: ["x"]),
    RCase(
      "partic ~ hincome + children",
      numbers: ["hincome"],
      factors: [
        "partic": ["not.work", "parttime", "fulltime"],
        "children": ["absent", "present"],
      ],
      names: ["(Intercept)", "hincome", "childrenpresent"]),
  ]

  /// R writes `woolB` where this project writes `wool[B]`.
  @Test(arguments: cases) func columnsAreNamedAndOrderedAsInR(_ example: RCase) throws {
    let columns =
      example.numbers.map { name in TableColumn(name, (1...48).map { Double($0 % 7 + 1) }) }
      + example.factors.map { name, levels in
        TableColumn(name, (0..<48).map { levels[$0 % levels.count] })
      }
    let frame = try ModelFrame(
      formula: example.formula, table: Table(columns: columns),
      options: FrameOptions(levels: example.factors, wantsClasses: example.factors["partic"] != nil))
    let plain = names(frame.source).map { $0.filter { $0 != "[" && $0 != "]" } }
    #expect(plain == example.names)
  }
}
