"""The faults that the verifier must find: a name, how to plant it, the code it is told under, and what names it.

The last is a text that the fault's place or message must hold, so that a reader knows which file or thing is meant.
"""

from __future__ import annotations

import io
import os
import shutil
import stat
import struct
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from tests.packages import DESTROYED
from tests.planting import (
    EAC,
    EAD,
    ERMS,
    MINUTES,
    ORIGINAL_METS,
    PDFA,
    PLAN,
    PREMIS,
    RECEIPT,
    REGISTER,
    XLINK,
    Plant,
    attribute,
    change,
    drop,
    in_database,
    in_xml,
    named,
    remove,
    replace,
    zip_bytes,
    zipped,
)

HREF = f"{XLINK}href"
ENTITY = '<?xml version="1.0"?><!DOCTYPE ead [<!ENTITY passwd SYSTEM "file:///etc/passwd">]><ead>&passwd;</ead>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE premis [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><premis>&i;</premis>"
)
MINUTES_ONE = "WHERE name = 'protokoll 1.txt'"


@dataclass(frozen=True)
class Case:
    """A fault. `schemas`: it needs the schemas that stand next to the project."""

    name: str
    plant: Plant
    code: str
    names: str
    schemas: bool = False


def swap(root: Path) -> None:
    one, other = root / MINUTES, root / MINUTES.replace("h00001-protokoll-1", "h00002-protokoll-2")
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


def link(name: str, to: str) -> Plant:
    def plant(root: Path) -> None:
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(to)

    return plant


def rename(root: Path) -> Path:
    return root.rename(root.with_name("annat-namn"))


def encrypt(root: Path) -> None:
    made = io.BytesIO()
    with pikepdf.open(root / PLAN) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="hemligt", user="hemligt"))
    change(PLAN, made.getvalue(), told=True)(root)


def plain_pdf(root: Path) -> None:
    change(PDFA, (root / PLAN).read_bytes(), told=True)(root)


def destroyed_again(root: Path) -> None:
    """The bytes of what has been destroyed lie in the place of the plan, and METS says that they should."""
    change(PLAN, DESTROYED.encode(), told=True)(root)


def twice_the_id(root: Any) -> None:
    files = list(named(root, "file"))
    files[1].set("ID", files[0].get("ID"))


def member(name: str, data: bytes = b"x", mode: int = 0o100644, method: int = zipfile.ZIP_STORED) -> Plant:
    def spoil(archive: zipfile.ZipFile, root: Path) -> None:
        info = zipfile.ZipInfo(name.format(root.name))
        info.external_attr, info.compress_type = mode << 16, method
        with warnings.catch_warnings(action="ignore"):  # zipfile warns of a name told twice
            archive.writestr(info, data)

    return zipped(spoil)


def bare_zip(root: Path) -> Path:
    """The files of the package as a zip, without the folder that has its name."""
    return Path(shutil.make_archive(str(root), "zip", root))


def locked(data: bytes) -> bytes:
    """The first member is said to be under a password, in its own head and in the directory."""
    directory = struct.unpack("<I", data[-6:-2])[0]
    spoilt = bytearray(data)
    spoilt[6] |= 1
    spoilt[directory + 8] |= 1
    return bytes(spoilt)


def spoilt_member(data: bytes) -> bytes:
    at = data.rindex(b"PROTOKOLL\n")
    return data[:at] + b"protokoll\n" + data[at + 10 :]


def line_removed(root: Path) -> None:
    lines = (root / REGISTER).read_text(encoding="utf-8").splitlines(keepends=True)
    change(REGISTER, "".join(line for line in lines if ";h00001;" not in line).encode(), told=True)(root)


def line_added(root: Path) -> None:
    text = (root / REGISTER).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines(keepends=True) if ";h00001;" in line)
    other = line.replace("h00001", "h00099").replace("protokoll-1", "protokoll-99")
    change(REGISTER, (text + other).encode(), told=True)(root)


def digest_in_register(root: Path) -> None:
    text = (root / REGISTER).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if ";h00001;" in line)
    digest = next(cell for cell in line.split(";") if len(cell) == 64)
    replace(REGISTER, digest, digest[::-1])(root)


def clash(root: Path) -> None:
    other = root / MINUTES.replace("protokoll", "Protokoll")
    other.write_bytes((root / MINUTES).read_bytes())


def long_href(href: str) -> Plant:
    return attribute("protokoll-1.txt", "FLocat", HREF, href, ORIGINAL_METS)


