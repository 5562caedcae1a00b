@_exported import GLMAlgebra
@_exported import GLMEstimation
@_exported import GLMFamilies
@_exported import GLMInference
@_exported import GLMModel
@_exported import GLMTabular
