import Foundation
import Testing

@testable import GLMTabular

@Suite struct BasisCodableTests {
  @Test(arguments: BasisCase.all)
  func `what is saved and loaded gives the same bits`(basis: BasisCase) throws {
    let learned = try basis.learn()
    let loaded = try JSONDecoder().decode(Basis.self, from: JSONEncoder().encode(learned))
    #expect(loaded == learned)
    #expect(loaded.columns(at: basis.at) == learned.columns(at: basis.at))
  }

  @Test(arguments: [
    #"{"kind":"cubic","basis":{}}"#,
    #"{"kind":"raw polynomial"}"#,
    #"{"kind":"raw polynomial","basis":{"degree":0}}"#,
    #"{"kind":"raw polynomial","basis":{"degree":1000000000}}"#,
    #"{"kind":"raw polynomial","basis":{"degree":2.5}}"#,
    #"{"kind":"B-spline","basis":{"degree":3,"knots":[2],"boundary":[0,1],"intercept":false}}"#,
    #"{"kind":"B-spline","basis":{"degree":3,"knots":[],"boundary":[1,1],"intercept":false}}"#,
    #"{"kind":"B-spline","basis":{"degree":3,"knots":[],"boundary":[1],"intercept":false}}"#,
    #"{"kind":"B-spline","basis":{"degree":99,"knots":[],"boundary":[0,1],"intercept":false}}"#,
    #"{"kind":"B-spline","basis":{"degree":-9223372036854775808,"knots":[],"boundary":[0,1],"intercept":true}}"#,
    #"{"kind":"B-spline","basis":{"degree":3,"knots":[1e999],"boundary":[0,1],"intercept":false}}"#,
    #"{"kind":"natural spline","basis":{"knots":[0.5],"boundary":[0,1e308],"intercept":1}}"#,
    #"{"kind":"natural spline","basis":{"knots":[0.5],"boundary":[-1e308,1e308],"intercept":true}}"#,
    #"{"kind":"natural spline","basis":{"knots":[null],"boundary":[0,1],"intercept":true}}"#,
    #"{"kind":"standardization","basis":{"center":1,"centerLow":0,"scale":0}}"#,
    #"{"kind":"standardization","basis":{"center":1,"centerLow":1,"scale":1}}"#,
    #"{"kind":"standardization","basis":{"center":1,"centerLow":0,"scale":-1}}"#,
    polynomial(scale: "3"),
    polynomial(scale: "0"),
    polynomial(scale: "-2"),
    polynomial(alpha: "[]", alphaLow: "[]", norm2: "[3]", norm2Low: "[0]"),
    polynomial(alphaLow: "[0,0]"),
    polynomial(alphaLow: "[0.5]"),
    polynomial(norm2: "[3,-2]"),
    polynomial(norm2: "[3]", norm2Low: "[0]"),
    polynomial(norm2: "[3,2,1]", norm2Low: "[0,0,0]"),
  ]) func `what cannot have been learned is not loaded`(text: String) throws {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Basis.self, from: Data(text.utf8)) }
  }

  @Test func `what those files should have been is loaded`() throws {
    for text in [
      polynomial(),
      #"{"kind":"raw polynomial","basis":{"degree":1}}"#,
      #"{"kind":"B-spline","basis":{"degree":1,"knots":[],"boundary":[0,1],"intercept":false}}"#,
      #"{"kind":"natural spline","basis":{"knots":[],"boundary":[0,1],"intercept":false}}"#,
      #"{"kind":"standardization","basis":{"center":1,"centerLow":0,"scale":1}}"#,
    ] {
      #expect(try JSONDecoder().decode(Basis.self, from: Data(text.utf8)).columnCount == 1)
    }
  }

  /// Knots out of order are put in order, as when they are given.
  @Test func `the order of knots does not matter`() throws {
    func load(_ knots: String, _ boundary: String) throws -> Basis {
      let text =
        #"{"kind":"natural spline","basis":{"knots":\#(knots),"boundary":\#(boundary),"intercept":true}}"#
      return try JSONDecoder().decode(Basis.self, from: Data(text.utf8))
    }
    #expect(try load("[0.5,0.25]", "[1,0]") == load("[0.25,0.5]", "[0,1]"))
  }

  @Test func `mutated files are errors or bases, never a trap`() throws {
    let parts = [
      "-", "1e308", "1e-308", "-1e308", "0", "[]", "[", "null", "true", "1e999", "9223372036854775807",
      "0.1,", "\"",
    ]
    var seed: UInt64 = 20_240_611
    func random(_ count: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % count
    }
    let chosen = BasisCase.all.filter { $0.x.count <= 24 && $0.columns.count < 8 }
    var refused = 0
    for round in 0..<600 {
      let learned = try chosen[round % chosen.count].learn()
      var bytes = Array(try JSONEncoder().encode(learned))
      for _ in 0...random(2) {
        let at = random(bytes.count)
        let end = min(bytes.count, at + random(12))
        bytes.replaceSubrange(at..<end, with: Array(parts[random(parts.count)].utf8))
        if bytes.isEmpty { bytes = [48] }
      }
      do {
        let loaded = try JSONDecoder().decode(Basis.self, from: Data(bytes))
        #expect(loaded.columns(at: [0, 1, .nan, 1e300]).count == loaded.columnCount)
      } catch is DecodingError {
        refused += 1
      }
    }
    #expect(refused > 300)
  }
}

/// A saved polynomial of degree 1 over three values, with some fields as told.
private func polynomial(
  scale: String = "0.5", alpha: String = "[0.25]", alphaLow: String = "[0]", norm2: String = "[3,2]",
  norm2Low: String = "[0,0]"
) -> String {
  #"{"kind":"orthogonal polynomial","basis":{"center":1,"scale":\#(scale),"alpha":\#(alpha),"#
    + #""alphaLow":\#(alphaLow),"norm2":\#(norm2),"norm2Low":\#(norm2Low)}}"#
}
