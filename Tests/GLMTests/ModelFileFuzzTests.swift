import Foundation
import GLM
import GLMTestSupport
import Testing

/// Damaged model files: each is an error with a place or a model that predicts; nothing traps.
@Suite struct ModelFileFuzzTests {
  private static let table =
    "y,b,c,x,z,f,n\n1,0,a,0.5,3,u,2\n4,1,b,1.5,1,v,1\n2,1,c,2,4,w,3\n7,0,a,3,1,u,1\n3,1,b,0.1,5,v,2\n"
    + "5,0,c,2.7,9,w,1\n6,1,a,1.1,2,u,4\n2,0,b,0.7,6,v,1\n"

  /// The files to damage: a model of each kind, as bytes.
  private static func files() throws -> [[UInt8]] {
    let table = try Table(csv: table)
    let models = [
      GeneralizedLinearModel("y ~ x + f", family: .poisson),
      GeneralizedLinearModel("y ~ log(z) * f + offset(x)", family: .gaussian),
      GeneralizedLinearModel("cbind(y, n) ~ x:f - 1", family: .bernoulli, link: .probit),
      GeneralizedLinearModel("c ~ x", family: .categorical, prior: NormalPrior(precision: 1)),
    ]
    return try models.map { try Array($0.fit(table).model.json()) }
  }

  private static let pieces = [
    "null", "true", "-1", "0", "1e308", "1e999", "-0.0", "1e-320", "99999999999999999999", "\"\"", "[]", "{}",
    "\"\\u0000\"", "[1,2]", "\"x\"", "\"`\"", "NaN", "1.5", "9007199254740993", ",", ":", "}", "]", "\"",
  ]

  private static func damaged(_ file: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
    var bytes = file
    for _ in 0...Int(generator.next() % 3) {
      if bytes.isEmpty { break }
      let at = Int(generator.next() % UInt64(bytes.count))
      switch generator.next() % 6 {
      case 0: bytes.removeLast(bytes.count - at)
      case 1: bytes[at] = UInt8(truncatingIfNeeded: generator.next())
      case 2: bytes.remove(at: at)
      case 3:
        // A whole value by another one.
        let ends: Set<UInt8> = [44, 10, 93, 125]
        let start = bytes[..<at].lastIndex { $0 == 58 || $0 == 44 || $0 == 91 }.map { $0 + 1 } ?? at
        let end = bytes[at...].firstIndex { ends.contains($0) } ?? bytes.count
        let piece = pieces[Int(generator.next() % UInt64(pieces.count))]
        bytes.replaceSubrange(min(start, end)..<end, with: Array(piece.utf8))
      case 4:
        let piece = pieces[Int(generator.next() % UInt64(pieces.count))]
        bytes.insert(contentsOf: Array(piece.utf8), at: at)
      default:
        let length = min(Int(generator.next() % 40), bytes.count - at)
        bytes.insert(
          contentsOf: Array(bytes[at..<at + length]), at: Int(generator.next() % UInt64(bytes.count)))
      }
    }
    return bytes
  }

  @Test(arguments: 0..<8) func `damaged files are told or work`(seed: UInt64) throws {
    let files = try Self.files()
    let table = try Table(csv: Self.table)
    var generator = SplitMix(seed: seed &+ 2026)
    var (refused, accepted) = (0, 0)
    for i in 0..<6000 {
      let bytes = Self.damaged(files[i % files.count], &generator)
      do {
        let model = try FittedModel(json: Data(bytes))
        accepted += 1
        _ = try? model.predict(table, level: 0.9)
      } catch {
        refused += 1
        let text = "\(error)"
        #expect(!text.isEmpty && !text.contains("\n"), "\(text)")
      }
    }
    #expect(refused > 500 && accepted > 100, "\(refused) refused, \(accepted) accepted")
  }
}
