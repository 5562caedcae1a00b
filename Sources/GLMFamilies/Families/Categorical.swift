import GLMAlgebra
import GLMModel

/// One of C classes: softmax against a reference class, K = C − 1 linear predictors, canonical.
///
/// Class 0 is the reference, with linear predictor 0; pₖ = exp(ηₖ)/Σ exp(η). With two classes it is ``Bernoulli``
/// through the logit.
public struct Categorical: ResponseModel {
  public init() {}
  public var familyName: String { "categorical" }
  public var linkName: String { "logit" }
  public var wantsClasses: Bool { true }

  public func likelihood(for shape: ResponseShape) throws(ModelError) -> any Likelihood {
    guard case .classes(let count) = shape else {
      throw .responseKind(model: familyName, needs: "a class a row", got: shape.description)
    }
    guard count >= 2 else {
      throw .contradiction("a categorical response needs two classes at least, and there is \(count)")
    }
    return CategoricalLikelihood(classes: count)
  }
}

/// Softmax: the residual is y − p in every plane, y the indicator of the class, and both curvatures are
/// pₖ(δₖₗ − pₗ) (Docs/Mathematics.md, "Softmax").
public struct CategoricalLikelihood: VectorizedLikelihood {
  /// C.
  public let classes: Int
  package var vectors: VectorLikelihood?

  public init(classes: Int) {
    precondition(classes >= 2, "a categorical response has two classes at least")
    self.classes = classes
    vectors = .softmax(classes: classes)
  }

  public var predictorCount: Int { classes - 1 }
  public var meanCount: Int { classes }
  public var responseDimension: Int { classes - 1 }
  public var support: Support {
    Support(
      Interval(from: 0, to: Double(classes - 1), includesLower: true, includesUpper: true), isWhole: true,
      description: "a class from 0 to \(classes - 1)")
  }
  public var curvatures: Set<Curvature> { [.expected, .observed] }
  public var isConvex: Bool { true }
  public var hasOneCurvature: Bool { true }
  public var dispersion: Dispersion { .known(1) }
  public var exponentialName: String? { "odds ratio" }

  /// The condition is d̄ − dₖ < 1 for every class, and no two movements, 0 of the reference included, differ by more
  /// than twice the largest.
  public func curvatureRatio(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? { 2 }
  public var distribution: (any Distribution)? { CategoricalDistribution() }

  public func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    evaluateByVectors(
      response: response, predictors: predictors, order: order, loss: &loss, residual: &residual,
      curvature: &curvature)
  }

  package func evaluateRowByRow(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    let rows = loss.count
    let planes = classes - 1
    let wantsCurvature = order.wantedCurvature != nil
    var p = Array(repeating: 0.0, count: classes)
    var complement = Array(repeating: 0.0, count: classes)
    for i in 0..<rows {
      let logTotal = Self.probabilities(predictors, row: i, rows: rows, &p, &complement)
      let y = Int(response[i])
      // −log p of the class that happened.
      loss[i] = logTotal.total - ((y == 0 ? 0 : predictors[(y - 1) * rows + i]) - logTotal.largest)
      guard order.wantsResidual else { continue }
      for k in 0..<planes {
        residual[k * rows + i] = y == k + 1 ? complement[k + 1] : -p[k + 1]
      }
      guard wantsCurvature else { continue }
      for k in 0..<planes {
        for l in 0..<k { curvature[(k * (k + 1) / 2 + l) * rows + i] = -p[k + 1] * p[l + 1] }
        curvature[(k * (k + 1) / 2 + k) * rows + i] = p[k + 1] * complement[k + 1]
      }
    }
  }

  /// p and 1 − p of every class, each accurate relative to itself; the largest η, and log Σ exp(η − largest).
  static func probabilities(
    _ predictors: Span<Double>, row i: Int, rows: Int, _ p: inout [Double], _ complement: inout [Double]
  ) -> (largest: Double, total: Double) {
    let classes = p.count
    var largest = 0.0
    var winner = 0
    for k in 1..<classes where predictors[(k - 1) * rows + i] > largest {
      largest = predictors[(k - 1) * rows + i]
      winner = k
    }
    var rest = 0.0
    for k in 0..<classes where k != winner {
      let distance = DoubleDouble.sum(k == 0 ? 0 : predictors[(k - 1) * rows + i], -largest)
      let power = Double.exp(distance.high)
      // The difference of predictors is rounded, and its exponential shows that.
      p[k] = power == 0 ? 0 : power + power * distance.low
      rest += p[k]
    }
    let total = 1 + rest
    for k in 0..<classes where k != winner {
      complement[k] = (total - p[k]) / total
      p[k] /= total
    }
    p[winner] = 1 / total
    complement[winner] = rest / total
    return (largest, Double.log(onePlus: rest))
  }

