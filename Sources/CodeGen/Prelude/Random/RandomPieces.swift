/// The draws that generated code makes itself, with what they need, in an order in which they can be written.
///
/// Each has the bits of the sampler of its name in `Sources/Random`. Operands are the distribution's parameters,
/// by whose dtype a draw is called, and what the element has of a block that it shares; then, where that may not
/// do, the stream's key and the element's number in the stream, of which shared numbers are made too. Those of which
/// an element takes words of its own alone have only the latter.
package let randomPieces: [PreludePiece] = [
  randomBits, randomMath64, randomMath32, sharedWords, sharedPairs, standardNormals64,
  standardNormals32, uniformDraws64, uniformDraws32, uniformHalfDraws,
  normalDraws64, normalDraws32, truncatedNormalDraws, exponentialDraws, bernoulliDraws,
  integerDraws, randomExponential, ownWords, gammaRejection, gammaDraws, betaDraws,
  logProbabilities, poissonDraws, binomialRejection, binomialDraws,
  ownUnits, numberedWords, wordsOfIntegers, integersFromWords, binomialFromWords, wordsOfBinomials,
]
