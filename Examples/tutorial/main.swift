import Foundation
import Theano

// The Theano tutorial in Swift: each example's code, and behind arrows what it prints.
do {
  Swift.print("Theano, in Swift: the tutorial")
  try basicAlgebra()
  try moreExamples()
  try randomNumbers()
  try graphStructures()
  try derivatives()
  try loops()
  try trainClassifiers()
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
