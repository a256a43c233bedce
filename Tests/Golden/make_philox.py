"""Writes philox.json: Philox4x32-10 and the numbers made from it, independently of the Swift code.

Philox is written from the paper (Salmon et al., SC 2011, section 3.3); logarithm and cosine are
mpmath's at 200 bits, rounded once. Run: python3 make_philox.py > philox.json   (needs mpmath)
"""

import json
import random
import struct

import mpmath

mpmath.mp.prec = 200
MASK32, MASK64 = 2**32 - 1, 2**64 - 1


def philox(counter, key):
    """The four 32-bit words of a block: `counter` is 128 bits, `key` 64 bits."""
    x = [counter >> 32 * i & MASK32 for i in range(4)]
    k = [key >> 32 * i & MASK32 for i in range(2)]
    for _ in range(10):
        a, b = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [b >> 32 ^ x[1] ^ k[0], b & MASK32, a >> 32 ^ x[3] ^ k[1], a & MASK32]
        k = [k[0] + 0x9E3779B9 & MASK32, k[1] + 0xBB67AE85 & MASK32]
    return x


def words64(key, element, count):
    """The first `count` 64-bit words of an element: two for each block, low half first."""
    out, k = [], 0
    while len(out) < count:
        w = philox(k << 64 | element, key)
        out += [w[1] << 32 | w[0], w[3] << 32 | w[2]]
        k += 1
    return out[:count]


def shared(kind, key, element, count):
    """The words of the block of a kind that `count` neighbouring elements share."""
    return philox((MASK64 - kind) << 64 | element // count, key)


def turned(element, radius, v):
    """Box and Muller's number: of neighbours the even one has the cosine, the odd one the sine."""
    wave = mpmath.sin if element % 2 else mpmath.cos
    return float(radius * wave(2 * mpmath.pi * v))


def normal(key, element):
    """The normal number of an element, of the four words that it shares with its neighbour."""
    w = shared(4, key, element, 2)
    u = 1 - mpmath.mpf((w[1] << 32 | w[0]) >> 11) / 2**53
    v = mpmath.mpf((w[3] << 32 | w[2]) >> 11) / 2**53
    return turned(element, mpmath.sqrt(-2 * mpmath.log(u)), v)


def float32(x):
    """`x` rounded to float32, as a Python float."""
    return struct.unpack("f", struct.pack("f", x))[0]


def normal_float(key, element):
    """The float32 normal number of an element, of two of four words; u as rounded to float32."""
    w = shared(3, key, element, 4)[element % 4 // 2 * 2:]
    u = mpmath.mpf(float32(float32(w[0] >> 1) + 0.5)) / 2**31
    v = mpmath.mpf(w[1]) / 2**32
    return turned(element, mpmath.sqrt(-2 * mpmath.log(u)), v)


def case(key, position, e):
    """What element `e` of a draw from the stream `key` at `position` must be."""
    element = (position + e) & MASK64
    w = words64(key, element, 6)
    own_unit = mpmath.mpf(w[0] >> 11) / 2**53
    word = shared(1, key, element, 4)[element % 4]
    pair = shared(2, key, element, 2)[element % 2 * 2:]
    pair = pair[1] << 32 | pair[0]
    unit = mpmath.mpf(pair >> 11) / 2**53
    return {
        "key": str(key),
        "position": str(position),
        "index": e,
        "words": [str(x) for x in w],
        "ownUnit": float(own_unit),
        "unit": float(unit),
        "unitFloat": float32((word >> 8) / 2**24),
        "openUnit": float((mpmath.mpf(w[0] >> 12) + 0.5) / 2**52),
        "normal": normal(key, element),
        "normalFloat": normal_float(key, element),
        "exponential": float(-mpmath.log(1 - unit)),
        "die": (pair * 6 >> 64) + 1,
        "child": str(child(key, e)),
    }


def child(key, index):
    """The key of child stream `index`: a block whose counter has its high half all ones."""
    w = philox(MASK64 << 64 | index, key)
    return w[1] << 32 | w[0]


def main():
    """Prints one JSON object: blocks for random counters, and cases for random streams."""
    rng = random.Random(1)
    blocks = []
    for _ in range(20):
        c, k = rng.getrandbits(128), rng.getrandbits(64)
        blocks.append({"counter": [c >> 32 * i & MASK32 for i in range(4)],
                       "key": [k & MASK32, k >> 32], "words": philox(c, k)})
    streams = [(0, 0), (234, 0), (MASK64, MASK64 - 2)]
    streams += [(rng.getrandbits(64), rng.getrandbits(64)) for _ in range(5)]
    cases = [case(k, p, e) for k, p in streams for e in range(8)]
    lists = {"blocks": blocks, "cases": cases}
    rows = {k: ",\n".join(json.dumps(x) for x in v) for k, v in lists.items()}
    print("{" + ",\n".join(f'"{k}": [\n{v}\n]' for k, v in rows.items()) + "}")


main()
