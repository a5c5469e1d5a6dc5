"""The report of scripts/gpu_check: parts with rows, written anew after every row, so that it tells what is known whenever
and however the check ends."""

import json
import os
import time
import traceback
from collections import Counter, namedtuple
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

# A row to be: its description, the seconds that it takes at least, and what makes it (a dict with its "state").
Task = namedtuple("Task", "label least action")
PASSED, FAILED, LATE, SKIPPED = "passed", "FAILED", "left out", "skipped"


class Deadline:
    """When all is to be over; without one there is time for everything."""

    def __init__(self, seconds):
        self.end = time.monotonic() + seconds if seconds else float("inf")

    def left(self):
        return self.end - time.monotonic()


def write(path, content):
    """A JSON file, whole or not at all."""
    beside = Path(f"{path}.new")
    beside.write_text(json.dumps(content, indent=1) + "\n")
    os.replace(beside, path)


class Report:
    def __init__(self, path, deadline):
        self.path, self.deadline = Path(path), deadline
        self.began = time.monotonic()
        self.content = {"state": "unfinished", "began": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "seconds": 0, "parts": {}}
        self.path.parent.mkdir(parents=True, exist_ok=True)

    def save(self):
        self.content["seconds"] = round(time.monotonic() - self.began, 1)
        write(self.path, self.content)

    def add(self, part, row):
        """A row, which is told at once if something is wrong with it."""
        part["rows"].append(row)
        self.save()
        if row["state"] in (FAILED, LATE):
            print(f"  {row['row']}: {row['state']}: {row['reason']}"[:300], flush=True)

    def run(self, name, tasks, processes=1):
        """A part: its tasks, so many at a time. What goes wrong in one of them ends none of the others."""
        began = time.monotonic()
        part = self.content["parts"][name] = {"state": "unfinished", "rows": []}
        with ThreadPoolExecutor(processes) as pool:
            for made in as_completed([pool.submit(self.row, task) for task in tasks]):
                self.add(part, made.result())
        part["state"] = state_of(part["rows"])
        part["seconds"] = round(time.monotonic() - began, 1)
        self.save()
        counts = Counter(row["state"] for row in part["rows"])
        told = ", ".join(f"{count} {state}" for state, count in counts.items()) or "nothing to do"
        print(f"{name:14} {part['seconds']:7.1f} s  {told}", flush=True)

    def row(self, task):
        began = time.monotonic()
        if self.deadline.left() < task.least:
            return {"row": task.label, "state": LATE, "reason": "too little time was left"}
        try:
            made = task.action()
        except Exception as problem:  # whatever it is, the other rows do not depend on it
            made = {"state": FAILED, "reason": f"{type(problem).__name__}: {problem}", "trace": traceback.format_exc()}
        return {"row": task.label, "at": round(began - self.began, 1), **made}

    def finish(self):
        """Ends the report; returns the exit code: 0 all passed, 1 something failed, 3 nothing did but not all was run."""
        by_state = {}
        for name, part in self.content["parts"].items():
            by_state.setdefault(part["state"], []).append(name)
        state = next((state for state in (FAILED, LATE) if state in by_state), PASSED)
        self.content["state"] = state
        self.save()
        said = [f"{word}: {', '.join(names)}" for word, names in by_state.items()]
        print(f"report: {self.path}")
        print(f"gpu_check: {'INCOMPLETE' if state == LATE else state} ({'; '.join(said)})", flush=True)
        return {PASSED: 0, FAILED: 1, LATE: 3}[state]


def state_of(rows):
    """Of a part: the worst of its rows'."""
    states = {row["state"] for row in rows}
    return next((state for state in (FAILED, LATE, PASSED, SKIPPED) if state in states), PASSED)
