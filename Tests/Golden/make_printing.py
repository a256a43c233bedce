"""Writes printing.json: arrays with the texts that NumPy 2.4 prints for them.

    python3 Tests/Golden/make_printing.py [random-cases [output]]

`random-cases` adds that many random arrays, for a longer check that is not committed.
"""

import base64
import json
import pathlib
import sys

import numpy as np

FLOATS = [np.float16, np.float32, np.float64]
COMPLEX = [np.complex64, np.complex128]
INTS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]
DTYPES = [np.bool_] + INTS + FLOATS + COMPLEX
inf, nan = np.inf, np.nan
rng = np.random.default_rng(20260)
cases = []


def add(values, dtype=None, shape=None):
    with np.errstate(all="ignore"):
        a = np.array(values)
        a = a.astype(dtype) if dtype is not None else a
    if shape is not None:
        a = np.resize(a, shape)
    cases.append(
        {
            "dtype": a.dtype.name,
            "shape": list(a.shape),
            "data": base64.b64encode(a.tobytes()).decode(),
            "str": str(a),
            "repr": repr(a),
        }
    )


for dtype in DTYPES:
    add(1, dtype)
    add([0, 1, 0], dtype)
    add([], dtype)
    add(np.zeros((0, 3)), dtype)
    add(np.arange(6) % 100, dtype, (2, 3))
    add(np.arange(24) * 5 % 100, dtype, (2, 3, 4))
    add(np.arange(16) * 7 % 100, dtype, (2, 2, 2, 2))
    add(np.arange(1200) % 120, dtype, (1200,))
for dtype in INTS:
    info = np.iinfo(dtype)
    add([info.min, info.max, 0, 7], dtype)
    add(info.min, dtype)
    add(np.arange(40) * 3, dtype)
for dtype in FLOATS + COMPLEX:
    for x in [0.0, -0.0, 1.5, -2.25, 1e-5, 1e-4, 0.1, 1e3, 1e6, 123456789.0, 1e16, 3e4, nan, inf, -inf]:
        add(x, dtype)
    for row in [
        [1.5, -2.25, 3],
        [0.1, 0.2, 0.3],
        [1e-5, 1],
        [1e-10, 1, 1e10],
        [0.0, -0.0],
        [nan, 1, inf],
        [nan, -inf, 123.456],
        [nan, inf],
        [-inf],
        [nan],
        [1e8, 1],
        [99999999.0, 1e6],
        [1000, 1],
        [1001, 1],
        [999.9999, 0.0001],
        [1 / 3, 2 / 3, 100 / 3],
        [1e-300, 1e300],
        [1e100, -1e-100],
        [0.00001234, -12.5, nan],
        [5e-324, 2.5e-45, 6e-8],
        [3.141592653589793, 2.718281828459045, -1.4142135623730951],
        [1e20, 1.5e20, inf, -nan],
        [0.5, 0.123456785, 0.123456775],
        [2.0**k for k in range(-20, 20, 4)],
    ]:
        add(row, dtype)
    add(rng.standard_normal(30), dtype)
    add(rng.standard_normal((4, 5)), dtype)
    add(rng.standard_normal((2, 3, 4)) * 1e-3, dtype)
    add(rng.standard_normal((1, 2, 2, 2)) * 1e5, dtype)
    add(np.linspace(-1, 1, 40 * 26), dtype, (26, 40))
for dtype in COMPLEX:
    add(complex(1, 2), dtype)
    add(complex(0, 2), dtype)
    add(complex(-0.0, -2), dtype)
    add(complex(nan, -inf), dtype)
    add(complex(1e20, -1e-9), dtype)
    add([1 + 2j, 3 - 1j], dtype)
    add([1.5 + 2j, 3 - 1.25j, complex(nan, inf)], dtype)
    add([1e-5 + 2j, 3 - 1e10j], dtype)
    add(rng.standard_normal((3, 3)) + 1j * rng.standard_normal((3, 3)), dtype)
add(np.arange(1001), np.int16)
add(np.arange(1000), np.int16)
add(np.arange(7 * 160), np.int16, (7, 160))
add(np.arange(160 * 7), np.int16, (160, 7))
add(np.arange(8 * 9 * 20), np.int16, (8, 9, 20))
add(np.arange(2 * 7 * 10 * 10), np.int16, (2, 7, 10, 10))
add(rng.integers(0, 2, (60, 20)), np.bool_)
add(np.arange(2000) * 1e-3, np.float32)
add([[1]] * 3, np.uint8)
add(np.zeros((3, 0, 2)), np.float32)
add(np.zeros((0,)), np.float64)
add(np.arange(70) % 2 == 0, np.bool_)
add(np.full(20, -123456789012345678), np.int64, (2, 10))
add([[[[1.0]]]], np.float64)

for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 0):
    dtype = DTYPES[rng.integers(len(DTYPES))]
    shape = tuple(rng.integers(1, 9, rng.integers(0, 4)))
    kind = rng.integers(5)
    x = rng.standard_normal(shape)
    if kind == 1:
        x = x * 10.0 ** rng.integers(-12, 12)
    if kind == 2:
        x = x * 10.0 ** rng.uniform(-3, 3, shape)
    if kind == 3:
        x = np.round(x * 100) / 2.0 ** rng.integers(0, 12)
    if kind == 4:
        x = 2.0 ** rng.integers(-200, 200, shape)
    if rng.integers(6) == 0 and np.dtype(dtype).kind in "fc":
        x = np.where(rng.integers(0, 3, shape) == 0, rng.choice([nan, inf, -inf, 0.0, -0.0]), x)
    if np.dtype(dtype).kind == "c":
        x = x + 1j * rng.standard_normal(shape)
    if np.dtype(dtype).kind in "iu":
        x = x * 10.0 ** rng.integers(0, 5)
    add(x, dtype)

here = pathlib.Path(__file__).parent / "printing.json"
out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else here
out.write_text(json.dumps(cases, indent=0) + "\n")
print(len(cases), "cases,", out.stat().st_size, "bytes")
