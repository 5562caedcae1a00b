import CGLMKernels

/// What the machine can do at most in the kernel set in use, for benchmarks.
package enum MachineProbe {
  /// The sum of the numbers: each is read once and none is written.
  package static func sum(_ x: Span<Double>) -> Double {
    x.withUnsafeBufferPointer { x in x.baseAddress.map { glm_probe_sum($0, x.count) } ?? 0 }
  }

  /// Additions and multiplications in registers, in fused pairs where the set has them.
  ///
  /// - Returns: how many operations were done, each of a pair counted, and a number that depends on all of them.
  package static func arithmetic(rounds: Int) -> (operations: Double, result: Double) {
    let result = glm_probe_fma(rounds, 1)
    return (Double(rounds) * Double(glm_probe_operations()), result)
  }
}
