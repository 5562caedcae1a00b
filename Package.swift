// swift-tools-version: 6.2
import PackageDescription

/// The modules, lowest first, each with what it may import. `Docs/Architecture.md` says what each holds.
let modules: [(name: String, imports: [Target.Dependency])] = [
  ("GLMAlgebra", ["CGLMKernels"]),
  ("GLMModel", ["GLMAlgebra"]),
  ("GLMFamilies", ["GLMModel", "GLMAlgebra"]),
  ("GLMEstimation", ["GLMModel", "GLMAlgebra"]),
  ("GLMInference", ["GLMEstimation", "GLMModel", "GLMAlgebra"]),
  ("GLMTabular", ["GLMModel", "GLMAlgebra"]),
  ("GLM", ["GLMTabular", "GLMInference", "GLMEstimation", "GLMFamilies", "GLMModel", "GLMAlgebra"]),
]

/// The test targets mirror the modules; `GLMTestSupport` holds what they share.
let tests: [(name: String, imports: [Target.Dependency])] = [
  ("GLMAlgebraTests", ["GLMAlgebra", "CGLMKernels", "GLMTestSupport"]),
  ("GLMModelTests", ["GLMModel", "GLMFamilies", "GLMTestSupport"]),
  ("GLMEstimationTests", ["GLMEstimation", "GLMFamilies", "GLMTestSupport"]),
  ("GLMTabularTests", ["GLMTabular", "GLMTestSupport"]),
  ("GLMTests", ["GLM", "GLMTestSupport"]),
  ("ToolTests", ["glm-tool", "GLM", "GLMTestSupport"]),
  ("DocsTests", ["GLM", "glm-tool", "GLMTestSupport"]),
  ("BenchTests", ["glm-bench", "GLM", "GLMTestSupport"]),
]

let withFixtures = [
  "GLMAlgebraTests", "GLMModelTests", "GLMEstimationTests", "GLMTabularTests", "GLMTests", "ToolTests",
]

let package = Package(
  name: "swift-glm",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "GLM", targets: ["GLM"]),
    .executable(name: "glm", targets: ["glm-tool"]),
  ],
  targets: [.target(name: "CGLMKernels")]
    + modules.map { .target(name: $0.name, dependencies: $0.imports) }
    + [
      .executableTarget(name: "glm-tool", dependencies: ["GLM"]),
      .executableTarget(name: "glm-bench", dependencies: ["GLM"]),
      .target(
        name: "GLMTestSupport",
        dependencies: ["GLMFamilies", "GLMModel", "GLMAlgebra", "GLMEstimation"],
        path: "Tests/GLMTestSupport"),
    ]
    + tests.map {
      .testTarget(
        name: $0.name, dependencies: $0.imports,
        // Data that tests read from the source tree.
        exclude: withFixtures.contains($0.name) ? ["Fixtures"] : [])
    }
)
