/// Arguments or values that a basis or cut points cannot be learned from: what is wrong and what to do. It knows
/// neither the column nor the term: who asks for the basis adds the place.
enum BasisError: Error, Sendable, Equatable {
  /// No values, or none within the boundary that was given.
  case noValues
  /// A NaN or an infinity among the values, at `index` from 0.
  case notFinite(index: Int, value: Double)
  /// Every value is the same, or so near that the range is no number.
  case noRange(lower: Double, upper: Double)
  case degreeTooSmall(Int)
  case degreeTooLarge(Int, limit: Int)
  /// A polynomial of as high a degree as there are different values, or higher.
  case tooFewDistinct(count: Int, degree: Int)
  /// Different values, but too close together for a polynomial of this degree.
  case tooClose(degree: Int)
  case tooManyColumns(Int, limit: Int)
  case badBoundary([Double])
  case badKnot(Double)
  case knotOutside(Double, lower: Double, upper: Double)
  /// Fewer than two intervals asked for, or fewer than two breaks given.
  case tooFewBreaks(Int, isCount: Bool)
  case tooManyBreaks(Int, limit: Int)
  case badBreak(Double)
  /// A break that is not above the one before it.
  case breakOrder(before: Double, after: Double)
  /// Equal-width intervals that rounding makes empty.
  case narrowIntervals(count: Int, lower: Double, upper: Double)
  case labelCount(found: Int, expected: Int)
  case badDigits(Int)
  case repeatedLabel(String)
}

extension BasisError: CustomStringConvertible {
  /// One line: what and what to do.
  var description: String { oneLine(message) }

  private var message: String {
    func plain(_ value: Double) -> String { NumberText.plain(value) }
    return switch self {
    case .noValues: "there are no values to learn from; keep at least one row within the boundary"
    case .notFinite(let index, let value):
      "value number \(index + 1) is \(plain(value)); correct it or leave the row out"
    case .noRange(let lower, let upper):
      lower == upper
        ? "every value is \(plain(lower)); use a column that varies"
        : "the values from \(plain(lower)) to \(plain(upper)) span too wide or too narrow a range; rescale the column"
    case .degreeTooSmall(let degree): "the degree is \(degree); give a whole number from 1"
    case .degreeTooLarge(let degree, let limit): "the degree is \(degree); give at most \(limit)"
    case .tooFewDistinct(let count, let degree):
      "a polynomial of degree \(degree) needs more than \(degree) different values but there "
        + (count == 1 ? "is 1" : "are \(count)") + "; lower the degree"
    case .tooClose(let degree):
      "the values lie too close together for a polynomial of degree \(degree); lower the degree or use a spline"
    case .tooManyColumns(let count, let limit):
      "the basis would have \(count) columns; ask for at most \(limit)"
    case .badBoundary(let ends):
      "the boundary is (\(ends.prefix(4).map(plain).joined(separator: ", "))); give two different finite numbers"
    case .badKnot(let knot): "a knot is \(plain(knot)); give finite knots"
    case .knotOutside(let knot, let lower, let upper):
      "the knot \(plain(knot)) is not between \(plain(lower)) and \(plain(upper)); "
        + "move the knot or widen the boundary"
    case .tooFewBreaks(let count, let isCount):
      isCount
        ? "the number of intervals is \(count); give a whole number from 2"
        : "\(counted(count, "break")) cannot make an interval; give two at least"
    case .tooManyBreaks(let count, let limit): "the number of intervals is \(count); give at most \(limit)"
    case .badBreak(let value): "a break is \(plain(value)); give numbers"
    case .breakOrder(let before, let after):
      "the break \(plain(after)) follows \(plain(before)); give breaks that increase"
    case .narrowIntervals(let count, let lower, let upper):
      "\(count) intervals between \(plain(lower)) and \(plain(upper)) are narrower than numbers can tell apart; "
        + "give fewer, or breaks of your own"
    case .labelCount(let found, let expected):
      "\(counted(found, "label")) for \(counted(expected, "interval")); give one label an interval"
    case .badDigits(let digits): "\(digits) significant digits cannot be shown; give 1 to 17"
    case .repeatedLabel(let label):
      "the label \(quoted(label)) stands for two intervals; give different labels"
    }
  }
}