def bare(kind: str, code: str = "aktör") -> Case:
    xpath = f"//*[local-name() = 'agent'][@ROLE = '{kind}' and @TYPE = 'ORGANIZATION']"
    return Case(f"no {kind} agent", drop("METS.xml", xpath), code, kind)


CASES = (
    # the bytes
    Case("payload byte changed", change(MINUTES, b"PROTOKOLL?"), "kontrollsumma", "h00001"),
    Case("payload changed, METS with it", change(MINUTES, b"ny", told=True), "register-summa", "h00001"),
    Case("payload deleted", remove(MINUTES), "fil-saknas", "h00001"),
    Case("payload added", change("representations/original/data/a1/ny.txt", b"ny"), "odeklarerad", "ny.txt"),
    Case("two payloads swapped", swap, "kontrollsumma", "h00002"),
    Case("PDF/A deleted", remove(PDFA), "fil-saknas", "h00001-protokoll-1.pdf"),
    Case("undeclared paper", change("documentation/brev.txt", b"hej"), "odeklarerad", "brev.txt"),
    Case("zero bytes", change(MINUTES, b"", told=True), "tom-fil", "h00001"),
    Case("encrypted PDF", encrypt, "krypterad", "h00003"),
    Case("no PDF under a PDF's name", change(PLAN, b"hej", told=True), "fel-slag", "h00003"),
    Case("false claim of PDF/A", plain_pdf, "pdfa", "h00001-protokoll-1.pdf"),
    Case("text as PDF/A", change(PDFA, b"PROTOKOLL", told=True), "pdfa", "h00001-protokoll-1.pdf"),
    # METS
    Case("METS deleted", remove("METS.xml"), "mets-saknas", "METS.xml"),
    Case("METS cut", lambda r: change("METS.xml", (r / "METS.xml").read_bytes()[:-30])(r), "xml-trasig", "METS.xml"),
    Case("METS invalid", attribute("", "metsHdr", "CREATEDATE", "i dag"), "schema", "METS.xml"),
    Case("METS of a representation edited", replace(ORIGINAL_METS, "h00001", "h00077"), "register-mets", "h00001"),
    Case("METS of a representation broken", change(ORIGINAL_METS, b"<mets", told=False), "xml-trasig", ORIGINAL_METS),
    Case("METS of a representation deleted", remove(ORIGINAL_METS), "mets-saknas", ORIGINAL_METS),
    Case("METS of a representation unpointed", drop("METS.xml", "//*[local-name() = 'mptr']/.."),
         "mets-utan-pekare", ORIGINAL_METS),
    Case("wrong OBJID", attribute("", "mets", "OBJID", "annat"), "objid", "annat"),
    Case("no OBJID", attribute("", "mets", "OBJID", None), "objid", "METS.xml"),
    Case("folder renamed", rename, "objid", "annat-namn"),
    Case("duplicate id", in_xml(ORIGINAL_METS, twice_the_id), "id-dubblett", ORIGINAL_METS),
    Case("dangling FILEID", attribute("", "fptr", "FILEID", "borta"), "id-okänt", "borta"),
    Case("dangling ADMID", attribute("", "div", "ADMID", "borta"), "id-okänt", "ADMID"),
    Case("no PROFILE", attribute("", "mets", "PROFILE", None), "profil", "METS.xml"),
    Case("wrong PROFILE", attribute("", "mets", "PROFILE", "https://exempel.se/p.xml"), "profil", "exempel.se"),
    Case("RECORDSTATUS of a trial", attribute("", "metsHdr", "RECORDSTATUS", "TEST"), "status", "TEST"),
    Case("no RECORDSTATUS", attribute("", "metsHdr", "RECORDSTATUS", None), "status", "RECORDSTATUS"),
    bare("ARCHIVIST"),
    bare("CREATOR"),
    bare("PRESERVATION"),
    Case("no agreement", drop("METS.xml", "//*[local-name() = 'altRecordID']"), "överenskommelse", "SUBMISSION"),
    Case("no digest", attribute("protokoll-1.txt", "file", "CHECKSUM", None, ORIGINAL_METS),
         "kontrollsumma-saknas", "h00001"),
    Case("MD5", attribute("protokoll-1.txt", "file", "CHECKSUMTYPE", "MD5", ORIGINAL_METS),
         "kontrollsumma-typ", "h00001"),
    Case("digest of another kind", attribute("ead.xml", "mdRef", "CHECKSUM", "00"), "kontrollsumma", "ead.xml"),
    Case("wrong size", attribute("ead.xml", "mdRef", "SIZE", "1"), "storlek", "ead.xml"),
    Case("no size", attribute("protokoll-1.txt", "file", "SIZE", None, ORIGINAL_METS), "storlek", "h00001"),
    # addresses
    Case("../ href", long_href("../../../../etc/passwd"), "adress", "etc/passwd"),
    Case("packed ../ href", long_href("%2e%2e/%2e%2e/hemligt"), "adress", "hemligt"),
    Case("absolute href", long_href("/etc/passwd"), "adress", "/etc/passwd"),
    Case("file:// href", long_href("file:///etc/passwd"), "adress", "file:"),
    Case("http:// href", long_href("http://exempel.se/a.txt"), "adress", "http:"),
    Case("backslash href", long_href("data\\a.txt"), "adress", "data\\"),
    Case("drive in href", long_href("C:/data/a.txt"), "adress", "C:/data"),
    Case("mptr out of the package", attribute("", "mptr", HREF, "../annat/METS.xml"), "adress", "annat/METS.xml"),
    # the folder and the zip
    Case("symbolic link", link(MINUTES, "/etc/passwd"), "länk", "h00001"),
    Case("symbolic link to a folder", link("documentation/mapp", "/etc"), "länk", "documentation/mapp"),
    Case("a pipe", lambda root: os.mkfifo(root / "documentation/ror"), "specialfil", "documentation/ror"),
    Case("names that differ in case", clash, "namn-skiftläge", "h00001-Protokoll-1.txt"),
    Case("zip-slip", member("{}/../../ond.txt"), "zip-sökväg", "ond.txt"),
    Case("absolute name in zip", member("/etc/ond.txt"), "zip-sökväg", "ond.txt"),
    Case("backslash in zip", member("{}\\ond.txt"), "zip-sökväg", "ond.txt"),
    Case("link in zip", member("{}/documentation/lank", b"/etc/passwd", stat.S_IFLNK | 0o777), "länk", "lank"),
    Case("zip bomb", member("{}/bomb.txt", bytes(40_000_000), method=zipfile.ZIP_DEFLATED), "zip-bomb", "bomb.txt"),
    Case("name twice in zip", member("{}/METS.xml"), "dubblettnamn", "METS.xml"),
    Case("something beside the folder in zip", member("annat/ny.txt"), "zip-mapp", "annat/ny.txt"),
    Case("zip without a folder", bare_zip, "zip-mapp", ".zip"),
    Case("zip under a password", zip_bytes(locked), "zip-krypterad", "METS.xml"),
    Case("byte of a zip changed", zip_bytes(spoilt_member), "oläsbar", "h00002"),
    Case("zip cut short", zip_bytes(lambda data: data[: len(data) // 2]), "inte-zip", ".zip"),
    Case("no zip", zip_bytes(lambda _: b"hej"), "inte-zip", ".zip"),
    # the lists and descriptions
    Case("line of register removed", line_removed, "okänd-fil", "h00001"),
    Case("line of register added", line_added, "fil-saknas", "h00099"),
    Case("digest of register altered", digest_in_register, "register-summa", "h00001"),
    Case("register deleted", remove(REGISTER), "lista-saknas", "register.csv"),
    Case("register without a column", replace(REGISTER, "SHA-256", "MD5"), "lista-trasig", "SHA-256"),
    Case("EAD item removed", drop(EAD, "//*[@id = 'h00001']"), "ead-antal", "h00001"),
    Case("EAD item's file another", replace(EAD, "h00001-protokoll-1.txt", "h00002.txt"), "ead-fil", "h00002.txt"),
    Case("EAD invalid", replace(EAD, 'level="fonds"', 'level="stort"'), "schema", "ead.xml", schemas=True),
    Case("EAD deleted", remove(EAD), "beskrivning-saknas", "ead.xml"),
    Case("EAC-CPF of another body", replace(EAC, "222000-0026", "222000-0034"), "två-arkivbildare", "eac-cpf.xml"),
    Case("EAC-CPF invalid", replace(EAC, "<control", "<kontroll/><control"), "schema", "eac-cpf.xml", schemas=True),
    Case("ERMS is something else", change(ERMS, b"<x/>", told=True), "beskrivning-saknas", "erms.xml"),
    Case("ERMS record removed", drop(ERMS, "//*[local-name() = 'record'][*[. = 'h00001']]"), "erms-antal", "h00001"),
    Case("ERMS digest altered",
         in_xml(ERMS, lambda root: setattr(root.xpath("//*[@extraIdType = 'SHA-256']")[0], "text", "0")),
         "erms-summa", "h0000"),
    Case("PREMIS object removed", drop(PREMIS, "//*[local-name() = 'object'][.//*[. = 'h00001']]"),
         "premis-objekt", "h00001"),
    Case("PREMIS digest altered", in_xml(PREMIS, lambda root: setattr(next(named(root, "messageDigest")), "text", "0")),
         "premis-summa", "h0000"),
    Case("PREMIS link that leads nowhere",
         in_xml(PREMIS, lambda root: setattr(next(named(root, "linkingAgentIdentifierValue")), "text", "borta")),
         "premis-id", "borta"),
    Case("PREMIS invalid", replace(PREMIS, "<eventType ", "<slag/><eventType "), "schema", "premis.xml", schemas=True),
    Case("PREMIS deleted", remove(PREMIS), "premis-saknas", "premis.xml"),
    Case("external entity", change(EAD, ENTITY.encode(), told=True), "xml-farlig", "ead.xml"),
    Case("billion laughs", change(PREMIS, LAUGHS.encode(), told=True), "xml-farlig", "premis.xml"),
    Case("entity in another encoding", change(EAD, ENTITY.replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")),
         "xml-farlig", "ead.xml"),
    Case("number of the receipt altered",
         replace(RECEIPT, '<data data-tal="levererade" value="5">5<', '<data data-tal="levererade" value="7">7<'),
         "papper-tal", "leveransreversal.html"),
    Case("number of the receipt shown as another",
         replace(RECEIPT, '<data data-tal="levererade" value="5">5<', '<data data-tal="levererade" value="5">7<'),
         "papper-tal", "leveransreversal.html"),
    Case("receipt deleted", remove(RECEIPT), "reversal", "leveransreversal"),
    Case("digest of the receipt is another file's", change("metadata/other/beslut.csv", b"a\n", told=True),
         "papper-summa", "beslut.csv"),
    # what an archivist asks
    Case("chain of events broken", in_database("UPDATE event SET detail = '{}' WHERE id = 3"), "händelselogg", "3"),
    Case("database broken", change("metadata/other/arkiv.db", b"SQLite", told=True), "databas", "arkiv.db"),
    Case("gallras without decision", in_database("UPDATE holding SET decision = NULL WHERE gallring = 'gallras'"),
         "gallring", "brev om kurser.txt"),
    Case("gallras without term", in_database("UPDATE holding SET term = NULL WHERE gallring = 'gallras'"),
         "gallring", "gallringsfristen"),
    Case("destroyed without decision", in_database("UPDATE gallrad SET decision = ''"), "gallring", "lokaler"),
    Case("destroyed before its day", in_database("UPDATE holding SET due = '2034-01-01' WHERE gallring = 'gallras'"),
         "gallring", "brev om lokaler.txt"),
    Case("destroyed but present", destroyed_again, "gallrad-finns", "h00003"),
    Case("document after the end", in_database("UPDATE body SET value = '2029-12-31' WHERE field = 'ended'"),
         "datum", "protokoll 1.txt"),
    Case("document of the future", in_database(f"UPDATE document SET date = '2041-01-01' {MINUTES_ONE}"),
         "datum", "2041-01-01"),
    Case("two bodies mixed",
         in_database(f"UPDATE document SET org_number = '222000-0034' {MINUTES_ONE}"),
         "två-arkivbildare", "protokoll 1.txt"),
    Case("another body in METS", replace("METS.xml", "<name>Samordningsförbundet", "<name>Kommunförbundet"),
         "två-arkivbildare", "Kommunförbundet"),
    Case("§ gap that nobody tells of", in_database("DELETE FROM paragraf WHERE number = '2' AND slug = '2'"),
         "paragraf-gap", "§ 2"),
    Case("required fact of the body untold", in_database("DELETE FROM body WHERE field = 'supervision'"),
         "arkivbildare", "Tillsynsmyndighet"),
    Case("sekretess without its law",
         in_database("""INSERT INTO restriction SELECT NULL, sha256, NULL, NULL, '', '2031-05-20', 'Förbundet', ''
         FROM document WHERE name = 'protokoll 1.txt'"""), "sekretess", "protokoll 1.txt"),
    Case("document gone from the database", in_database(f"DELETE FROM document {MINUTES_ONE}"), "antal", "h00001"),
    Case("event gone from the database",
         in_database("DELETE FROM event WHERE id = (SELECT max(id) FROM event)"), "antal", "handelser.csv"),
    Case("a signature that nobody checked", in_database(
        """INSERT INTO electronic_signature (document, position, field, kind, signer, issuer, fingerprint, reason,
        verdict, message) SELECT id, 7, '', 'underskrift', '', '', '', '', 'giltig', '' FROM document LIMIT 1"""),
        "antal", "underskrifter.csv"),
)  # fmt: skip
