import GLMAlgebra

/// How fast a function of an array is on one thread, in cache: nanoseconds an element.
struct FunctionTiming: Encodable {
  let function: String
  let set: String
  let nanoseconds: Double

  /// Every function of ``VectorMath`` in the kernel set in use, of numbers in (0, 1) and their negatives where it has them.
  static func all(_ timer: KernelTimer) -> [FunctionTiming] {
    VectorMath.allCases.map { function in
      let positive = KernelTimer.numbers(timer.rows)
      let isLogarithm = function == .log || function == .logOnePlus
      let x = positive.enumerated().map { !isLogarithm && $0 % 2 == 0 ? -5 * $1 : 5 * $1 }
      var results = x
      let time = timer.fastest {
        var span = results.mutableSpan
        function(x.span, &span)
      }
      return FunctionTiming(
        function: "\(function)", set: KernelSet.active.rawValue, nanoseconds: 1e9 * time / Double(timer.rows))
    }
  }
}
