import Foundation
import Theano

/// The handwritten digits, and what trains on them.
struct Digits {
  /// Pixels in 0…1, `[n, 64]`, and labels, `[n]`, to train on; then the held-out fifth.
  let trainImages: NDArray, trainLabels: NDArray, testImages: NDArray, testLabels: NDArray

  /// Reads the digits, shuffles them by a fixed seed, and holds out a fifth.
  /// - Throws: if the file is missing or damaged.
  init() throws {
    guard let path = Bundle.module.path(forResource: "digits", ofType: "npz", inDirectory: "Data")
    else { throw CocoaError(.fileNoSuchFile) }
    let archive = try NDArray.load(npz: path)
    guard let images = archive["images"], let labels = archive["labels"] else {
      throw CocoaError(.fileReadCorruptFile)
    }
    let pixels = try images.reshaped(to: [-1, 64])
    let order = RandomStreams(seed: 1).permutation([], n: labels.count)
    let rows = try order.eval().elements(as: Int.self)
    let held = Array(rows.prefix(labels.count / 5)), kept = Array(rows.dropFirst(labels.count / 5))
    func select(_ rows: [Int]) throws -> (NDArray, NDArray) {
      let images = try NDArray.stacked(rows.map { try pixels[$0] })
      let classes = try NDArray.stacked(rows.map { try labels[$0] })
      let ink = images.cast(to: .float64).elements(as: Double.self).map { $0 / 16 }
      return (try NDArray(ink, shape: images.shape), classes.cast(to: .int64))
    }
    (trainImages, trainLabels) = try select(kept)
    (testImages, testLabels) = try select(held)
  }
}

/// A classifier: the probabilities of the classes, and what is learnt.
struct Classifier {
  /// Class probabilities, `[batch, 10]`.
  var probabilities: Variable
  /// What gradient descent changes.
  var parameters: [SharedVariable]
}

/// Training of two classifiers on the digits.
func trainClassifiers() throws {
  chapter(7, "A classifier that learns")
  say(
    """
    1,797 handwritten digits of 8 x 8 pixels (UCI Machine Learning Repository, Alpaydin and Kaynak), one fifth
    of them held out. First logistic regression, then a network with one hidden layer; both are expressions,
    their gradients come from grad, and one function call is one step of gradient descent.
    """)
  let digits = try Digits()
  Swift.print(
    "\n    \(digits.trainLabels.count) images to train on, \(digits.testLabels.count) to test on")

  let x = dmatrix("x")
  try example("Logistic regression") {
    let W = shared(try NDArray.zeros([64, 10]), name: "W")
    let b = shared(try NDArray.zeros([10]), name: "b")
    let model = Classifier(probabilities: softmax(dot(x, W) + b), parameters: [W, b])
    try train(model, x, digits, epochs: 40, learningRate: 0.5)
  }

  try example("A hidden layer") {
    let weights = RandomStreams(seed: 7)
    let W1 = shared(try weights.uniform([64, 64], low: -0.2, high: 0.2).eval(), name: "W1")
    let b1 = shared(try NDArray.zeros([64]), name: "b1")
    let W2 = shared(try weights.uniform([64, 10], low: -0.2, high: 0.2).eval(), name: "W2")
    let b2 = shared(try NDArray.zeros([10]), name: "b2")
    let hidden = tanh(dot(x, W1) + b1)
    let model = Classifier(
      probabilities: softmax(dot(hidden, W2) + b2), parameters: [W1, b1, W2, b2])
    let predict = try train(model, x, digits, epochs: 40, learningRate: 0.3)
    try draw(digits, predict)
  }
}

/// Trains a model by gradient descent on batches, prints its accuracy, and returns the function that predicts.
@discardableResult
func train(_ model: Classifier, _ x: Variable, _ digits: Digits, epochs: Int, learningRate: Double)
  throws -> Function<NDArray>
{
  let batch = 32, y = lvector("y"), start = lscalar("start")
  let images = shared(digits.trainImages, name: "images")
  let labels = shared(digits.trainLabels, name: "labels")

  let cost = categoricalCrossentropy(model.probabilities, y).mean()
  let gradients = try grad(cost, wrt: model.parameters)
  let updates = zip(model.parameters, gradients).map { w, g in (w, w - learningRate * g) }
  let step = try function(
    [start], cost, updates: Updates(updates),
    givens: [x: images[start..<start + batch], y: labels[start..<start + batch]])
  let predict = try function([x], argmax(model.probabilities, axis: 1))

  let bar = ProgressBar(total: epochs)
  var loss = 0.0
  for epoch in 1...epochs {
    var losses: [Double] = []
    for start in stride(from: 0, to: digits.trainLabels.count - batch + 1, by: batch) {
      losses.append(try step(start).scalar(as: Double.self))
    }
    loss = losses.reduce(0, +) / Double(losses.count)
    bar.show(epoch, "loss \(String(format: "%.4f", loss))")
  }
  bar.clear()
  let guesses = try predict(digits.testImages)
  let right = zip(guesses.elements(as: Int.self), digits.testLabels.elements(as: Int.self))
    .count { $0 == $1 }
  let accuracy = Double(right) / Double(guesses.count)
  print(
    "after \(epochs) epochs: loss \(String(format: "%.3f", loss)),",
    "test accuracy \(String(format: "%.3f", accuracy))")
  return predict
}

/// Draws a few held-out digits as text, with what the model takes them for.
func draw(_ digits: Digits, _ predict: Function<NDArray>) throws {
  let shown = 6
  let guesses = try predict(digits.testImages).elements(as: Int.self)
  let pixels = digits.testImages.elements(as: Double.self)
  let shades = Array(" .:-=+*#%@")
  Swift.print("")
  for row in 0..<8 {
    let line = (0..<shown).map { image in
      (0..<8).map { column in
        let shade = shades[min(Int(pixels[image * 64 + row * 8 + column] * 10), 9)]
        return "\(shade)\(shade)"
      }.joined()
    }
    Swift.print("      " + line.joined(separator: "  "))
  }
  let captions = (0..<shown).map { image in
    let caption = "a \(digits.testLabels.elements(as: Int.self)[image]), read as \(guesses[image])"
    return caption.padding(toLength: 16, withPad: " ", startingAt: 0)
  }
  Swift.print("      " + captions.joined(separator: "  "))
}
