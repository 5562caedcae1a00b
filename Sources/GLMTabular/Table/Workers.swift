import Dispatch
import Synchronization

/// Calls `body` once for each task from 0, on at most `threads` threads; a thread, known by its number from 0, takes
/// the tasks in ascending order.
func forEachTask(_ tasks: Int, threads: Int, _ body: @Sendable (_ worker: Int, _ task: Int) -> Void) {
  let workers = min(threads, tasks)
  guard workers > 1 else {
    for task in 0..<tasks { body(0, task) }
    return
  }
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: workers) { worker in
    while true {
      let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard task < tasks else { return }
      body(worker, task)
    }
  }
}
