import GLMAlgebra
import GLMModel
import Synchronization

/// Passes over the comparisons of all rows: those that a direction violates, leaves, or moves.
///
/// The movement of a row in rounded numbers decides where it is above the bound of its error; nearer to 0 whole numbers
/// decide, for the columns as they are stored.
struct ComparisonScan: Sendable {
  /// The rows and columns, without a shift.
  private let model: ModelObjective
  let space: CoefficientSpace
  private let table: ConeTable
  /// Whether some row has a comparison that may rise.
  let hasInequalities: Bool

  enum Wanted: Sendable {
    /// v · d < 0, or v · d ≠ 0 where it must be left.
    case violated
    /// Not certainly v · d > 0.
    case notRising
    /// v · d ≠ 0 for the first direction, and v · d = 0 for the second, where there is one.
    case outside
  }

  init(_ objective: ModelObjective, free: [Int]) throws {
    let layout = objective.frame.layout
    let model = ModelObjective(
      source: objective.source, likelihood: objective.likelihood, prior: FlatPrior(),
      frame: Frame(layout: layout, shift: nil, active: objective.frame.active), threads: objective.threads,
      totalWeight: objective.totalWeight)
    let table = ConeTable(planes: layout.planes)
    let p = layout.columns.count
    let totals = try Pass(threads: model.threads, sums: 0, maxima: p + 1).run(over: model.source) {
      block, _, totals in
      var rows: [Int] = []
      forEachRow(of: block, model.likelihood) { i, _, response in
        let entry = table[model.likelihood.recession(response)]
        if !entry.normals.isEmpty { rows.append(i) }
        if !entry.isEquality, !entry.normals.isEmpty { totals.raise(p, to: 1) }
      }
      block.withColumns { columns in
        for j in 0..<p {
          columns.withColumn(j) { x in
            var size = 0.0
            for i in rows { size = max(size, abs(x[i])) }
            totals.raise(j, to: size)
          }
        }
      }
    }
    let places = layout.places
    self.model = model
    self.table = table
    hasInequalities = totals.maximum(p) > 0
    space = CoefficientSpace(
      free: free, places: free.map { places[$0] },
      exponents: free.map { coefficient in
        let size = places[coefficient].reduce(0.0) { max($0, totals.maximum($1.column)) }
        return size > 0 ? Int(size.exponent) + 1 : 0
      }, count: layout.count)
  }

  /// How far the movement of a linear predictor may be off, one a plane: exactness asked for or not.
  private func bounds(_ probe: Probe) -> [Double] {
    let unit = probe.exact == nil ? 1e-9 : .ulpOfOne * Double(space.free.count + 8)
    // What underflows is not 0.
    var result = Array(repeating: Double.leastNormalMagnitude, count: model.planes)
    for f in space.free.indices {
      for place in space.places[f] { result[place.plane] += unit * abs(probe.rounded[f]) }
    }
    return result
  }

  /// A comparison of a block that may be one that is wanted.
  private struct Candidate {
    let row: Int
    let place: Int
    let entry: ConeTable.Entry
    let size: Double
    let isReversed: Bool
    /// The directions whose movement is within its error.
    let doubtful: [Int]
  }

  /// The comparisons that are wanted, those that move most first, at most `perBlock` of each block and `limit` in all.
  func find(_ wanted: Wanted, _ probes: [Probe], perBlock: Int, limit: Int) throws -> [Comparison] {
    let model = model
    let planes = model.planes
    let bounds = probes.map { self.bounds($0) }
    let along = probes.map { space.coefficients($0.rounded) }
    let found = Mutex<[(size: Double, comparison: Comparison)]>([])
    _ = try Pass(threads: model.threads, sums: 0, maxima: 0).run(over: model.source) { block, work, _ in
      let n = block.count
      model.fillPredictors(along[0], block, work, into: work.direction, withOffset: false)
      if along.count > 1 { model.fillPredictors(along[1], block, work, into: work.second, withOffset: false) }
      var candidates: [Candidate] = []
      forEachRow(of: block, model.likelihood) { i, _, response in
        let entry = table[model.likelihood.recession(response)]
        for (place, g) in entry.normals.enumerated() {
          var (value, error) = (0.0, 0.0)
          for k in 0..<planes where g[k] != 0 {
            value += g[k] * work.direction[k * n + i]
            error += abs(g[k]) * bounds[0][k]
          }
          let isCertain = abs(value) > error
          var doubtful: [Int] = []
          switch wanted {
          case .notRising:
            if value > error, !entry.isEquality { continue }
          case .violated:
            if isCertain ? value > 0 && !entry.isEquality : probes[0].exact == nil { continue }
            if !isCertain { doubtful = [0] }
          case .outside:
            if !isCertain {
              if probes[0].exact == nil { continue }
              doubtful = [0]
            }
            if along.count > 1 {
              var (other, error) = (0.0, 0.0)
              for k in 0..<planes where g[k] != 0 {
                other += g[k] * work.second[k * n + i]
                error += abs(g[k]) * bounds[1][k]
              }
              if abs(other) > error { continue }
              if probes[1].exact != nil { doubtful.append(1) }
            }
          }
          candidates.append(
            Candidate(
              row: i, place: place, entry: entry, size: abs(value), isReversed: entry.isEquality && value > 0,
              doubtful: doubtful))
        }
      }
      if candidates.isEmpty { return }
      candidates.sort { ($1.size, $0.row, $0.place) < ($0.size, $1.row, $1.place) }
      let first = block.rows.lowerBound
      var kept: [(size: Double, comparison: Comparison)] = []
      block.withPreciseColumns { high, low in
        for candidate in candidates {
          if kept.count >= perBlock { break }
          let row = RowEntries(candidate.row, high, low)
          let normal = candidate.entry.normals[candidate.place]
          let signs = candidate.doubtful.map { row.sign(normal, probes[$0], space) }
          var isReversed = candidate.isReversed
          switch wanted {
          case .notRising: break
          case .violated:
            if let sign = signs.first {
              if sign == 0 || (sign > 0 && !candidate.entry.isEquality) { continue }
              isReversed = candidate.entry.isEquality && sign > 0
            }
          case .outside:
            let isOut = zip(candidate.doubtful, signs).allSatisfy { $0 == 0 ? $1 != 0 : $1 == 0 }
            if !isOut { continue }
          }
          kept.append(
            (
              candidate.size,
              Comparison(
                key: .init(row: first + candidate.row, place: candidate.place, isReversed: isReversed),
                normal: normal, space: space, value: row.value)
            ))
        }
      }
      if !kept.isEmpty { found.withLock { $0 += kept } }
    }
    // In an order that does not depend on which thread was first.
    let all = found.withLock { $0 }.sorted {
      ($1.size, $0.comparison.key.row, $0.comparison.key.place)
        < ($0.size, $1.comparison.key.row, $1.comparison.key.place)
    }
    return all.prefix(limit).map(\.comparison)
  }

