import GLMTabular

extension TypedCase {
  /// What the formula language reads.
  static let all: [TypedCase] = [
    .price("weight") { $0.weight },
    .price("1") { _ in .intercept },
    .price("1 + weight") { .intercept + $0.weight },
    .price("weight + make + color + isNew") { $0.weight + $0.make + $0.color + $0.isNew },
    .price("weight - 1", as: "0 + weight") { $0.weight.withoutIntercept },
    .price("make + weight - 1", as: "0 + make + weight") { ($0.make + $0.weight).withoutIntercept },
    .price("make - 1", as: "0 + make") { $0.make - .intercept },
    .price("make * weight", as: "make + weight + make:weight") { $0.make * $0.weight },
    .price("make:weight") { $0.make & $0.weight },
    .price("make:weight:isNew") { $0.make & $0.weight & $0.isNew },
    .price("make + weight:(isNew + color)", as: "make + weight:isNew + weight:color") {
      $0.make + $0.weight & ($0.isNew + $0.color)
    },
    .price("(make + isNew) * weight", as: "make + isNew + weight + make:weight + isNew:weight") {
      ($0.make + $0.isNew) * $0.weight
    },
    // Swift groups & with * from the left; the text says so in parentheses.
    .price("(make * weight):isNew", as: "(make + weight + make:weight):isNew") {
      $0.make * $0.weight & $0.isNew
    },
    .price(
      "make * weight * isNew - make:weight:isNew",
      as: "(make + weight + isNew) + make:weight + make:isNew + weight:isNew"
    ) {
      $0.make * $0.weight * $0.isNew - $0.make & $0.weight & $0.isNew
    },
    .price("make * weight - make") { $0.make * $0.weight - $0.make },
    .price("make + weight - (make + color)", as: "weight") { $0.make + $0.weight - ($0.make + $0.color) },
    .price("weight + (make - weight)", as: "weight + make") { $0.weight + ($0.make - $0.weight) },
    .price("log(weight) + log2(weight) + log10(weight) + log1p(weight)") {
      log($0.weight) + log2($0.weight) + log10($0.weight) + log1p($0.weight)
    },
    .price("exp(weight) + sqrt(weight) + abs(weight)") { exp($0.weight) + sqrt($0.weight) + abs($0.weight) },
    .price("log(weight/cylinders)") { log($0.weight / $0.cylinders) },
    .price("log(weight + 2 * gears - 0.5)") { log($0.weight + 2 * $0.gears - 0.5) },
    .price("I(weight * power)") { I($0.weight * $0.power) },
    .price("I(weight^2) + weight") { I(pow($0.weight, 2)) + $0.weight },
    .price("I(weight^-2)") { I(pow($0.weight, -2)) },
    .price("I((weight + 1)^(weight/2))") { I(pow($0.weight + 1, $0.weight / 2)) },
    .price("I((weight^2)^weight)") { I(pow(pow($0.weight, 2), $0.weight)) },
    .price("I((-weight)^2 - -gears)") { I(pow(-$0.weight, 2) - -$0.gears) },
    .price("I(-weight^2)") { I(-pow($0.weight, 2)) },
    .price("I(-(weight + gears))") { I(-($0.weight + $0.gears)) },
    .price("I(weight - (gears - 1))") { I($0.weight - ($0.gears - 1)) },
    .price("I(weight/(gears * 3) + weight/gears * 3)") {
      I($0.weight / ($0.gears * 3) + $0.weight / $0.gears * 3)
    },
    .price("I(1e-20 * weight + 1e+20)") { I(1e-20 * $0.weight + 1e20) },
    .price("I(weight * -3)") { I($0.weight * -3) },
    .price("factor(cylinders)") { factor($0.cylinders) },
    .price("factor(make) + factor(gears):weight") { factor($0.make) + factor($0.gears) & $0.weight },
    .price("weight + offset(sold) + offset(log(stock))") {
      $0.weight + offset($0.sold) + offset(log($0.stock))
    },
    .price("power + grade") { $0.power + $0.grade },
    .price("engine.bore * isNew") { $0[\.engine.bore] * $0.isNew },
    .price("`net worth` + `next`") { $0.`net worth` + $0.next },
    .price("log(`net worth`)") { log($0.`net worth`) },
    .price("density + weight") { $0.density.named("density") + $0.weight },
    TypedCase("log(price) ~ weight") { try RowFormula(response: { log($0.price) }, on: { $0.weight }) },
    TypedCase("density ~ weight") {
      try RowFormula(response: { $0.density.named("density") }, on: { $0.weight })
    },
    TypedCase("isNew ~ weight") { try RowFormula(\.isNew, on: { $0.weight }) },
    TypedCase("grade ~ weight + power") { try RowFormula(\.grade, on: { $0.weight + $0.power }) },
    TypedCase("cbind(sold, stock - sold) ~ weight") {
      try RowFormula(successes: \.sold, of: \.stock, on: { $0.weight })
    },
    TypedCase("cbind(sold, gears) ~ weight") {
      try RowFormula(successes: \.sold, failures: \.gears, on: { $0.weight })
    },
    .price("(make + weight + isNew)^2", as: "make + weight + isNew + make:weight + make:isNew + weight:isNew")
    {
      ($0.make + $0.weight + $0.isNew).interactions(upTo: 2)
    },
    .price("make/weight", as: "make + make:weight") { $0.make / $0.weight },
    .price("make/(weight + isNew)", as: "make + make:weight + make:isNew") {
      $0.make / ($0.weight + $0.isNew)
    },
    .price("sin(weight) + cos(weight)") { sin($0.weight) + cos($0.weight) },
    .price("scale(weight) + center(gears)") { scale($0.weight) + center($0.gears) },
    .price("I(scale(weight)^2)") { I(pow(scale($0.weight), 2)) },
    .price("poly(weight, 2)") { poly($0.weight, 2) },
    .price("poly(log(weight), 2, raw = TRUE) * make") { poly(log($0.weight), 2, raw: true) * $0.make },
    .price("bs(weight, df = 5)") { bs($0.weight, df: 5) },
    .price("bs(weight, knots = c(1.5, 2), degree = 2)") { bs($0.weight, knots: [1.5, 2], degree: 2) },
    .price("bs(weight, df = 5, intercept = TRUE, Boundary.knots = c(0, 4))") {
      bs($0.weight, df: 5, intercept: true, boundary: [0, 4])
    },
    .price("ns(weight, df = 4)") { ns($0.weight, df: 4) },
    .price("ns(weight, knots = c(2, 2.5), Boundary.knots = c(0, 4)):isNew") {
      ns($0.weight, knots: [2, 2.5], boundary: [0, 4]) & $0.isNew
    },
    .price("cut(weight, c(0, 2, 4))") { cut($0.weight, [0, 2, 4]) },
    .price("cut(weight, c(-Inf, 2, Inf), labels = c(\"light\", \"heavy\"), right = FALSE)") {
      cut($0.weight, [-.infinity, 2, .infinity], labels: ["light", "heavy"], closedRight: false)
    },
    .price("cut(weight, c(1.2, 2, 4), include.lowest = TRUE)") {
      cut($0.weight, [1.2, 2, 4], includesLowest: true)
    },
    .price("cut(weight, 3)") { cut($0.weight, 3) },
    .price("relevel(make, \"fiat\")") { relevel($0.make, .fiat) },
    .price("relevel(factor(cylinders), \"6\")") { relevel(factor($0.cylinders), 6) },
    .price("relevel(color, \"blue\")") { relevel($0.color, "blue") },
    .price("ordered(make)") { ordered($0.make) },
    .price("ordered(cylinders)") { ordered($0.cylinders) },
    .price("ordered(make, levels = c(\"fiat\", \"audi\", \"volvo\"))") {
      ordered($0.make, levels: [.fiat, .audi, .volvo])
    },
    .price("ordered(cylinders, levels = c(\"8\", \"6\", \"4\"))") {
      ordered($0.cylinders, levels: [8, 6, 4])
    },
    .price("weight > 2") { $0.weight > 2 },
    .price("gears + (weight > 2)") { $0.gears + ($0.weight > 2) },
    .price("(weight <= gears) * make", as: "(weight <= gears) + make + (weight <= gears):make") {
      ($0.weight <= $0.gears) * $0.make
    },
    .price("(weight < 2) + (gears >= 4) + (cylinders == 6) + (log(weight) != 0)") {
      ($0.weight < 2) + ($0.gears >= 4) + ($0.cylinders == 6) + (log($0.weight) != 0)
    },
    .price("(make == \"audi\") + (color != \"red\") + (isNew == TRUE)") {
      ($0.make == .audi) + ($0.color != "red") + ($0.isNew == true)
    },
    .price("(weight > 2) == FALSE") { ($0.weight > 2) == false },
    .price("factor(cylinders) == \"6\"") { factor($0.cylinders) == 6 },
    .price("I(weight + gears) > 5") { I($0.weight + $0.gears) > 5 },
  ]
}
