/// Terms without duplicates, in order of appearance, from which terms can be taken away.
///
/// A term is the ascending positions of its variables.
struct TermSet {
  private var ranks = [[Int]: Int]()
  private var last = 0

  init(_ terms: [[Int]] = []) { add(terms) }

  mutating func add(_ terms: [[Int]]) {
    for term in terms where ranks[term] == nil {
      ranks[term] = last
      last += 1
    }
  }

  mutating func remove(_ terms: [[Int]]) { for term in terms { ranks[term] = nil } }

  var count: Int { ranks.count }

  var terms: [[Int]] { ranks.sorted { $0.value < $1.value }.map(\.key) }

  /// The term of the variables of both.
  static func joined(_ a: [Int], _ b: [Int]) -> [Int] {
    var result = [Int]()
    result.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if j == b.count || (i < a.count && a[i] < b[j]) {
        result.append(a[i])
        i += 1
      } else {
        if i < a.count, a[i] == b[j] { i += 1 }
        result.append(b[j])
        j += 1
      }
    }
    return result
  }
}