  /// What a direction of recession moves.
  struct Movement {
    /// Whether every comparison of every row rises.
    var isComplete = true
    /// The rows that move, ascending.
    var rows: [Int] = []
    /// For those that move in some comparisons only, which.
    var partial: [Int: [Int]] = [:]
  }

  /// What `probe`, which violates nothing, moves.
  func movement(_ probe: Probe) throws -> Movement {
    let model = model
    let planes = model.planes
    let bounds = self.bounds(probe)
    let along = space.coefficients(probe.rounded)
    let found = Mutex(Movement())
    _ = try Pass(threads: model.threads, sums: 0, maxima: 0).run(over: model.source) { block, work, _ in
      let n = block.count
      let first = block.rows.lowerBound
      model.fillPredictors(along, block, work, into: work.direction, withOffset: false)
      var own = Movement()
      var doubtful: [(row: Int, place: Int, normal: [Double])] = []
      var moved: [Int: [Int]] = [:]
      var counts: [(row: Int, entry: ConeTable.Entry)] = []
      forEachRow(of: block, model.likelihood) { i, _, response in
        let entry = table[model.likelihood.recession(response)]
        if entry.normals.isEmpty { return }
        if entry.isEquality {
          own.isComplete = false
          return
        }
        var rising = 0
        var unclear = false
        for (place, g) in entry.normals.enumerated() {
          var (value, error) = (0.0, 0.0)
          for k in 0..<planes where g[k] != 0 {
            value += g[k] * work.direction[k * n + i]
            error += abs(g[k]) * bounds[k]
          }
          if value > error {
            rising += 1
            if entry.normals.count > 1 { moved[i, default: []].append(place) }
          } else if probe.exact != nil {
            doubtful.append((i, place, g))
            unclear = true
          }
        }
        if rising == entry.normals.count, !unclear {
          own.rows.append(first + i)
          moved[i] = nil
        } else {
          counts.append((i, entry))
        }
      }
      if !doubtful.isEmpty {
        block.withPreciseColumns { high, low in
          for (i, place, g) in doubtful where RowEntries(i, high, low).sign(g, probe, space) > 0 {
            moved[i, default: []].append(place)
          }
        }
      }
      for (i, entry) in counts {
        let places = moved[i] ?? []
        if !places.isEmpty { own.rows.append(first + i) }
        if places.count < entry.normals.count {
          own.isComplete = false
          if !places.isEmpty { own.partial[first + i] = places.sorted() }
        }
      }
      found.withLock {
        $0.isComplete = $0.isComplete && own.isComplete
        $0.rows += own.rows
        $0.partial.merge(own.partial) { a, _ in a }
      }
    }
    var result = found.withLock { $0 }
    result.rows.sort()
    return result
  }
}

/// The entries of one row of a block.
private struct RowEntries {
  let row: Int
  let high: BlockColumns
  let low: BlockColumns?

  init(_ row: Int, _ high: BlockColumns, _ low: BlockColumns?) {
    (self.row, self.high, self.low) = (row, high, low)
  }

  func value(_ column: Int) -> (high: Double, low: Double) {
    (high.withColumn(column) { $0[row] }, low.map { $0.withColumn(column) { $0[row] } } ?? 0)
  }

  /// The sign of normal · (movement of the row along `probe`), exactly.
  func sign(_ normal: [Double], _ probe: Probe, _ space: CoefficientSpace) -> Int {
    guard let exact = probe.exact else { return 0 }
    // What is 0 term by term, or far from 0 for its own terms, needs no long numbers.
    var (sum, size) = (0.0, 0.0)
    for f in space.free.indices where !exact[f].isZero {
      for place in space.places[f] where normal[place.plane] != 0 {
        let x = value(place.column).high
        if x == 0 { continue }
        let term =
          normal[place.plane] * Double(sign: .plus, exponent: -space.exponents[f], significand: x)
          * probe.rounded[f]
        sum += term
        // Underflow is not 0.
        size += max(abs(term), .leastNormalMagnitude)
      }
    }
    if size == 0 { return 0 }
    if abs(sum) > .ulpOfOne * Double(space.free.count + 8) * size { return sum > 0 ? 1 : -1 }
    let own = Comparison(
      key: .init(row: row, place: 0, isReversed: false), normal: normal, space: space, value: value)
    return zip(own.exact, exact).reduce(BigInteger.zero) { $0 + $1.0 * $1.1 }.sign
  }
}
