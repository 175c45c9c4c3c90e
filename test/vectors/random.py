"""Writes random.json: Philox4x32-10 blocks, and the normal quantile at words of random bits.

Philox is written once for both word lengths (Salmon et al. 2011, section 4.3). For 64-bit words it must reproduce NumPy 2.4.6's
numpy.random.Philox, for 32-bit words the known answers of Random123; then its 32-bit blocks are recorded.
The quantile is mpmath's at 60 digits, of u = (bits + 1/2) 2^-64, rounded to 17 digits.
"""
import json

import mpmath
import numpy as np

CONSTANTS = {
    32: (0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85),
    64: (0xD2E7470EE14C6C93, 0xCA5A826395121157, 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B),
}


def philox(bits, counter, key):
    m0, m1, w0, w1 = CONSTANTS[bits]
    mask = (1 << bits) - 1
    x0, x1, x2, x3 = counter
    k0, k1 = key
    for _ in range(10):
        p, q = m0 * x0, m1 * x2
        x0, x1, x2, x3 = (q >> bits) ^ x1 ^ k0, q & mask, (p >> bits) ^ x3 ^ k1, p & mask
        k0, k1 = (k0 + w0) & mask, (k1 + w1) & mask
    return [x0, x1, x2, x3]


# NumPy adds one to the counter before its first block
for key, counter in [((0, 0), 0), ((2**64 - 1, 3), 2**64 - 2), ((12345678901234567, 7), 2**200 + 5)]:
    numpy_words = np.random.Philox(key=np.array(key, dtype=np.uint64), counter=counter).random_raw(8).tolist()
    ours = []
    for step in (1, 2):
        value = counter + step
        ours += philox(64, [(value >> (64 * i)) & (2**64 - 1) for i in range(4)], key)
    assert ours == numpy_words, (key, counter)

known = [
    "00000000 00000000 00000000 00000000  00000000 00000000  6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff  ffffffff ffffffff  408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344  a4093822 299f31d0  d16cfe09 94fdcceb 5001e420 24126ea1",
]
for line in known:
    words = [int(word, 16) for word in line.split()]
    assert philox(32, words[:4], words[4:6]) == words[6:]

rng = np.random.default_rng(1)
blocks = []
for _ in range(20):
    words = [int(w) for w in rng.integers(0, 2**32, 6)]
    blocks.append({"counter": words[:4], "key": words[4:], "block": philox(32, words[:4], words[4:])})

mpmath.mp.dps = 60


def quantile(bits):
    tail = min(bits, 2**64 - 1 - bits)
    p = (mpmath.mpf(tail) + mpmath.mpf(1) / 2) / mpmath.mpf(2) ** 64
    z = mpmath.findroot(lambda t: mpmath.log(mpmath.ncdf(-t)) - mpmath.log(p), float(-mpmath.sqrt(2) * mpmath.erfinv(2 * mpmath.mpf(p) - 1)))
    return mpmath.nstr(z if bits >= 2**63 else -z, 17)


split = int((mpmath.mpf("0.5") - mpmath.mpf("0.425")) * 2**64)
far = int(mpmath.exp(-25) * 2**64)
cases = [0, 1, 2, 3, 100, far - 2**20, far, far + 2**20, split - 2**12, split, split + 2**12, 2**62, 2**63 - 2**40, 2**63 - 1]
cases += [2**k for k in range(4, 62, 3)] + [int(w) >> 1 for w in rng.integers(0, 2**64, 60, dtype=np.uint64)]
cases = sorted(set(cases + [2**64 - 1 - b for b in cases]))
quantiles = [{"bits": f"{bits:016x}", "value": float(quantile(bits))} for bits in cases]

with open(__file__.replace("random.py", "random.json"), "w") as out:
    out.write('{\n"blocks": [\n' + ",\n".join(map(json.dumps, blocks)) + '\n],\n"quantiles": [\n' + ",\n".join(map(json.dumps, quantiles)) + "\n]\n}\n")
