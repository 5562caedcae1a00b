import GLMAlgebra
import GLMModel

/// Decides whether some direction of the free coefficients violates no comparison and moves some row, and finds one that
/// moves every row that can be moved (Docs/Mathematics.md, "When the estimate does not exist").
///
/// Linear programs over a few comparisons at a time: a pass over the rows finds those that a proposed direction
/// violates, until it violates none, or multipliers prove that some comparisons can never move. What can never move is
/// a subspace that grows, and what moves is a direction that grows, until every comparison is in one or the other. Answers in
/// rounded numbers are only proposals: whole numbers confirm or mend them, as far as the budget goes.
struct RecessionSearch {
  private let scan: ComparisonScan
  private let isCancelled: @Sendable () -> Bool
  private var budget: ExactBudget
  private let isExact: Bool
  /// The comparisons seen so far.
  private var pool: [Comparison] = []
  private var seen: Set<Comparison.Key> = []

  /// Products of limbs that exact arithmetic may take: a few seconds.
  static let budget = 1_000_000_000
  /// Rounds of a linear program, each a pass over the rows.
  static let rounds = 200

  private enum Answer {
    /// A direction that violates nothing and raises what was asked.
    case rises(Probe)
    /// Nothing that violates nothing raises it: multiples of these comparisons add up to its opposite.
    case never([Comparison])
  }

  /// No answer: out of budget, cancelled, or defeated by rounding.
  private enum Trouble: Error { case budget, undecided }

  private init(_ scan: ComparisonScan, isExact: Bool, _ isCancelled: @escaping @Sendable () -> Bool) {
    self.scan = scan
    self.isExact = isExact
    self.isCancelled = isCancelled
    budget = ExactBudget(Self.budget)
  }

  /// The verdict over the coefficients `free`; `candidates` are directions (of all coefficients, in the user's columns) that
  /// the fit may be running along.
  static func verdict(
    _ objective: ModelObjective, free: [Int], candidates: [[Double]],
    isCancelled: @escaping @Sendable () -> Bool
  ) throws -> Existence.Verdict {
    let scan = try ComparisonScan(objective, free: free)
    if free.isEmpty || !scan.hasInequalities { return .exists }
    for isExact in [true, false] {
      var search = RecessionSearch(scan, isExact: isExact, isCancelled)
      do {
        return try search.verdict(candidates)
      } catch Trouble.budget {
        continue
      } catch Trouble.undecided {
        return .unknown
      }
    }
    return .unknown
  }

  private mutating func verdict(_ candidates: [[Double]]) throws -> Existence.Verdict {
    var direction = try raisingAll(candidates)
    var stuck: [Comparison] = []
    var rest = try nullSpace(stuck)
    while !rest.isEmpty {
      if isCancelled() { throw Trouble.undecided }
      let targets = try targets(outside: rest, direction)
      if targets.isEmpty { break }
      switch try answer(raising: targets) {
      case .rises(let found): direction = direction.map { $0.adding(found) } ?? found
      case .never(let others):
        stuck += targets + others
        let smaller = try nullSpace(stuck)
        // Each proof must hold some target that was free.
        if smaller.count >= rest.count { throw Trouble.undecided }
        rest = smaller
      }
    }
    guard let direction else { return .exists }
    let movement = try scan.movement(direction)
    if movement.rows.isEmpty { throw Trouble.undecided }
    let limits = try limits(direction, rest)
    let space = scan.space
    var all = space.coefficients(direction.rounded)
    for (f, limit) in limits.enumerated() where limit == .finite { all[space.free[f]] = 0 }
    let top = all.reduce(0) { max($0, abs($1)) }
    var told = Array(repeating: CoefficientLimit.finite, count: space.count)
    for (f, limit) in limits.enumerated() { told[space.free[f]] = limit }
    return .infinite(
      Recession(
        isComplete: movement.isComplete, isExact: isExact, direction: all.map { $0 == 0 ? 0 : $0 / top },
        limits: told, separatedRows: movement.rows, partial: movement.partial,
        pinned: Self.pinned(rest).map { space.free[$0] }))
  }

