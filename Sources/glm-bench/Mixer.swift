import Foundation
import GLMModel

/// A generator of one multiplication and two shifts a number (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
struct Mixer: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in (0, 1), neither end included.
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// Two independent standard normal numbers (G. E. P. Box, M. E. Muller, Ann. Math. Statist. 29, 1958).
  mutating func normals() -> (Double, Double) {
    let radius = (-2 * Double.log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    return (radius * cos(angle), radius * sin(angle))
  }

  /// One standard normal number.
  mutating func normal() -> Double { normals().0 }

  /// A Poisson number of mean `mean`, by inversion: for means that are not large.
  mutating func poisson(_ mean: Double) -> Double {
    var (count, chance, rest) = (0.0, Double.exp(-mean), uniform())
    while rest > chance, count < 1e6 {
      rest -= chance
      count += 1
      chance *= mean / count
    }
    return count
  }
}
