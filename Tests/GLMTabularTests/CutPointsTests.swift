import Foundation
import Testing

@testable import GLMTabular

/// What R's `cut` says; `Tests/Fixtures/codings.py` says what the fields are.
struct CutCase: Decodable, Sendable, CustomTestStringConvertible {
  let x: [Double]
  let count: Int?
  let breaks: [Double]?
  let from, to: Bool?
  let labels: [String]?
  let closesRight, includesLowest: Bool
  let levels: [String]
  let codes: [Int32]

  var testDescription: String { levels.joined(separator: " ") }

  static let all: [CutCase] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/cuts.json")
    let data = (try? Data(contentsOf: file)) ?? Data()
    return (try? JSONDecoder().decode([CutCase].self, from: data)) ?? []
  }()

  func learn() throws -> CutPoints {
    guard let breaks else {
      return try CutPoints(
        learning: x, count: count ?? 0, labels: labels, closesRight: closesRight,
        includesLowest: includesLowest)
    }
    return try CutPoints(
      breaks: (from == true ? [-.infinity] : []) + breaks + (to == true ? [.infinity] : []), labels: labels,
      closesRight: closesRight, includesLowest: includesLowest)
  }
}

@Suite struct CutPointsTests {
  @Test func `the fixture has many cases`() { #expect(CutCase.all.count > 100) }

  @Test(arguments: CutCase.all) func `labels and codes are R's`(example: CutCase) throws {
    let cut = try example.learn()
    #expect(cut.labels == example.levels)
    #expect(example.x.map { cut.code(of: $0) ?? -1 } == example.codes)
    #expect(cut.code(of: .nan) == nil)
    let loaded = try JSONDecoder().decode(CutPoints.self, from: JSONEncoder().encode(cut))
    #expect(loaded == cut)
  }

  @Test(arguments: CutCase.all) func `a value has the code of the interval it is in`(example: CutCase) throws
  {
    let cut = try example.learn()
    let breaks = cut.breaks
    let near = breaks.flatMap { [$0.nextDown, $0, $0.nextUp] } + [-.infinity, .infinity, 0]
    for x in near {
      let inside = (0..<breaks.count - 1).filter { i in
        let (a, b) = (breaks[i], breaks[i + 1])
        let opens = cut.closesRight ? x > a || (cut.includesLowest && i == 0 && x == a) : x >= a
        let isLast = i == breaks.count - 2
        let closes = cut.closesRight ? x <= b : x < b || (cut.includesLowest && isLast && x == b)
        return opens && closes
      }
      #expect(cut.code(of: x).map { [Int($0)] } ?? [] == inside)
    }
  }

  @Test func `errors say what is wrong and what to do`() {
    let x = [1.0, 2, 4]
    #expect(
      message { try CutPoints(learning: x, count: 1) }
        == "the number of intervals is 1; give a whole number from 2")
    #expect(message { try CutPoints(learning: x, count: .min) }.hasSuffix("give a whole number from 2"))
    #expect(
      message { try CutPoints(learning: x, count: .max) }
        == "the number of intervals is \(Int.max); give at most 10000")
    #expect(
      message { try CutPoints(breaks: [1]) } == "1 break cannot make an interval; give two at least")
    #expect(
      message { try CutPoints(breaks: [1, 3, 2]) } == "the break 2 follows 3; give breaks that increase")
    #expect(
      message { try CutPoints(breaks: [1, 3, 3]) } == "the break 3 follows 3; give breaks that increase")
    #expect(message { try CutPoints(breaks: [1, .nan]) } == "a break is nan; give numbers")
    #expect(
      message { try CutPoints(breaks: [1, 2, 3], labels: ["a"]) }
        == "1 label for 2 intervals; give one label an interval")
    #expect(
      message { try CutPoints(learning: x, count: 2, labels: ["a", "a"]) }
        == "the label \"a\" stands for two intervals; give different labels")
    #expect(
      message { try CutPoints(learning: [.infinity], count: 2) }
        == "value number 1 is inf; correct it or leave the row out")
    #expect(
      message { try CutPoints(learning: [1, 1.0.nextUp], count: 5000) }.hasPrefix(
        "5000 intervals between 1 and "))
    #expect(
      message { try CutPoints(learning: [-1e308, 1e308], count: 3) }.hasSuffix(
        "give fewer, or breaks of your own"))
  }

  @Test(arguments: [
    #"{"breaks":[2,1],"fromInfinity":false,"toInfinity":false,"labels":["a"],"closesRight":true,"includesLowest":true}"#,
    #"{"breaks":[1],"fromInfinity":false,"toInfinity":false,"labels":[],"closesRight":true,"includesLowest":true}"#,
    #"{"breaks":[1],"fromInfinity":true,"toInfinity":false,"labels":["a","b"],"closesRight":true,"includesLowest":true}"#,
    #"{"breaks":[1,2],"fromInfinity":false,"toInfinity":false,"closesRight":true,"includesLowest":true}"#,
    #"{"breaks":[1,1e999],"fromInfinity":false,"toInfinity":true,"labels":["a","b"],"closesRight":true,"includesLowest":true}"#,
  ]) func `what cannot have been learned is not loaded`(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(CutPoints.self, from: Data(text.utf8)) }
  }
}
