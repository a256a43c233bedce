/// All operations, with examples of their use: what the suites over all operations run on.
package let sampledOps: [any SampledOp] =
  elementwiseCatalogue + shapeCatalogue + reduceCatalogue + indexingCatalogue
  + convolutionCatalogue
