"""The parts of scripts/gpu_check, as tasks that each make a row of the report."""

import shutil

from device_check import process, runs
from device_check.report import FAILED, PASSED, SKIPPED, Task
from device_check.tuning import end_of, json_of, run, trouble, tune

# Lines that compute-sanitizer's tools end with, when all is well.
CLEAN = {"memcheck": "ERROR SUMMARY: 0 errors", "racecheck": "RACECHECK SUMMARY: 0 hazards",
         "initcheck": "ERROR SUMMARY: 0 errors", "synccheck": "ERROR SUMMARY: 0 errors"}
UNSUPPORTED = "Device not supported"
# The supervisor never calls CUDA; the program checks every call itself, and one that may fail does no harm.
OF_EVERY_TOOL = ("--target-processes", "all", "--require-cuda-init", "no", "--launch-timeout", "60", "--report-api-errors", "no",
                 "--error-exitcode", "9")
MOST_KILLS, FEWEST_KILLS = 8, 3


class Parts:
    """`expected`: fingerprints of the processor by the name of the run, as far as they are known."""

    def __init__(self, deadline, expected, quick):
        self.deadline, self.expected, self.quick = deadline, expected, quick

    def parity(self):
        return self.comparisons(runs.first_parity(self.quick))

    def parity_others(self):
        return self.comparisons(runs.other_parity(self.quick))

    def comparisons(self, all_runs):
        def compare(what):
            return self.comparison(what, tune(self.deadline, what, "cuda")[0])
        return [Task(what.name, 5, lambda what=what: compare(what)) for what in all_runs]

    def comparison(self, what, devices):
        """A row from what the devices gave. If the file expects something else, the processor here tells who is right."""
        row = {"cuda": devices}
        if "state" in devices:
            return {**row, "state": devices["state"], "reason": devices["reason"]}
        row["cpu"] = self.on_processor(what)
        if "state" in row["cpu"]:
            return {**row, "state": row["cpu"]["state"], "reason": "on the processor: " + row["cpu"]["reason"]}
        if row["cpu"]["fingerprint"] == devices["fingerprint"]:
            return {**row, "state": PASSED}
        if row["cpu"].get("from") == "file":
            row["cpu_here"] = tune(self.deadline, what, "cpu", 300)[0]
            if row["cpu_here"].get("fingerprint") == devices["fingerprint"]:
                return {**row, "state": FAILED, "reason": "the same as the processor's here, another than in the file"}
        return {**row, "state": FAILED, "reason": "the fingerprints differ"}

    def on_processor(self, what):
        """Its fingerprint, from what is expected or from a run."""
        if what.name in self.expected:
            return {"fingerprint": self.expected[what.name], "from": "file"}
        return tune(self.deadline, what, "cpu", 300)[0]

    def bench(self):
        """Each size with all below it, so that what goes wrong with a large one costs no other."""
        def measure(rollouts):
            command = [runs.program(), "bench", "--engine", "cuda", "--json", "--rollouts", rollouts]
            ended = run(self.deadline, command, 240)
            measured = json_of(ended.out) or {"stdout": end_of(ended.out)}
            return {"state": PASSED, "code": ended.code, "seconds": ended.seconds, "stderr": end_of(ended.error), **measured,
                    **trouble(ended, self.deadline)}
        sizes = (10,) if self.quick else (1000, 100000, 1000000)
        return [Task(f"{size} rollouts", 10, lambda size=size: measure(size)) for size in sizes]

    def faults(self):
        return [Task("killed workers", 15, self.disturb)]

    def disturb(self):
        """A run whose workers are killed at lines of its progress: generations have succeeded since the last time, so that
        the breaker stays closed."""
        kills = []

        def at_line(line, running):
            if line.startswith("iteration ") and "follow" not in line and len(kills) < MOST_KILLS:
                kills.extend(line.split(",")[0] for worker in process.workers(running.pid) if process.kill(worker))

        what = runs.disturbed(self.quick)
        devices, _ = tune(self.deadline, what, "cuda", 180, on_line=at_line)
        row = {"kills": kills, **self.comparison(what, devices)}
        restarts = [warning for warning in devices.get("warnings", []) if "worker started anew" in warning]
        if row["state"] == PASSED and (len(kills) < FEWEST_KILLS or not restarts):
            return {**row, "state": FAILED, "reason": f"{len(kills)} kills, {len(restarts)} restarts: it was hardly disturbed"}
        return row

    def sanitizer(self):
        """Each tool in each precision."""
        tool = shutil.which("compute-sanitizer") or shutil.which("/usr/local/cuda/bin/compute-sanitizer")
        reason = self.why_no_tool(tool)
        return [Task(f"{check} {what.overrides[-1]}", 20, lambda check=check, what=what: self.watch(tool, reason, check, what))
                for what in runs.sanitized() for check in CLEAN]

    def why_no_tool(self, tool):
        """Why compute-sanitizer cannot be used; empty if it can. On some virtual machines it runs no program at all."""
        if not tool:
            return "compute-sanitizer is not installed"
        ended = run(self.deadline, [tool, *OF_EVERY_TOOL, "true"], 90)
        return f"compute-sanitizer does not work here: {end_of(ended.out + ended.error)}" if ended.code else ""

    def watch(self, tool, reason, check, what):
        """A run under one of its tools."""
        if reason:
            return {"state": SKIPPED, "reason": reason}
        port = 20000 + 64 * list(CLEAN).index(check) + (32 if "float" in what.name else 0)  # tools run side by side
        before = [tool, "--tool", check, "--port", port, "--max-connections", "32", *OF_EVERY_TOOL]
        devices, ended = tune(self.deadline, what, "cuda", 180, before)
        output = ended.out + ended.error
        summaries = [line for line in output.splitlines() if " SUMMARY: " in line]
        row = {"summaries": summaries, **self.comparison(what, devices)}
        if UNSUPPORTED in output:
            return {**row, "state": SKIPPED, "reason": f"compute-sanitizer says: {UNSUPPORTED}"}
        if not ended.timed_out and not (summaries and all(CLEAN[check] in line for line in summaries)):
            row.update(state=FAILED, reason="; ".join(summaries) or "the tool printed no summary")
        return row if row["state"] == PASSED else {**row, "output": output[-8000:]}

    def jobs(self):
        """Whole jobs, one at a time: their times count."""
        return [Task(f"{name}: {what.name}", 20, lambda what=what: self.whole(what)) for name, what in runs.jobs(self.quick)]

    def whole(self, what):
        row = {engine: tune(self.deadline, what, engine, 240)[0] for engine in ("cuda", "cpu", "auto")}
        wrong = [f"{engine}: {one['reason']}" for engine, one in row.items() if "state" in one]
        if wrong:
            states = [one["state"] for one in row.values() if "state" in one]
            return {**row, "state": FAILED if FAILED in states else states[0], "reason": "; ".join(wrong)}
        same = len({one["fingerprint"] for one in row.values()}) == 1
        return {**row, "state": PASSED} if same else {**row, "state": FAILED, "reason": "the fingerprints differ"}
