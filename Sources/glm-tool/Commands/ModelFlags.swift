/// The operands and flags that `fit` and `compare` share.
enum ModelFlags {
  static let operands = [
    Operand(
      "DATA",
      "a CSV or TSV file whose first line names the columns, a NumPy array of doubles (.npy), or - for standard input"
    ),
    Operand(
      "FORMULA",
      "as in \"y ~ a + b\". a:b interacts, a*b is a + b + a:b, - 1 leaves the intercept out; "
        + "log(a), I(a^2), factor(a) and offset(log(a)) are terms. Successes of trials are cbind(successes, failures)."
    ),
  ]

  static let columns = FlagGroup(
    title: "columns with a role",
    flags: [
      Flag(
        "--weights", "KIND:COL",
        "frequency:COL, the row stands for so many equal rows; precision:COL, its variance is the dispersion "
          + "divided by the weight; or sampling:COL, it was drawn with a probability of 1/weight (robust errors)"
      ),
      Flag("--trials", "COL", "the response is a proportion of so many trials"),
      Flag("--exposure", "COL", "log(COL) is an offset; the link must be log"),
      Flag("--offset", "COL", "a part of the linear predictor with coefficient 1"),
      Flag(
        "--levels", "COL=a,b,c", isRepeatable: true,
        "the column is a factor with these levels in this order, the first being the reference; may be given for "
          + "several columns"),
      Flag(
        "--ordered", "COL=a,b,c", isRepeatable: true,
        "the same for an ordered factor, whose columns are polynomials unless --contrasts says otherwise"),
      Flag(
        "--contrasts", "COL=CODING", isRepeatable: true,
        "treatment (the default), treatment:LEVEL with another base, sum, helmert, polynomial or difference"),
      Flag("--missing", "M", "drop (the default) rows with a missing cell, or fail at the first"),
    ])

  static let prior = Flag(
    "--prior", "P", "flat (the default), normal:λ for λ/2 Σ β² (ridge), laplace:λ for λ Σ |β| (lasso)")
  static let dispersion = Flag(
    "--dispersion", "D", "how an unknown dispersion is estimated: pearson (the default) or deviance")
  static let estimator = Flag(
    "--estimator", "E",
    "ml, maximum likelihood (the default); mean-br or median-br, which reduce the bias of the coefficients; jeffreys, "
      + "penalized by Jeffreys's prior. They are finite for separated data too, but for rare cases, which are reported"
  )
  static let solver = Flag(
    "--solver", "S",
    "newton (the default), lbfgs, truncated-newton, gradient-descent, proximal-gradient (the default for laplace)"
  )
  static let iterations = Flag("--max-iterations", "N", "the most iterations")
  static let rate = Flag(
    "--learning-rate", "α", "a fixed step for the two gradient solvers: β := β − α ∇ of the summed loss")
  static let level = Flag("--level", "L", "the coverage of the confidence intervals, 0.95 unless given")
  static let format = Flag("--format", "FORMAT", "text (the default) or json")

  static let statuses = [
    "exit status",
    "  0  every fit is an optimum",
    "  1  the data or the formula cannot be used",
    "  2  the command line is wrong",
    "  3  a fit is not an optimum; the report says why",
  ]
}
