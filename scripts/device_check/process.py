"""Processes that end in time, with all that they started, and whose output is kept whatever becomes of them."""

import os
import signal
import subprocess
import tempfile
import time
from collections import namedtuple

Ended = namedtuple("Ended", "code out error seconds timed_out")


def children(process):
    """Processes that it has started and that still live, as /proc tells."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                state, parent = file.read().rpartition(")")[2].split()[:2]  # the name before it may hold anything
        except OSError:
            continue  # it has ended
        if int(parent) == process and state not in "ZX":
            found.append(int(entry))
    return found


def workers(process):
    """Those among them that run a device."""
    return [child for child in children(process) if command_of(child)[1:2] == ["worker"]]


def command_of(process):
    try:
        with open(f"/proc/{process}/cmdline", encoding="utf-8", errors="replace") as file:
            return file.read().split("\0")
    except OSError:
        return []


def kill(process):
    """Whether there was something to kill."""
    try:
        os.kill(process, signal.SIGKILL)
        return True
    except ProcessLookupError:
        return False


def kill_all(process):
    """A process and what descends from it."""
    descendants = children(process)
    kill(process)
    for child in descendants:
        kill_all(child)


def run(command, seconds, on_line=lambda line, process: None):
    """Runs a command for so many seconds at most. `on_line` is called with each line of its stderr, soon after it was
    written. Output goes to files: who holds a pipe open, such as a worker that the driver does not let go, would be
    waited for."""
    with tempfile.TemporaryFile("w+", errors="replace") as out, tempfile.NamedTemporaryFile("w+", errors="replace") as error:
        began = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=out, stderr=error)
        try:
            with open(error.name, errors="replace") as lines:
                timed_out = not wait(process, began + seconds, lambda: follow(lines, process, on_line))
            took = time.monotonic() - began
        finally:
            if process.poll() is None:
                end(process)
        out.seek(0)
        error.seek(0)
        return Ended(process.returncode, out.read(), error.read(), round(took, 3), timed_out)


def wait(process, end_time, meanwhile):
    """Whether it ended in time."""
    while process.poll() is None:
        if time.monotonic() > end_time:
            return False
        meanwhile()
        time.sleep(0.003)
    return True


def follow(lines, process, on_line):
    """Hands on the whole lines that are there."""
    while True:
        place = lines.tell()
        line = lines.readline()
        if not line.endswith("\n"):
            lines.seek(place)
            return
        on_line(line.rstrip("\n"), process)


def end(process):
    """One that the driver holds does not even end when it is killed: it is left behind."""
    kill_all(process.pid)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        pass
