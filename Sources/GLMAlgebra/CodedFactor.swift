import CGLMKernels

/// The columns of one factor in a block of rows, by the codes of its levels: row i has the entries that its level has.
///
/// No column is written out. Addresses are lent for as long as the block is in hand.
public struct CodedFactor {
  let kernel: glm_factor

  /// - Parameters:
  ///   - codes: each row's level, below `levelCount`; below 0 for a row with 0 in every column.
  ///   - contrasts: `levelCount` entries a column, column by column; nil where column l is the indicator of level l.
  ///   - firstColumn: the place of the first column among all columns.
  public init(
    codes: UnsafePointer<Int32>, levelCount: Int, contrasts: UnsafePointer<Double>?, columnCount: Int,
    firstColumn: Int
  ) {
    precondition(contrasts != nil || columnCount == levelCount, "one indicator a level")
    kernel = glm_factor(
      codes: codes, level_count: levelCount, contrasts: contrasts, column_count: columnCount,
      first: firstColumn)
  }

  var columns: Range<Int> { kernel.first..<kernel.first + kernel.column_count }

  /// predictor += columns · coefficients, of which the factor's own are taken.
  func addLinearPredictor(
    _ coefficients: UnsafePointer<Double>, rows: Int, to predictor: UnsafeMutablePointer<Double>,
    _ scratch: UnsafeMutablePointer<Double>
  ) {
    withUnsafePointer(to: kernel) {
      glm_add_factor_predictor($0, coefficients + kernel.first, rows, predictor, scratch)
    }
  }

  /// products += columnsᵀ · residual, where the factor's own lie.
  func addTransposeProduct(
    _ residual: UnsafePointer<Double>, rows: Int, to products: UnsafeMutablePointer<Double>,
    _ scratch: UnsafeMutablePointer<Double>
  ) {
    withUnsafePointer(to: kernel) {
      glm_add_factor_product($0, residual, rows, products + kernel.first, scratch)
    }
  }

  /// Doubles of scratch that the two products need.
  var scratch: Int { 8 * (kernel.level_count + 1) }
}
