"""Archives with all that a handover can hold, made row by row: the few that are needed, or drawn by hypothesis."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import PurePosixPath
from typing import Any

from hypothesis import strategies as st

from archive.events import AGENT, FIRST
from archive.handover.files import PackagedFile
from archive.handover.inventory import Inventory
from archive.handover.layout import original_path, pdfa_path
from archive.schema import migrate
from tests.archives import ORG_NUMBER

CLOCK = "2036-12-31T12:00:00Z"
OBJID = "slutleverans-2220000026-20361231"
BODY = {
    "formed": "2008-04-01", "ended": "2036-09-30", "seat": "Lövdalen", "successor": "Lövdalens kommun",
    "tasks": "Finansierar insatser.\nStödjer samverkan mellan medlemmarna.", "history": "Bildat 2008.",
    "members": json.dumps(["Lövdalens kommun", "Region Lövdalen"], ensure_ascii=False), "organisation": "Styrelse",
    "supervision": "Lövdalens arkivnämnd", "receiver": "Lövdalens kommunarkiv", "receiver_number": "212000-0001",
    "agreement": "LO-2036-01", "secrecy": "26 kap. 1 § OSL", "systems": "En filserver.",
}  # fmt: skip


class Made:
    """An archive in memory; rows are put in with `document`, `put` and `log`."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.row_factory = sqlite3.Row
        migrate(self.db)
        self.put("archive_info", id=1, name="Samordningsförbundet Lövdalen", org_number=ORG_NUMBER, created=CLOCK)
        self._previous, self._logged = FIRST, 0

    def put(self, table: str, **row: object) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        self.db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})', tuple(row.values()))

    def tell_body(self) -> None:
        for field, value in BODY.items():
            self.put("body", field=field, value=value)

    def document(self, number: int, **more: object) -> str:
        """A document of one page with its first three events; its SHA-256. `more` overrides columns."""
        sha256 = hashlib.sha256(str(number).encode()).hexdigest()
        row: dict[str, object] = {
            "id": number, "sha256": sha256, "name": f"handlingar/handling {number}.txt", "media_type": "text/plain",
            "size": 100 + number, "original": f"original/{sha256[:2]}/{sha256}.txt", "status": "kept",
            "reader_version": 3, "kind": "rapport", "title": f"Rapport {number}", "date": "2031-05-02",
        } | more  # fmt: skip
        if row["status"] == "failed":
            row |= {"error_code": "skadad", "error_message": "Filen är skadad.", "error_advice": "Be om en ny."}
        self.put("document", **row)
        place = f"/mapp/{row['name']}"
        self.put("source", document=number, place=place, name=row["name"], first_seen=CLOCK)
        self.log("message digest calculation", sha256, {"algorithm": "SHA-256", "size": row["size"]})
        self.log("accession", sha256, {"name": row["name"], "place": place})
        self.log("format identification", sha256, {"media_type": row["media_type"]})
        if row["status"] == "kept":
            self.page(number, "text")
            self.log("text extraction", sha256, {"pages": 1, "reader": 3})
        return sha256

    def page(self, document: int, text: str, number: int = 1, source: str = "given", reason: str = "") -> None:
        self.db.execute("DELETE FROM page WHERE document = ? AND number = ?", (document, number))
        empty: dict[str, Any] = {"words": b"", "lines": b"", "grids": b"", "notes": b""}
        self.put(
            "page", document=document, number=number, rotation=0, text_source=source, reason=reason, quality=1.0,
            text=text, **empty,
        )  # fmt: skip

    def hold(self, sha256: str, gallring: str = "bevaras", **more: object) -> None:
        row: dict[str, object] = {
            "klass": "1.1.1", "series": "A1", "gallring": gallring, "ground": "Styrelsens beslut", "decision": None,
            "decided": None, "term": None, "due": None, "hold": None, "status": "beslutad",
        }  # fmt: skip
        if gallring == "gallras":
            row |= {"decision": "2031/7", "decided": "2031-06-01", "term": 10, "due": "2042-01-01"}
        self.put("holding", sha256=sha256, **(row | more))

    def restrict(self, sha256: str, **more: object) -> None:
        row: dict[str, object] = {
            "page": None, "paragraf": None, "law": "26 kap. 1 § OSL", "decided": "2031-06-02",
            "authority": "Styrelsen", "note": "Enskilds hälsa.",
        }  # fmt: skip
        self.put("restriction", sha256=sha256, **(row | more))

    def render(self, sha256: str, path: str | None = "rendition/x.pdf", verdict: str = "godkänd") -> str | None:
        """A PDF/A and its events, or that there is none; its digest."""
        maker = "slutarkiv form 1; läsning 3; weasyprint 70.0; veraPDF 1.31.8"
        digest = hashlib.sha256(f"pdfa {sha256}".encode()).hexdigest() if path else None
        self.put(
            "rendition", sha256=sha256, flavour="2u", maker=maker, method="text", path=path, digest=digest,
            size=path and 900, verdict=verdict, message="" if path else "Filen är skadad.",
        )  # fmt: skip
        told = {"flavour": "2u", "maker": maker, "method": "text", "digest": digest, "message": ""}
        self.log("normalization", sha256, told, outcome="success" if path else "fail")
        if path and verdict != "ej kontrollerad":
            detail = {"tool": "veraPDF 1.31.8", "digest": digest}
            self.log("validation", sha256, detail, outcome="success" if verdict == "godkänd" else "fail")
        return digest

    def log(self, type_: str, sha256: str | None, detail: object, agent: str = AGENT, outcome: str = "success") -> None:
        self._logged = number = self._logged + 1
        told = json.dumps(detail, ensure_ascii=False)
        hash_ = hashlib.sha256(f"{self._previous}{number}{told}".encode()).hexdigest()
        self.put(
            "event", id=number, at="2031-06-03T08:00:00.000Z", type=type_, object=sha256, outcome=outcome, detail=told,
            agent=agent, previous=self._previous, hash=hash_,
        )  # fmt: skip
        self._previous = hash_


