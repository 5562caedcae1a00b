import GLMAlgebra
import GLMModel
import GLMTabular

/// The model matrix column by column, as an engine sees it.
func matrix(_ source: MemorySource) -> [[Double]] {
  var columns = [[Double]](repeating: [], count: source.columns.count)
  let workspace = RowWorkspace()
  for block in 0..<source.blockCount {
    source.withBlock(block, in: workspace) { block in
      for j in columns.indices {
        block.withColumn(j) { span in
          for i in 0..<span.count { columns[j].append(span[i]) }
        }
      }
    }
  }
  return columns
}

/// The names of the columns of the model matrix.
func names(_ source: MemorySource) -> [String] { source.columns.map(\.name) }

/// The message of the error that `body` throws, or what it should have been.
func message(_ body: () throws -> some Any) -> String {
  do {
    _ = try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}

/// Two factors (A B, L M H) crossed, two rows a cell, with two numbers and a response.
func crossed() throws -> Table {
  var (y, x, z) = ([Double](), [Double](), [Double]())
  var (wool, tension) = ([String](), [String]())
  for i in 0..<12 {
    y.append(Double(i * i % 7))
    x.append(Double(i) + 1)
    z.append(Double(5 * i % 11) + 0.5)
    wool.append(i % 2 == 0 ? "A" : "B")
    tension.append(["L", "M", "H"][i / 2 % 3])
  }
  let table = try Table(columns: [
    TableColumn("y", y), TableColumn("x", x), TableColumn("z", z), TableColumn("wool", wool),
    TableColumn("tension", tension),
  ])
  return try table.settingLevels(of: "tension", to: ["L", "M", "H"])
}

/// A generator of the same numbers on every run (SplitMix64).
struct FixedGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The model matrix column by column in twice the precision.
func preciseMatrix(_ source: MemorySource) -> [[DoubleDouble]] {
  var columns = [[DoubleDouble]](repeating: [], count: source.columns.count)
  let workspace = RowWorkspace()
  for block in 0..<source.blockCount {
    source.withBlock(block, in: workspace) { block in
      block.withPreciseColumns { high, low in
        for j in columns.indices {
          let tails = low.map { low in low.withColumn(j) { span in (0..<span.count).map { span[$0] } } }
          high.withColumn(j) { span in
            for i in 0..<span.count { columns[j].append(DoubleDouble(high: span[i], low: tails?[i] ?? 0)) }
          }
        }
      }
    }
  }
  return columns
}
