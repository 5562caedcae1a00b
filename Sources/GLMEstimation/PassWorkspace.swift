import GLMAlgebra
import GLMModel

/// What one thread needs for a block: linear predictors, losses, residuals and curvatures, reused block after block.
package final class PassWorkspace {
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
}
