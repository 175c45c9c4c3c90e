# Makes hessianSpectrum.json: the ends, the power sums and some counts of the 3000 eigenvalues of the Hessian at the state of
# paper_start_seed0.json, as recorded from the authors' published code and a dense eigensolver (float64).
# usage: python3 hessianSpectrum.py hessian_spectrum_N1000_M128_seed0.json > hessianSpectrum.json
import json
import sys
from math import fsum

eigs = sorted(json.load(open(sys.argv[1]))["eigs"])
out = {
    "smallest": eigs[:10],
    "largest": eigs[-10:],
    "powerSums": [fsum(e**p for e in eigs) for p in range(7)],
    "below": [{"value": v, "count": sum(e < v for e in eigs)} for v in (-0.08, -0.05, -0.02, -0.005, 0.005, 0.02, 0.05, 0.08)],
}
json.dump(out, sys.stdout, indent=1)
