"""What every METS of the package must hold: its files, its ids, and that nothing lies there undeclared.

E-ARK CSIP 2.1.0 and METS 1.12; what is special to the package's own METS stands in `header_checks`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from archive.handover import layout
from archive.handover.verifier.header_checks import is_fgs12
from archive.handover.verifier.mets_reading import Declared, Mets
from archive.handover.verifier.names import address_fault, target
from archive.handover.verifier.report import Remark, note, unchecked, warning
from archive.handover.verifier.view import View

NO_SCHEMA = "är inte prövad mot sitt schema: det finns inte här. Ange katalogen med scheman i SLUTARKIV_SCHEMA_FOLDER."

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def readable(view: View) -> Iterator[Remark]:
    """METS is there, well-formed and valid; so is every METS it points to."""
    if view.root is None:
        yield Remark("mets-saknas", layout.METS, "paketets METS-fil saknas; utan den är det inget paket.")
    for mets in view.mets:
        yield from mets.remarks
        if not mets.is_validated:
            yield unchecked("schema", mets.name, NO_SCHEMA)
    if view.root and is_fgs12(view.root):
        yield note("mets", "FGS 1.2: en METS-fil för hela paketet")
        return
    representations = {name.split("/")[1] for name in view.under(str(layout.REPRESENTATIONS)) if name.count("/") > 1}
    read = {mets.name for mets in view.mets}
    for representation in sorted(representations):
        name = str(layout.REPRESENTATIONS / representation / layout.METS)
        if name not in view.package.sizes:
            yield Remark("mets-saknas", name, f"representationen {representation} har ingen METS-fil.")
        elif name not in read and view.root and view.root.is_whole:
            yield Remark("mets-utan-pekare", name, "paketets METS pekar inte på den här METS-filen (mptr).")
    yield note("mets", f"{len(view.mets)} METS-filer")


def addresses(view: View) -> Iterator[Remark]:
    """Every href is relative and stays inside the package."""
    count = 0
    for mets in view.mets:
        for href in [*(file.href for file in mets.files), *mets.pointers]:
            count += 1
            if why := address_fault(href):
                yield Remark("adress", mets.name, f"adressen {href!r} {why}; bara filer inne i paketet får anges.")
    yield note("adresser", f"{count} adresser")


def present(view: View) -> Iterator[Remark]:
    """Every file that is declared lies there, with its size and digest."""
    pointed: dict[str, str] = {}
    for mets in view.mets:
        pointed |= {target(mets.name, href): mets.name for href in mets.pointers if not address_fault(href)}
        for file in mets.files:
            if file.name:
                yield from _file(file, view)
    for name, by in pointed.items():
        if name not in view.package.sizes and name not in view.declared:
            yield Remark("fil-saknas", name, f"saknas i paketet, men {by} pekar på den (mptr).")
    yield note("filer", f"{len(view.declared)} filer")


def _file(file: Declared, view: View) -> Iterator[Remark]:
    if file.name not in view.package.sizes:
        yield Remark("fil-saknas", file.name, f"saknas i paketet, men {file.mets} anger den.")
        return
    if file.checksum_type != "SHA-256":
        told = f"är {file.checksum_type}" if file.checksum_type else "saknas"
        yield Remark("kontrollsumma-typ", file.name, f"kontrollsummans slag {told} i {file.mets}; ska vara SHA-256.")
    if not file.checksum:
        yield Remark("kontrollsumma-saknas", file.name, f"har ingen kontrollsumma i {file.mets}.")
    elif not _SHA256.fullmatch(file.checksum):
        yield Remark("kontrollsumma", file.name, f"kontrollsumman i {file.mets} är ingen SHA-256: {file.checksum!r}.")
    elif (read := view.bytes.get(file.name)) and read.sha256 != file.checksum.lower():
        yield Remark("kontrollsumma", file.name, f"är ändrad: kontrollsumman är inte den som {file.mets} anger.")
    size = view.package.sizes[file.name]
    if not file.size:
        yield Remark("storlek", file.name, f"har ingen storlek i {file.mets}.")
    elif file.size != str(size):
        yield Remark("storlek", file.name, f"är {size} byte, men {file.mets} anger {file.size}.")
    if not file.media_type:
        yield Remark("mediatyp", file.name, f"har ingen mediatyp (MIMETYPE) i {file.mets}.")


def nothing_undeclared(view: View) -> Iterator[Remark]:
    """Every file that lies there is declared; the package's own METS apart. None is declared twice by one METS."""
    own = view.root.name if view.root else layout.METS
    pointed = {target(mets.name, href) for mets in view.mets for href in mets.pointers if not address_fault(href)}
    unread = [mets.name for mets in view.mets if not mets.is_whole]
    for name in view.package.sizes:
        if name != own and name not in view.declared and name not in pointed:
            because = f" ({', '.join(unread)} kunde inte läsas)" if unread else ""
            yield Remark("odeklarerad", name, f"ligger i paketet, men ingen METS anger den{because}.")
    for mets in view.mets:
        for name, count in Counter(file.name for file in mets.files if file.name).items():
            if count > 1:
                yield warning("dubbelt-angiven", name, f"anges {count} gånger i {mets.name}.")
    yield note("filer", f"{len(view.package.sizes)} filer i paketet")


def ids(view: View) -> Iterator[Remark]:
    """Ids are unique in their METS, and everything that refers to one finds it."""
    for mets in view.mets:
        yield from _ids(mets)


def _ids(mets: Mets) -> Iterator[Remark]:
    for id_, count in mets.ids.items():
        if count > 1:
            yield Remark("id-dubblett", mets.name, f"id {id_} finns {count} gånger.")
    for file in mets.files:
        if not file.id and not file.is_metadata:
            yield Remark("id-saknas", mets.name, f"filen {file.href} har inget id.")
    for kind, value in dict.fromkeys(mets.references):
        if value not in mets.ids:
            yield Remark("id-okänt", mets.name, f"{kind} pekar på {value}, som inte finns.")
