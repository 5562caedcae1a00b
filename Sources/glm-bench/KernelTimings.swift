import GLMAlgebra
import GLMModel

/// How fast one kernel is on one thread, on columns of one block that lie in cache.
struct KernelTiming: Encodable {
  let kernel: String
  let set: String
  /// Rows of the block, columns, and planes of weights, residuals or predictors.
  let rows: Int
  let columns: Int
  let planes: Int
  /// Multiplications and additions, each counted, of the textbook's formula; of the triangle alone for a Gram product.
  let gigaflops: Double
  /// Bytes of the columns, each counted once.
  let gigabytes: Double
}

/// Times the products of a block of rows, as many as a source of so many columns has in one, in the kernel set in use.
struct KernelTimer {
  let rows: Int
  /// How many seconds of repeats; the fastest counts.
  let budget: Double

  static func timings(columns count: Int, budget: Double) -> [KernelTiming] {
    let source = source(rows: 512, columns: count)
    return KernelTimer(rows: source.blockSize, budget: budget).timings(source)
  }

  private func timings(_ source: MemorySource) -> [KernelTiming] {
    source.withBlock(0, in: RowWorkspace()) { block in
      block.withColumns { columns in
        var result = [
          predictor(columns, planes: 1), transpose(columns, planes: 1), gram(columns, planes: 1),
          roundedGram(columns),
          precisePredictor(columns), preciseTranspose(columns),
        ]
        if columns.copiesForGram { result.insert(gram(columns, planes: 1, room: Buffer()), at: 3) }
        if columns.count <= 21 {
          result += [
            predictor(columns, planes: 9), transpose(columns, planes: 9), gram(columns, planes: 45),
          ]
        }
        return result
      }
    }
  }

  private static func source(rows: Int, columns count: Int) -> MemorySource {
    var random = Mixer(state: 7)
    let columns = (0..<count).map { _ in ColumnStorage((0..<rows).map { _ in random.normal() }) }
    return MemorySource(
      rowCount: rows, columns: (0..<count).map { ColumnDescription(name: "x\($0)", group: $0 + 1) },
      pieces: columns.map { .dense($0) }, response: [ColumnStorage((0..<rows).map { _ in 1 })])
  }

  private func predictor(_ columns: BlockColumns, planes: Int) -> KernelTiming {
    let coefficients = Self.numbers(planes * columns.count)
    var out = Self.numbers(planes * rows)
    return timing("linear predictor", columns, planes: planes, flopsOfEntry: 2 * planes) {
      var span = out.mutableSpan
      columns.addLinearPredictors(coefficients.span, planes: planes, to: &span)
    }
  }

  private func transpose(_ columns: BlockColumns, planes: Int) -> KernelTiming {
    let residuals = Self.numbers(planes * rows)
    var out = Self.numbers(planes * columns.count)
    return timing("transpose product", columns, planes: planes, flopsOfEntry: 2 * planes) {
      var span = out.mutableSpan
      columns.addTransposeProducts(residuals.span, planes: planes, to: &span)
    }
  }

  /// Of the columns where they lie, or copied.
  private func gram(_ columns: BlockColumns, planes: Int, room: Buffer? = nil) -> KernelTiming {
    let weights = Self.numbers(planes * rows)
    var out = Self.numbers(planes * columns.count * (columns.count + 1) / 2)
    return timing(
      room == nil ? "gram" : "copied gram", columns, planes: planes,
      flopsOfEntry: planes * (columns.count + 1)
    ) {
      var span = out.mutableSpan
      columns.addGrams(weights.span, planes: planes, to: &span, room: room)
    }
  }

  /// Operations of the formula, though they are on whole numbers.
  private func roundedGram(_ columns: BlockColumns) -> KernelTiming {
    let weights = Self.numbers(rows)
    var out = Self.numbers(columns.count * (columns.count + 1) / 2)
    let room = Buffer()
    return timing("rounded gram", columns, planes: 1, flopsOfEntry: columns.count + 1) {
      var span = out.mutableSpan
      columns.addRoundedGram(weights.span, to: &span, room: room)
    }
  }

  private func precisePredictor(_ columns: BlockColumns) -> KernelTiming {
    let coefficients = Self.numbers(columns.count)
    let low = [Double](repeating: 0, count: columns.count)
    var (out, outLow) = (Self.numbers(rows), [Double](repeating: 0, count: rows))
    return timing("precise linear predictor", columns, planes: 1, flopsOfEntry: 2) {
      var high = out.mutableSpan
      var rest = outLow.mutableSpan
      columns.addPreciseLinearPredictor(low: nil, coefficients.span, low.span, to: &high, low: &rest)
    }
  }

  private func preciseTranspose(_ columns: BlockColumns) -> KernelTiming {
    let residual = Self.numbers(rows)
    let low = [Double](repeating: 0, count: rows)
    var (out, outLow) = (Self.numbers(columns.count), [Double](repeating: 0, count: columns.count))
    return timing("precise transpose product", columns, planes: 1, flopsOfEntry: 2) {
      var high = out.mutableSpan
      var rest = outLow.mutableSpan
      columns.addPreciseTransposeProduct(low: nil, residual.span, low.span, to: &high, low: &rest)
    }
  }

  private func timing(
    _ name: String, _ columns: BlockColumns, planes: Int, flopsOfEntry: Int, _ call: () -> Void
  ) -> KernelTiming {
    let time = fastest(call)
    let entries = Double(rows * columns.count)
    return KernelTiming(
      kernel: name, set: KernelSet.active.rawValue, rows: rows, columns: columns.count, planes: planes,
      gigaflops: 1e-9 * entries * Double(flopsOfEntry) / time, gigabytes: 8e-9 * entries / time)
  }

  /// The seconds of one call, the fewest of many.
  func fastest(_ call: () -> Void) -> Double {
    call()
    let once = max(seconds(call), 1e-8)
    // Bursts that are long against the clock and short against an interruption.
    let calls = max(1, Int(1e-4 / once))
    var (best, spent) = (Double.infinity, 0.0)
    while spent < budget {
      let time = seconds { for _ in 0..<calls { call() } }
      best = min(best, time / Double(calls))
      spent += time
    }
    return best
  }

  /// Numbers in (0, 1).
  static func numbers(_ count: Int) -> [Double] {
    var random = Mixer(state: 11)
    return (0..<count).map { _ in random.uniform() }
  }
}
