import Dispatch
import Foundation
import GLMAlgebra
import GLMModel
import GLMTabular
import Synchronization

/// What the machine can do at most, measured: how fast memory is read, and how fast registers calculate.
struct MachineLimits: Encodable {
  let threads: Int
  /// A billion bytes a second that `threads` threads read together, each a part of ``streamBytes`` bytes, adding up; what
  /// is counted is every byte once. The fastest of the repeats.
  let streamGigabytes: Double
  let streamBytes: Int
  /// A billion additions and multiplications a second of `threads` threads together, all in registers, by kernel set; the
  /// fastest burst of each thread.
  let peakGigaflops: [String: Double]

  /// The peak of the set in use.
  var peak: Double { peakGigaflops[KernelSet.active.rawValue] ?? .nan }

  /// Measures, with memory of `numbers` doubles, and with so many bursts of arithmetic.
  static func measured(threads: Int, numbers: Int, bursts: Int) -> MachineLimits {
    var peaks: [String: Double] = [:]
    let inUse = KernelSet.active
    for set in KernelSet.available {
      KernelSet.force(set)
      peaks[set.rawValue] = peak(threads: threads, bursts: bursts)
    }
    KernelSet.force(inUse)
    return MachineLimits(
      threads: threads, streamGigabytes: stream(threads: threads, numbers: numbers), streamBytes: 8 * numbers,
      peakGigaflops: peaks)
  }

  private static func stream(threads: Int, numbers: Int) -> Double {
    let whole = ColumnStorage(large: numbers) { out in for i in out.indices { out[i] = 1 } }
    let parts = (0..<threads).map { t in
      ColumnStorage(numbers * t / threads..<numbers * (t + 1) / threads, of: whole)
    }
    var best = Double.infinity
    for _ in 0..<12 {
      let time = seconds {
        DispatchQueue.concurrentPerform(iterations: threads) { t in
          let part = parts[t]
          let sum = part.withSpan { MachineProbe.sum($0) }
          precondition(sum == Double(part.count), "a sum of ones is their number")
        }
      }
      best = min(best, time)
    }
    return 8e-9 * Double(numbers) / best
  }

  private static func peak(threads: Int, bursts: Int) -> Double {
    let total = Mutex(0.0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      var best = 0.0
      // Bursts of half a millisecond, so that one is not interrupted.
      for _ in 0..<bursts {
        var operations = 0.0
        let time = seconds {
          let done = MachineProbe.arithmetic(rounds: 100_000)
          precondition(done.result.isFinite, "the chains stay where they are")
          operations = done.operations
        }
        best = max(best, operations / time)
      }
      total.withLock { $0 += 1e-9 * best }
    }
    return total.withLock { $0 }
  }
}

/// How long `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return (ContinuousClock.now - start) / .seconds(1)
}
