"""Policies that were stamped, photographed, faxed, bound or copied before they came to the archive."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.sample import damage, letters
from tests.sample.blocks import Look
from tests.sample.damage import Damaged
from tests.sample.draw_pdf import Layout, paint
from tests.sample.packing import File
from tests.sample.place import Association
from tests.sample.report import Report

FOLDER = "2024/skanningar"
EACH: tuple[tuple[str, damage.Maker], ...] = (
    ("Representationspolicy", damage.stamped),
    ("Personalpolicy", damage.signed),
    ("Alkoholpolicy", damage.marked),
    ("Jämställdhetspolicy", damage.photographed),
    ("Arbetsmiljöpolicy", damage.bordered),
)
_PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")


def worn(who: Association, seed: int) -> list[File]:
    rng = Random(f"{seed}/skanningar")
    out = []
    for name, maker in EACH:
        report = _policy(who, name, rng)
        pages = [maker(page, rng) for page in damage.page_images(_digital(report))]
        if maker is damage.photographed:
            out.append(_file(report, ".jpg", damage.as_jpeg(pages[0]), maker.__name__))
        else:
            out.append(_file(report, ".pdf", damage.as_pdf(pages, name), maker.__name__))
    return [*out, _fax(who, rng), _bound(who, rng), _columns(who, rng), _with_back(who, rng)]


def _policy(who: Association, name: str, rng: Random) -> Report:
    return letters.policy(who, date(2024, rng.randint(1, 12), rng.randint(1, 28)), name, rng)


def _digital(report: Report, look: Look | None = None) -> bytes:
    return paint(Layout(report.paper(look)).sheets, report.title)


def _file(report: Report, ending: str, content: bytes, *how: str) -> File:
    stem = report.title.lower().translate(_PLAIN).replace(" ", "-")
    return File(f"{FOLDER}/{stem}{ending}", content, report.kind, ("damaged", *how), None, report.gold())


def _fax(who: Association, rng: Random) -> File:
    report = _policy(who, "Miljöpolicy", rng)
    pages = [damage.faxed(page, rng) for page in damage.page_images(_digital(report))]
    return _file(report, ".tif", damage.as_tiff(pages), "faxed")


def _bound(who: Association, rng: Random) -> File:
    """Two pages on one sheet; the type is large so that there are two."""
    report = _policy(who, "Upphandlingspolicy", rng)
    left, right = damage.page_images(_digital(report, Look(size=15, leading=1.6, top=150, bottom=430)))[:2]
    return _file(report, ".pdf", damage.as_pdf([damage.spread(left, right, rng)], report.title), "spread")


def _columns(who: Association, rng: Random) -> File:
    report = _policy(who, "Informationspolicy", rng)
    texts = [*report.cover]
    for section in report.sections:
        texts += [section.heading, *(str(text) for text in section.content)]
    pages = [damage.scanned(page, rng) for page in damage.page_images(damage.two_columns(report.title, texts))]
    return _file(report, ".pdf", damage.as_pdf(pages, report.title), "two columns")


def _with_back(who: Association, rng: Random) -> File:
    report = _policy(who, "Säkerhetspolicy", rng)
    pages: list[Damaged] = []
    for page in damage.page_images(_digital(report)):
        pages += [damage.scanned(page, rng), damage.blank_back(page, rng)]
    return _file(report, ".pdf", damage.as_pdf(pages, report.title), "blank back")
