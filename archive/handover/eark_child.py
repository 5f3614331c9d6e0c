"""Runs eark-validator in a process of its own and prints what it found as JSON: `eark_child.py FOLDER VERSION`.

The validator asks the network for four vocabularies while it is imported, though it carries them itself: it is served
its own copies here, before it is imported, and everything else it might ask for is refused. That cannot be undone in
a running program, hence the process.
"""

from __future__ import annotations

import importlib.resources
import io
import json
import sys
import urllib.request
from pathlib import Path
from typing import Any


def main(arguments: list[str]) -> None:
    """Validate a package's folder and print the report."""
    folder, version = arguments
    urllib.request.urlopen = _own_vocabulary
    # imported here: only now does it get its vocabularies
    from eark_validator.packages import PackageValidator  # type: ignore[import-untyped]
    from eark_validator.specifications.specification import SpecificationVersion  # type: ignore[import-untyped]

    _read_files_whole()
    report = PackageValidator(Path(folder), SpecificationVersion(version)).validation_report
    told: dict[str, Any] = {"structure": report.structure.status.value, "schema": None, "rules": None, "hits": []}
    hits = list(report.structure.messages)
    if report.metadata is not None:
        told["schema"] = report.metadata.schema_results.status.value
        told["rules"] = report.metadata.schematron_results.status.value
        hits += [*report.metadata.schema_results.messages, *report.metadata.schematron_results.messages]
    told["hits"] = [
        [hit.rule_id, hit.severity.value, hit.message or "", hit.location or ""]
        for hit in hits
        if hit.severity.value in ("Error", "Warn")
    ]
    json.dump(told, sys.stdout)


def _read_files_whole() -> None:
    """The validator looks for a file's FLocat when its start tag is met, and stops where that is not read yet.

    lxml reads 32 KiB at a time, so which longer METS it stops at was chance (eark-validator 1.1.3, mets.py).
    """
    from lxml import etree  # type: ignore[import-untyped]

    in_pieces = etree.iterparse

    def whole(source: Any, **options: Any) -> Any:
        return in_pieces(_Whole(Path(source)) if isinstance(source, str | Path) else source, **options)

    etree.iterparse = whole  # the validator's own process has no other user of it


class _Whole:
    """A file that gives all it has at the first reading."""

    def __init__(self, path: Path) -> None:
        self._left = path.read_bytes()

    def read(self, _: int = -1) -> bytes:
        given, self._left = self._left, b""
        return given


def _own_vocabulary(url: Any, *_: Any, **__: Any) -> io.BytesIO:
    address = url if isinstance(url, str) else url.full_url
    vocabularies = importlib.resources.files("eark_validator") / "ipxml" / "resources" / "vocabs"
    file = vocabularies / address.rpartition("/")[2]
    if address.startswith("https://earkcsip.dilcis.eu/schema/") and file.is_file():
        return io.BytesIO(file.read_bytes())
    raise OSError(f"not to be fetched: {address}")


if __name__ == "__main__":
    main(sys.argv[1:])
