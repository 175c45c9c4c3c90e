"""Trims recorded derivatives to what test/model compares.

    python3 test/vectors/derivatives.py FOLDER

FOLDER holds the recordings from the published code for arXiv:2605.08352 (PyTorch, float64, one thread; parameter order W1, b1, W2) and
shallow_tanh_golden.json (50-digit arithmetic; parameter order per unit c, w, b). Of the dense matrices the Hessian's lower triangle is
kept and, since the Gauss-Newton matrix differs from it inside the units' 3 x 3 blocks only, those blocks of the other.
"""

import json
import sys
from pathlib import Path

source, here = Path(sys.argv[1]), Path(__file__).parent


def read(name):
    return json.loads((source / f"{name}.json").read_text())


def write(name, value):
    (here / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


def pick(record, keys):
    return {key: record[key] for key in keys}


START = ["seed", "N", "M", "beta", "W1", "b1", "W2", "x", "y"]
for seed in (0, 1):
    small = read(f"small_N50_M16_seed{seed}")
    keys = ["f0", "loss0", "grad", "v", "hvp_v", "gnvp_v", "hvp_grad", "gnvp_grad", "ntk_gram"]
    write(f"derivatives_N50_seed{seed}", pick(small, START + keys))
    paper = read(f"paper_N1000_M128_seed{seed}")
    write(f"paper_start_seed{seed}", pick(paper, START))
    write(f"derivatives_N1000_seed{seed}", pick(paper, ["f0", "loss0", "grad", "hvp_v", "gnvp_v"]))

dense = read("small_N50_M16_seed0_dense")
N = 50
H, G = dense["hessian"], dense["gauss_newton"]
lower = [value for i, row in enumerate(H) for value in row[: i + 1]]
blocks = [[[G[i + N * r][i + N * c] for c in range(3)] for r in range(3)] for i in range(N)]
write("dense_hessian_N50_seed0", {"hessian_lower": lower, "gauss_newton_blocks": blocks})

golden = read("shallow_tanh_golden")
write("golden_tanh", pick(golden, ["beta", "c", "W", "b", "X", "y", "f", "loss", "grad", "Hv_v", "Hv", "GNv", "ntk"]))
