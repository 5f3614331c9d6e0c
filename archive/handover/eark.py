"""What eark-validator says of a package, and why four of its rules cannot be met.

It is a second opinion beside our own verifier, which is the gate: this one reads METS.xml and the names of folders,
and no file's bytes. Its exit code says nothing; its report is read.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from archive.handover import layout
from archive.handover.agents import CSIP_NAMESPACE
from archive.handover.mets import METS_NAMESPACE

VERSION = "V2.1.0"
_CHILD = Path(__file__).with_name("eark_child.py")
_SECONDS = 3600  # a package of 100 000 pages takes some minutes

_CREATOR = (
    "Regeln gäller programmet som gjorde paketet, men validatorn prövar den på varje agent med rollen CREATOR, "
    "även på den som lämnar paketet och kontaktpersonen, som SIP15–SIP25 kräver eller tillåter."
)
KNOWN = {
    "SIP14": (
        "Validatorn letar efter attributet NOTETYPE utan namnrymd på varje CREATOR-agent. METS-schemat tillåter det "
        "bara som csip:NOTETYPE, så inget schemagiltigt paket kan uppfylla regeln."
    ),
    "CSIP12": _CREATOR,
    "CSIP13": _CREATOR,
    "CSIP16": _CREATOR,
    "CSIP105": (
        "Specifikationen vill ha en avdelning per representation bredvid de andra, validatorn en inuti avdelningen "
        "Representations. Paketet följer specifikationen."
    ),
}


@dataclass(frozen=True)
class RuleHit:
    """A rule that the validator found broken, `times` in all; message (English) and place are of the first time.

    `explanation` says in Swedish why the rule cannot be met; None where it can, so that something is wrong.
    """

    rule: str
    severity: Literal["error", "warning"]
    times: int
    message: str
    location: str
    explanation: str | None


@dataclass(frozen=True)
class EarkReport:
    """`structure` is "WellFormed" or "NotWellFormed", `schema` and `rules` "VALID", "INVALID" or None (not reached).

    `trouble` says in Swedish why the validator could not run; then nothing has been checked.
    """

    structure: str | None
    schema: str | None
    rules: str | None
    errors: tuple[RuleHit, ...]
    warnings: tuple[RuleHit, ...]
    trouble: str | None = None

    @property
    def unexplained(self) -> tuple[RuleHit, ...]:
        """The errors that are no fault of the rule's own."""
        return tuple(hit for hit in self.errors if hit.explanation is None)

    @property
    def holds(self) -> bool:
        whole = self.trouble is None and self.structure == "WellFormed" and self.schema == "VALID"
        return whole and not self.unexplained


def validate(folder: Path, *, as_aip: bool = False) -> EarkReport:
    """Run eark-validator 2.1.0 on a package's folder, without a network.

    as_aip: look at it as an AIP that nobody submits: then the rules that contradict the SIP's agents fall silent, and
    what is left is about the package itself.
    """
    if not as_aip:
        return _report(_run(folder))
    with _without_submitter(folder) as other:
        return _report(_run(other))


def _run(folder: Path) -> dict[str, Any] | str:
    """The child's report, or why there is none."""
    # -P: what lies where the user stands is not to be taken for a library
    command = [sys.executable, "-P", str(_CHILD), str(folder.resolve()), VERSION]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"eark-validator blev inte klar på {_SECONDS // 60} minuter."
    lines = run.stdout.strip().splitlines()
    if run.returncode or not lines:
        why = run.stderr.strip().splitlines()
        return f"eark-validator kunde inte köras: {why[-1] if why else 'inget svar'}"
    told: dict[str, Any] = json.loads(lines[-1])
    return told


def _report(told: dict[str, Any] | str) -> EarkReport:
    if isinstance(told, str):
        return EarkReport(None, None, None, (), (), told)
    hits = list(_hits(told["hits"]))
    return EarkReport(
        told["structure"],
        told["schema"],
        told["rules"],
        tuple(hit for hit in hits if hit.severity == "error"),
        tuple(hit for hit in hits if hit.severity == "warning"),
    )


def _hits(told: list[list[str]]) -> Iterator[RuleHit]:
    times = Counter((rule, severity) for rule, severity, _, _ in told)
    first = {(rule, severity): (message, location) for rule, severity, message, location in reversed(told)}
    for (rule, severity), number in sorted(times.items()):
        message, location = first[rule, severity]
        kind: Literal["error", "warning"] = "error" if severity == "Error" else "warning"
        yield RuleHit(rule, kind, number, " ".join(message.split()), location, KNOWN.get(rule))


@contextmanager
def _without_submitter(folder: Path) -> Iterator[Path]:
    """The same package as an AIP, everything but its METS.xml a link to the one there is."""
    from lxml import etree  # type: ignore[import-untyped]  # imported here: only the last day needs it

    with tempfile.TemporaryDirectory() as scratch:
        other = Path(scratch) / folder.name
        other.mkdir()
        for entry in folder.iterdir():
            if entry.name != layout.METS:
                (other / entry.name).symlink_to(entry.resolve())
        tree = etree.parse(str(folder / layout.METS), etree.XMLParser(no_network=True, resolve_entities=False))
        header = tree.getroot().find(f"{{{METS_NAMESPACE}}}metsHdr")
        header.set(f"{{{CSIP_NAMESPACE}}}OAISPACKAGETYPE", "AIP")
        for agent in header.findall(f"{{{METS_NAMESPACE}}}agent[@ROLE='CREATOR']"):
            if agent.get("OTHERTYPE") != "SOFTWARE":
                header.remove(agent)
        tree.write(str(other / layout.METS), xml_declaration=True, encoding="UTF-8")
        yield other
