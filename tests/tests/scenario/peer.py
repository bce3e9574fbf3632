"""Runs the published peer for single trials, so that every cell of what it decides can be read.

Arguments: the peer's file, the scenario's file, the mode, the seed, how many trials. A line of JSON for each trial.
Where scipy is not installed, the standard library gives the normal quantile that the peer asks it for.
"""

import importlib.util
import json
import statistics
import sys
import types

import numpy as np

try:
    import scipy.special  # noqa: F401
except ImportError:
    special = types.ModuleType("scipy.special")
    special.ndtri = np.vectorize(statistics.NormalDist().inv_cdf, otypes=[float])
    sys.modules["scipy"] = types.ModuleType("scipy")
    sys.modules["scipy.special"] = special

peer_file, scenario_file, mode, seed, trials = sys.argv[1:]
spec = importlib.util.spec_from_file_location("peer", peer_file)
peer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(peer)
scenario = peer.load(scenario_file)


class Single(peer.Counter):
    """The peer's own generator, begun at one trial."""

    trial = 0

    def __init__(self, seed, first, count):
        super().__init__(seed, Single.trial + first, count)


peer.Counter = Single
for Single.trial in range(int(trials)):
    out = peer.simulate(scenario, 1, int(seed), mode, "counter", 1, np.float64)
    print(json.dumps({
        "met": np.asarray(out["p_met"]).astype(int).ravel().tolist(),
        "credited": np.asarray(out["p_credit"]).astype(int).tolist(),
        "capped": np.asarray(out["p_cap"]).astype(int).tolist(),
        "bonus": np.asarray(out["p_bonus"]).astype(int).tolist(),
        "net_credit": np.asarray(out["mean_credit"]).tolist(),
        "credits": out["credit"][0],
        "bonuses": out["bonus"][0],
        "score": [month[0] for month in out["score"]],
    }))
