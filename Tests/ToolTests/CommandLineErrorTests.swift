import Testing

/// Wrong command lines: one line that says where to read more, and status 2.
@Suite struct CommandLineErrorTests {
  static let fits: [(flags: [String], complaint: String)] = [
    (["--famly", "bernoulli"], "there is no flag --famly: did you mean --family?"),
    (["--family", "bernouli"], "there is no family bernouli: did you mean bernoulli?"),
    (["--link", "identiy"], "there is no link identiy: did you mean identity?"),
    (
      ["--link", "logit"],
      "gaussian cannot have the link logit: use identity or log or sqrt or inverse or inverse-square or power:LAMBDA"
    ),
    (["--solver", "newtn"], "--solver newtn: no such name: did you mean newton?"),
    (["--links", "log,identity"], "--links is a flag of glm compare, not of glm fit"),
    (
      ["--contrasts", "x"],
      "--contrasts x: use COL=CODING, as in size=sum, with treatment, treatment:LEVEL, sum, helmert, polynomial or "
        + "difference"
    ),
    (["--contrasts", "x=helmrt"], "--contrasts helmrt: no such name: did you mean helmert?"),
    (
      ["--contrasts", "x=sum", "--contrasts", "x=helmert"],
      "--contrasts is given twice for the column x: give it once"
    ),
    (["--ordered", "x"], "--ordered x: use COL=a,b,c with the levels of the column in order"),
    (["--missing", "keep"], "--missing keep: no such name: use drop, fail"),
    (["--estimator", "mean-bt"], "--estimator mean-bt: no such name: did you mean mean-br?"),
    (["--prior", "elastic-net:1,0.5"], "--prior elastic-net is not built yet"),
    (
      ["--weights", "sampling:"],
      "--weights sampling:: use frequency:COL (the row stands for so many equal rows), "
        + "precision:COL (its variance is the dispersion divided by the weight) or "
        + "sampling:COL (it was drawn with a probability of 1/weight)"
    ),
    (["--dispersion", "devance"], "--dispersion devance: no such name: did you mean deviance?"),
    (
      ["--weights", "w"],
      "--weights w: use frequency:COL (the row stands for so many equal rows), "
        + "precision:COL (its variance is the dispersion divided by the weight) or "
        + "sampling:COL (it was drawn with a probability of 1/weight)"
    ),
    (["--level", "2"], "--level 2: use a number between 0 and 1, as in --level 0.95"),
    (["--level", "nan"], "--level nan: use a number between 0 and 1, as in --level 0.95"),
    (["--level", "--format", "json"], "--level needs a value: --level L"),
    (["--level="], "--level needs a value: --level L"),
    (["--level", "0.9", "--level=0.9"], "--level is given twice: give it once"),
    (
      ["--prior", "normal:-1"], "--prior normal:-1: use normal:λ with a finite λ of 0 or more, as in normal:1"
    ),
    (["--prior", "normal"], "--prior normal: use normal:λ with a finite λ of 0 or more, as in normal:1"),
    (["--prior", "flat:1"], "--prior flat:1: use flat alone, which has no number"),
    (["--start", "1,x"], "--start 1,x: use numbers separated by commas, one a coefficient: x is none"),
    (
      ["--start", "1e999"], "--start 1e999: use numbers separated by commas, one a coefficient: 1e999 is none"
    ),
    (["--max-iterations", "0"], "--max-iterations 0: use a whole number, 1 or more"),
    (["--learning-rate", "-1"], "--learning-rate -1: use a finite number above 0"),
    (
      ["--learning-rate", "1"],
      "--learning-rate is for a solver that has one: add --solver gradient-descent or proximal-gradient"
    ),
    (
      ["--learning-rate", "1", "--solver", "newton"],
      "the solver newton has no learning rate: add --solver gradient-descent or proximal-gradient"
    ),
    (["--format", "yaml"], "--format yaml: no such name: use text, json"),
    (["--levels", "x"], "--levels x: use COL=a,b,c with the levels of the column in order"),
    (
      ["--levels", "x=1,2", "--levels", "x=2,1"],
      "--levels is given twice for the column x: give it once"
    ),
    (["--levels", "k=7"], "--levels is given for k, which the formula does not use: leave it out"),
    (["--save", "-"], "--save - names no file: name one"),
    (["--save", "torture/constant_column.csv"], "--save would overwrite the data: name another file"),
    (["more"], "there is no place for more: put the formula in quotes"),
    (
      ["-q"],
      "there is no flag -q: flags have two dashes; put -- before what is no flag but begins with a dash"
    ),
  ]

