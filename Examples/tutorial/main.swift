import Theano

// The Theano tutorial in Swift: each example's code, and behind arrows what it prints.
Swift.print("Theano, in Swift: the tutorial")
try basicAlgebra()
try moreExamples()
try randomNumbers()
try graphStructures()
try derivatives()
try loops()
try trainClassifiers()
