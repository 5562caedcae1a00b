import Testing

@testable import glm_tool

/// `--levels COL=a,b,c`.
@Suite struct LevelListTests {
  @Test func `levels come in order`() throws {
    let list = try LevelList("dose=low,medium,high")
    #expect(list.column == "dose" && list.levels == ["low", "medium", "high"])
  }

  @Test func `levels may hold an equals sign, and quoted ones a comma`() throws {
    let list = try LevelList("\"a=b\"=x=1,\"y, z\",\"say \"\"no\"\"\"")
    #expect(list.column == "a=b")
    #expect(list.levels == ["x=1", "y, z", "say \"no\""])
  }

  @Test(arguments: ["", "=", "dose", "dose=", "=a", "dose=a,,b", "dose=\"a", "dose=a,"])
  func `other texts are refused`(text: String) {
    #expect(throws: CommandLineError.self) { try LevelList(text) }
  }
}
