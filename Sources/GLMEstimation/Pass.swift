import Dispatch
import GLMAlgebra
import GLMModel
import Synchronization

/// One pass over the blocks of a source, on every core.
///
/// Rows are cut into segments of about as many blocks; each segment is added up by one thread, block after
/// block, and segments merge by a fixed binary tree over their index. The result has the same bits on any number of
/// threads.
package struct Pass: Sendable {
  /// Blocks a segment has at least: 16, or fewer where those are so much work that others should share it.
  static func fewestBlocks(size: Int, sums: Int) -> Int {
    max(sums < 20_000 ? 1 : 4, min(16, 500_000 / max(size * sums, 1)))
  }

  /// The most segments: so many sums are at most in memory at once, but for one a thread.
  static func mostSegments(sums: Int) -> Int { sums < 20_000 ? 256 : 16 }

  /// How many threads may work.
  package var threads: Int
  /// Sums and maxima that the pass adds up.
  package var sums: Int
  package var plainSums: Int
  package var maxima: Int

  package init(threads: Int, sums: Int, plainSums: Int = 0, maxima: Int = 0) {
    self.threads = threads
    self.sums = sums
    self.plainSums = plainSums
    self.maxima = maxima
  }

  /// Adds up what `body` adds for each block, which it gets with the thread's workspace.
  ///
  /// - Throws: the source's error of the earliest segment that failed.
  package func run<Source: RowSource>(
    over source: Source, _ body: @Sendable (borrowing RowBlock, PassWorkspace, inout MergeableSums) -> Void
  ) throws -> MergeableSums {
    try Self.run(
      over: source, threads: threads,
      from: MergeableSums(sums: sums, plainSums: plainSums, maxima: maxima),
      sums: sums + plainSums, body)
  }

  /// The same for anything that merges; segments start from `empty`, or from memory of others cleared.
  ///
  /// - Parameter sums: about how many sums each row adds to.
  static func run<Source: RowSource, Totals: Mergeable>(
    over source: Source, threads: Int, from empty: @autoclosure @Sendable () -> Totals, sums: Int = 1,
    _ body: @Sendable (borrowing RowBlock, PassWorkspace, inout Totals) -> Void
  ) throws -> Totals {
    let blocks = source.blockCount
    // A function of the rows and of what is added up, never of the threads.
    let fewest = fewestBlocks(size: source.blockSize, sums: sums)
    let segments = min((blocks + fewest - 1) / fewest, mostSegments(sums: sums))
    @Sendable func segment(_ index: Int, _ workspace: PassWorkspace, into totals: inout Totals) throws {
      for block in index * blocks / segments..<(index + 1) * blocks / segments {
        try source.withBlock(block, in: workspace.rows) { body($0, workspace, &totals) }
      }
    }
    if segments == 0 { return empty() }
    let workers = min(threads, segments)
    let ledger = Mutex(Ledger<Totals>(segments: segments))
    @Sendable func work() {
      let workspace = PassWorkspace.take()
      defer { workspace.giveBack() }
      while let index = ledger.withLock({ $0.next() }) {
        do {
          var holder = ledger.withLock { $0.takeSpare() } ?? Holder(empty())
          try segment(index, workspace, into: &holder.totals)
          // Merge upwards as far as the partner is there; the lock is not held while merging.
          var node = Ledger<Totals>.Node(level: 0, index: index)
          while true {
            switch ledger.withLock({ $0.settle(node, holder) }) {
            case .kept: break
            case .merge(let parent, let earlier, let later):
              earlier.totals.merge(later.totals)
              later.totals.clear()
              ledger.withLock { $0.giveBack(later) }
              (holder, node) = (earlier, parent)
              continue
            }
            break
          }
        } catch {
          ledger.withLock { $0.fail(error, at: index) }
        }
      }
    }
    if workers <= 1 {
      work()
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { _ in work() }
    }
    return try ledger.withLock { try $0.result() }
  }
}

/// Totals in the hands of one thread at a time: they are added to where they are, never copied.
private final class Holder<Totals: Mergeable>: @unchecked Sendable {
  var totals: Totals

  init(_ totals: Totals) { self.totals = totals }
}

/// Which segments are done, and what waits to be merged.
private struct Ledger<Totals: Mergeable>: Sendable {
  /// Sums of segments index · 2^level up to (index + 1) · 2^level.
  struct Node: Hashable, Sendable {
    var level: Int
    var index: Int
    var parent: Node { Node(level: level + 1, index: index / 2) }
    var sibling: Node { Node(level: level, index: index ^ 1) }
  }

  enum Settlement {
    case kept
    case merge(into: Node, earlier: Holder<Totals>, later: Holder<Totals>)
  }

  let segments: Int
  private var started = 0
  private var waiting: [Node: Holder<Totals>] = [:]
  private var whole: Holder<Totals>?
  /// Sums of nothing, in memory that others have been merged from.
  private var spare: [Holder<Totals>] = []
  private var failure: (index: Int, error: any Error)?

  init(segments: Int) { self.segments = segments }

  /// The next segment to work on, or nil when there is none or one has failed.
  mutating func next() -> Int? {
    guard failure == nil, started < segments else { return nil }
    started += 1
    return started - 1
  }

  mutating func takeSpare() -> Holder<Totals>? { spare.popLast() }

  mutating func giveBack(_ cleared: Holder<Totals>) { spare.append(cleared) }

  /// Puts `totals` down at `node`, or hands back the pair to merge. A node without a sibling moves up alone.
  mutating func settle(_ node: Node, _ totals: Holder<Totals>) -> Settlement {
    var node = node
    while true {
      let width = (segments + (1 << node.level) - 1) >> node.level
      if width == 1 {
        whole = totals
        return .kept
      }
      if node.sibling.index < width { break }
      // The odd one out: level by level, the same merges whatever the order of arrival.
      node = node.parent
    }
    guard let other = waiting.removeValue(forKey: node.sibling) else {
      waiting[node] = totals
      return .kept
    }
    return node.index & 1 == 0
      ? .merge(into: node.parent, earlier: totals, later: other)
      : .merge(into: node.parent, earlier: other, later: totals)
  }

  mutating func fail(_ error: any Error, at index: Int) {
    if failure.map({ index < $0.index }) ?? true { failure = (index, error) }
  }

  func result() throws -> Totals {
    if let failure { throw failure.error }
    guard let whole else { preconditionFailure("every segment settles") }
    return whole.totals
  }
}
