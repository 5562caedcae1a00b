import GLMModel

extension ModelObjective {
  package var kink: (any Kink)? { prior.hasKink ? PriorKink(prior: prior, frame: frame) : nil }
}

/// A prior's kink in the coordinates of a frame. Priors leave shifted intercepts alone, so the slopes are the same.
private struct PriorKink: Kink {
  let prior: any Prior
  let frame: Frame

  func value(_ point: [Double]) -> Double { prior.value(frame.expand(point), layout: frame.layout) }

  func proximal(_ point: [Double], steps: [Double]) -> [Double] {
    frame.contract(
      prior.proximal(frame.expand(point), steps: frame.expand(steps), layout: frame.layout))
  }

  func residual(_ point: [Double], smoothGradient: [Double]) -> [Double] {
    frame.contract(
      prior.residual(
        frame.expand(point), smoothGradient: frame.expand(smoothGradient), layout: frame.layout))
  }
}
