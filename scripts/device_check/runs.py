"""What scripts/gpu_check runs on devices. One list: the check itself, the machine code that a bundle brings along and the
fingerprints that are expected all follow it."""

import os
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = "bench/reference_work"
PENDULUM = "double_inverted_pendulum/sliding_mode"
PRECISIONS = ("double", "float")
SHORT = ("swarm.swarms=2", "swarm.particles=64", "swarm.iterations=3", "polish.evaluations=60", "scenarios.validation={}")
BRIEF = ("swarm.swarms=2", "swarm.particles=4", "swarm.iterations=2", "polish.enabled=false", "simulation.duration=0.25 s",
         "scenarios.validation={}")
LONG = ("swarm.swarms=2", "swarm.particles=64", "swarm.iterations=400", "polish.enabled=false", "scenarios.validation={}")
WIDE = ("swarm.swarms=256", "swarm.iterations=20")


class Run(namedtuple("Run", "problem overrides")):
    """A shipped problem with some of its keys overridden."""

    @property
    def name(self):
        return " ".join((self.problem, *self.overrides))

    def arguments(self):
        """Of `gainswarm tune` and `gainswarm compile`."""
        words = [str(ROOT / f"configs/{self.problem}.yaml")]
        for override in self.overrides:
            words += ["--set", override]
        return words


def program():
    """The program to check: GAINSWARM, else that of a bundle, else the build's. Raises FileNotFoundError."""
    named = os.environ.get("GAINSWARM")
    for place in [named] if named else [ROOT / "gainswarm", ROOT / "build/gainswarm"]:
        if Path(place).is_file():
            return str(place)
    raise FileNotFoundError("no program found (build it with scripts/build gainswarm, or set GAINSWARM)")


def problems():
    """Names of the shipped problems."""
    files = sorted(ROOT.glob("configs/*/*.yaml"))
    return [f"{file.parent.name}/{file.stem}" for file in files if file.parent.name not in ("plants", "controllers")]


def in_both(problem, overrides):
    """A run in each precision."""
    return [Run(problem, (*overrides, f"simulation.precision={precision}")) for precision in PRECISIONS]


def first_parity(quick):
    """The problems that say most."""
    return [run for problem in (REFERENCE, PENDULUM) for run in in_both(problem, BRIEF if quick else SHORT)]


def other_parity(quick):
    """All the others."""
    names = [] if quick else [name for name in problems() if name not in (REFERENCE, PENDULUM)]
    return [run for name in names for run in in_both(name, SHORT)]


def disturbed(quick):
    """Whose workers are killed: many generations, and nothing after them."""
    return Run(PENDULUM, (*BRIEF, "swarm.iterations=200") if quick else LONG)


def sanitized():
    """What compute-sanitizer watches, which slows it down a hundredfold."""
    return in_both(PENDULUM, BRIEF)


def jobs(quick):
    """Whole jobs, from YAML to result."""
    if quick:
        return [("brief", run) for run in in_both(PENDULUM, BRIEF)]
    return [(name, run) for name, overrides in (("as shipped", ()), ("256 swarms, 20 iterations", WIDE))
            for run in in_both(PENDULUM, overrides)]


def compared(quick):
    """Runs whose fingerprint on devices is to be that of the processor."""
    return list(dict.fromkeys([*first_parity(quick), *other_parity(quick), disturbed(quick), *sanitized()]))


def compiled(quick):
    """Runs whose machine code is all that the devices are given; `gainswarm bench` runs the reference work as it is."""
    return list(dict.fromkeys([*in_both(REFERENCE, ()), *compared(quick), *(run for _, run in jobs(quick))]))
