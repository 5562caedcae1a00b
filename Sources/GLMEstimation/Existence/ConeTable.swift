import GLMModel

/// The comparisons of each recession cone, made once.
struct ConeTable: Sendable {
  struct Entry: Sendable {
    /// What multiplies the movements of the linear predictors, one a comparison.
    let normals: [[Double]]
    /// Whether the comparisons must be left exactly; otherwise they may rise.
    let isEquality: Bool

    init(_ cone: RecessionCone, planes: Int) {
      // A cone has either inequalities or equalities.
      let (inequalities, equalities) = cone.halfspaces(planes: planes)
      isEquality = !equalities.isEmpty
      normals = inequalities + equalities
    }
  }

  private let planes: Int
  private let origin: Entry
  private let whole: Entry
  private let nonnegative: Entry?
  private let nonpositive: Entry?
  private let largest: [Entry]

  init(planes: Int) {
    self.planes = planes
    origin = Entry(.origin, planes: planes)
    whole = Entry(.whole, planes: planes)
    nonnegative = planes > 0 ? Entry(.nonnegative, planes: planes) : nil
    nonpositive = planes > 0 ? Entry(.nonpositive, planes: planes) : nil
    largest =
      planes > 1 ? (-1..<planes).map { Entry(.largest(plane: $0 < 0 ? nil : $0), planes: planes) } : []
  }

  subscript(cone: RecessionCone) -> Entry {
    switch cone {
    case .origin: return origin
    case .whole: return whole
    case .nonnegative: if let nonnegative { return nonnegative }
    case .nonpositive: if let nonpositive { return nonpositive }
    case .largest(let plane):
      let place = (plane ?? -1) + 1
      if largest.indices.contains(place) { return largest[place] }
    case .halfspaces: break
    }
    return Entry(cone, planes: planes)
  }
}
