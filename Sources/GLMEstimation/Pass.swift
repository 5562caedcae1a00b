import Dispatch
import GLMAlgebra
import GLMModel
import Synchronization

/// One pass over the blocks of a source, on every core.
///
/// Rows are cut into segments of about as many blocks; each segment is added up by one thread, block after
/// block, and segments merge in their order. The result has the same bits on any number of
/// threads.
package struct Pass: Sendable {
  /// Blocks a segment has at least: 16, or fewer where those are so much work that others should share it.
  static func fewestBlocks(size: Int, sums: Int) -> Int {
    max(isWork(toMerge: sums) ? 6 : 1, min(16, 500_000 / max(size * sums, 1)))
  }

  /// Whether merging so many sums takes as long as rows do.
  private static func isWork(toMerge sums: Int) -> Bool { sums >= 20_000 }

  /// The most segments: so many threads can work.
  static func mostSegments(sums: Int) -> Int { isWork(toMerge: sums) ? 16 : 256 }

  /// Segments of `blocks` blocks of `size` rows: where merging is work, a power of two, which as many threads share evenly.
  static func segments(blocks: Int, size: Int, sums: Int) -> Int {
    let fewest = fewestBlocks(size: size, sums: sums)
    let segments = min((blocks + fewest - 1) / fewest, mostSegments(sums: sums))
    guard isWork(toMerge: sums), segments > 0 else { return segments }
    return 1 << (Int.bitWidth - 1 - segments.leadingZeroBitCount)
  }

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
      in: MergeableSums(unclearedSums: sums, plainSums: plainSums, maxima: maxima),
      sums: sums + plainSums, body)
  }

  /// The same for anything that merges.
  ///
  /// - Parameters:
  ///   - memory: for what a segment adds up; it is cleared before that.
  ///   - sums: about how many sums each row adds to.
  static func run<Source: RowSource, Totals: Mergeable>(
    over source: Source, threads: Int, in memory: @autoclosure @Sendable () -> Totals, sums: Int = 1,
    _ body: @Sendable (borrowing RowBlock, PassWorkspace, inout Totals) -> Void
  ) throws -> Totals {
    let blocks = source.blockCount
    // A function of the rows and of what is added up, never of the threads.
    let segments = segments(blocks: blocks, size: source.blockSize, sums: sums)
    @Sendable func segment(_ index: Int, _ workspace: PassWorkspace, into totals: inout Totals) throws {
      for block in index * blocks / segments..<(index + 1) * blocks / segments {
        try source.withBlock(block, in: workspace.rows) { body($0, workspace, &totals) }
      }
    }
    if segments == 0 {
      var nothing = memory()
      nothing.clear()
      return nothing
    }
    let workers = min(threads, segments)
    // Where there is much of it, this thread allocates the memory, so that one pass after the other uses the same.
    let most = isWork(toMerge: sums) && workers > 1 ? min(workers + 2, segments) : 0
    let spare = (0..<most).map { _ in Holder(memory()) }
    let ledger = Mutex(Ledger<Totals>(segments: segments, spare: spare))
    // Segments that are begun and not merged: so many, and the whole, are in memory at most.
    let room = DispatchSemaphore(value: 0)
    for _ in 0..<workers + 1 { room.signal() }
    @Sendable func work() {
      let workspace = PassWorkspace.take()
      defer { workspace.giveBack() }
      while true {
        room.wait()
        guard let index = ledger.withLock({ $0.next() }) else {
          room.signal()
          return
        }
        do {
          let holder = ledger.withLock { $0.takeSpare() } ?? Holder(memory())
          holder.totals.clear()
          try segment(index, workspace, into: &holder.totals)
          // Merge as far as there is anything; the lock is not held while merging.
          var step = ledger.withLock { $0.settle(holder, at: index) }
          while case .merge(let whole, let later) = step {
            whole.totals.merge(later.totals)
            step = ledger.withLock { $0.merged(later) }
            room.signal()
          }
          // The first segment is the whole.
          if index == 0 { room.signal() }
        } catch {
          ledger.withLock { $0.fail(error, at: index) }
          room.signal()
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

/// Which segments are done, and what waits to be merged: one after the other, in their order, into the first.
private struct Ledger<Totals: Mergeable>: Sendable {
  enum Step {
    /// There is nothing to be done now.
    case none
    case merge(into: Holder<Totals>, Holder<Totals>)
  }

  let segments: Int
  private var started = 0
  private var whole: Holder<Totals>?
  /// Segments that the whole has, and whether somebody adds the next one to it.
  private var done = 0
  private var isMerging = false
  /// Later segments.
  private var waiting: [Int: Holder<Totals>] = [:]
  /// Memory for sums that nobody uses.
  private var spare: [Holder<Totals>]
  private var failure: (index: Int, error: any Error)?

  init(segments: Int, spare: [Holder<Totals>]) { (self.segments, self.spare) = (segments, spare) }

  /// The next segment to work on, or nil when there is none or one has failed.
  mutating func next() -> Int? {
    guard failure == nil, started < segments else { return nil }
    started += 1
    return started - 1
  }

  mutating func takeSpare() -> Holder<Totals>? { spare.popLast() }

  /// Puts the totals of a segment down.
  mutating func settle(_ totals: Holder<Totals>, at index: Int) -> Step {
    if index == 0 {
      (whole, done) = (totals, 1)
    } else {
      waiting[index] = totals
    }
    return step()
  }

  /// Takes back what has been merged.
  mutating func merged(_ later: Holder<Totals>) -> Step {
    spare.append(later)
    isMerging = false
    done += 1
    return step()
  }

  private mutating func step() -> Step {
    guard !isMerging, let whole, let later = waiting.removeValue(forKey: done) else { return .none }
    isMerging = true
    return .merge(into: whole, later)
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