  public func evaluateMeans(
    predictors: Span<Double>, means: inout MutableSpan<Double>, slopes: inout MutableSpan<Double>
  ) {
    let planes = classes - 1
    let rows = predictors.count / planes
    var p = Array(repeating: 0.0, count: classes)
    var complement = Array(repeating: 0.0, count: classes)
    for i in 0..<rows {
      _ = Self.probabilities(predictors, row: i, rows: rows, &p, &complement)
      for m in 0..<classes {
        means[m * rows + i] = p[m]
        guard !slopes.isEmpty else { continue }
        for k in 0..<planes {
          slopes[(m * planes + k) * rows + i] = m == k + 1 ? p[m] * complement[m] : -p[m] * p[k + 1]
        }
      }
    }
  }

  /// The class that happened twice as probable as the others together would make it.
  public func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    let planes = classes - 1
    let rows = predictors.count / planes
    for i in 0..<rows {
      let y = Int(response[i])
      for k in 0..<planes { predictors[k * rows + i] = y == k + 1 ? 1 : (y == 0 ? -1 : 0) }
    }
  }

  public func isOrdinary(_ response: Span<Double>, rows: Int) -> Bool { support.containsAll(response) }

  public func recession(_ response: RowResponse) -> RecessionCone {
    .largest(plane: response.value == 0 ? nil : Int(response.value) - 1)
  }

  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? { 0 }
}

/// The third cumulants of an indicator of classes, ∂(pₖ(δₖₗ − pₗ))/∂ηₘ; the curvature is free of the response, and the
/// mixed moments are 0.
extension CategoricalLikelihood: ThirdMoments {
  public var thirdMoments: (any ThirdMoments)? { self }

  public func evaluateThirdMoments(
    response: Span<Double>, predictors: Span<Double>, third: inout MutableSpan<Double>,
    mixed: inout MutableSpan<Double>
  ) {
    let planes = classes - 1
    let rows = predictors.count / planes
    var p = Array(repeating: 0.0, count: classes)
    var complement = Array(repeating: 0.0, count: classes)
    for i in 0..<mixed.count { mixed[i] = 0 }
    for i in 0..<rows {
      _ = Self.probabilities(predictors, row: i, rows: rows, &p, &complement)
      for k in 0..<planes {
        for l in 0..<planes {
          for m in 0..<planes {
            // In one order, so that the moments have the same bits in any.
            let order = [k, l, m].sorted()
            let (a, b, c) = (p[order[0] + 1], p[order[1] + 1], p[order[2] + 1])
            let other = complement[order[1] + 1]
            let value =
              if order[0] == order[2] {
                b * other * (other - b)
              } else if order[0] == order[1] {
                -b * c * (other - b)
              } else if order[1] == order[2] {
                -b * a * (other - b)
              } else {
                2 * a * b * c
              }
            third[((k * planes + l) * planes + m) * rows + i] = value
          }
        }
      }
    }
  }
}

/// One of C classes with probabilities `means`.
public struct CategoricalDistribution: Distribution {
  public init() {}

  public func logDensity(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let index = Int(response.value)
    return means.indices.contains(index) ? Double.log(means[index]) : -.infinity
  }

  public func cumulative(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    min(1, means.enumerated().reduce(0) { Double($1.offset) <= response.value ? $0 + $1.element : $0 })
  }

  public func quantile(_ probability: Double, trials: Double, means: [Double], dispersion: Double) -> Double {
    var sum = 0.0
    for (k, p) in means.enumerated() {
      sum += p
      if sum >= probability { return Double(k) }
    }
    return Double(means.count - 1)
  }
}

extension ResponseModel where Self == Categorical {
  /// One of several classes.
  public static var categorical: Categorical { Categorical() }
}