  /// A candidate that raises every comparison, where one does: on completely separated rows the fit runs along it.
  private func raisingAll(_ candidates: [[Double]]) throws -> Probe? {
    for candidate in candidates {
      guard let probe = Probe(taking: scan.space.entries(candidate)) else { continue }
      if try scan.find(.notRising, [probe], perBlock: 1, limit: 1).isEmpty { return probe }
    }
    return nil
  }

  /// Comparisons that `direction` leaves and that are not orthogonal to all of `rest`.
  private func targets(outside rest: [Probe], _ direction: Probe?) throws -> [Comparison] {
    let count = 2 * scan.space.free.count
    for probe in rest {
      let found = try scan.find(
        .outside, [probe] + (direction.map { [$0] } ?? []), perBlock: count, limit: count)
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The vectors orthogonal to all of `comparisons`.
  private mutating func nullSpace(_ comparisons: [Comparison]) throws -> [Probe] {
    let order = scan.space.free.count
    if isExact {
      guard let basis = NullSpace.basis(of: comparisons.map(\.exact), order: order, &budget) else {
        throw Trouble.budget
      }
      return basis.map { Probe(exact: $0) }
    }
    return NullSpace.rounded(of: comparisons.map(\.rounded), order: order).map { Probe(rounded: $0) }
  }

  // MARK: One linear program

  private mutating func answer(raising targets: [Comparison]) throws -> Answer {
    let order = scan.space.free.count
    return try answer(
      raising: (0..<order).map { j in targets.reduce(BigInteger.zero) { $0 + $1.exact[j] } },
      rounded: (0..<order).map { j in targets.reduce(0) { $0 + $1.rounded[j] } })
  }

  /// Whether some direction that violates nothing has c · d > 0, c being `vector`; `rounded` is what a rounded program
  /// may ask instead.
  private mutating func answer(raising vector: [BigInteger], rounded: [Double]) throws -> Answer {
    var proposal = RoundedCone(vector: rounded.map { -$0 })
    for comparison in pool { proposal.add(comparison.rounded) }
    var isSettled = false
    for _ in 0..<Self.rounds {
      if isCancelled() { throw Trouble.undecided }
      proposal.solve()
      if proposal.isInside {
        isSettled = true
        break
      }
      let added = try gather(violating: Probe(rounded: proposal.direction))
      if added == 0 {
        isSettled = true
        break
      }
      for comparison in pool.suffix(added) { proposal.add(comparison.rounded) }
    }
    if !isExact {
      guard isSettled else { throw Trouble.undecided }
      if proposal.isInside { return .never(proposal.positive.map { pool[$0] }) }
      let direction = proposal.direction
      guard dot(direction, rounded) > 1e-7 * rounded.reduce(0, { $0 + abs($1) }) else {
        throw Trouble.undecided
      }
      return .rises(Probe(rounded: direction))
    }
    return try confirmed(vector, basis: proposal.basis.compactMap { $0 })
  }

  /// The exact answer, beginning with the comparisons of `basis`.
  private mutating func confirmed(_ vector: [BigInteger], basis: [Int]) throws -> Answer {
    var cone = ExactCone(vector: vector.map { -$0 })
    var used: [Int] = []
    func enter(_ places: [Int]) {
      for place in places { cone.add(pool[place].exact) }
      used += places
    }
    enter(basis)
    while true {
      if isCancelled() { throw Trouble.undecided }
      guard let answer = cone.solve(&budget) else { throw Trouble.budget }
      switch answer {
      case .inside(let columns): return .never(columns.map { pool[used[$0]] })
      case .direction(let direction):
        let probe = Probe(exact: direction)
        var violated = violatedInPool(probe)
        if violated.isEmpty {
          let added = try gather(violating: probe)
          violated = Array(pool.indices.suffix(added))
        }
        if violated.isEmpty { return .rises(probe) }
        enter(violated)
      }
    }
  }

  /// The comparisons of the pool that an exact direction violates most.
  private mutating func violatedInPool(_ probe: Probe) -> [Int] {
    guard let exact = probe.exact else { return [] }
    let bound = .ulpOfOne * Double(exact.count + 8) * probe.rounded.reduce(0) { $0 + abs($1) }
    var violated: [(place: Int, value: Double)] = []
    for (place, comparison) in pool.enumerated() {
      let value = dot(comparison.rounded, probe.rounded)
      if value > bound { continue }
      if value < -bound
        || zip(comparison.exact, exact).reduce(BigInteger.zero, { $0 + $1.0 * $1.1 }).sign < 0
      {
        violated.append((place, value))
      }
    }
    return violated.sorted { ($0.value, $0.place) < ($1.value, $1.place) }
      .prefix(2 + exact.count / 4).map(\.place)
  }

  /// Adds comparisons that `probe` violates to the pool; how many were new.
  private mutating func gather(violating probe: Probe) throws -> Int {
    let count = 8 + scan.space.free.count
    let found = try scan.find(.violated, [probe], perBlock: count, limit: 2 * count)
    var added = 0
    for comparison in found where seen.insert(comparison.key).inserted {
      pool.append(comparison)
      added += 1
    }
    return added
  }

  // MARK: What becomes of each coefficient

  /// `rest` spans every direction of recession, and `direction` is inside of them: a coefficient is forced to one side
  /// when no direction takes it to the other.
  private mutating func limits(_ direction: Probe, _ rest: [Probe]) throws -> [CoefficientLimit] {
    let order = scan.space.free.count
    return try (0..<order).map { f in
      func sign(_ probe: Probe) -> Int {
        if let exact = probe.exact { return exact[f].sign }
        let x = probe.rounded[f]
        return abs(x) <= 1e-9 ? 0 : x > 0 ? 1 : -1
      }
      if rest.allSatisfy({ sign($0) == 0 }) { return .finite }
      let own = sign(direction)
      let forced: CoefficientLimit = own == 0 ? .finite : own > 0 ? .plusInfinity : .minusInfinity
      if rest.count == 1 { return forced }
      let asked = own > 0 ? -1 : 1
      let vector = (0..<order).map { $0 == f ? BigInteger(asked) : .zero }
      switch try answer(raising: vector, rounded: (0..<order).map { $0 == f ? Double(asked) : 0 }) {
      case .rises: return .undetermined
      case .never: return forced
      }
    }
  }

  /// As many coefficients, the last possible, as there are vectors in `basis`, that no combination of these leaves at 0.
  private static func pinned(_ basis: [Probe]) -> [Int] {
    let exact = basis.compactMap(\.exact)
    if exact.count == basis.count {
      // A basis that elimination leaves has a coefficient of its own for each vector.
      let own = exact.indices.compactMap { t in
        exact[t].indices.last { column in
          exact.indices.allSatisfy { exact[$0][column].isZero == ($0 != t) }
        }
      }
      if own.count == basis.count { return own.sorted() }
    }
    var rows = basis.map(\.rounded)
    var result: [Int] = []
    guard let order = rows.first?.count else { return [] }
    for column in (0..<order).reversed() where !rows.isEmpty {
      guard let best = rows.indices.max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
        abs(rows[best][column]) > 1e-9
      else { continue }
      let pivot = rows.remove(at: best)
      result.append(column)
      rows = rows.map { row in
        let reduced = row.indices.map { row[$0] - row[column] / pivot[column] * pivot[$0] }
        let size = reduced.reduce(0) { max($0, abs($1)) }
        return size > 0 ? reduced.map { $0 / size } : reduced
      }
    }
    return result.sorted()
  }
}
