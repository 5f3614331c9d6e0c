"""What makes a PDF say that it is PDF/A: metadata, output intent, and how it is written.

Nothing that can be seen is changed here; `archive.handover.pdf_repairs` takes out what PDF/A forbids, and only
veraPDF tells whether what comes out holds. The same input gives the same bytes.
Sources: ISO 19005-1 and ISO 19005-2 (clauses in the comments), ISO 16684-1 (XMP).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from archive.events import AGENT

FLAVOURS = ("2u", "2b", "1b")

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{conformance}</pdfaid:conformance>
{rest}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
# Entry of the information dictionary → property; the two must say the same (ISO 19005-1, 6.7.3).
_PROPERTIES = {
    "/Title": '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>',
    "/Author": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
    "/Subject": '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>',
    "/Creator": "<xmp:CreatorTool>{}</xmp:CreatorTool>",
    "/Producer": "<pdf:Producer>{}</pdf:Producer>",
}
_CREATED = "<xmp:CreateDate>{}</xmp:CreateDate>"
_DATE = re.compile(r"D:(\d{14})(?:([+-])(\d\d)'?(\d\d)'?|(Z))")
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Claim:
    """The flavour a file says it is: part 1 to 4, conformance "A", "B", "U" or ""."""

    part: int
    conformance: str

    def covers(self, flavour: str) -> bool:
        """Whether a file that is this is the flavour as well: "A" asks for all of "U", "U" for all of "B"."""
        levels = {"b": "BUA", "u": "UA"}[flavour[1]]
        return self.part == int(flavour[0]) and self.conformance in levels and self.conformance != ""


def claim(pdf: Pdf) -> Claim | None:
    """What the file says of itself, true or not; None where it says nothing."""
    if not isinstance(pdf.Root.get("/Metadata"), Stream):
        return None
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        part = str(told.get("pdfaid:part", ""))
        conformance = str(told.get("pdfaid:conformance", ""))
    return Claim(int(part), conformance.upper()) if part.isdecimal() else None


def declare(pdf: Pdf, flavour: str, title: str) -> None:
    """Metadata and output intent of the flavour. `title` is used where the file has none of its own.

    Of what the file told about itself title, author, subject, program and day of making are kept.
    """
    told = _told(pdf)
    texts = {key: told[key] for key in _PROPERTIES if told.get(key, "").strip()}
    texts = {"/Title": title, **texts, "/Producer": AGENT}
    made, written = _moment(told.get("/CreationDate", ""))
    rest = "\n".join(_PROPERTIES[key].format(escape(_NOT_XML.sub("", text))) for key, text in texts.items())
    if made:
        rest += "\n" + _CREATED.format(made)
    packet = _XMP.format(part=flavour[0], conformance=flavour[1].upper(), rest=rest + "\n")
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    for key in ("/Info", "/DocChecksum"):  # the latter is LibreOffice's, of bytes that are no more
        if key in pdf.trailer:
            del pdf.trailer[key]
    for key, text in texts.items():
        pdf.docinfo[key] = String(_NOT_XML.sub("", text))
    if written:
        pdf.docinfo["/CreationDate"] = String(written)
    _give_output_intent(pdf)


def save(pdf: Pdf, target: Path, flavour: str) -> None:
    """Write the file as the flavour asks: no encryption, an id, LZW unpacked, no younger PDF than it builds on."""
    is_first = flavour[0] == "1"
    pdf.save(
        target,
        encryption=False,
        deterministic_id=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        compress_streams=True,
        # PDF/A-1 builds on PDF 1.4, which has no object streams
        object_stream_mode=pikepdf.ObjectStreamMode.disable if is_first else pikepdf.ObjectStreamMode.generate,
        force_version="1.4" if is_first else "1.7",
    )


def _told(pdf: Pdf) -> dict[str, str]:
    """The entries of the file's own information dictionary that are texts."""
    info = pdf.trailer.get("/Info")
    if not isinstance(info, Dictionary):
        return {}
    return {key: str(value) for key, value in info.items() if isinstance(value, String)}


def _moment(text: str) -> tuple[str, str]:
    """A date of the information dictionary as XMP and in its own full form; empty where its zone or day is not told."""
    match = _DATE.match(text)
    if match is None:
        return "", ""
    digits, sign, hours, minutes, _ = match.groups()
    zone = f"{sign}{hours}{minutes}" if sign else "+0000"
    try:
        moment = datetime.strptime(digits + zone, "%Y%m%d%H%M%S%z")
    except ValueError:
        return "", ""
    return moment.isoformat(), f"D:{digits}{zone[:3]}'{zone[3:]}'"


def _give_output_intent(pdf: Pdf) -> None:
    """What the file's own colours mean: sRGB, where it does not carry a profile for PDF/A itself."""
    own = pdf.Root.get("/OutputIntents")
    kept = [intent for intent in own if _is_for_pdfa(intent)] if isinstance(own, Array) else []
    if not kept:
        # the profile that pikepdf brings is of ICC version 2, which PDF/A-1 asks for
        data = (Path(pikepdf.__file__).parent / "pdfa" / "data" / "sRGB.icc").read_bytes()
        kept = [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_stream(data, N=3),
            )
        ]
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent) if not intent.is_indirect else intent for intent in kept])


def _is_for_pdfa(intent: object) -> bool:
    return (
        isinstance(intent, Dictionary)
        and intent.get("/S") == Name.GTS_PDFA1
        and intent.get("/DestOutputProfile") is not None
    )
