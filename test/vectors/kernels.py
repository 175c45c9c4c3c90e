"""Trims recorded tangent kernels and their spectra to what test/kernels compares.

    python3 test/vectors/kernels.py FOLDER

FOLDER holds the recordings from the published code for arXiv:2605.08352 and from 50-digit arithmetic. Networks are those of
derivatives_N50_seed{0,1}.json and paper_start_seed{0,1}.json. J J' is not divided by M there.
"""

import json
import sys
from pathlib import Path

source, here = Path(sys.argv[1]), Path(__file__).parent
out = {}
for seed in (0, 1):
    small = json.loads((source / f"small_N50_M16_seed{seed}.json").read_text())
    paper = json.loads((source / f"paper_N1000_M128_seed{seed}.json").read_text())
    out[f"small{seed}"] = {
        "gram": small["ntk_gram"],
        "eigenvalues": small["ntk_eigs_50digit"],
        "nntk": [{"gamma": n["gamma"], "scaled": n["gamma_N"], "matrix": n["matrix_inv"], "eigenvalues": n["eigs_50digit"]} for n in small["nntk"]],
    }
    out[f"paper{seed}"] = {"firstRow": paper["ntk_gram"][0] if "ntk_gram" in paper else None, "eigenvalues": paper["ntk_eigs"][:12]}
(here / "ntk_spectra.json").write_text(json.dumps(out))
for name in ("infinite_width_limit", "ntk_values"):
    text = json.loads((source / f"{name}.json").read_text())
    if "128" in text:
        text["128"].pop("kernel_K_star")
    (here / f"{name}.json").write_text(json.dumps(text))
