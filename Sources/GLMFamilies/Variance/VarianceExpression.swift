import GLMAlgebra
import GLMModel

/// A variance function written as an expression in `mu`.
indirect enum VarianceExpression: Sendable, Equatable {
  case mean
  case number(Double)
  case negated(VarianceExpression)
  case sum(VarianceExpression, VarianceExpression)
  case difference(VarianceExpression, VarianceExpression)
  case product(VarianceExpression, VarianceExpression)
  case quotient(VarianceExpression, VarianceExpression)
  case power(VarianceExpression, VarianceExpression)
  case function(Function, VarianceExpression)

  enum Function: String, Sendable, CaseIterable {
    case exp, log, sqrt
  }

  /// V(μ), with its derivatives where the scalar carries them.
  func value<S: Scalar>(_ mean: S) -> S {
    switch self {
    case .mean: return mean
    case .number(let number): return S(number)
    case .negated(let x): return -x.value(mean)
    case .sum(let a, let b): return a.value(mean) + b.value(mean)
    case .difference(let a, let b): return a.value(mean) - b.value(mean)
    case .product(let a, let b): return a.value(mean) * b.value(mean)
    case .quotient(let a, let b): return a.value(mean) / b.value(mean)
    case .power(let base, let exponent):
      let base = base.value(mean)
      guard let constant = exponent.constant else { return S.exp(exponent.value(mean) * S.log(base)) }
      return Self.raise(base, to: constant)
    case .function(.exp, let x): return S.exp(x.value(mean))
    case .function(.log, let x): return S.log(x.value(mean))
    case .function(.sqrt, let x): return S.sqrt(x.value(mean))
    }
  }

  /// Small whole powers by multiplication, which any base allows.
  private static func raise<S: Scalar>(_ base: S, to power: Double) -> S {
    guard power == power.rounded(), power.magnitude <= 32 else { return S.pow(base, power) }
    var result = S(1)
    for _ in 0..<Int(power.magnitude) { result = result * base }
    return power < 0 ? S(1) / result : result
  }

  /// The value of an expression without `mu`.
  var constant: Double? {
    switch self {
    case .mean: nil
    case .number(let number): number
    case .negated(let x), .function(_, let x): x.constant == nil ? nil : value(0)
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
      .power(let a, let b):
      a.constant == nil || b.constant == nil ? nil : value(0)
    }
  }

  /// c and p of an expression that is c μᵖ.
  var monomial: (factor: Double, power: Double)? {
    if let constant { return (constant, 0) }
    switch self {
    case .mean: return (1, 1)
    case .number(let number): return (number, 0)
    case .negated(let x): return x.monomial.map { (-$0.factor, $0.power) }
    case .sum, .difference: return nil
    case .product(let a, let b):
      guard let a = a.monomial, let b = b.monomial else { return nil }
      return (a.factor * b.factor, a.power + b.power)
    case .quotient(let a, let b):
      guard let a = a.monomial, let b = b.monomial else { return nil }
      return (a.factor / b.factor, a.power - b.power)
    case .power(let base, let exponent):
      guard let base = base.monomial, let exponent = exponent.constant else { return nil }
      return (Double.pow(base.factor, exponent), base.power * exponent)
    case .function(.sqrt, let x):
      return x.monomial.map { (Double.sqrt($0.factor), 0.5 * $0.power) }
    case .function: return nil
    }
  }

  /// The powers in a sum of powers of μ whose factors are all above 0.
  var powers: [Double]? {
    if let monomial { return monomial.factor > 0 && monomial.factor < .infinity ? [monomial.power] : nil }
    guard case .sum(let a, let b) = self, let first = a.powers, let second = b.powers else { return nil }
    return first + second
  }

  /// Whether it is μ(1 − μ), in one of the ways of writing that.
  var isBernoulli: Bool {
    let complement = VarianceExpression.difference(.number(1), .mean)
    return [
      .product(.mean, complement), .product(complement, .mean),
      .difference(.mean, .power(.mean, .number(2))), .difference(.mean, .product(.mean, .mean)),
    ].contains(self)
  }

  /// θ of an expression that is μ + μ²/θ, in one of the ways of writing that.
  var overdispersion: Double? {
    guard case .sum(let a, let b) = self, let a = a.monomial, let b = b.monomial else { return nil }
    let (linear, square) = a.power < b.power ? (a, b) : (b, a)
    guard linear == (1, 1), square.power == 2, square.factor > 0 else { return nil }
    let theta = 1 / square.factor
    return theta > 0 && theta < .infinity ? theta : nil
  }

  /// The numbers in it.
  var numbers: [Double] {
    switch self {
    case .mean: []
    case .number(let number): [number]
    case .negated(let x), .function(_, let x): x.numbers
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
      .power(let a, let b):
      a.numbers + b.numbers
    }
  }
}
