import GLMAlgebra
import GLMModel
import Synchronization

/// What one thread needs for a block: linear predictors, losses, residuals and curvatures, reused block after block.
///
/// One thread uses it at a time: a pass takes one for each of its threads.
package final class PassWorkspace: @unchecked Sendable {
  /// Scratch of the row source.
  package let rows = RowWorkspace()
  package let predictors = Buffer()
  package let direction = Buffer()
  package let second = Buffer()
  package let errors = (0..<Existence.patterns).map { _ in Buffer() }
  package let loss = Buffer()
  package let residual = Buffer()
  package let curvature = Buffer()
  package let products = Buffer()
  package let scratch = Buffer()
  /// Columns of the solver that are combinations of the source's.
  package let combined = Buffer()
  /// What rounding drops of linear predictors, residuals and products.
  package let predictorsLow = Buffer()
  package let residualLow = Buffer()
  package let productsLow = Buffer()
  package let third = Buffer()
  package let mixed = Buffer()

  package init() {}

  /// Workspaces between passes: the next pass finds its memory warm.
  private static let idle = Mutex<[PassWorkspace]>([])

  /// One that nobody uses; ``giveBack()`` when done.
  static func take() -> PassWorkspace { idle.withLock { $0.popLast() } ?? PassWorkspace() }

  /// Lets others use it.
  func giveBack() {
    PassWorkspace.idle.withLock { if $0.count < PassWorkspace.mostIdle { $0.append(self) } }
  }

  /// How many are kept: more than that work at once only for a moment.
  private static let mostIdle = 64
}
