# Makes truncatedCg.json from the recorded solves of the authors' published code (arXiv:2605.08352; PyTorch, float64).
# usage: python3 truncatedCg.py small_N50_M16_seed0.json small_N50_M16_seed1.json > truncatedCg.json
# Kept: the networks, their gradients, and the solves without preconditioner, or with the diagonal of G where damping >= 0.01 (below that
# the recorded path is decided by rounding). A cap of 100 that ends as the cap of 10 did is dropped.
import json
import sys

out = []
for path in sys.argv[1:]:
    d = json.load(open(path))
    solves = []
    for c in d["cg"]:
        plain = c["precond"] is None
        if not plain and (c["op"] == "H" or c["damping"] < 0.01):
            continue
        if c["max_iter"] == 100:
            continue
        solves.append(c)
    out.append({"seed": d["seed"], "W": d["W1"], "b": d["b1"], "c": d["W2"], "x": d["x"], "y": d["y"], "grad": d["grad"], "cg": solves})
json.dump(out, sys.stdout, separators=(",", ":"))
