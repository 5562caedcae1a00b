import CGLMKernels

/// The columns of one block of rows, by address, for the products that a pass needs: X β, Xᵀ r and Xᵀ diag(c) X.
///
/// The addresses are lent: they hold `rows` doubles each for as long as the block is in hand. Only the row block
/// makes these.
public struct BlockColumns {
  /// Rows in each column.
  public let rows: Int
  private let addresses: UnsafeBufferPointer<UnsafePointer<Double>?>

  /// Columns at `addresses`, each with `rows` doubles.
  public init(addresses: UnsafeBufferPointer<UnsafePointer<Double>?>, rows: Int) {
    self.addresses = addresses
    self.rows = rows
  }

  /// How many columns.
  public var count: Int { addresses.count }

  /// The addresses, for the kernels; nil where there are none.
  var table: UnsafePointer<UnsafePointer<Double>?>? { addresses.baseAddress }

  /// Lends column `index`.
  public func withColumn<Result>(_ index: Int, _ body: (Span<Double>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: addresses[index], count: rows).span)
  }

  /// predictor += X · coefficients.
  public func addLinearPredictor(_ coefficients: Span<Double>, to predictor: inout MutableSpan<Double>) {
    precondition(coefficients.count == count && predictor.count == rows, "one coefficient a column")
    coefficients.withUnsafeBufferPointer { b in
      predictor.withUnsafeMutableBufferPointer { eta in
        guard let table = addresses.baseAddress, let b = b.baseAddress, let eta = eta.baseAddress else {
          return
        }
        glm_add_linear_predictor(table, b, count, rows, eta)
      }
    }
  }

  /// products += Xᵀ · residual.
  public func addTransposeProduct(_ residual: Span<Double>, to products: inout MutableSpan<Double>) {
    precondition(residual.count == rows && products.count == count, "one product a column")
    residual.withUnsafeBufferPointer { r in
      products.withUnsafeMutableBufferPointer { out in
        guard let table = addresses.baseAddress, let r = r.baseAddress, let out = out.baseAddress else {
          return
        }
        glm_add_transpose_product(table, r, count, rows, out)
      }
    }
  }

  /// predictors += X · coefficients, `planes` planes of one coefficient a column and of one predictor a row.
  public func addLinearPredictors(
    _ coefficients: Span<Double>, planes: Int, to predictors: inout MutableSpan<Double>
  ) {
    precondition(coefficients.count == planes * count, "one coefficient a plane and column")
    precondition(predictors.count == planes * rows, "one predictor a plane and row")
    coefficients.withUnsafeBufferPointer { b in
      predictors.withUnsafeMutableBufferPointer { eta in
        guard let table = addresses.baseAddress, let b = b.baseAddress, let eta = eta.baseAddress else {
          return
        }
        glm_add_linear_predictors(table, b, count, planes, rows, eta)
      }
    }
  }

  /// products += Xᵀ · residuals, `planes` planes of one residual a row and of one product a column.
  public func addTransposeProducts(
    _ residuals: Span<Double>, planes: Int, to products: inout MutableSpan<Double>
  ) {
    precondition(residuals.count == planes * rows, "one residual a plane and row")
    precondition(products.count == planes * count, "one product a plane and column")
    residuals.withUnsafeBufferPointer { r in
      products.withUnsafeMutableBufferPointer { out in
        guard let table = addresses.baseAddress, let r = r.baseAddress, let out = out.baseAddress else {
          return
        }
        glm_add_transpose_products(table, r, count, planes, rows, out)
      }
    }
  }

  /// Whether so many columns are copied for their products with one another where there is room.
  package var copiesForGram: Bool { glm_gram_room(count) > 0 }

  /// grams += Xᵀ diag(weights) X for each of `planes` planes of weights, packed lower triangles one after another. For one plane
  /// many columns are copied into `room`, scratch of the thread, from which their products take less time.
  public func addGrams(
    _ weights: Span<Double>, planes: Int, to grams: inout MutableSpan<Double>, room: Buffer? = nil
  ) {
    precondition(weights.count == planes * rows, "one weight a plane and row")
    precondition(grams.count == planes * (count * (count + 1) / 2), "one triangle a plane")
    let size = planes == 1 ? glm_gram_room(count) : 0
    if size > 0 { room?.reserve(size) }
    weights.withUnsafeBufferPointer { w in
      grams.withUnsafeMutableBufferPointer { out in
        guard let table = addresses.baseAddress, let w = w.baseAddress, let out = out.baseAddress else {
          return
        }
        if size > 0, let room {
          glm_add_gram_in(table, w, count, rows, out, room.start)
        } else {
          glm_add_grams(table, w, count, planes, rows, out)
        }
      }
    }
  }

  /// What rounding changes an entry by at most, as a share of the largest of its column.
  package static let roundedError = 0.5 / Double(GLM_LARGEST_DIGIT)

  /// gram += about Xᵀ diag(weights) X, the weights not below 0, packed: columns times the roots of the weights are rounded to whole
  /// numbers of 7 bits, whose products cost a small part of the others. `room` is scratch of the thread.
  public func addRoundedGram(_ weights: Span<Double>, to gram: inout MutableSpan<Double>, room: Buffer) {
    precondition(weights.count == rows, "one weight a row")
    precondition(gram.count == count * (count + 1) / 2, "a triangle")
    room.reserve(glm_rounded_gram_room(count))
    weights.withUnsafeBufferPointer { w in
      gram.withUnsafeMutableBufferPointer { out in
        guard let table = addresses.baseAddress, let w = w.baseAddress, let out = out.baseAddress else {
          return
        }
        glm_add_rounded_gram(table, w, count, rows, out, room.start)
      }
    }
  }

  /// predictor + predictorLow += (X + low) · (coefficients + coefficientsLow), every product and sum in twice the
  /// precision; the result is a rounded number and what rounding drops.
  public func addPreciseLinearPredictor(
    low: BlockColumns?, _ coefficients: Span<Double>, _ coefficientsLow: Span<Double>,
    to predictor: inout MutableSpan<Double>, low predictorLow: inout MutableSpan<Double>
  ) {
    precondition(coefficients.count == count && coefficientsLow.count == count, "one coefficient a column")
    precondition(predictor.count == rows && predictorLow.count == rows && (low?.count ?? count) == count)
    coefficients.withUnsafeBufferPointer { b in
      coefficientsLow.withUnsafeBufferPointer { c in
        predictor.withUnsafeMutableBufferPointer { eta in
          predictorLow.withUnsafeMutableBufferPointer { rest in
            guard let table = addresses.baseAddress, let b = b.baseAddress, let c = c.baseAddress,
              let eta = eta.baseAddress, let rest = rest.baseAddress
            else { return }
            glm_add_precise_predictor(table, low?.addresses.baseAddress, b, c, count, rows, eta, rest)
          }
        }
      }
    }
  }

  /// products + productsLow += (X + low)ᵀ · (residual + residualLow), every product and sum in twice the precision.
  public func addPreciseTransposeProduct(
    low: BlockColumns?, _ residual: Span<Double>, _ residualLow: Span<Double>,
    to products: inout MutableSpan<Double>, low productsLow: inout MutableSpan<Double>
  ) {
    precondition(residual.count == rows && residualLow.count == rows && (low?.count ?? count) == count)
    precondition(products.count == count && productsLow.count == count, "one product a column")
    residual.withUnsafeBufferPointer { r in
      residualLow.withUnsafeBufferPointer { s in
        products.withUnsafeMutableBufferPointer { out in
          productsLow.withUnsafeMutableBufferPointer { rest in
            guard let table = addresses.baseAddress, let r = r.baseAddress, let s = s.baseAddress,
              let out = out.baseAddress, let rest = rest.baseAddress
            else { return }
            glm_add_precise_transpose(table, low?.addresses.baseAddress, r, s, count, rows, out, rest)
          }
        }
      }
    }
  }
}
