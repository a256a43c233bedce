@_exported import TheanoArrays
@_exported import TheanoGradient
@_exported import TheanoGraph
@_exported import TheanoOps
@_exported import TheanoRandom
@_exported import TheanoRewrites
@_exported import TheanoScan
