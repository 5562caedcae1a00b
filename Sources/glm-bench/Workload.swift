import Foundation
import GLM
import GLMModel
import GLMTabular

/// Rows made for a benchmark, the same every time: standard normal columns, slopes of size 1/√p, and a response drawn
/// from the model. They are named by what is fitted and by their size, as in `logistic-1e6x10` and `softmax-2e5x20x10`.
struct Workload {
  enum Kind: String, CaseIterable {
    case logistic, probit, poisson, gamma, softmax
    case leastSquares = "least-squares"
    /// Columns that share all but a hundredth of their variance, on scales from 1e−3 to 1e3.
    case illConditioned = "ill-conditioned"
  }

  let name: String
  let kind: Kind
  let rows: Int
  let columns: Int
  let classes: Int?

  /// The workloads of Docs/Benchmarks.md.
  static let named = [
    "logistic-1e6x10", "logistic-2e5x100", "logistic-5e4x400", "poisson-1e6x20", "gamma-1e6x20",
    "least-squares-1e6x50", "probit-1e6x10", "softmax-2e5x20x10", "ill-conditioned-2e5x50", "logistic-100x5",
  ]

  init(_ name: String) throws(BenchUsageError) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    let sizes = (parts.last ?? "").split(separator: "x", omittingEmptySubsequences: false).map { Double($0) }
    guard let kind = Kind(rawValue: parts.dropLast().joined(separator: "-")),
      sizes.count == (kind == .softmax ? 3 : 2),
      sizes.allSatisfy({ $0.map { 1...1e9 ~= $0 && $0.rounded() == $0 } ?? false })
    else {
      throw BenchUsageError(
        message:
          "there is no workload \(name); there are \(Workload.named.joined(separator: ", ")) and others so named"
      )
    }
    self.name = name
    self.kind = kind
    let counts = sizes.compactMap { $0.map { Int($0) } }
    (rows, columns) = (counts[0], counts[1])
    classes = counts.count == 3 ? counts[2] : nil
    if let classes, classes < 2 {
      throw BenchUsageError(message: "\(name): softmax has two classes at least")
    }
    if rows * columns > 2_000_000_000 { throw BenchUsageError(message: "\(name): more than 16 gigabytes") }
  }

  /// The names that the catalog has for what is fitted.
  var family: (name: String, link: String?) {
    switch kind {
    case .logistic, .illConditioned: ("bernoulli", nil)
    case .probit: ("bernoulli", "probit")
    case .poisson: ("poisson", nil)
    case .gamma: ("gamma", "log")
    case .leastSquares: ("gaussian", nil)
    case .softmax: ("categorical", nil)
    }
  }

  /// Makes the rows.
  func input() throws -> FitInput {
    var random = Mixer(state: 2026)
    let matrix = columns(&random)
    let planes = classes ?? 1
    var predictors = [[Double]](repeating: [], count: planes)
    for plane in 0..<planes {
      var eta = [Double](repeating: 0, count: rows)
      let scale = kind == .softmax ? 0.5 : 1 / Double(columns).squareRoot()
      for j in 0..<columns {
        let slope = scale * random.normal()
        matrix[j].withSpan { x in
          // On every scale a column has the same share.
          let unit = kind == .illConditioned ? slope / size(ofColumn: j) : slope
          for i in 0..<rows { eta[i] += unit * x[i] }
        }
      }
      predictors[plane] = eta
    }
    let y = ColumnStorage((0..<rows).map { i in response(predictors.map { $0[i] }, &random) })
    return try FitInput(
      name: name, pieces: matrix.map { .dense($0) }, y: y,
      response: Catalog.responseModel(family: family.name, link: family.link), classes: classes)
  }

  /// The columns, one behind the other in one piece of memory.
  private func columns(_ random: inout Mixer) -> [ColumnStorage] {
    var own = random
    let shared: [Double] = kind == .illConditioned ? (0..<rows).map { _ in own.normal() } : []
    let whole = ColumnStorage(large: rows * columns) { out in
      var i = 0
      while i < out.count {
        let pair = own.normals()
        out[i] = pair.0
        if i + 1 < out.count { out[i + 1] = pair.1 }
        i += 2
      }
      if kind == .illConditioned {
        for j in 0..<columns {
          let unit = size(ofColumn: j)
          for i in 0..<rows {
            out[j * rows + i] = unit * (0.99.squareRoot() * shared[i] + 0.1 * out[j * rows + i])
          }
        }
      }
    }
    random = own
    return (0..<columns).map { ColumnStorage($0 * rows..<($0 + 1) * rows, of: whole) }
  }

  /// The scale of a column of ``Kind/illConditioned``.
  private func size(ofColumn column: Int) -> Double {
    // 7 has no factor in common with the usual numbers of columns, so that scales are mixed.
    pow(10, -3 + 6 * Double(column * 7 % columns) / Double(max(columns - 1, 1)))
  }

  private func response(_ eta: [Double], _ random: inout Mixer) -> Double {
    switch kind {
    case .logistic, .illConditioned:
      return random.uniform() < 1 / (1 + Double.exp(0.5 - eta[0])) ? 1 : 0
    case .probit: return random.normal() < eta[0] - 0.5 ? 1 : 0
    case .poisson: return random.poisson(Double.exp(0.5 * eta[0] - 0.5))
    case .gamma:
      // Shape 2: half the sum of two exponential numbers.
      return -0.5 * Double.exp(0.5 * eta[0] - 0.5) * Double.log(random.uniform() * random.uniform())
    case .leastSquares: return 1 + eta[0] + random.normal()
    case .softmax:
      // The greatest of the predictors, each with a Gumbel number added, is a class of that softmax.
      let scores = eta.map { $0 - Double.log(-Double.log(random.uniform())) }
      return Double(scores.indices.max { scores[$0] < scores[$1] } ?? 0)
    }
  }
}