  @Test(arguments: fits) func `fit refuses`(flags: [String], complaint: String) throws {
    let command = try GLMCommand(["fit", "torture/constant_column.csv", "y ~ x1"] + flags)
    expectComplaint(command, complaint + " (see glm fit --help)", status: 2)
  }

  static let others: [(arguments: [String], complaint: String)] = [
    ([], "name a command: fit, compare, predict, families (see glm --help)"),
    (["fti"], "there is no command fti: did you mean fit? (see glm --help)"),
    (["regress"], "there is no command regress: use fit, compare, predict, families (see glm --help)"),
    (["--versoin"], "there is no flag --versoin: did you mean --version? (see glm --help)"),
    (["help", "predcit"], "there is no command predcit: did you mean predict? (see glm --help)"),
    (["fit"], "DATA is missing: give DATA and FORMULA (see glm fit --help)"),
    (["fit", "a.csv"], "FORMULA is missing: give DATA and FORMULA (see glm fit --help)"),
    (["fit", "", "y ~ x"], "DATA is empty (see glm fit --help)"),
    (
      ["fit", "y ~ x", "a.csv"],
      "\"y ~ x\" looks like the formula: DATA comes before FORMULA (see glm fit --help)"
    ),
    (
      ["fit", "a.csv", "y ~ x", "--family", "ordinal"],
      "the family ordinal is not built yet: see glm families"
    ),
    (
      ["fit", "a.csv", "y ~ x", "--family", "negative-binomial"],
      "negative-binomial: it needs a theta above 0: write negative-binomial:2 (theta by maximum likelihood is not "
        + "built yet) (see glm fit --help)"
    ),
    (
      ["fit", "a.csv", "y ~ x", "--family", "quasi:mu(1-"],
      "quasi: the variance \"mu(1-\" stops too soon, at character 6: write the variance in mu with + - * / ^ ( ) exp "
        + "log sqrt, as in mu^2 or mu(1-mu) (see glm fit --help)"
    ),
    (
      ["fit", "a.csv", "y ~ x", "--link", "power"],
      "power: it needs its exponent: write power:0.5 (see glm fit --help)"
    ),
    (
      ["fit", "a.csv", "y ~ x", "--prior", "laplace:1", "--solver", "newton"],
      "the prior laplace:1 has corners, which newton cannot go round: use --solver proximal-gradient "
        + "(see glm fit --help)"
    ),
    (
      ["compare", "a.csv", "y ~ x", "--links", "log,identity"],
      "compare needs a family: add --family, as in --family bernoulli (see glm compare --help)"
    ),
    (
      ["compare", "a.csv", "y ~ x", "--family", "bernoulli"],
      "compare needs links: add --links, as in --links logit,probit (see glm compare --help)"
    ),
    (
      ["compare", "a.csv", "y ~ x", "--family", "bernoulli", "--links", "logit,logit"],
      "--links logit,logit: use two different links or more, as in logit,probit (see glm compare --help)"
    ),
    (
      ["compare", "a.csv", "y ~ x", "--family", "bernoulli", "--links", "logit,probit", "--level", "0.9"],
      "the text of a comparison has no intervals for --level: add --format json, or leave --level out "
        + "(see glm compare --help)"
    ),
    (["predict", "m.json"], "NEWDATA is missing: give MODEL.json and NEWDATA (see glm predict --help)"),
    (
      ["predict", "m.json", "a.csv", "--type", "classs"],
      "--type classs: no such name: did you mean class? (see glm predict --help)"
    ),
    (
      ["predict", "m.json", "a.csv", "--type", "class", "--interval", "0.9"],
      "a class has no --interval: use --type mean or link (see glm predict --help)"
    ),
    (["families", "gaussian"], "there is no place for gaussian (see glm families --help)"),
  ]

  @Test(arguments: others) func `glm refuses`(arguments: [String], complaint: String) throws {
    expectComplaint(try GLMCommand(arguments), complaint, status: 2)
  }
}
