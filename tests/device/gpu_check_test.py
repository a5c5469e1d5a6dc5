#!/usr/bin/env python3
"""Claims about scripts/gpu_check: gpu_check_test.py made_up | simulated [BUILD]

made_up     with a program and a compute-sanitizer that only say what a test wants
simulated   with the program of a build, on simulated devices"""

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
BUILD = Path(sys.argv.pop() if len(sys.argv) > 2 else SOURCE / "build")

# Answers as the program would. Files in its folder say how it fails: `hangs` and `disagrees` hold a command, a problem or `vanishes`,
# `fingerprint` what devices give for every run.
PROGRAM = """#!/bin/sh
folder=${0%/*}
told() { cat "$folder/$1" 2>/dev/null || echo nothing; }
case "$*" in *$(told hangs)*) sleep 60 ;; esac
case $1 in
  doctor)
    [ "$(told disagrees)" != vanishes ] || rm "$0"
    if [ "$(told disagrees)" = doctor ]; then devices='[]'; else devices='[{"name": "Made up"}]'; fi
    echo "{\\"devices\\": $devices, \\"driver_problem\\": \\"there is none\\"}" ;;
  bench)
    echo '{"engine": "cuda (Made up)", "speeds": [1], "agree": false}'
    [ "$(told disagrees)" != bench ] || { echo "the kernels disagree" >&2; exit 1; } ;;
  tune)
    fingerprint=same
    case "$*" in *"--engine cuda"*) [ ! -e "$folder/fingerprint" ] || fingerprint=$(told fingerprint) ;; esac
    echo "{\\"fingerprint\\": \\"$fingerprint\\", \\"engine\\": \\"cuda (Made up)\\", \\"warnings\\": [\\"one\\"]}" ;;
esac
"""

# A supervisor that never calls CUDA is an error, unless it is told otherwise.
SANITIZER = """#!/bin/sh
folder=${0%/*}
[ ! -e "$folder/cannot_run" ] || { echo "========= Error: process didn't terminate successfully"; exit 1; }
until [ "$1" = 9 ]; do
  case $1 in --tool) tool=$2 ;; --require-cuda-init) init=$2 ;; --launch-timeout) patience=$2 ;; esac
  shift
done
shift
"$@"
code=$?
[ ! -e "$folder/says_nothing" ] || exit $code
[ "$init $patience" = "no 60" ] || { echo "========= ERROR SUMMARY: 1 error"; exit 9; }
if [ "$tool" != racecheck ]; then echo "========= ERROR SUMMARY: 0 errors"
elif [ -e "$folder/hazard" ]; then echo "========= RACECHECK SUMMARY: 1 hazard displayed (1 error, 0 warnings)"
else echo "========= RACECHECK SUMMARY: 0 hazards displayed (0 errors, 0 warnings)"; fi
exit $code
"""


