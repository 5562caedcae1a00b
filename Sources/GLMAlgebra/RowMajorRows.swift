import CGLMKernels

/// Rows of numbers that lie one after another, to be had as columns.
public enum RowMajorRows {
  /// Writes column c of `rows` rows of `width` numbers, less `shift[c]` unless it is nil, to `columns` + c · `stride`: the
  /// transpose, by tiles of eight rows and columns.
  public static func transpose(
    _ entries: UnsafePointer<Double>, width: Int, rows: Int, less shift: UnsafePointer<Double>?, stride: Int,
    to columns: UnsafeMutablePointer<Double>
  ) {
    precondition(stride >= rows, "columns do not overlap")
    glm_transpose(entries, width, rows, shift, stride, columns)
  }
}
