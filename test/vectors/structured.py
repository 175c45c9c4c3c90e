"""Trims the recorded references to what the tests of the structured step use: exact_steps_N50.json, golden_steps.json, hessian_spectrum.json.

usage: python3 structured.py FOLDER_OF_REFERENCES
"""
import json
import sys

folder = sys.argv[1]


def load(name):
    with open(f"{folder}/{name}.json") as file:
        return json.load(file)


def write(name, value):
    with open(f"{name}.json", "w") as file:
        json.dump(value, file)


keep = ("kind", "gamma", "step1")
write(
    "exact_steps_N50",
    {
        f"seed{seed}": [{k: run[k] for k in keep} | {"loss": run["loss"][:2]} for run in load(f"exact_steps_N50_M16_seed{seed}")["runs"]]
        for seed in (0, 1)
    },
)
golden = load("shallow_tanh_golden")
write("golden_steps", {k: golden[k] for k in ("gamma", "newtonStep", "gaussNewtonStep", "hessEigs")})
write("hessian_spectrum", load("hessian_spectrum_N1000_M128_seed0"))
