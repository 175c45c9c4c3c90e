"""Singular values, 40-digit arithmetic, of A = B diag(d) with d over 30 orders of magnitude: writes gradedSvd.json beside itself."""
import json
import pathlib
import mpmath as mp
import numpy as np

mp.mp.dps = 90
cases = []
for seed, (m, n, condition) in enumerate([(7, 7, 10.0), (10, 7, 1e3), (24, 12, 1e3)]):
    rng = np.random.default_rng(seed)
    u, _ = np.linalg.qr(rng.standard_normal((m, n)))
    v, _ = np.linalg.qr(rng.standard_normal((n, n)))
    b = u @ np.diag(np.geomspace(1, 1 / condition, n)) @ v
    b = b / np.linalg.norm(b, axis=0)
    a = b * rng.permutation(np.geomspace(1e-30, 1, n))
    s = mp.svd_r(mp.matrix(a.tolist()), compute_uv=False)
    values = sorted((mp.nstr(x, 25) for x in s), key=mp.mpf, reverse=True)
    cases.append({"m": m, "n": n, "condition": float(np.linalg.cond(b)), "a": a.ravel().tolist(), "values": [float(x) for x in values]})
text = ",\n".join(json.dumps(c) for c in cases)
pathlib.Path(__file__).with_suffix(".json").write_text("[" + text + "]\n")
