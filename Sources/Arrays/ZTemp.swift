extension NDArray: CustomStringConvertible {
  public var description: String {
    ndim == 0 ? (dtype.isDiscrete ? "\(ints[0])" : "\(reals[0])") : "\(reals)"
  }
}
