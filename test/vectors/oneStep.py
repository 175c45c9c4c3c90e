"""Trims recorded regularized Newton steps of the linearised model to what test/kernels compares.

    python3 test/vectors/oneStep.py FOLDER

FOLDER holds nntk_step_N{100,1000}_M16_fig1_seed0.json: 50-digit arithmetic from the float64 parameters of the published code's start for
arXiv:2605.08352; y = 2x + 0.4 sin(5 pi x) on 16 points. Relative losses are (|f - y| / |y|)^2 / (2M), kernel errors relative in the Frobenius
norm, the largest move that of a unit's (w, b, c) in the Euclidean norm; the limit is the exact infinite-width kernel.
"""

import json
import sys
from pathlib import Path

source, here = Path(sys.argv[1]), Path(__file__).parent
out = {}
for width in (100, 1000):
    r = json.loads((source / f"nntk_step_N{width}_M16_fig1_seed0.json").read_text())
    steps = []
    for s in r["steps"]:
        step = {
            "gamma": s["gamma"],
            "scaled": s["gamma_N"],
            "linear": s["f1_linear"],
            "limit": s["f1_limit"],
            "network": s["f1_network"],
            "losses": [s["relative_loss_linear"], s["relative_loss_limit"], s["relative_loss_network"]],
            "largestMove": s["max_z"],
            "kernelError": s["kernel_error"],
            "distance": s["conv_error"],
            "eigenvalues": s["nntk_eigs"],
        }
        steps.append(step)
    keys = ("N", "beta", "W1", "b1", "W2", "x", "y", "f0")
    out[str(width)] = {k: r[k] for k in keys} | {"eigenvalues": r["B_eigs"], "steps": steps}
(here / "one_step.json").write_text(json.dumps(out))
