import GLM
import Foundation
func src(_ cols: [[Double]], y: [[Double]], offs: [[Double]] = [], w: [Double]? = nil, intercept: Bool = true) -> MemorySource {
  MemorySource(rowCount: y[0].count, columns: (intercept ? [.intercept] : []) + cols.indices.map { ColumnDescription(name: "x\($0)") },
    pieces: (intercept ? [.constant] : []) + cols.map { .dense(ColumnStorage($0)) }, response: y.map { ColumnStorage($0) }, weights: w.map { ColumnStorage($0) }, offsets: offs.map { ColumnStorage($0) })
}
func read(_ f: String) -> (names: [String], rows: [[String]]) {
  let t = try! String(contentsOfFile: "/work/shared/corpus/" + f, encoding: .utf8).split(separator: "\n").map { $0.replacingOccurrences(of: "\"", with: "").split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  return (t[0], Array(t.dropFirst()))
}
func col(_ t: (names: [String], rows: [[String]]), _ n: String) -> [Double] { let i = t.names.firstIndex(of: n)!; return t.rows.map { Double($0[i])! } }
func show(_ name: String, _ e: Estimate) {
  print(name, e.outcome, "it", e.iterations, "passes", e.passes, "decr", e.decrement, "loss", e.loss)
  print("   ", e.coefficients, "se", e.inverseInformation.map { $0.diagonal.map { $0.squareRoot() } } ?? [])
}
let b = read("glm/beetle_cloglog.csv")
let killed = col(b, "killed"), exposed = col(b, "exposed"), ld = col(b, "logdose")
for link in [Logit(), Probit(), ComplementaryLogLog()] as [any Link] {
  let l = try Bernoulli().likelihood(through: link, for: .successesOfTrials)
  for s in [Newton(), LBFGS(), GradientDescent()] as [any Solver] {
  show("beetle \(link.name) \(s.name)", try Estimator(solver: s).fit(l, to: src([ld], y: [killed, exposed]))) }
}
let lp = try Bernoulli().likelihood(through: Probit(), for: .successesOfTrials)
show("beetle probit quad", try Estimator().fit(lp, to: src([ld, ld.map { $0*$0 }], y: [killed, exposed])))
let lg = try Bernoulli().likelihood(through: Logit(), for: .values)
for n in ["sep_complete_1", "all_ones_logit"] { let t = read("torture/\(n).csv"); show(n, try Estimator().fit(lg, to: src([col(t, "x")], y: [col(t, "y")]))) 
 show(n, try Estimator(solver: LBFGS()).fit(lg, to: src([col(t, "x")], y: [col(t, "y")])))
 show(n, try Estimator(prior: NormalPrior(precision: 1)).fit(lg, to: src([col(t, "x")], y: [col(t, "y")]))) 
 show(n, try Estimator(prior: LaplacePrior(rate: 1)).fit(lg, to: src([col(t, "x")], y: [col(t, "y")]))) }
do { let t = read("torture/nearsep_1e-08.csv"); show("nearsep", try Estimator().fit(lg, to: src([col(t, "x")], y: [col(t, "y")]))) }
do { let t = read("torture/sep_quasi_endometrial.csv"); show("endo", try Estimator().fit(lg, to: src(["NV","PI","EH"].map { col(t, $0) }, y: [col(t, "HG")]))) }
do { let t = read("torture/logit_null_start.csv"); show("null", try Estimator(start: [-1.81]).fit(lg, to: src([], y: [col(t, "y")]))); show("null", try Estimator(start: [5e15]).fit(lg, to: src([], y: [col(t, "y")]))) }
do { let t = read("torture/constant_column.csv"); show("const", try Estimator().fit(PoissonLogLikelihood(), to: src(["k", "x1"].map { col(t, $0) }, y: [col(t, "y")]))) }
do { let t = read("torture/probit_tail.csv"); show("tail", try Estimator().fit(try Bernoulli().likelihood(through: Probit(), for: .values), to: src(["x"].map { col(t, $0) }, y: [col(t, "y")], offs: [col(t, "off")]))) }
do { let t = read("torture/cloglog_tail.csv"); show("ctail", try Estimator().fit(try Bernoulli().likelihood(through: ComplementaryLogLog(), for: .values), to: src(["x"].map { col(t, $0) }, y: [col(t, "y")], offs: [col(t, "off")]))) }
do { let t = read("torture/unix_time.csv"); show("unix", try Estimator().fit(try Gaussian().likelihood(through: Identity(), for: .values), to: src(["t"].map { col(t, $0) }, y: [col(t, "y")]))) }
do { let t = read("torture/counts_1e15.csv"); show("1e15", try Estimator().fit(PoissonLogLikelihood(), to: src(["x"].map { col(t, $0) }, y: [col(t, "y")]))) }
do { let t = read("torture/n_lt_p.csv"); show("nltp", try Estimator().fit(try Gaussian().likelihood(through: Identity(), for: .values), to: src(["a","b","c","d"].map { col(t, $0) }, y: [col(t, "y")]))) }
do { let t = read("torture/crabs_rep1.csv"); show("crabs1", try Estimator().fit(try Poisson().likelihood(through: Identity(), for: .values), to: src(["width","dark","goodspine"].map { col(t, $0) }, y: [col(t, "satellites")]))) }
do { let t = read("torture/crabs_identity.csv"); show("crabs", try Estimator().fit(try Poisson().likelihood(through: Identity(), for: .values), to: src(["width","dark","goodspine"].map { col(t, $0) }, y: [col(t, "satellites")]))) }
do { let t = read("torture/logbin_boundary_birthwt.csv"); show("logbin", try Estimator().fit(try Bernoulli().likelihood(through: Log(), for: .values), to: src(["smoke","ht","raceblack","raceother"].map { col(t, $0) }, y: [col(t, "low")]))) }
do { let t = read("torture/sep_multinomial_iris.csv"); let cls = t.rows.map { Double(["setosa","versicolor","virginica"].firstIndex(of: $0[4])!) }; 
show("iris", try Estimator().fit(CategoricalLikelihood(classes: 3), to: src(["Sepal.Length","Sepal.Width","Petal.Length","Petal.Width"].map { col(t, $0) }, y: [cls]))) 
show("iris", try Estimator(prior: NormalPrior(precision: 1)).fit(CategoricalLikelihood(classes: 3), to: src(["Sepal.Length","Sepal.Width","Petal.Length","Petal.Width"].map { col(t, $0) }, y: [cls]))) 
show("iris", try Estimator(prior: LaplacePrior(rate: 1)).fit(CategoricalLikelihood(classes: 3), to: src(["Sepal.Length","Sepal.Width","Petal.Length","Petal.Width"].map { col(t, $0) }, y: [cls]))) }
struct NegativeBinomial: Family {
  var theta: Double
  var support: Support { .counts }
  func variance<S: Scalar>(_ mean: S) -> S { mean + mean * mean / S(theta) }
}
do { let t = read("torture/constant_column.csv"); let nb = try NegativeBinomial(theta: 2).likelihood(through: Log(), for: .values); for s in [Newton(), LBFGS(), GradientDescent()] as [any Solver] { show("nb", try Estimator(solver: s).fit(nb, to: src(["x1"].map { col(t, $0) }, y: [col(t, "y")]))) } }
