"""The one settings object: `SLUTARKIV_…` environment variables or their defaults; nothing else reads them."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

PREFIX = "SLUTARKIV_"


@dataclass(frozen=True, slots=True)
class Settings:
    """How slutarkiv runs on this machine.

    Every field can be set by an environment variable: `ocr_dpi` by `SLUTARKIV_OCR_DPI`.
    """

    workers: int = 0  # page-reading processes; 0 is one a core
    scheduler: str = ""  # a Dask scheduler (tcp://host:8786) whose workers read the pages; empty is this machine
    ocr_language: str = "Latin"  # Tesseract model; the Swedish one has no § or % in its character set
    ocr_dpi: int = 300  # resolution a page is rendered at when its picture has no own resolution
    page_seconds: int = 120  # a page that takes longer is given up
    page_megabytes: int = 3000  # memory one page-reading process may take
    max_file_megabytes: int = 2000  # a larger file is refused
    max_unpacked_megabytes: int = 4000  # what a zip may unpack to in all
    max_zip_ratio: int = 200  # unpacked : packed above this is a bomb
    picture_dpi: int = 110  # page pictures shown in the browser
    results: int = 50  # most hits a search ranks and shows
    port: int = 8001  # where `serve` listens, on loopback
    issuers: str = ""  # certificates of issuers whose electronic signatures are trusted: a file or a folder, PEM or DER
    schema_folder: str = ""  # PREMIS, EAD3, EAC-CPF, ERMS and FGS 1.2 schemas, in any subfolder: for the handover

    @classmethod
    def from_environment(cls) -> Settings:
        """Settings with every `SLUTARKIV_…` variable taken in. Raises ValueError with the variable's name."""
        values: dict[str, int | str] = {}
        for field in fields(cls):
            raw = os.environ.get(PREFIX + field.name.upper())
            if raw is None:
                continue
            if isinstance(field.default, int):
                try:
                    values[field.name] = int(raw)
                except ValueError as error:
                    raise ValueError(f"{PREFIX}{field.name.upper()} ska vara ett heltal, inte {raw!r}") from error
            else:
                values[field.name] = raw
        return cls(**values)  # type: ignore[arg-type]

    @property
    def processes(self) -> int:
        """How many page-reading processes run side by side."""
        return self.workers or os.cpu_count() or 1
