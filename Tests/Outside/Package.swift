// swift-tools-version: 6.2
import PackageDescription

/// A package as a stranger would write it: it depends on swift-glm by path and uses what is public.
let package = Package(
  name: "outside",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-glm", path: "../..")],
  targets: [
    .testTarget(name: "OutsideTests", dependencies: [.product(name: "GLM", package: "swift-glm")])
  ]
)
