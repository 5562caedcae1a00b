import CGLMKernels

/// The columns of one block of rows for the products that a pass needs, X β, Xᵀ r and Xᵀ diag(c) X, where the columns of
/// factors are not written out.
///
/// A factor's columns are products with codes: X β looks up a level's value, Xᵀ r adds up by level, and in Xᵀ diag(c) X two
/// columns of one factor's indicators meet nowhere. A block costs rows · (dense columns + factors) operations beside the
/// products of the dense columns, however many levels there are. A column itself is not to be had: ``BlockColumns``
/// lends those. Results are those of the written columns to rounding; packed triangles are those of all columns in order.
public struct ProductColumns {
  /// Rows in each column.
  public let rows: Int
  /// How many columns.
  public let count: Int
  private let dense: BlockColumns
  private let places: UnsafeBufferPointer<Int>
  private let factors: UnsafeBufferPointer<CodedFactor>
  private let room: Buffer

  /// Columns that are all written out; `room` is scratch of the thread.
  public init(_ columns: BlockColumns, room: Buffer) {
    self.init(
      dense: columns, places: UnsafeBufferPointer(start: nil, count: 0),
      factors: UnsafeBufferPointer(start: nil, count: 0), room: room)
  }

  /// - Parameters:
  ///   - dense: the columns that are written out, in order.
  ///   - places: the place of each among all columns; not read where there is no factor.
  ///   - factors: the others.
  ///   - room: scratch of the thread.
  public init(
    dense: BlockColumns, places: UnsafeBufferPointer<Int>, factors: UnsafeBufferPointer<CodedFactor>,
    room: Buffer
  ) {
    precondition(factors.isEmpty || places.count == dense.count, "one place a column")
    self.dense = dense
    self.places = places
    self.factors = factors
    self.room = room
    rows = dense.rows
    count = dense.count + factors.reduce(0) { $0 + $1.columns.count }
  }

  /// How many factors are not written out.
  package var factorCount: Int { factors.count }

  /// predictors += X · coefficients, `planes` planes of one coefficient a column and of one predictor a row.
  public func addLinearPredictors(
    _ coefficients: Span<Double>, planes: Int, to predictors: inout MutableSpan<Double>
  ) {
    guard !factors.isEmpty else {
      return dense.addLinearPredictors(coefficients, planes: planes, to: &predictors)
    }
    precondition(coefficients.count == planes * count, "one coefficient a plane and column")
    precondition(predictors.count == planes * rows, "one predictor a plane and row")
    let own = planes * dense.count
    room.reserve(own + scratch)
    coefficients.withUnsafeBufferPointer { b in
      for k in 0..<planes {
        for d in places.indices { room[k * dense.count + d] = b[k * count + places[d]] }
      }
      room.withSpan(0..<own) { dense.addLinearPredictors($0, planes: planes, to: &predictors) }
      predictors.withUnsafeMutableBufferPointer { eta in
        guard let b = b.baseAddress, let eta = eta.baseAddress else { return }
        for k in 0..<planes {
          for factor in factors {
            factor.addLinearPredictor(b + k * count, rows: rows, to: eta + k * rows, room.start + own)
          }
        }
      }
    }
  }

  /// products += Xᵀ · residuals, `planes` planes of one residual a row and of one product a column.
  public func addTransposeProducts(
    _ residuals: Span<Double>, planes: Int, to products: inout MutableSpan<Double>
  ) {
    guard !factors.isEmpty else {
      return dense.addTransposeProducts(residuals, planes: planes, to: &products)
    }
    precondition(residuals.count == planes * rows, "one residual a plane and row")
    precondition(products.count == planes * count, "one product a plane and column")
    let own = planes * dense.count
    room.reserve(own + scratch)
    room.fill(0..<own, with: 0)
    room.withMutableSpan(0..<own) { dense.addTransposeProducts(residuals, planes: planes, to: &$0) }
    residuals.withUnsafeBufferPointer { r in
      products.withUnsafeMutableBufferPointer { out in
        for k in 0..<planes {
          for d in places.indices { out[k * count + places[d]] += room[k * dense.count + d] }
        }
        guard let r = r.baseAddress, let out = out.baseAddress else { return }
        for k in 0..<planes {
          for factor in factors {
            factor.addTransposeProduct(r + k * rows, rows: rows, to: out + k * count, room.start + own)
          }
        }
      }
    }
  }

  /// grams += Xᵀ diag(weights) X for each of `planes` planes of weights, packed lower triangles one after another. Only
  /// entries that change are touched: of many levels, those that occur.
  public func addGrams(_ weights: Span<Double>, planes: Int, to grams: inout MutableSpan<Double>) {
    guard !factors.isEmpty else {
      return dense.addGrams(weights, planes: planes, to: &grams, room: room)
    }
    let size = count * (count + 1) / 2
    precondition(weights.count == planes * rows, "one weight a plane and row")
    precondition(grams.count == planes * size, "one triangle a plane")
    let ownSize = dense.count * (dense.count + 1) / 2
    let own = planes * ownSize
    factors.withMemoryRebound(to: glm_factor.self) { factors in
      let factorScratch = glm_factor_gram_scratch(
        factors.baseAddress, factors.count, dense.count, rows)
      room.reserve(own + factorScratch)
      room.fill(0..<own, with: 0)
      room.withMutableSpan(0..<own) { dense.addGrams(weights, planes: planes, to: &$0) }
      weights.withUnsafeBufferPointer { w in
        grams.withUnsafeMutableBufferPointer { out in
          guard let w = w.baseAddress, let out = out.baseAddress else { return }
          for k in 0..<planes {
            scatter(room.start + k * ownSize, to: out + k * size)
            glm_add_factor_gram(
              factors.baseAddress, factors.count, dense.table, places.baseAddress, dense.count, w + k * rows,
              rows,
              out + k * size, room.start + own)
          }
        }
      }
    }
  }

  /// gram += about Xᵀ diag(weights) X, the weights not below 0, packed: as ``BlockColumns/addRoundedGram(_:to:room:)`` where
  /// every column is written out, exactly where there are factors.
  public func addRoundedGram(_ weights: Span<Double>, to gram: inout MutableSpan<Double>) {
    guard factors.isEmpty else { return addGrams(weights, planes: 1, to: &gram) }
    dense.addRoundedGram(weights, to: &gram, room: room)
  }

  /// Adds the packed triangle of the dense columns at their places among all columns.
  private func scatter(_ own: UnsafeMutablePointer<Double>, to gram: UnsafeMutablePointer<Double>) {
    var next = own
    for (d, j) in places.enumerated() {
      let row = gram + j * (j + 1) / 2
      for k in 0...d {
        row[places[k]] += next.pointee
        next += 1
      }
    }
  }

  private var scratch: Int { factors.reduce(0) { max($0, $1.scratch) } }
}
