/// A number as a person writes it: in shortest round-trip form, whole numbers without a point.
package func shortest(_ x: Double) -> String {
  x == x.rounded() && x.magnitude < 1e15 ? String(Int(x)) : "\(x)"
}