class OfGpuCheck(unittest.TestCase):
    def setUp(self):
        self.kept = tempfile.TemporaryDirectory(prefix="gpu-check-")
        self.addCleanup(self.kept.cleanup)
        self.folder = Path(self.kept.name)
        self.report = self.folder / "report.json"
        self.environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"}

    def executable(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    def begin(self, *options):
        return subprocess.Popen([SOURCE / "scripts/gpu_check", *options], env=self.environment, cwd=self.folder, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def check(self, *options):
        """Exit code and output."""
        running = self.begin(*options)
        output, _ = running.communicate()
        return running.returncode, output

    def part(self, name):
        return json.loads(self.report.read_text())["parts"][name]


class OnMadeUpDevices(OfGpuCheck):
    def setUp(self):
        super().setUp()
        self.environment["GAINSWARM"] = self.executable("gainswarm", PROGRAM)
        self.executable("compute-sanitizer", SANITIZER)

    def say(self, name, text=""):
        (self.folder / name).write_text(text)

    def test_what_is_the_same_passes(self):
        code, output = self.check(self.report, "--processes", "4", "--only", "parity", "bench", "parity_others", "jobs")
        self.assertEqual(code, 0, output)
        self.assertIn("gpu_check: passed", output.splitlines()[-1])
        self.assertGreater(len(self.part("parity_others")["rows"]), 60)
        self.assertEqual({row["state"] for row in self.part("parity")["rows"]}, {"passed"})

    def test_no_device_is_no_failure(self):
        self.say("disagrees", "doctor")
        code, output = self.check(self.report)
        self.assertEqual(code, 77, output)
        self.assertIn("there is none", output)

    def test_clean_tools_pass(self):
        code, output = self.check(self.report, "--quick", "--only", "sanitizer")
        self.assertEqual(code, 0, output)
        self.assertEqual(len(self.part("sanitizer")["rows"]), 8)

    def test_a_hazard_fails(self):
        self.say("hazard")
        code, _ = self.check(self.report, "--quick", "--only", "sanitizer")
        self.assertEqual(code, 1)
        failed = [row["row"].split()[0] for row in self.part("sanitizer")["rows"] if row["state"] == "FAILED"]
        self.assertEqual(failed, ["racecheck", "racecheck"])

    def test_a_tool_that_says_nothing_fails(self):
        self.say("says_nothing")
        code, _ = self.check(self.report, "--quick", "--only", "sanitizer")
        self.assertEqual(code, 1)

    def test_a_tool_that_runs_no_program_is_left_out(self):
        self.say("cannot_run")
        code, output = self.check(self.report, "--quick", "--only", "sanitizer")
        self.assertEqual(code, 0, output)
        self.assertEqual({row["state"] for row in self.part("sanitizer")["rows"]}, {"skipped"})
        self.assertIn("does not work here", self.part("sanitizer")["rows"][0]["reason"])

    def test_figures_of_a_bench_that_disagrees_are_kept(self):
        self.say("disagrees", "bench")
        code, _ = self.check(self.report, "--quick", "--only", "bench")
        self.assertEqual(code, 1)
        row = self.part("bench")["rows"][0]
        self.assertEqual((row["state"], row["speeds"], row["engine"]), ("FAILED", [1], "cuda (Made up)"))
        self.assertIn("disagree", row["stderr"])

    def test_another_fingerprint_fails_and_ends_nothing_else(self):
        self.say("fingerprint", "other")
        code, output = self.check(self.report, "--quick", "--only", "parity", "bench")
        self.assertEqual(code, 1)
        self.assertIn("FAILED: parity", output.splitlines()[-1])
        self.assertEqual(self.part("bench")["state"], "passed")

    def test_what_cannot_be_started_is_reported_in_every_part(self):
        self.say("disagrees", "vanishes")
        code, output = self.check(self.report, "--quick", "--only", "parity", "jobs")
        self.assertEqual(code, 1)
        self.assertIn("FAILED: parity, jobs", output.splitlines()[-1])
        self.assertIn("no program found", self.part("jobs")["rows"][0]["reason"])

    def test_a_wrong_file_of_fingerprints_is_told_from_wrong_devices(self):
        expected = self.folder / "expected.json"
        self.check("--quick", "--expect", expected)
        expected.write_text(expected.read_text().replace("same", "wrong"))
        code, _ = self.check(self.report, "--quick", "--only", "parity", "--expected", expected)
        self.assertEqual(code, 1)
        self.assertIn("another than in the file", self.part("parity")["rows"][0]["reason"])

    def test_a_worker_that_is_never_killed_fails(self):
        code, output = self.check(self.report, "--quick", "--only", "faults")
        self.assertEqual(code, 1)
        self.assertIn("hardly disturbed", output)

    def test_the_deadline_ends_what_hangs_and_leaves_out_the_rest(self):
        self.say("hangs", "bench --engine")
        began = time.monotonic()
        code, output = self.check(self.report, "--quick", "--deadline", "14", "--only", "parity", "bench", "jobs")
        self.assertLess(time.monotonic() - began, 25)
        self.assertEqual(code, 3, output)
        self.assertIn("INCOMPLETE", output.splitlines()[-1])
        self.assertEqual([self.part(name)["state"] for name in ("bench", "jobs")], ["left out", "left out"])

    def test_what_is_known_is_written_when_the_check_is_killed(self):
        self.say("hangs", "reference_work")
        running = self.begin(self.report, "--quick", "--processes", "2", "--only", "parity_others", "sanitizer", "parity")
        self.addCleanup(running.stdout.close)
        while not (self.report.exists() and len(json.loads(self.report.read_text())["parts"].get("sanitizer", {}).get("rows", [])) == 8):
            self.assertIsNone(running.poll())
            time.sleep(0.05)
        running.send_signal(signal.SIGKILL)
        running.wait()
        self.assertEqual(json.loads(self.report.read_text())["state"], "unfinished")


class OnSimulatedDevices(OfGpuCheck):
    """One test, because compiling takes the time."""

    def test_a_filled_cache_serves_a_check_without_a_compiler(self):
        simulated = str(BUILD / "simulated_device")
        self.environment.update(GAINSWARM=str(BUILD / "gainswarm"), GAINSWARM_CACHE=str(self.folder / "cache"),
                                LD_LIBRARY_PATH=simulated, CUDA_PATH=simulated, CUDA_HOME="")
        code, output = self.check("--quick", "--compile", "9.0")
        self.assertEqual(code, 0, output)
        kept = sorted(path.name for path in (self.folder / "cache").glob("*.device"))
        self.executable("compute-sanitizer", SANITIZER)
        self.environment["CUDA_PATH"] = "/nowhere"
        code, output = self.check(self.report, "--quick", "--only", "parity", "faults", "sanitizer", "jobs")
        self.assertEqual(code, 0, output)
        self.assertGreaterEqual(len(self.part("faults")["rows"][0]["kills"]), 3)
        self.assertEqual(sorted(path.name for path in (self.folder / "cache").glob("*.device")), kept)


if __name__ == "__main__":
    chosen = {"made_up": "OnMadeUpDevices", "simulated": "OnSimulatedDevices"}[sys.argv.pop(1)]
    unittest.main(defaultTest=chosen, verbosity=2)
