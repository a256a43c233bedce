"""Writes npy.json: .npy and .npz files made by NumPy, with what they hold, and files to be refused.

    python3 Tests/Golden/make_npy.py
"""

import base64
import io
import json
import pathlib
import zipfile
import zlib

import numpy as np
from numpy.lib import format as npy

rng = np.random.default_rng(5)
DTYPES = "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()


def text(data):
    return base64.b64encode(data).decode()


def content(a):
    native = np.ascontiguousarray(a).reshape(a.shape).astype(a.dtype.newbyteorder("<"))
    return {"dtype": a.dtype.name, "shape": list(a.shape), "data": text(native.tobytes())}


def numbers(shape, dtype):
    x = rng.standard_normal(shape) * 50
    if np.dtype(dtype).kind == "c":
        x = x + 1j * rng.standard_normal(shape)
    return np.abs(x).astype(dtype) if np.dtype(dtype).kind == "u" else np.asarray(x).astype(dtype)


def saved(a, version=None):
    file = io.BytesIO()
    npy.write_array(file, a, version=version, allow_pickle=True)
    return file.getvalue()


def raw(header, body=b"", version=(1, 0)):
    size = len(header).to_bytes(2 if version[0] == 1 else 4, "little")
    return b"\x93NUMPY" + bytes(version) + size + header.encode() + body


# Files that are also what we must write, byte for byte.
same = [saved(numbers(shape, d)) for d in DTYPES for shape in [(), (3,), (2, 3), (0, 2)]]
same += [saved(numbers((1,) * 20 + (2,), "f4")), saved(numbers((1, 2, 3, 4, 5), "i2"))]
arrays = [(file, npy.read_array(io.BytesIO(file))) for file in same]
other = []
for d in DTYPES:
    a = numbers((2, 3, 2), d)
    for b in [a.astype(a.dtype.newbyteorder(">")), np.asfortranarray(a)]:
        other.append((saved(b), a))
    other.append((saved(np.asfortranarray(a.astype(a.dtype.newbyteorder(">")))), a))
a = numbers((2, 3), "f8")
other += [(saved(a, (2, 0)), a), (saved(a, (3, 0)), a)]
other.append((raw("{'shape':(2L,3L),\"descr\":'<f8','fortran_order':False}", a.tobytes()), a))
other.append((saved(a) + b"more", a))

head = "{'descr': %s, 'fortran_order': False, 'shape': %s}"
bad = [
    (b"", "does not start with"),
    (b"\x93NUMPX\x01\x00", "does not start with"),
    (raw(head % ("'<f8'", "(1,)"), bytes(8), (4, 0)), "format version 4"),
    (saved(a)[:-1], "truncated"),
    (saved(a)[:9], "truncated"),
    (saved(np.array([{}, None], dtype=object)), "Python objects"),
    (saved(np.array(["ab", "c"])), "strings"),
    (saved(np.array([b"ab", b"c"])), "byte strings"),
    (saved(np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])), "structured"),
    (saved(np.array(["2020-01-01"], dtype="M8[D]")), "dates"),
    (saved(np.zeros(2, np.longdouble)), "unusual size"),
    (raw(head % ("'<f8'", "(-1,)")), "axis of length '-1'"),
    (raw(head % ("'<f8'", "(99999999999999999999,)")), "axis of length"),
    (raw(head % ("'<f8'", "(4611686018427387904, 4)")), "too large"),
    (raw(head % ("'<f8'", "(4611686018427387904, 0, 4)")), "too large"),
    (raw(head % ("'<f8'", "(1000000000000,)"), bytes(8)), "truncated"),
    (raw(head % ("'<f8'", "(" + "1," * 65 + ")"), bytes(8)), "64 axes"),
    (raw(head % ("'<f8'", "3"), bytes(24)), "not understood"),
    (raw("{'descr': '<f8', 'fortran_order': False}"), "must give"),
    (raw("{'descr': '<f8', 'descr': '<f8', 'shape': ()}"), "twice"),
    (raw((head % ("'<f8'", "(1,)")) + "1", bytes(8)), "goes on"),
    (raw("{'descr': '<f8"), "ends within a string"),
    (raw("{'descr': ['<f8'"), "ends within a list"),
]


def archive(save, **arrays):
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def zipped(method, comment=b"", **files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as z:
        z.comment = comment
        for name, data in files.items():
            # Without a date, so that the file comes out the same at every run.
            z.writestr(zipfile.ZipInfo(name), data, method)
    return file.getvalue()


named = {"a": numbers((3, 4), "f4"), "b": np.arange(2000), "größe": numbers((), "c16")}
npz = [
    (archive(np.savez, **named), named),
    (archive(np.savez_compressed, **named), named),
    (zipped(zipfile.ZIP_DEFLATED, b"a comment", **{"x.npy": saved(a), "y": saved(a), "folder/": b""}), {"x": a, "y": a}),
    (zipped(zipfile.ZIP_STORED), {}),
]
bad_npz = [
    (b"", "no zip archive"),
    (archive(np.savez, **named)[:-1], "no zip archive"),
    (zipped(zipfile.ZIP_BZIP2, x=saved(a)), "method 12"),
    (zipped(zipfile.ZIP_STORED, readme="hello"), "no .npy file"),
    (zipped(zipfile.ZIP_STORED, **{"x.npy": saved(a), "x": saved(a)}), "two arrays"),
    (zipped(zipfile.ZIP_STORED, x=saved(a)).replace(a.tobytes(), bytes(48)), "checksum"),
    (archive(np.savez, o=np.array([{}], dtype=object)), "Python objects"),
]

deflate = []
for data in [b"", b"a", b"abc" * 500, bytes(70000), rng.bytes(3000), rng.integers(0, 9, 5000, np.uint8).tobytes(),
             " ".join(str(i * i) for i in range(3000)).encode()]:
    for level, strategy in [(0, 0), (1, 0), (6, 0), (9, 0), (6, zlib.Z_FIXED), (6, zlib.Z_HUFFMAN_ONLY), (6, zlib.Z_RLE)]:
        z = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
        packed = z.compress(data) + z.flush()
        if len(packed) < 8000:
            deflate.append({"packed": text(packed), "size": len(data), "checksum": zlib.crc32(data)})

out = pathlib.Path(__file__).parent / "npy.json"
out.write_text(
    json.dumps(
        {
            "written": [{"file": text(f), "array": content(a)} for f, a in arrays],
            "read": [{"file": text(f), "array": content(a)} for f, a in other],
            "refused": [{"file": text(f), "because": why} for f, why in bad],
            "archives": [
                {"file": text(f), "arrays": {k: content(np.asarray(a)) for k, a in named.items()}} for f, named in npz
            ],
            "refusedArchives": [{"file": text(f), "because": why} for f, why in bad_npz],
            "deflated": deflate,
        },
        indent=0,
        ensure_ascii=False,
    )
    + "\n"
)
print(len(arrays), len(other), len(bad), len(npz), len(bad_npz), len(deflate), out.stat().st_size, "bytes")
