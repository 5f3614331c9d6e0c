"""What comes in: files, folders, zip and e-mail, and what is refused with which words."""

from __future__ import annotations

import hashlib
import io
import os
import random
import zipfile
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import media
from ingest.containers import harmless
from ingest.folders import natural_key
from ingest.intake import MAX_DEPTH, Received, Refused, receive
from ingest.settings import Settings

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
NOTE = "Minnesanteckning från mötet i Björkfors, å ä ö.\n".encode()


def take(tmp_path: Path, *paths: Path, settings: Settings | None = None) -> list[Received | Refused]:
    return list(receive(paths, settings or Settings(), tmp_path / "work"))


def names(found: list[Received | Refused]) -> list[str]:
    return [f.name for f in found]


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def letter(subject: str = "Handlingar till styrelsen", *attached: tuple[str, str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Vera Lind <vera.lind@exempel.se>"
    message["To"] = "styrelsen@exempel.se"
    message["Subject"] = subject
    message["Date"] = "Tue, 06 Feb 2024 09:15:00 +0100"
    message.set_content("Här kommer handlingarna.\n")
    for name, kind, content in attached:
        maintype, subtype = kind.split("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message


# ── what a file is ───────────────────────────────────────────────────────────────────────────────────────────────────

TYPES = [
    ("protokoll", PDF, media.PDF),
    ("skräp före.pdf", b"\xef\xbb\xbf\n" + PDF, media.PDF),
    ("bild.pdf", b"\x89PNG\r\n\x1a\n" + bytes(30), "image/png"),
    ("a.txt", NOTE, media.TXT),
    ("latin1.txt", "Ärendet återremitteras på måndag.\n".encode("cp1252"), media.TXT),
    ("dos.txt", "Ärendet återremitteras på måndag.\n".encode("cp850"), media.TXT),
    ("unicode.txt", "Ärende".encode("utf-16"), media.TXT),
    ("a.md", b"# Protokoll\n", media.MARKDOWN),
    ("a.html", b"<!DOCTYPE html><html><p>hej</p></html>", media.HTML),
    ("utfall", "Konto;Utfall;Budget\nLön;1;2\nHyra;3;4\n".encode(), media.CSV),
    ("brev", letter().as_bytes(), media.EML),
    ("inte brev.txt", b"Beslut: ja\nDatum: 2024-01-02\nAtt: g\xc3\xb6ra\n\nText\n", media.TXT),
    ("arkiv", zipped(("a.txt", b"a")), media.ZIP),
]


@pytest.mark.parametrize(("name", "content", "expected"), TYPES, ids=[t[0] for t in TYPES])
def test_type_follows_content(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    first = take(tmp_path, path)[0]
    assert isinstance(first, Received), first
    assert (first.media_type, first.sha256, first.size) == (expected, hashlib.sha256(content).hexdigest(), len(content))


REFUSALS = [
    ("tom.pdf", b"", "tom", "tom"),
    ("brus.bin", random.Random(7).randbytes(4096), "okänd-filtyp", "känns igen"),
    ("kort brus", bytes(range(200, 240)), "okänd-filtyp", "känns igen"),
    ("avhuggen.docx", zipped(("[Content_Types].xml", b"x" * 4000), ("a.xml", b"y"))[:60], "trasig", "skadad"),
    ("gammal.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "trasig", "skadad"),
    ("brev.rtf", b"{\\rtf1\\ansi Hej}", "okänd-filtyp", "RTF"),
    ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(40), "okänd-filtyp", "film"),
    ("packad.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), "okänd-filtyp", "7z"),
    ("bilder.pptx", zipped(("[Content_Types].xml", b"presentationml.main")), "okänd-filtyp", "PowerPoint"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code", "word"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_refusals_say_what_and_what_next(tmp_path: Path, name: str, content: bytes, code: str, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (refused,) = take(tmp_path, path)
    assert isinstance(refused, Refused)
    assert refused.error.code == code
    assert word in refused.error.message
    assert refused.error.advice.endswith(".")
    assert refused.sha256 == hashlib.sha256(content).hexdigest()


def ole_with(tmp_path: Path, stream: str) -> Path:
    from extract_msg import OleWriter

    writer = OleWriter()
    writer.addEntry([stream], b"x" * 5000)
    path = tmp_path / "fil.bin"
    writer.write(path)
    return path


@pytest.mark.parametrize(
    ("stream", "code", "word"),
    [
        ("EncryptedPackage", "lösenord", "lösenord"),
        ("WordDocument", "okänd-filtyp", ".doc"),
        ("Workbook", "okänd-filtyp", ".xls"),
        ("PowerPoint Document", "okänd-filtyp", ".ppt"),
        ("Annat", "okänd-filtyp", "okänt slag"),
    ],
)
def test_older_office_files_are_named_and_refused(tmp_path: Path, stream: str, code: str, word: str) -> None:
    (refused,) = take(tmp_path, ole_with(tmp_path, stream))
    assert isinstance(refused, Refused)
    assert refused.error.code == code
    assert word in refused.error.message


# ── folders ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_folders_are_walked_in_natural_order_without_litter(tmp_path: Path) -> None:
    root = tmp_path / "handlingar"
    for name in (
        "2024/10.txt",
        "2024/9.txt",
        "2024/.dold.txt",
        "2024/~$9.docx",
        "Thumbs.db",
        "a.txt",
        "__MACOSX/x.txt",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(NOTE)
    assert names(take(tmp_path, root)) == ["2024/9.txt", "2024/10.txt", "a.txt"]


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "utanför.txt"
    outside.write_bytes(NOTE)
    root = tmp_path / "mapp"
    (root / "inre").mkdir(parents=True)
    (root / "inre/a.txt").write_bytes(NOTE)
    (root / "runt").symlink_to(root, target_is_directory=True)
    (root / "ut.txt").symlink_to(outside)
    (root / "sig själv").symlink_to(root / "sig själv")
    found = take(tmp_path, root)
    assert [(f.name, type(f)) for f in found] == [
        ("inre/a.txt", Received),
        ("sig själv", Refused),
        ("ut.txt", Refused),
    ]


def test_missing_files_and_pipes_do_not_stop_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rör")
    (tmp_path / "a.txt").write_bytes(NOTE)
    found = take(tmp_path, tmp_path / "finns inte.pdf", tmp_path / "rör", tmp_path / "a.txt")
    assert [type(f) for f in found] == [Refused, Refused, Received]


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stor.txt"
    path.write_bytes(b"a" * 1_100_000)
    (refused,) = take(tmp_path, path, settings=replace(Settings(), max_file_megabytes=1))
    assert isinstance(refused, Refused)
    assert refused.error.code == "för-stor"


@given(st.text(min_size=1), st.text(min_size=1))
def test_natural_order_is_total(a: str, b: str) -> None:
    assert (natural_key(a) < natural_key(b)) + (natural_key(b) < natural_key(a)) <= 1


# ── containers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_zip_and_mail_yield_themselves_and_what_is_in_them(tmp_path: Path) -> None:
    mail = letter(
        "Kallelse", ("bilaga.pdf", "application/pdf", PDF), ("mer.zip", "application/zip", zipped(("b.txt", NOTE)))
    )
    path = tmp_path / "arkiv.zip"
    path.write_bytes(zipped(("inre/brev.eml", mail.as_bytes()), ("__MACOSX/._a", b"x"), ("a.txt", NOTE)))
    found = take(tmp_path, path)
    assert names(found) == [
        "arkiv.zip",
        "arkiv.zip/inre/brev.eml",
        "arkiv.zip/inre/brev.eml/bilaga.pdf",
        "arkiv.zip/inre/brev.eml/mer.zip",
        "arkiv.zip/inre/brev.eml/mer.zip/b.txt",
        "arkiv.zip/a.txt",
    ]
    received = {f.name: f for f in found if isinstance(f, Received)}
    assert len(received) == len(found)
    top, brev = received["arkiv.zip"], received["arkiv.zip/inre/brev.eml"]
    assert top.is_container
    assert not brev.is_container
    assert (top.part_of, brev.part_of) == (None, top.sha256)
    assert received["arkiv.zip/inre/brev.eml/bilaga.pdf"].part_of == brev.sha256
    for one in received.values():
        assert hashlib.sha256(one.path.read_bytes()).hexdigest() == one.sha256
    assert received["arkiv.zip/a.txt"].path == received["arkiv.zip/inre/brev.eml/mer.zip/b.txt"].path  # same bytes


def test_small_pictures_in_the_letter_are_left_out_and_attached_letters_taken(tmp_path: Path) -> None:
    message = letter()
    message.add_alternative('<p>Hej</p><img src="cid:logo"><img src="cid:plan">', subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]  # the alternative just added
    picture = b"\x89PNG\r\n\x1a\n"
    for name, size in (("logo", 100), ("plan", 20_000)):
        html.add_related(  # type: ignore[union-attr]
            picture + bytes(size), "image", "png", cid=f"<{name}>", filename=f"{name}.png", disposition="inline"
        )
    message.add_attachment(letter("Svar: lokalen", ("lokal.pdf", "application/pdf", PDF)))
    path = tmp_path / "brev.eml"
    path.write_bytes(message.as_bytes())
    assert names(take(tmp_path, path)) == [
        "brev.eml",
        "brev.eml/plan.png",
        "brev.eml/Svar lokalen.eml",
        "brev.eml/Svar lokalen.eml/lokal.pdf",
    ]


def test_bombs_are_refused_before_they_unpack(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped(("nollor.txt", bytes(30_000_000))))
    (refused,) = take(tmp_path, path)
    assert isinstance(refused, Refused)
    assert refused.error.code == "för-stor"
    assert "gånger" in refused.error.message


def test_the_unpacking_limit_holds_over_nested_archives(tmp_path: Path) -> None:
    block = random.Random(1).randbytes(600_000)
    path = tmp_path / "två.zip"
    path.write_bytes(zipped(("a.zip", zipped(("a.pdf", PDF + block))), ("b.txt", NOTE)))
    settings = replace(Settings(), max_unpacked_megabytes=1)
    found = take(tmp_path, path, settings=settings)
    assert [(f.name, f.error.code) for f in found if isinstance(f, Refused)] == [
        ("två.zip/a.zip/a.pdf", "för-stor"),
        ("två.zip/b.txt", "för-stor"),
    ]


def test_a_zip_that_stores_a_pdf_is_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "lagrad.pdf"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", PDF)
    assert names(take(tmp_path, path)) == ["lagrad.pdf", "lagrad.pdf/a.pdf"]


def test_depth_is_limited(tmp_path: Path) -> None:
    content = zipped(("botten.txt", NOTE))
    for _ in range(MAX_DEPTH + 2):
        content = zipped(("inre.zip", content))
    path = tmp_path / "djup.zip"
    path.write_bytes(content)
    found = take(tmp_path, path)
    assert len(found) == MAX_DEPTH + 1
    assert isinstance(found[-1], Refused)
    assert found[-1].error.code == "för-stor"


def test_broken_and_encrypted_members_are_refused_one_by_one(tmp_path: Path) -> None:
    raw = bytearray(zipped(("hel.txt", NOTE), ("trasig.txt", random.Random(3).randbytes(500)), ("låst.txt", NOTE)))
    at = raw.find(b"trasig.txt") + len("trasig.txt") + 40
    raw[at] ^= 0xFF
    entry = raw.rfind(b"PK\x01\x02")  # the last member's entry in the central directory
    raw[entry + 8] |= 0x1
    path = tmp_path / "blandat.zip"
    path.write_bytes(bytes(raw))
    found = take(tmp_path, path)
    codes = {f.name.rsplit("/", 1)[-1]: f.error.code if isinstance(f, Refused) else None for f in found}
    assert codes == {"blandat.zip": None, "hel.txt": None, "trasig.txt": "trasig", "låst.txt": "lösenord"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "cp850", "cp1252"])
def test_zip_names_in_any_character_set(tmp_path: Path, encoding: str) -> None:
    name = "Årsmöte på Färgargården.txt"
    placeholder = "#" * len(name.encode(encoding))
    path = tmp_path / "namn.zip"
    path.write_bytes(zipped((placeholder, NOTE)).replace(placeholder.encode(), name.encode(encoding)))
    assert names(take(tmp_path, path))[1] == f"namn.zip/{name}"


def test_names_in_a_zip_cannot_leave_it_and_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "slip.zip"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(zipped(("../../etc/a.txt", NOTE), ("etc/a.txt", PDF), ("etc/a.txt", b"C\n")))
    assert names(take(tmp_path, path))[1:] == [
        "slip.zip/etc/a.txt",
        "slip.zip/etc/a (2).txt",
        "slip.zip/etc/a (3).txt",
    ]


@given(st.text())
def test_a_harmless_name_is_a_relative_path(name: str) -> None:
    safe = harmless(name)
    parts = safe.split("/")
    assert safe
    assert not safe.startswith("/")
    assert ".." not in parts
    assert "\\" not in safe


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("in")
    path = folder / "fil"
    path.write_bytes(content)
    assert take(folder, path)
