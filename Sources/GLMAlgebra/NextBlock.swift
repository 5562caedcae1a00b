import CGLMKernels

/// Where the block lies that a thread reads after the one in hand: what kernels fetch from memory while they compute.
package enum NextBlock {
  /// Runs `body` on a block whose first row is `rows` before that of the next one. Blocks that nobody says this of come one right
  /// after the other.
  package static func withStep<Result>(_ rows: Int, _ body: () throws -> Result) rethrows -> Result {
    glm_set_step(rows)
    defer { glm_set_step(0) }
    return try body()
  }
}
