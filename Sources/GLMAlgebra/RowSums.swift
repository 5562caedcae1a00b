import CGLMKernels

/// What a pass adds up of the rows of a block besides products with columns, in weight w, loss, residual r,
/// curvature c and linear predictor η; several planes of one block are added one after the other.
///
/// Every function is deterministic: the same rows in the same blocks give the same bits. A row of weight 0 counts as
/// no row, whatever it holds. Weights left out are 1.
package struct RowSums: Sendable {
  private var sums: glm_row_sums

  /// Sums of nothing.
  package init() {
    sums = glm_row_sums()
    sums.smallest = .infinity
  }

  /// Σ w · loss; NaN if a loss is.
  package var loss: CompensatedSum { CompensatedSum(head: sums.loss, tail: sums.loss_tail) }

  /// Σ |w · loss| + Σ |w r η|: what the rounding errors of the loss are measured by. NaN if a residual is.
  package var rounding: Double { sums.rounding }

  /// Σ min(r²/c, limit) + c η² over rows with c > 0, w included in both.
  package var noise: Double { sums.noise }

  /// Σ r²/c over rows with c > 0, w included in both.
  package var pearson: Double { sums.pearson }

  /// The smallest |w c| of a row with weight; +∞ if there was none.
  package var smallest: Double { sums.smallest }

  /// Adds the losses of the rows of a block.
  package mutating func weighLosses(_ loss: Span<Double>, weights: Span<Double>? = nil) {
    let rows = loss.count
    Self.withAddress(of: weights, rows: rows) { w in
      loss.withUnsafeBufferPointer { x in
        if let x = x.baseAddress { glm_weigh_losses(w, x, rows, &sums) }
      }
    }
  }

  /// Multiplies the residuals of one plane by the weights and adds up `rounding`.
  package mutating func weighPlane(
    _ predictors: Span<Double>, residual: inout MutableSpan<Double>, weights: Span<Double>? = nil
  ) {
    let rows = residual.count
    precondition(predictors.count == rows, "as many of each as rows")
    Self.withAddress(of: weights, rows: rows) { w in
      predictors.withUnsafeBufferPointer { eta in
        residual.withUnsafeMutableBufferPointer { r in
          guard let eta = eta.baseAddress, let r = r.baseAddress else { return }
          glm_weigh_plane(w, eta, r, nil, rows, .infinity, &sums)
        }
      }
    }
  }

  /// Multiplies the residuals and curvatures of one plane by the weights and adds up `rounding`, `noise`, `pearson`
  /// and `smallest`; `limit` is the most that r²/c of one row counts for in `noise`.
  package mutating func weighPlane(
    _ predictors: Span<Double>, residual: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>,
    weights: Span<Double>? = nil, limit: Double
  ) {
    let rows = residual.count
    precondition(predictors.count == rows && curvature.count == rows, "as many of each as rows")
    Self.withAddress(of: weights, rows: rows) { w in
      predictors.withUnsafeBufferPointer { eta in
        residual.withUnsafeMutableBufferPointer { r in
          curvature.withUnsafeMutableBufferPointer { c in
            guard let eta = eta.baseAddress, let r = r.baseAddress, let c = c.baseAddress else { return }
            glm_weigh_plane(w, eta, r, c, rows, limit, &sums)
          }
        }
      }
    }
  }

  /// x *= weights entry by entry, and 0 where the weight is 0 whatever x holds.
  package static func weigh(_ x: inout MutableSpan<Double>, by weights: Span<Double>) {
    let rows = x.count
    precondition(weights.count == rows, "a weight an entry")
    weights.withUnsafeBufferPointer { w in
      x.withUnsafeMutableBufferPointer { x in
        if let w = w.baseAddress, let x = x.baseAddress { glm_weigh(w, x, rows) }
      }
    }
  }

  /// (heads, tails) += x entry by entry, each a compensated sum, from entry `start` of them on.
  package static func compensatedAdd(
    _ x: Span<Double>, heads: inout MutableSpan<Double>, tails: inout MutableSpan<Double>, from start: Int = 0
  ) {
    let count = x.count
    precondition(start >= 0 && start + count <= min(heads.count, tails.count), "a sum an entry")
    x.withUnsafeBufferPointer { x in
      heads.withUnsafeMutableBufferPointer { h in
        tails.withUnsafeMutableBufferPointer { t in
          guard let x = x.baseAddress, let h = h.baseAddress, let t = t.baseAddress else { return }
          glm_compensated_add(h + start, t + start, x, count)
        }
      }
    }
  }

  /// Lends the address of `rows` weights, or null for none.
  static func withAddress<Result>(
    of weights: Span<Double>?, rows: Int, _ body: (UnsafePointer<Double>?) -> Result
  ) -> Result {
    guard let weights else { return body(nil) }
    precondition(weights.count == rows, "a weight a row")
    return weights.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
