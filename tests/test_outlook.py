"""Outlook's letters, written by another library than the one that reads them."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

from ingest import media
from ingest.errors import BrokenFileError
from ingest.mail import parse_mail
from ingest.media import identify
from ingest.office import read_office


def lines(path: Path) -> list[str]:
    """The lines of a letter's only page that hold something."""
    (page,) = read_office(path, identify(path))
    return [line for line in page.text.split("\n") if line]


def outlook_letter(path: Path) -> None:
    """A letter as Outlook saves it, with one attachment and a logotype; property numbers from [MS-OXMSG]."""
    from extract_msg import OleWriter

    writer = OleWriter()

    def put_streams(
        at: list[str], texts: dict[int, str], blobs: dict[int, bytes], fixed: list[bytes], head: int
    ) -> None:
        rows = list(fixed)
        for kind, streams in ((0x001F, {k: v.encode("utf-16-le") for k, v in texts.items()}), (0x0102, blobs)):
            for number, content in streams.items():
                writer.addEntry([*at, f"__substg1.0_{number:04X}{kind:04X}"], content)
                rows.append(struct.pack("<HHIII", kind, number, 6, len(content) + 2 * (kind == 0x001F), 0))
        writer.addEntry([*at, "__properties_version1.0"], bytes(head) + b"".join(rows))

    sent = int((datetime(2031, 2, 6, 8, 15, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
    writer.addEntry(["__nameid_version1.0"], storage=True)
    for number in (2, 3, 4):
        writer.addEntry(["__nameid_version1.0", f"__substg1.0_{number:04X}0102"], b"")
    letter = {0x001A: "IPM.Note", 0x0037: "Kallelse", 0x1000: "Hej!\r\nVälkomna.\r\n", 0x0C1A: "Vera Lind",
              0x5D01: "vera@exempel.se", 0x0E04: "styrelsen@exempel.se"}  # fmt: skip
    put_streams([], letter, {}, [struct.pack("<HHIQ", 0x0040, 0x0039, 6, sent)], 32)
    files = [({0x3707: "dagordning.pdf"}, b"%PDF-1.7\n"),
             ({0x3707: "logo.png", 0x3712: "logo", 0x370E: "image/png"}, b"\x89PNG\r\n\x1a\n" + bytes(90))]  # fmt: skip
    for n, (texts, content) in enumerate(files):
        folder = f"__attach_version1.0_#{n:08X}"
        writer.addEntry([folder], storage=True)
        put_streams([folder], texts, {0x3701: content}, [struct.pack("<HHIII", 0x0003, 0x3705, 6, 1, 0)], 8)
    inner = ["__attach_version1.0_#00000002", "__substg1.0_3701000D"]
    for storage in (inner[:1], inner):
        writer.addEntry(storage, storage=True)
    put_streams(inner[:1], {0x3001: "Svar"}, {}, [struct.pack("<HHIII", 0x0003, 0x3705, 6, 5, 0)], 8)
    put_streams(inner, {0x001A: "IPM.Note", 0x0037: "Svar", 0x1000: "Jag kommer."}, {}, [], 24)
    writer.write(path)


def test_outlook_letters_are_read_with_their_attachments(tmp_path: Path) -> None:
    path = tmp_path / "brev.msg"
    outlook_letter(path)
    assert identify(path) == media.MSG
    mail = parse_mail(path, media.MSG)
    first, second = mail.attachments
    assert (first.name, first.content) == ("dagordning.pdf", b"%PDF-1.7\n")
    (tmp_path / second.name).write_bytes(second.content)
    assert lines(tmp_path / "Svar.eml") == ["Ämne: Svar", "Jag kommer."]
    assert lines(path) == [
        "Från: Vera Lind <vera@exempel.se>", "Till: styrelsen@exempel.se", "Datum: 2031-02-06 08:15 UTC",
        "Ämne: Kallelse", "Bilagor: dagordning.pdf, Svar.eml", "Hej!", "Välkomna.",
    ]  # fmt: skip


def test_a_damaged_outlook_letter_is_broken_not_a_bug(tmp_path: Path) -> None:
    path = tmp_path / "brev.msg"
    outlook_letter(path)
    whole = path.read_bytes()
    for cut in (600, 2000, len(whole) - 700):
        path.write_bytes(whole[:cut])
        try:
            read_office(path, media.MSG)
        except BrokenFileError:
            continue
