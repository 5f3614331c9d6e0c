"""veraPDF in its own process: what holds, what does not, what cannot be checked, and what kills it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from archive.handover import verapdf
from archive.handover.text_pages import set_text
from archive.handover.verapdf import PASSED, REFUSED, UNCHECKED, Checker, Verdict, available, check
from ingest import media
from ingest.document import Document, plain_page
from tests.scanned import digital, lines

needs_verapdf = pytest.mark.skipif(available() is None, reason="veraPDF kan inte köras här")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdfa") / "räkning § 5.pdf"
    set_text(Document("ab" * 32, media.TXT, "p.txt", (plain_page(1, "Styrelsen beslutar så."),)), "2u", path)
    return path


@needs_verapdf
def test_each_file_gets_its_own_verdict(good: Path, tmp_path: Path) -> None:
    bad = digital(tmp_path / "vanlig.pdf", lines(["Styrelsen beslutar."]))
    noise, gone = tmp_path / "brus.pdf", tmp_path / "finns inte.pdf"
    noise.write_bytes(os.urandom(4096))
    verdicts = check([good, bad, noise, gone, good], "2u")
    assert verdicts[good] == Verdict(PASSED)
    assert verdicts[bad].outcome == REFUSED and "6.6.2.1-1" in verdicts[bad].clauses
    assert "6.2.11.4.1-1" in verdicts[bad].message and "PDF/A-2u" in verdicts[bad].message
    for unreadable in (noise, gone):
        assert verdicts[unreadable].outcome == REFUSED and "kan inte läsa" in verdicts[unreadable].message


@needs_verapdf
def test_the_flavour_asked_for_is_the_one_checked(good: Path) -> None:
    with Checker() as checker:
        told = [checker.check(good, flavour).outcome for flavour in ("2u", "2b", "1b")]
    assert told == [PASSED, PASSED, REFUSED]


@needs_verapdf
def test_its_version_is_told() -> None:
    assert (available() or "").startswith("1.")


@needs_verapdf
def test_a_file_that_kills_java_costs_that_file(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Checker() as checker:
        assert checker.check(good, "2u").outcome == PASSED
        child = checker._child
        assert child is not None
        ask = checker._asked

        def killed_once(question: dict[str, object], seconds: float) -> dict[str, object] | None:
            monkeypatch.setattr(checker, "_asked", ask)
            os.kill(child.pid, signal.SIGKILL)
            return ask(question, seconds)

        monkeypatch.setattr(checker, "_asked", killed_once)
        lost = checker.check(good, "2u")
        assert lost.outcome == UNCHECKED and "klarade inte" in lost.message
        assert checker.check(good, "2u").outcome == PASSED
        assert checker._child is not None and checker._child.pid != child.pid


@needs_verapdf
def test_a_file_that_hangs_is_given_up(tmp_path: Path, good: Path) -> None:
    pipe = tmp_path / "ett rör.pdf"
    os.mkfifo(pipe)  # whoever opens it waits for somebody who writes
    with Checker(seconds=1.0) as checker:
        assert checker.check(pipe, "2u").outcome == UNCHECKED
        checker._seconds = 60.0
        assert checker.check(good, "2u").outcome == PASSED


def test_without_java_it_is_not_checked(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert available() is None
    verdict = check([good], "2u")[good]
    assert verdict.outcome == UNCHECKED and "apt install" in verdict.message


def test_without_a_java_in_the_path_it_is_not_checked(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert available() is None and check([good], "2u")[good].outcome == UNCHECKED


def test_without_jaxb_it_is_not_checked(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verapdf, "_JAVA_LIBRARIES", tmp_path)
    assert check([good], "2u")[good].outcome == UNCHECKED
