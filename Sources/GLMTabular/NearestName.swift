/// The name among `candidates` that `name` was most likely meant to be, or nil when none is near.
///
/// Near is an edit distance (insertions, deletions, substitutions, neighbours exchanged; letters that differ in
/// case only are half an edit) of at most a third of the longer name's length. The first of equally near names wins.
public func nearestName(to name: String, in candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.prefix(65))
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let letters = Array(candidate.prefix(65))
    guard letters.count <= 64 else { continue }
    let cutoff = max(2, 2 * max(wanted.count, letters.count) / 3)
    guard 2 * abs(wanted.count - letters.count) <= cutoff else { continue }
    let distance = halfEdits(wanted, letters)
    if distance <= cutoff, distance < min(wanted.count, letters.count) * 2, distance < best?.distance ?? .max
    {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// Twice the optimal string alignment distance.
private func halfEdits(_ a: [Character], _ b: [Character]) -> Int {
  var before = [Int]()
  var last = Array(0...b.count).map { 2 * $0 }
  for i in 0..<a.count {
    var current = [2 * (i + 1)]
    for j in 0..<b.count {
      let change = a[i] == b[j] ? 0 : a[i].lowercased() == b[j].lowercased() ? 1 : 2
      var cost = min(last[j] + change, last[j + 1] + 2, current[j] + 2)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j], a[i] != b[j] {
        cost = min(cost, before[j - 1] + 2)
      }
      current.append(cost)
    }
    (before, last) = (last, current)
  }
  return last[b.count]
}
