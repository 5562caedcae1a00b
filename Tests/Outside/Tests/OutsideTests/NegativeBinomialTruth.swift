/// Made by Tests/Fixtures/negative_binomial.py, in 60 digits.
enum NegativeBinomialTruth {
  static let intercept = -0.56245312972753325078
  static let slope = -0.062420155494173205194
  static let interceptError = 0.31167446939175070439
  static let slopeError = 0.15362353037058600237
  static let deviance = 21.513277419067574435
}
