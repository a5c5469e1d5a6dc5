"""Runs of the program: what they say, and why they failed."""

import json
import tempfile

from device_check import process, runs
from device_check.report import FAILED, LATE

TOLD = ("fingerprint", "engine", "stop", "evaluations", "trajectory_steps", "wall_seconds", "warnings")


def json_of(text):
    """The last object that a program printed on a line, if there is one; other tools may print after it."""
    for line in reversed(text.splitlines()):
        if line.startswith("{"):
            try:
                return json.loads(line)
            except ValueError:
                break
    return {}


def end_of(text):
    """As much of an output as helps."""
    return text.strip()[-2000:]


def run(deadline, command, most, **how):
    """A process that ends after `most` seconds, or at the deadline."""
    return process.run(command, max(1.0, min(most, deadline.left())), **how)


def trouble(ended, deadline, good=(0,)):
    """What is wrong with the end of a process: nothing, or a state with its reason. That the deadline ended it tells nothing
    about the process."""
    if ended.timed_out and deadline.left() <= 0:
        return {"state": LATE, "reason": "the deadline came before its end"}
    if ended.timed_out:
        return {"state": FAILED, "reason": f"no end within {ended.seconds:.0f} s", "stderr": end_of(ended.error)}
    if ended.code not in good:
        said = end_of(ended.error)
        return {"state": FAILED, "reason": (said or f"exit code {ended.code}").splitlines()[-1], "stderr": said}
    return {}


def tune(deadline, what, engine, most=120, before=(), **how):
    """One tuning run: what it says of itself with its wall time, and the ended process. `before` is put before the command."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*before, runs.program(), "tune", *what.arguments(), "--engine", engine, "--json", "--out",
                   f"{folder}/result.h5"]
        ended = run(deadline, command, most, **how)
    said = json_of(ended.out)
    result = {"seconds": ended.seconds, **{key: said[key] for key in TOLD if key in said}}
    result.update(trouble(ended, deadline, good=(0, 3)))  # 3: no gains meet the requirements, which is a result, too
    if "state" not in result and "fingerprint" not in result:
        result.update(state=FAILED, reason="it printed no result")
    return result, ended
