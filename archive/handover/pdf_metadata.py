"""Plain metadata in the PDF/A that WeasyPrint writes: what a file claims to be is read by tools that unpack nothing.

PDF/A-1 wants it so (ISO 19005-1, 6.7.2); PRONOM's signatures of all PDF/A look for it in the bytes as they stand.
"""

from __future__ import annotations

from typing import Any


def plain_metadata(_document: Any, pdf: Any) -> None:
    """WeasyPrint's `finisher`: leave the XMP uncompressed. `pdf` is a `pydyf.PDF` about to be written."""
    for written in pdf.objects:
        if getattr(written, "extra", {}).get("Type") == "/Metadata":
            written.compress = False
