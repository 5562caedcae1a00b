import Foundation
import Testing

/// Programs that must not compile, compiled by this test run.
@Suite struct TypedCompileTests {
  @Test(arguments: Snippet.all)
  func `must not compile`(snippet: Snippet) throws {
    let complaint = try snippet.complaint(SnippetCompiler())
    #expect(complaint == nil, "\(snippet): \(complaint ?? "")")
  }

  /// A snippet in the folder that was not read would be a test that never ran.
  @Test func `all snippets are here`() {
    #expect(Snippet.all.count >= 31)
    #expect(Set(Snippet.all.map(\.diagnostic)).count > 20)
  }

  private let text = """
    // diagnostic: has no dynamic member 'wieght'
    import GLM
    private func example() throws {
      //: wrong
      _ = try model.fit(cars, \\.price, on: { $0.wieght })
      //: right
      _ = try model.fit(cars, \\.price, on: { $0.weight })
      //: end
    }
    """

  private func complaint(_ text: String, _ change: (inout SnippetCompiler) -> Void = { _ in }) throws
    -> String
  {
    var compiler = try SnippetCompiler()
    change(&compiler)
    return try Snippet(name: "example", text: text).complaint(compiler) ?? "nothing amiss"
  }

  /// Without the modules every program fails, for a reason that is no reason: the control says so.
  @Test func `the control fails where the modules are not found`() throws {
    #expect(try complaint(text) == "nothing amiss")
    #expect(try complaint(text) { $0.modules = nil }.hasPrefix("the control fails"))
    #expect(try complaint(text) { $0.modules = nil }.contains("no such module 'GLM'"))
    #expect(try complaint(text) { $0.knowsKernels = false }.hasPrefix("the control fails"))
    #expect(try complaint(text) { $0.knowsKernels = false }.contains("missing required module 'CGLMKernels'"))
  }

  @Test func `a wrong program that compiles is found out`() throws {
    #expect(try complaint(text.replacing("wieght", with: "weight")) == "it compiles")
  }

  @Test func `another error, or one elsewhere, is not the one that must be`() throws {
    #expect(
      try complaint(text.replacing("member 'wieght'", with: "member 'x'")).hasPrefix("it fails otherwise"))
    #expect(try complaint(text.replacing("//: wrong", with: "")).hasPrefix("the control fails"))
    #expect(try complaint(text.replacing("//: end", with: "")).hasPrefix("it fails otherwise"))
    #expect(try complaint("").hasPrefix("it compiles"))
  }

  /// A formula of a dozen terms of all sorts costs the type checker few steps; the limit counts steps, not seconds.
  @Test(arguments: ["", "import Foundation\n"])
  func `a long formula is checked quickly`(imports: String) throws {
    let program =
      imports + """
        import GLM
        private func example() throws {
          let limit = 2.5
          _ = try model.fit(cars, \\.price, on: {
            $0.weight + $0.power * $0.cylinders + log($0.weight / $0.gears) + I(2 * $0.weight + 3.5) + $0.make
              + $0.color + $0.isNew + poly($0.weight, 2) + factor($0.cylinders) + ($0.weight > limit)
              + ($0.make == .audi) + $0.make & $0.weight + relevel($0.fuel, .diesel) - $0.gears
          })
        }
        """
    var compiler = try SnippetCompiler()
    compiler.options = ["-Xfrontend", "-solver-scope-threshold=2000"]
    let result = try compiler.check(program)
    #expect(result.isAccepted, "\(result.output)")
    // The limit is one: with less it is exceeded.
    compiler.options = ["-Xfrontend", "-solver-scope-threshold=2"]
    #expect(try compiler.check(program).output.contains("in reasonable time"))
  }
}
