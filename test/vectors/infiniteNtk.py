"""Entries of the infinitely wide tangent kernel for other initial laws and inputs than ntk_values.json has: 30-digit arithmetic.

    python3 test/vectors/infiniteNtk.py > test/vectors/infiniteNtk.json

T + v (1 + x.x') T' with v = 0.7 and (u, u') normal with covariance inputVariance x.x' + biasVariance. Independent of the closed forms in
src/kernels/infinite: smooth activations by the trapezoidal rule on the whitened plane with half the step that 25 digits take, relu by its
integral over the angle. `absolute` is |T| + v |(1 + x.x') T'|, what an error can be measured against where the two terms cancel.
"""

import json
from multiprocessing import Pool

from mpmath import atan2, cos, erf, exp, log, mp, mpf, ncdf, npdf, pi, quad, sin, sqrt, tanh

mp.dps = 30
SMOOTH = {
    "tanh": (tanh, lambda z: 1 / ((exp(z) + exp(-z)) / 2) ** 2, lambda v: pi / 2 / sqrt(v)),
    "erf": (erf, lambda z: 2 / sqrt(pi) * exp(-z * z), None),
    "sin": (sin, cos, None),
    "sigmoid": (lambda z: 1 / (1 + exp(-z)), lambda z: 1 / (2 + exp(z) + exp(-z)), lambda v: pi / sqrt(v)),
    "softplus": (lambda z: max(z, 0) + log(1 + exp(-abs(z))), lambda z: 1 / (1 + exp(-z)), lambda v: pi / sqrt(v)),
    "gelu": (lambda z: z * ncdf(z), lambda z: ncdf(z) + z * npdf(z), None),
}
CASES = [  # x, x', inputVariance, biasVariance
    ([0.3], [-0.7], 1, 1),
    ([2.0], [2.5], 4, 0.125),
    ([0.5, -1.25, 2.0], [1.125, 0.4, -0.3], 0.3125, 2.5),
    ([3.0, 1.0], [-2.9, -1.1], 1, 0.01),
    ([1.0, 2.0], [1.0000001, 2.0], 1, 0.25),
    ([0.0, 0.0], [1.0, 2.0], 1.5, 0),
    ([1e-3, 2e-3], [1.0, -2.0], 1, 0),
    ([(-1) ** k * (k + 1) / 16 for k in range(10)], [(k % 3) / 4 for k in range(10)], 1, 1),
]
V = mpf(0.7)


def moments(name, q11, q12, q22, det):
    if name == "relu":
        return relu(q11, q12, q22)
    f, f1, pole = SMOOTH[name]
    a = sqrt(q11)
    b, c = q12 / a, sqrt(det / q11)
    variance = max(q11, q22)
    h = mpf(1) / 10 if pole is None else min(mpf(1) / 5, 2 * pi * pole(variance) / 66)
    if name in ("erf", "sin"):
        h = min(h, 2 * pi / sqrt(4 * 64 * (mpf(1) / 2 + 2 * variance)))
    n = int(11.5 / h)
    z = [h * k for k in range(-n, n + 1)]
    w = [h * npdf(t) for t in z]
    T = T1 = mpf(0)
    for zi, wi in zip(z, w):
        s = s1 = mpf(0)
        for zj, wj in zip(z, w):
            u = b * zi + c * zj
            s += wj * f(u)
            s1 += wj * f1(u)
        T += wi * f(a * zi) * s
        T1 += wi * f1(a * zi) * s1
    return T, T1


def relu(q11, q12, q22):
    a = sqrt(q11)
    b, c = q12 / a, sqrt(max(q11 * q22 - q12 * q12, 0) / q11)
    centre = atan2(c, b)  # u > 0 for |t| < pi/2, u' > 0 for |t - centre| < pi/2
    low, high = centre - pi / 2, pi / 2
    T = quad(lambda t: a * cos(t) * (b * cos(t) + c * sin(t)), [low, high]) / pi  # the radius gives 2
    return T, (high - low) / (2 * pi)


def entry(job):
    name, (x, y, iv, bv) = job
    x, y, iv, bv = [mpf(t) for t in x], [mpf(t) for t in y], mpf(iv), mpf(bv)
    dot = lambda p, q: sum((s * t for s, t in zip(p, q)), mpf(0))
    if dot(x, x) < dot(y, y):
        x, y = y, x
    q11, q12, q22 = iv * dot(x, x) + bv, iv * dot(x, y) + bv, iv * dot(y, y) + bv
    if name == "relu" and q22 == 0:
        T = T1 = mpf(0)  # relu'(0) = 0
    else:
        T, T1 = moments(name, q11, q12, q22, q11 * q22 - q12 * q12)
    inner = 1 + dot(x, y)
    show = lambda t: mp.nstr(t, 22)
    return {
        "activation": name,
        "x": job[1][0],
        "y": job[1][1],
        "inputVariance": job[1][2],
        "biasVariance": job[1][3],
        "entry": show(T + V * inner * T1),
        "absolute": show(abs(T) + V * abs(inner * T1)),
    }


if __name__ == "__main__":
    jobs = [(name, case) for case in CASES for name in [*SMOOTH, "relu"]]
    with Pool(2) as pool:
        print(json.dumps({"outputVariance": 0.7, "cases": pool.map(entry, jobs, chunksize=1)}))
