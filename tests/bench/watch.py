"""A command with all its processes: seconds, CPU seconds and the most memory they held together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_EVERY = 0.25  # seconds between looks


@dataclass
class Run:
    """What a command took; `megabytes` counts memory that processes share once (PSS)."""

    seconds: float = 0.0
    cpu: float = 0.0
    megabytes: float = 0.0
    code: int = 0
    told: str = ""
    _ticks: dict[int, int] = field(default_factory=dict)

    def look(self, root: int) -> None:
        family = _family(root)
        for process in family:
            self._ticks[process] = max(_ticks(process), self._ticks.get(process, 0))
        self.megabytes = max(self.megabytes, sum(map(_pss, family)) / 1000)
        self.cpu = sum(self._ticks.values()) / _TICK


def run(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None, until: Callable[[], bool] | None = None
) -> Run:
    """Runs a command to its end, or kills it (-9) as soon as `until` says so."""
    told = Run()
    began = time.monotonic()
    with subprocess.Popen(
        [str(word) for word in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    ) as process:
        while process.poll() is None:
            told.look(process.pid)
            if until is not None and until():
                process.send_signal(signal.SIGKILL)
                break
            try:
                process.wait(_EVERY)
            except subprocess.TimeoutExpired:
                continue
        told.seconds = time.monotonic() - began
        told.code = process.wait()
        told.told = process.stderr.read() if process.stderr and until is None else ""
    return told


def _family(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # gone meanwhile
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, ahead = [], [root]
    while ahead:
        process = ahead.pop()
        found.append(process)
        ahead += children.get(process, [])
    return found


def _ticks(process: int) -> int:
    """CPU ticks of a process and of those of its children that it has waited for and nobody saw."""
    try:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(told[11]) + int(told[12])


def _pss(process: int) -> int:
    """Kilobytes, shared pages by each one's share."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