def everything() -> Made:
    """One of each: kept, failed, container and its part, restricted, gallras, on hold, destroyed, paper, missing."""
    made = Made()
    made.tell_body()
    plain = made.document(1, kind="protokoll", title="Protokoll", date="2031-03-01", slug="2031-03-01")
    made.hold(plain)
    made.put("head", document=1, position=0, key="dnr", value="2031/4", certainty="stated", confidence=1.0)
    made.render(plain)
    made.put("format", sha256=plain, pronom="x-fmt/111", name="Plain Text File", version="", tool="pygfried 0.9.1")
    made.hold(made.document(2, status="failed", name="=trasig.pdf", media_type="application/pdf"), series="Ö1")
    box = made.document(3, status="container", name="underlag.zip", media_type="application/zip", kind=None, date=None)
    secret = made.document(4, part_of=box, name="underlag/ansökan.txt", kind="ansökan", title="Ansökan\x0bom medel")
    made.hold(secret, klass="3.1.1", series="F1")
    made.restrict(secret)
    made.restrict(secret, page=1, law="21 kap. 1 § OSL")
    made.page(
        4, "Sökande 19121212-1212, tel.\nE-post: nils.exempel@lovdalen.example", source="ocr", reason="läst av PP-OCR"
    )
    made.render(secret, None, "ej kontrollerad")
    later = made.document(5, title="Följesedel")
    made.hold(later, "gallras", series="G3")
    stopped = made.document(6, title="Underlag")
    made.hold(stopped, "gallras", series="G3", due="2033-01-01", hold="Tvist 2032/9")
    gone = made.document(7, title="Kontoutdrag")
    made.hold(gone, "gallras", series="G3", due="2033-01-01")
    made.put("gallrad", sha256=gone, at="2034-02-03T10:00:00Z", decision="2031/7", agent="Tuva Ekermark")
    made.log("deletion", gone, {"decision": "2031/7", "by": "Tuva Ekermark"})
    made.log("redaction", None, {"about": "försök"}, agent="Tuva Ekermark")
    made.put(
        "paper_volume", series="A1", volume="1", title="Styrelsens protokoll", start="2008-04-01", end="2019-12-31",
        place="Kansliet, hylla 2", note="Inbundna.",
    )  # fmt: skip
    made.put(
        "refusal", place="/mapp/låst", name="låst", error_code="oläsbar", error_message="Filen kan inte öppnas.",
        error_advice="Ändra rättigheterna.",
    )  # fmt: skip
    made.log("accession", None, {"place": "/mapp/låst", "message": "Filen kan inte öppnas."}, outcome="fail")
    return made


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
_DAY = st.dates().map(str)


@st.composite
def archives(draw: st.DrawFn) -> Made:
    """An archive of a few documents, with any names and titles that a database can keep."""
    made = Made()
    if draw(st.booleans()):
        made.tell_body()
    for number in range(1, draw(st.integers(0, 6)) + 1):
        status = draw(st.sampled_from(["kept", "kept", "failed", "container"]))
        sha256 = made.document(
            number, status=status, name=draw(_TEXT), title=draw(st.none() | _TEXT), date=draw(st.none() | _DAY)
        )
        if draw(st.booleans()):
            gallring = draw(st.sampled_from(["bevaras", "gallras"]))
            made.hold(sha256, gallring, series=draw(st.sampled_from(["A1", "B2", "Ö1"])), ground=draw(_TEXT))
        if draw(st.booleans()):
            made.restrict(sha256, note=draw(_TEXT), law=draw(_TEXT))
        if draw(st.booleans()):
            made.put("gallrad", sha256=sha256, at=CLOCK, decision="7", agent=draw(_TEXT))
        elif draw(st.booleans()):
            made.render(sha256, *draw(st.sampled_from([("r.pdf", "godkänd"), ("r.pdf", "ej kontrollerad")])))
        made.log(draw(_TEXT), draw(st.sampled_from([sha256, None])), {"message": draw(_TEXT)}, agent=draw(_TEXT))
    for number in range(draw(st.integers(0, 2))):
        made.put(
            "paper_volume", series="A1", volume=str(number), title=draw(_TEXT), start=draw(st.none() | _DAY),
            end=draw(st.none() | _DAY), place=draw(_TEXT), note="",
        )  # fmt: skip
        made.put("refusal", place=str(number), name=draw(_TEXT), error_code="x", error_message="Fel.", error_advice="")
    return made


def packaged(inventory: Inventory, representation: str) -> list[PackagedFile]:
    """The files that a representation of this inventory has."""
    if representation == "original":
        return [_file(original_path(i), i.size, i.sha256, i.media_type, None, i.number) for i in inventory.delivered]
    return [
        _file(pdfa_path(i), i.rendition.size or 0, i.rendition.digest or "", "application/pdf", "fmt/478", i.number)
        for i in inventory.delivered
        if i.rendition and i.rendition.path
    ]


def _file(path: PurePosixPath, size: int, sha256: str, media_type: str, pronom: str | None, item: int) -> PackagedFile:
    return PackagedFile(path, size, sha256, media_type, pronom, item)
