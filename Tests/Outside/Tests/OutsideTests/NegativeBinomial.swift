import GLM

struct NegativeBinomial: Family {
  var theta: Double
  var support: Support { .counts }
  func variance<S: Scalar>(_ mean: S) -> S { mean + mean * mean / S(theta) }
}
