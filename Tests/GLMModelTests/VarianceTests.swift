import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Variances written as expressions.
@Suite struct VarianceTests {
  static let values: [(text: String, value: Double, first: Double, second: Double)] = [
    // V, V′ and V″ at μ = 0.25.
    ("mu^2", 0.0625, 0.5, 2), ("mu(1-mu)", 0.1875, 0.5, -2), (" ( 1 - mu ) ( mu ) ", 0.1875, 0.5, -2),
    ("mu^2*(1-mu)^2", 0.03515625, 0.1875, -0.25), ("mu+0.5*mu^2", 0.28125, 1.25, 1), ("3", 3, 0, 0),
    ("2(mu)(mu+1)", 0.625, 3, 4), ("1/mu", 4, -16, 128), ("mu^-1", 4, -16, 128),
    ("mu^2^0.5", 0.1407857163281745, 0.7964042776788625, 1.319525811786133),
    ("+mu--mu", 0.5, 2, 0), ("2e-1mu", 0, 0, 0), ("mu^3/mu", 0.0625, 0.5, 2), ("exp(0)mu", 0, 0, 0),
    ("sqrt(mu)", 0.5, 1, -2), ("mu^0.5", 0.5, 1, -2), ("1-mu^2*2", 0.875, -1, -4),
    ("-log(mu)", 1.386_294_361_119_890_6, -4, 16),
    ("exp(2*mu)", 1.648_721_270_700_128_1, 3.297_442_541_400_256_3, 6.594_885_082_800_512_6),
    ("1.5E0-2*mu/4/2", 1.4375, -0.25, 0), ("2^(mu)", 1.189_207_115_002_721, 0.824_295_558_8, 0.571_358_1),
  ]

