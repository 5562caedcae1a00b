/// One value for each task, set by the thread that does the task and read when all are done.
final class TaskResults<Value>: @unchecked Sendable {
  private let memory: UnsafeMutableBufferPointer<Value>

  /// `count` times `value`.
  init(repeating value: Value, count: Int) {
    memory = .allocate(capacity: count)
    memory.initialize(repeating: value)
  }

  deinit {
    memory.deinitialize()
    memory.deallocate()
  }

  var count: Int { memory.count }

  /// The value of `task`; only the thread that does the task sets it.
  subscript(task: Int) -> Value {
    get { memory[task] }
    set { memory[task] = newValue }
  }
}
