import CGLMKernels

/// The instruction sets that the block kernels are compiled for.
package enum KernelSet: String, CaseIterable, Sendable {
  case baseline, avx2, avx512

  /// The set in use.
  package static var active: KernelSet {
    KernelSet(rawValue: String(cString: glm_kernel_set())) ?? .baseline
  }

  /// The sets that this machine has.
  package static var available: [KernelSet] { allCases.filter { glm_has_kernel_set($0.rawValue) != 0 } }

  /// Makes every kernel of the process run in `set`, or in the best there is for nil. For tests and benchmarks.
  package static func force(_ set: KernelSet?) {
    let isDone = set.map { glm_force_kernel_set($0.rawValue) } ?? glm_force_kernel_set(nil)
    precondition(isDone != 0, "the machine has the kernel set")
  }

  /// The same for the calling thread alone: tests that run beside it keep theirs.
  package static func forceHere(_ set: KernelSet?) {
    let isDone = set.map { glm_force_kernel_set_here($0.rawValue) } ?? glm_force_kernel_set_here(nil)
    precondition(isDone != 0, "the machine has the kernel set")
  }
}
