"""Office files as PDF by LibreOffice, where it is installed: a process of its own, without network or macros.

It is not needed: without it their text is set on pages by WeasyPrint, and the table of renditions says so.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from ingest import media
from ingest.errors import DocumentError

CURE = "sudo apt install libreoffice-writer-nogui libreoffice-calc-nogui"

_SECONDS = 180
# Kind of file → its suffix, the filter that writes PDF, the library without which LibreOffice cannot read it.
_KINDS = {
    media.DOCX: (".docx", "writer_pdf_Export", "libswlo.so"),
    media.ODT: (".odt", "writer_pdf_Export", "libswlo.so"),
    media.XLSX: (".xlsx", "calc_pdf_Export", "libsclo.so"),
}
_FILTER = '{{"SelectPdfVersion":{{"type":"long","value":"{part}"}}}}'
# A new profile's settings: no macros, nothing fetched from a network, no wizard. Names from LibreOffice's own schema.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}</oor:items>
"""
_ITEM = """<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">
<value>{value}</value></prop></item>
"""
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


class ConversionError(DocumentError):
    code = "omvandling"


def available() -> str | None:
    """LibreOffice's version where it is installed, else None."""
    program = shutil.which("soffice")
    return _version(program) if program else None


def reads(media_type: str) -> bool:
    """Whether the LibreOffice of this machine has the part that reads such a file."""
    program = shutil.which("soffice")
    if program is None or media_type not in _KINDS:
        return False
    return (Path(program).resolve().parent / _KINDS[media_type][2]).is_file()


@lru_cache(maxsize=2)
def _version(program: str) -> str | None:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    words = told.split()
    return words[1] if len(words) > 1 else None


class Office:
    """LibreOffice with a profile of its own, thrown away with the `with`."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._folder = tempfile.TemporaryDirectory(prefix="slutarkiv-")
        profile = Path(self._folder.name) / "profil" / "user"
        profile.mkdir(parents=True)
        items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
        (profile / "registrymodifications.xcu").write_text(_PROFILE.format(items=items))

    def __enter__(self) -> Office:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def pdf(self, original: Path, media_type: str, flavour: str, target: Path) -> None:
        """Write the file as LibreOffice's PDF/A of the flavour's part. Raises ConversionError."""
        suffix, written_by, _ = _KINDS[media_type]
        with tempfile.TemporaryDirectory(dir=self._folder.name) as folder:
            source = Path(folder) / f"handling{suffix}"
            shutil.copyfile(original, source)
            options = f"pdf:{written_by}:{_FILTER.format(part=flavour[0])}"
            self._run(["--convert-to", options, "--outdir", folder, str(source)])
            made = source.with_suffix(".pdf")
            if not made.is_file():
                raise ConversionError("LibreOffice kan inte öppna filen.")
            shutil.move(made, target)

    def _run(self, arguments: list[str]) -> None:
        home = self._folder.name
        command = [
            "soffice", "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
            f"-env:UserInstallation={(Path(home) / 'profil').as_uri()}", *arguments,
        ]  # fmt: skip
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": home,
            "LANG": "sv_SE.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
        }
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment, start_new_session=True,
        ) as process:  # fmt: skip
            try:
                process.wait(self._seconds)
            except subprocess.TimeoutExpired as error:
                raise ConversionError("LibreOffice blev inte klart med filen i tid.") from error
            finally:
                # soffice is a script that starts the program proper: all of it goes
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
