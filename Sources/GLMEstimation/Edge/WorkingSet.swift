import GLMAlgebra

/// The rows that a fit holds on the edge of the domain, as equations g · β = t of independent normals, factored by
/// Householder reflections in scaled coordinates: G = Q R, the first columns of Q spanning the normals and the others the
/// directions in which the fit may move.
struct WorkingSet {
  /// One row held on the edge.
  struct Equation {
    /// The row of the source, counting from 0; the first of those with this normal.
    var row: Int
    /// a · η as a function of the point: its gradient, divided by the units.
    var normal: [Double]
    /// What a · η of the columns alone is to be: the bound less the offset.
    var target: Double
    /// Whether the loss pulls the row outwards without bound, so that it is never let go.
    var isLocked: Bool
  }

  /// A length of each coordinate: what is called scaled is multiplied by it.
  let units: [Double]
  private(set) var equations: [Equation] = []
  /// The reflections, and the columns of R.
  private var reflectors: [[Double]] = []
  private var triangle: [[Double]] = []

  init(units: [Double]) { self.units = units }

  var count: Int { equations.count }
  /// How many directions are left to move in.
  var freedom: Int { units.count - count }

  /// Adds an equation if its normal is independent of the others; whether it was.
  @discardableResult
  mutating func add(_ equation: Equation) -> Bool {
    let size = dot(equation.normal, equation.normal).squareRoot()
    guard size > 0, size.isFinite, freedom > 0 else { return false }
    var column = equation.normal
    for reflector in reflectors { WorkingSet.reflect(&column, by: reflector) }
    let k = count
    let tail = column[k...].reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard tail > 1e-9 * size else {
      // Another row with the normal of one that is held: if it cannot be let go, neither can that.
      for i in equations.indices where equation.isLocked {
        let other = equations[i].normal
        let cosine = dot(other, equation.normal) / (dot(other, other).squareRoot() * size)
        if cosine > 1 - 1e-9 { equations[i].isLocked = true }
      }
      return false
    }
    var reflector = Array(repeating: 0.0, count: column.count)
    for j in k..<column.count { reflector[j] = column[j] / tail }
    reflector[k] += reflector[k] >= 0 ? 1 : -1
    let length = dot(reflector, reflector).squareRoot()
    reflector = reflector.map { $0 / length }
    WorkingSet.reflect(&column, by: reflector)
    reflectors.append(reflector)
    triangle.append(Array(column[0...k]))
    equations.append(equation)
    return true
  }

  /// Lets go of equation `index`.
  mutating func remove(at index: Int) {
    let left = equations.indices.filter { $0 != index }.map { equations[$0] }
    (equations, reflectors, triangle) = ([], [], [])
    for equation in left { add(equation) }
  }

  /// Zᵀ x: a scaled gradient in the directions that leave every equation as it is.
  func lowered(_ x: [Double]) -> [Double] {
    var column = x
    for reflector in reflectors { WorkingSet.reflect(&column, by: reflector) }
    return Array(column[count...])
  }

  /// Z u: the scaled step that moves by `u` in those directions.
  func lifted(_ u: [Double]) -> [Double] {
    var column = Array(repeating: 0.0, count: count) + u
    for reflector in reflectors.reversed() { WorkingSet.reflect(&column, by: reflector) }
    return column
  }

  /// Zᵀ H Z of a matrix H in scaled coordinates. O(p²) an equation.
  func lowered(_ matrix: PackedSymmetric) -> PackedSymmetric {
    var result = matrix
    for v in reflectors {
      // (1 − 2 v vᵀ) H (1 − 2 v vᵀ) = H − 2 (v wᵀ + w vᵀ), w = H v − v (vᵀ H v).
      let product = result.multiplying(v)
      let w = moved(product, v, -dot(v, product))
      for i in 0..<result.order { for j in 0...i { result[i, j] -= 2 * (v[i] * w[j] + w[i] * v[j]) } }
    }
    return result.selecting(Array(count..<units.count))
  }

  /// The shortest scaled step after which the equations hold at `point`, their targets less `inwards`.
  func correction(at point: [Double], inwards: Double = 0) -> [Double] {
    let scaled = zip(point, units).map { $0 * $1 }
    let gaps = equations.map { $0.target - inwards - dot($0.normal, scaled) }
    // Rᵀ z = gaps.
    var z = Array(repeating: 0.0, count: units.count)
    for k in gaps.indices {
      var sum = gaps[k]
      for i in 0..<k { sum -= triangle[k][i] * z[i] }
      z[k] = sum / triangle[k][k]
    }
    for reflector in reflectors.reversed() { WorkingSet.reflect(&z, by: reflector) }
    return z
  }

  /// The multipliers λ that come nearest to gradient + G λ = 0, and how much each may be wrong for an error of length
  /// `error` in the scaled gradient.
  func multipliers(_ gradient: [Double], error: Double) -> (values: [Double], errors: [Double]) {
    var projected = gradient.map { -$0 }
    for reflector in reflectors { WorkingSet.reflect(&projected, by: reflector) }
    func solved(_ right: [Double]) -> [Double] {
      var x = right
      for k in stride(from: count - 1, through: 0, by: -1) {
        x[k] /= triangle[k][k]
        for i in 0..<k { x[i] -= triangle[k][i] * x[k] }
      }
      return x
    }
    var squares = Array(repeating: 0.0, count: count)
    for j in 0..<count {
      let column = solved((0..<count).map { $0 == j ? 1 : 0 })
      for i in 0..<count { squares[i] += column[i] * column[i] }
    }
    return (solved(Array(projected[0..<count])), squares.map { error * $0.squareRoot() })
  }

  /// x − 2 v (v · x).
  private static func reflect(_ x: inout [Double], by v: [Double]) {
    let twice = 2 * dot(v, x)
    for j in x.indices { x[j] -= twice * v[j] }
  }
}
