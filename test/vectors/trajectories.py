"""Makes trajectories.json: initial states and the first steps of gradient descent, Adam, truncated Newton and Gauss-Newton, trimmed from
recordings of the published experiment's own code (PyTorch 1.13, float64, one thread). Usage: python3 trajectories.py FOLDER_OF_RECORDINGS

damping0: the damping a run starts from; loss[k], damping[k]: after step k+1; products[k]: CG products of each attempt in it;
curvature[k]: for each attempt whether CG met negative curvature; twin[k]: the loss of a run started 1e-15 away, how far a path is
determined at all."""
import json
import sys

folder = sys.argv[1]


def read(name):
    with open(f"{folder}/{name}.json") as file:
        return json.load(file)


def trim(run, steps, damping0=None):
    out = {"loss": run["loss"][:steps]}
    if damping0 is None:
        return out
    out["damping0"] = damping0
    out["damping"] = run["damping"][:steps]
    out["products"] = run["cg_iters"][:steps]
    out["curvature"] = [[s == "N" for s in attempts] for attempts in run["cg_status"][:steps]]
    out["accepted"] = run["accepted"][:steps]
    if "loss_when_init_perturbed_1e-15_relative" in run:
        out["twin"] = run["loss_when_init_perturbed_1e-15_relative"][:steps]
    return out


def case(N, M, seed):
    state = read(f"{'paper' if N == 1000 else 'small'}_N{N}_M{M}_seed{seed}")
    runs = read(f"traj_N{N}_M{M}_seed{seed}")["runs"]
    damped = read(f"traj_damping1e-2_N{N}_M{M}_seed{seed}")["runs"]["GN"] if N == 1000 else runs["GN_damping0_1e-2"]
    flat = lambda values: [w for row in values for w in row] if isinstance(values[0], list) else values
    return {
        "width": N, "samples": M, "seed": seed, "beta": state["beta"],
        "W": flat(state["W1"]), "b": state["b1"], "C": flat(state["W2"]), "x": flat(state["x"]), "y": flat(state["y"]),
        "loss0": state["loss0"],
        "runs": {
            "newton": trim(runs["Newton"], 40, 1e-8),
            "gaussNewton": trim(damped, 200 if N == 1000 else 60, 1e-2),
            "gradientDescent1": trim(runs["GD_lr1"], 200),
            "gradientDescent4": trim(runs["GD_lr4"], 200),
            "adam1e-2": trim(runs["Adam_lr0.01"], 200),
            "adam1e-3": trim(runs["Adam_lr0.001"], 200),
        },
    }


cases = [case(50, 16, 0), case(50, 16, 1), case(1000, 128, 0), case(1000, 128, 1)]
with open(__file__.replace(".py", ".json"), "w") as file:
    json.dump(cases, file, separators=(",", ":"))
