"""Twenty runs of `add`, each killed at a random moment, then one let alone: the facts of an undisturbed run."""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from pathlib import Path

from tests.archives import command, dump, new_archive

KILLS = 20


def measure(files: list[Path]) -> str:
    """A Markdown line with the outcome. Raises AssertionError where a table differs."""
    with tempfile.TemporaryDirectory() as folder:
        whole = new_archive(Path(folder) / "hel")
        began = time.monotonic()
        subprocess.run(command("add", whole.root, *files), capture_output=True, check=False)
        seconds = time.monotonic() - began
        killed = new_archive(Path(folder) / "dodad")
        moments = random.Random(20)
        landed = 0
        for _ in range(KILLS):
            with subprocess.Popen(
                command("add", killed.root, *files), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as run:
                # each run goes on where the one before was killed, so each gets a share of the whole
                time.sleep(moments.uniform(0.2, max(2.0, 1.5 * seconds / KILLS)))
                landed += run.poll() is None
                run.kill()
        subprocess.run(command("add", killed.root, *files), capture_output=True, check=False)
        assert dump(killed) == dump(whole), "the killed runs left other facts than the undisturbed one"
    return (
        f"- {KILLS} × kill -9 at random moments during `add` of {len(files)} files ({landed} while it ran), then "
        "`add` again: every fact table equal to the undisturbed run's"
    )
