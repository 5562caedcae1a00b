/// f(k) = k log k − k − log Γ(k), what a gamma density of shape k has beside its deviance, by its derivatives in k
/// (Docs/Mathematics.md, "The dispersion").
public enum ShapeNormalizer {
  /// f′ = log k − ψ(k) > 0, f″ = 1/k − ψ′(k) < 0 and f‴ = −1/k² − ψ″(k) > 0 for k > 0: the digamma function and its
  /// derivatives less their leading terms, which would cancel for large k. Relative error below 4e-15.
  ///
  /// From 16 on by the asymptotic series with Bernoulli's numbers; below by f(k) − f(k + 1), whose derivatives have one
  /// sign. Infinite at 0, 0 at +∞, NaN below 0.
  public static func derivatives(_ shape: Double) -> (first: Double, second: Double, third: Double) {
    guard shape > 0 else {
      return shape == 0 ? (.infinity, -.infinity, .infinity) : (.nan, .nan, .nan)
    }
    var (first, second, third) = (0.0, 0.0, 0.0)
    var k = shape
    while k < 16 {
      let next = k + 1
      // 1/k − log(1 + 1/k), −1/(k² (k + 1)) and (3k + 2)/(k³ (k + 1)²).
      first += Double.excessOverLog(onePlus: 1 / k)
      second -= 1 / k / k / next
      third += (3 * k + 2) / k / k / k / next / next
      k = next
    }
    let z = 1 / k
    let x = z * z
    let last = (
      a: 691.0 / 32760 - x / 12, b: 691.0 / 2730 - x * (7.0 / 6), c: 691.0 / 210 - x * 17.5
    )
    let a = 1.0 / 12 - x * (1.0 / 120 - x * (1.0 / 252 - x * (1.0 / 240 - x * (1.0 / 132 - x * last.a))))
    let b = 1.0 / 6 - x * (1.0 / 30 - x * (1.0 / 42 - x * (1.0 / 30 - x * (5.0 / 66 - x * last.b))))
    let c = 0.5 - x * (1.0 / 6 - x * (1.0 / 6 - x * (0.3 - x * (5.0 / 6 - x * last.c))))
    first += z * (0.5 + z * a)
    second -= x * (0.5 + z * b)
    third += x * z * (1 + z * c)
    return (first, second, third)
  }
}
