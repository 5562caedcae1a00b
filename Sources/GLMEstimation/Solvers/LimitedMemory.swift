import GLMAlgebra

/// The last few steps of a descent with the changes of the gradient along them: the two-loop recursion of the limited-memory
/// quasi-Newton method (Nocedal, 1980).
struct LimitedMemory {
  private struct Pair {
    let step: [Double]
    let change: [Double]
    let product: Double
  }

  /// Steps remembered.
  let capacity: Int
  private var pairs: [Pair] = []

  init(capacity: Int) { self.capacity = capacity }

  var isEmpty: Bool { pairs.isEmpty }

  /// Forgets everything.
  mutating func forget() { pairs = [] }

  /// Remembers a step along which the gradient rises; others say nothing of a convex function.
  mutating func remember(step: [Double], change: [Double]) {
    let product = dot(change, step)
    guard product > 0, product.isFinite else { return }
    pairs.append(Pair(step: step, change: change, product: product))
    if pairs.count > capacity { pairs.removeFirst() }
  }

  /// The step of the last pair against the change that `metric`, an inverse of the information, makes of it: what a metric
  /// known up to a factor is to be multiplied by.
  func scale(_ metric: ([Double]) -> [Double]) -> Double {
    guard let last = pairs.last else { return 1 }
    let size = dot(last.change, metric(last.change))
    return size > 0 ? last.product / size : 1
  }

  /// −(the inverse of the information) · gradient, as `metric` and the pairs tell it.
  func direction(_ gradient: [Double], metric: ([Double]) -> [Double]) -> [Double] {
    var q = gradient
    var shares: [Double] = []
    for pair in pairs.reversed() {
      let share = dot(pair.step, q) / pair.product
      shares.append(share)
      q = moved(q, pair.change, -share)
    }
    q = metric(q)
    for (pair, share) in zip(pairs, shares.reversed()) {
      q = moved(q, pair.step, share - dot(pair.change, q) / pair.product)
    }
    return q.map { -$0 }
  }
}
