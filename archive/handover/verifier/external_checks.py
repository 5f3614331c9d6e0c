"""What others say of the package: eark-validator of its METS, veraPDF of its PDF/A, PRONOM of its formats.

What is not on this machine, or was not asked for, is told as "ej kontrollerad", never as passed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from archive.handover import eark, layout, verapdf
from archive.handover.files import PDFA_PRONOM
from archive.handover.verifier.content_checks import claimed_pdfa
from archive.handover.verifier.header_checks import is_fgs12
from archive.handover.verifier.opening import READ_ERRORS, FolderPackage
from archive.handover.verifier.report import Remark, Severity, note, unchecked, warning
from archive.handover.verifier.view import View

_FLAVOURS = {pronom: flavour for flavour, pronom in PDFA_PRONOM.items()}
_DEFAULT_FLAVOUR = "2u"
_BATCH = 100  # files asked PRONOM of at once
_MACHINES, _MANY = 2, 200  # Java machines side by side at most, .3 GB each; PDF/A that another one is started for
_NOT_ASKED = "inte efterfrågad (--snabb)."


def by_eark_validator(view: View) -> Iterator[Remark]:
    """E-ARK's own validator; its errors are faults but for the rules that no package can meet."""
    if not view.external:
        yield unchecked("eark", "eark-validator", _NOT_ASKED)
    elif view.root is None or not view.root.is_whole:
        yield unchecked("eark", "eark-validator", "paketets METS kan inte läsas.")
    elif is_fgs12(view.root):
        yield unchecked("eark", "eark-validator", "kontrollerar bara FGS 2.0 (E-ARK); det här paketet är FGS 1.2.")
    else:
        try:
            with _folder(view) as folder:
                yield from _told(eark.validate(folder))
        except READ_ERRORS as error:
            yield unchecked("eark", "eark-validator", f"paketet kan inte packas upp för den ({error}).")


def _told(report: eark.EarkReport) -> Iterator[Remark]:
    if report.trouble:
        yield unchecked("eark", "eark-validator", report.trouble)
        return
    if report.structure != "WellFormed":
        yield Remark("eark", "eark-validator", f"paketets struktur är {report.structure}.")
    if report.schema != "VALID":
        yield Remark("eark", "eark-validator", f"METS följer inte schemat ({report.schema or 'inte prövat'}).")
    known: dict[str, list[str]] = {}
    for hit in (*report.errors, *report.warnings):
        if hit.explanation:
            known.setdefault(hit.explanation, []).append(hit.rule)
            continue
        place = f"eark-validator {hit.rule}"
        told = f"{hit.message} ({hit.times} {'ställe' if hit.times == 1 else 'ställen'}; {hit.location})"
        yield Remark("eark", place, told) if hit.severity == "error" else warning("eark", place, told)
    for explanation, rules in known.items():
        told = f"inget fel i paketet: kan inte uppfyllas. {explanation}"
        yield Remark("eark-känd", f"eark-validator {', '.join(rules)}", told, Severity.NOTE)


@contextmanager
def _folder(view: View) -> Iterator[Path]:
    """The package as a folder: where it lies, or a skeleton with its METS files and the names of all the others."""
    package = view.package
    if isinstance(package, FolderPackage):
        yield package.root
        return
    root = view.workdir / "skelett" / package.folder
    for name in package.sizes:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.name == layout.METS:
            with view.on_disk(name) as copy:
                shutil.copyfile(copy, file)
        else:
            file.touch()
    yield root


def by_verapdf(view: View) -> Iterator[Remark]:
    """Every file that is delivered as PDF/A is what it says, according to veraPDF."""
    claimed = list(claimed_pdfa(view))
    if not claimed:
        yield note("verapdf", "ingen PDF/A i paketet")
    elif not view.external:
        yield unchecked(
            "verapdf", "veraPDF", f"{_NOT_ASKED} {len(claimed)} filer som anges vara PDF/A är inte prövade."
        )
    elif (version := verapdf.available()) is None:
        told = f"veraPDF kan inte köras här; {len(claimed)} filer som anges vara PDF/A är inte prövade."
        yield unchecked("verapdf", "veraPDF", f"{told} Installera det: {verapdf.CURE}")
    else:
        asked = [name for name in claimed if name not in view.bytes or view.bytes[name].sha256 not in view.approved]
        known = f", varav {len(claimed) - len(asked)} prövade när de gjordes" if len(asked) < len(claimed) else ""
        yield note("verapdf", f"veraPDF {version}, {len(claimed)} filer{known}")
        machines = min(_MACHINES, 1 + len(asked) // _MANY)
        with ThreadPoolExecutor(machines) as pool:
            shares = pool.map(lambda at: list(_verdicts(view, asked[at::machines])), range(machines))
            found = [remark for share in shares for remark in share]
        yield from sorted(found, key=lambda remark: remark.place)


def _verdicts(view: View, names: list[str]) -> Iterator[Remark]:
    """What does not pass, or could not be looked at, by a Java machine of its own."""
    with verapdf.Checker() as checker:
        for name in names:
            declared = view.declared.get(name)
            flavour = _FLAVOURS.get(declared.pronom if declared else "", _DEFAULT_FLAVOUR)
            try:
                with view.on_disk(name) as file:
                    verdict = checker.check(file, flavour)
            except READ_ERRORS as error:
                yield unchecked("verapdf", name, f"kan inte läsas ({error}).")
                continue
            if verdict.outcome == verapdf.REFUSED:
                yield Remark("verapdf", name, f"är inte den PDF/A som anges. {verdict.message}")
            elif verdict.outcome != verapdf.PASSED:
                yield unchecked("verapdf", name, verdict.message)


def by_pronom(view: View) -> Iterator[Remark]:
    """Every file whose format is declared by its PRONOM id is of that format, according to `pygfried`."""
    declared = {name: file.pronom for name, file in view.declared.items() if file.pronom and name in view.bytes}
    if not view.external:
        yield unchecked("pronom", "PRONOM", _NOT_ASKED)
        return
    import pygfried

    scanner = pygfried.Scanner()
    names = sorted(name for name in declared if view.bytes[name].size)
    for at in range(0, len(names), _BATCH):
        yield from _formats(view, scanner, {name: declared[name] for name in names[at : at + _BATCH]})
    yield note("pronom", f"{len(names)} filer")


def _formats(view: View, scanner: Any, declared: dict[str, str]) -> Iterator[Remark]:
    with ExitStack() as stack:
        files: dict[str, Path] = {}
        for name in declared:
            try:
                files[name] = stack.enter_context(view.on_disk(name))
            except READ_ERRORS as error:
                yield unchecked("pronom", name, f"kan inte läsas ({error}).")
        told = scanner.identify_many([str(file) for file in files.values()])["files"]
        for name, found in zip(files, told, strict=True):
            ids = {match["id"] for match in found["matches"]}
            if declared[name] not in ids:
                formats = ", ".join(sorted(ids - {"UNKNOWN"})) or "okänt för PRONOM"
                yield warning("pronom", name, f"anges vara {declared[name]} i METS, men är {formats} enligt PRONOM.")
