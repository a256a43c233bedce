"""Writes digits.npz beside this file: the UCI handwritten digits test set, from scikit-learn's copy."""
from pathlib import Path

import numpy
from sklearn.datasets import load_digits

digits = load_digits()
images, labels = digits.images.astype("uint8"), digits.target.astype("uint8")
assert images.shape == (1797, 8, 8) and images.max() == 16 and (images == digits.images).all()
numpy.savez_compressed(Path(__file__).with_name("digits.npz"), images=images, labels=labels)
