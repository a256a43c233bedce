import TheanoArrays
import TheanoGraph

extension ConvolutionForm {
  /// One of the three tensors that belong together.
  enum Part { case image, filters, output }

  /// Computes one of the tensors from the other two, given in the order image, filters, output.
  /// - Throws: `EvaluationError` if the shapes do not fit; `ArrayError` if there is no memory.
  func evaluate(
    _ x: [NDArray], _ part: Part, image: [Int], filters: [Int], output: [Int]
  ) throws -> NDArray {
    if let problem = problem(image: image, filters: filters, output: output) {
      throw EvaluationError(problem)
    }
    let shape = part == .image ? image : part == .filters ? filters : output
    let dtype = x[0].dtype
    _ = try NDArray(checked: shape, dtype: .complex128)
    /// The sums in a wide type.
    func sums<N: HostNumber>(_: N.Type) -> NDArray {
      let (a, b) = (N.elements(of: x[0]), N.elements(of: x[1]))
      var result = [N](repeating: .zero, count: shape.reduce(1, *))
      forEachProduct(image, filters, output) { i, k, p in
        switch part {
        case .image: result[i] = .sum(result[i], .product(a[k], b[p]))
        case .filters: result[k] = .sum(result[k], .product(a[i], b[p]))
        case .output: result[p] = .sum(result[p], .product(a[i], b[k]))
        }
      }
      return N.array(result, shape: shape, dtype: dtype)
    }
    return switch dtype.kind {
    case .real: sums(Double.self)
    case .complex: sums(Complex<Double>.self)
    case .integer, .bool: sums(Int128.self)
    }
  }

  /// Calls `visit` with the numbers of all elements of the image, the filters and the output that are multiplied
  /// with each other.
  private func forEachProduct(
    _ image: [Int], _ filters: [Int], _ output: [Int], _ visit: (Int, Int, Int) -> Void
  ) {
    if image.contains(0) || filters.contains(0) || output.contains(0) { return }
    let places = places(image, filters, output)
    let sizes = [image, filters, output].map { $0[2...].reduce(1, *) }
    let (channels, outputs) = (filters[1], filters[0] / groups)
    for n in 0..<image[0] {
      for o in 0..<filters[0] {
        for c in 0..<channels {
          let i = (n * image[1] + o / outputs * channels + c) * sizes[0]
          let k = (o * channels + c) * sizes[1]
          let p = (n * output[1] + o) * sizes[2]
          for place in places { visit(i + place.image, k + place.filters, p + place.output) }
        }
      }
    }
  }

  /// The numbers of the elements of one channel of an image, of a filter and of an output that belong together.
  private func places(
    _ image: [Int], _ filters: [Int], _ output: [Int]
  ) -> [(image: Int, filters: Int, output: Int)] {
    var places = [(image: 0, filters: 0, output: 0)]
    for axis in 0..<rank {
      let (length, filter, count) = (image[axis + 2], filters[axis + 2], output[axis + 2])
      let extent = (filter - 1) * dilations[axis] + 1
      let before = border.padding(axis: axis, extent: extent).before
      var along: [(image: Int, filters: Int, output: Int)] = []
      for k in 0..<filter {
        let distance = (flips ? filter - 1 - k : k) * dilations[axis] - before
        for p in 0..<count {
          let i = p * strides[axis] + distance
          if (0..<length).contains(i) { along.append((i, k, p)) }
        }
      }
      places = places.flatMap { place in
        along.map {
          (
            place.image * length + $0.image, place.filters * filter + $0.filters,
            place.output * count + $0.output
          )
        }
      }
    }
    return places
  }
}
