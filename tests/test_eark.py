"""eark-validator without a network: what it finds in our packages, and that it does find what is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.handover.eark import KNOWN, validate
from archive.handover.eark_child import _own_vocabulary
from tests.delivered import Delivered


def test_a_package_breaks_only_rules_that_cannot_be_met(delivered: Delivered) -> None:
    told = validate(delivered.made.folder)
    assert (told.trouble, told.structure, told.schema) == (None, "WellFormed", "VALID")
    assert {hit.rule for hit in told.errors} <= {"SIP14", "CSIP12", "CSIP13", "CSIP16"}
    assert all(hit.explanation for hit in (*told.errors, *told.warnings))
    assert told.holds and not told.unexplained


def test_as_an_aip_nobody_submits_no_rule_is_broken(delivered: Delivered) -> None:
    told = validate(delivered.made.folder, as_aip=True)
    assert (told.trouble, told.structure, told.schema, told.rules) == (None, "WellFormed", "VALID", "VALID")
    assert told.errors == ()


def test_what_is_wrong_is_told(delivered: Delivered, tmp_path: Path) -> None:
    folder = tmp_path / delivered.made.folder.name
    folder.mkdir()
    for name in ("metadata", "representations"):
        shutil.copytree(delivered.made.folder / name, folder / name)
    mets = (delivered.made.folder / "METS.xml").read_text(encoding="utf-8")
    (folder / "METS.xml").write_text(mets.replace('USE="Documentation"', 'USE="Papper"'), encoding="utf-8")
    told = validate(folder)
    assert {hit.rule for hit in told.unexplained} >= {"CSIP60"} and not told.holds
    assert {hit.rule for hit in told.warnings} >= {"CSIPSTR15", "CSIPSTR16"}


def test_where_a_long_mets_is_cut_in_reading_does_not_matter(delivered: Delivered, tmp_path: Path) -> None:
    folder = tmp_path / delivered.made.folder.name
    shutil.copytree(delivered.made.folder, folder)
    mets = (folder / "METS.xml").read_bytes()
    start = mets.index(b"<FLocat")
    # the FLocat just after the first 32 KiB, its <file> before them
    at = mets.rindex(b"<fileGrp", 0, start)
    padding = 32768 - start - len(b"<!---->")
    assert padding > 0, "the sample's METS has grown: shorten it"
    comment = b"<!--" + b"." * padding + b"-->"
    (folder / "METS.xml").write_bytes(mets[:at] + comment + mets[at:])
    assert validate(folder).trouble is None


def test_a_folder_that_is_no_package_is_told(tmp_path: Path) -> None:
    told = validate(tmp_path)
    assert told.structure == "NotWellFormed" and told.schema is None and not told.holds


def test_nothing_but_its_own_vocabularies_is_served() -> None:
    name = "https://earkcsip.dilcis.eu/schema/CSIPVocabularyStatus.xml"
    assert b"CURRENT" in _own_vocabulary(name).read()
    for address in ("https://earkcsip.dilcis.eu/schema/annat.xml", "https://example.org/CSIPVocabularyStatus.xml"):
        with pytest.raises(OSError, match="not to be fetched"):
            _own_vocabulary(address)


def test_every_explanation_is_of_a_rule() -> None:
    assert all(rule.startswith(("SIP", "CSIP")) and text.endswith(".") for rule, text in KNOWN.items())