  @Test(arguments: values) func `expressions and their derivatives`(
    text: String, value: Double, first: Double, second: Double
  ) throws {
    if text == "2e-1mu" || text == "exp(0)mu" {
      // A product without a sign needs a parenthesis.
      #expect(throws: VarianceError.unexpected("m", place: text == "2e-1mu" ? 5 : 7, in: text)) {
        try Quasi(variance: text)
      }
      return
    }
    let jet = try Quasi(variance: text).variance(Jet(variable: 0.25))
    #expect((jet.value - value).magnitude < 1e-12 * value, "V = \(jet.value)")
    if first != 0 || second != 0 || text == "3" {
      #expect((jet.first - first).magnitude < 1e-9 * (1 + first.magnitude), "V′ = \(jet.first)")
      #expect((jet.second - second).magnitude < 1e-6 * (1 + second.magnitude), "V″ = \(jet.second)")
    }
  }

  static let refusals: [(text: String, error: VarianceError)] = [
    ("", .empty), ("  ", .empty), ("mu^", .ended("mu^")), ("(mu", .ended("(mu")), ("mu*", .ended("mu*")),
    ("log", .ended("log")), ("mu)", .unexpected(")", place: 3, in: "mu)")),
    ("mu mu", .unexpected("m", place: 4, in: "mu mu")), ("mu**2", .unexpected("*", place: 4, in: "mu**2")),
    ("mu%2", .unexpected("%", place: 3, in: "mu%2")), ("log mu", .unexpected("m", place: 5, in: "log mu")),
    ("Mu^2", .unknownName("Mu", place: 1, in: "Mu^2")),
    ("1+sin(mu)", .unknownName("sin", place: 3, in: "1+sin(mu)")),
    ("µ^2", .unknownName("µ", place: 1, in: "µ^2")), ("1..2", .badNumber("1..2", place: 1, in: "1..2")),
    ("mu+1e999", .badNumber("1e999", place: 4, in: "mu+1e999")), (".", .badNumber(".", place: 1, in: ".")),
    ("0", .nowherePositive("0")), ("-mu^2", .nowherePositive("-mu^2")), ("0*mu", .nowherePositive("0*mu")),
    ("1/0", .nowherePositive("1/0")), ("log(-1)", .nowherePositive("log(-1)")),
    ("٣", .unexpected("٣", place: 1, in: "٣")),
  ]

  @Test(arguments: refusals) func `errors have a place`(text: String, error: VarianceError) {
    #expect(throws: error) { try Quasi(variance: text) }
    #expect(!error.description.contains("\n") && error.description.contains("as in mu^2 or mu(1-mu)"))
  }

  @Test func `long and deep expressions are refused`() {
    let long = String(repeating: "mu+", count: 80) + "mu"
    #expect(throws: VarianceError.tooLong(long)) { try Quasi(variance: long) }
    for deep in [
      String(repeating: "(", count: 90), String(repeating: "-", count: 199),
      String(repeating: "mu^", count: 66),
    ] {
      #expect(throws: VarianceError.self) { try Quasi(variance: deep + "mu") }
    }
    #expect(throws: Never.self) { try Quasi(variance: String(repeating: "mu+", count: 66) + "mu") }
  }

  /// Means follow from where V is above 0, as R has them for the variances that it knows.
  static let supports: [(text: String, interval: Interval)] = [
    ("1", .real), ("2.5", .real), ("mu", Interval(from: 0, includesLower: true)), ("mu^2", .positive),
    ("mu^3", .positive),
    ("mu^1.5", Interval(from: 0, includesLower: true)), ("sqrt(mu)", Interval(from: 0, includesLower: true)),
    ("mu(1-mu)", Interval(from: 0, to: 1, includesLower: true, includesUpper: true)),
    ("mu^2*(1-mu)^2", .unit),
    ("mu(1-mu)^2", Interval(from: 0, to: 1, includesLower: true)),
    ("mu+0.5*mu^2", Interval(from: 0, includesLower: true)),
    ("1+mu^2", .real), ("1/mu", Interval(from: 0, includesLower: true)),
    ("1-mu^2", Interval(from: -1, to: 1, includesLower: true, includesUpper: true)),
    ("mu*(5-mu)", Interval(from: 0, to: 5, includesLower: true, includesUpper: true)),
    ("(5-mu)^2", Interval(to: 5)),
    ("mu-3", Interval(from: 3, includesLower: true)), ("-mu", Interval(to: 0, includesUpper: true)),
    ("log(mu)", Interval(from: 1, includesLower: true)), ("mu^2+mu^3", .positive),
  ]

  @Test(arguments: supports) func `the support is where the variance is positive`(
    text: String, interval: Interval
  ) throws {
    let support = try Quasi(variance: text).support
    #expect(support.interval == interval, "\(support.interval)")
    #expect(!support.isWhole && !support.description.isEmpty)
  }

  @Test func `supports are said in words`() throws {
    #expect(try Quasi(variance: "mu").support.description == "a number, 0 or more")
    #expect(try Quasi(variance: "mu^2").support.description == "a number above 0")
    #expect(
      try Quasi(variance: "mu^2*(1-mu)^2").support.description
        == "a number from 0 to 1 (0 excluded) (1 excluded)")
    #expect(try Quasi(variance: "-mu").support.description == "a number, 0 or less")
  }

  /// Whatever is written: an error with a place inside the text, or a variance that can be evaluated.
  @Test func `random expressions neither trap nor hang`() {
    let pieces = [
      "mu", "1", "2.5", "1e9", "(", ")", "+", "-", "*", "/", "^", "exp", "log", "sqrt", " ", ".", "e", "é",
      "0", "\t", "mu(",
    ]
    var generator = SplitMix(seed: 20_250_118)
    var accepted = 0
    for _ in 0..<4000 {
      let text = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        pieces.randomElement(using: &generator)!
      }
      .joined()
      do throws(VarianceError) {
        let quasi = try Quasi(variance: text)
        accepted += 1
        let mean = quasi.startingMean(0.3, inside: quasi.support.means)
        #expect(quasi.support.means.contains(mean) && quasi.variance(mean) > 0, "\(text) at \(mean)")
        #expect(quasi.name == "quasi:" + text.filter { $0 != " " && $0 != "\t" })
      } catch {
        if case .unexpected(_, let place, _) = error {
          #expect(place >= 1 && place <= text.count, "\(text): \(error)")
        }
      }
    }
    #expect(accepted > 50)
  }
}
