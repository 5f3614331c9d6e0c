"""What the package's own METS says of the delivery: which package, from whom, to whom, under what agreement.

E-ARK CSIP 2.1.0 (CSIP1, CSIP10-16) and SIP 2.1.0 (SIP2-SIP26); FGS Paketstruktur 2.0 takes both as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.handover.verifier.mets_reading import Mets
from archive.handover.verifier.report import Remark, note, warning
from archive.handover.verifier.view import View

SIP_PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP"
FGS_PROFILE = "http://xml.ra.se/e-arkiv/METS/CommonSpecificationSwedenPackageProfile"
_TRIAL = "provleverans-"
_STATUSES = {"NEW", "SUPPLEMENT", "REPLACEMENT", "TEST", "VERSION", "DELETE", "OTHER"}
# Whom a delivery must name: role and type in METS, and what it is called to the reader.
_WANTED = (
    ("ARCHIVIST", "ORGANIZATION", "arkivbildaren"),
    ("CREATOR", "ORGANIZATION", "den som levererar"),
    ("CREATOR", "OTHER:SOFTWARE", "programmet som gjorde paketet"),
    ("PRESERVATION", "ORGANIZATION", "arkivmyndigheten som tar emot"),
)
_ORG_NUMBER = re.compile(r"\d{6}-?\d{4}")


def is_fgs12(mets: Mets) -> bool:
    """Whether the package is of FGS Paketstruktur 1.2."""
    return mets.attributes.get("PROFILE", "").startswith(FGS_PROFILE)


def identity(view: View) -> Iterator[Remark]:
    """OBJID is the folder's name, the profile is known, the status fits the kind of delivery."""
    mets = view.root
    if mets is None or not mets.attributes:
        return
    object_id = mets.object_id
    if not object_id:
        yield Remark("objid", mets.name, "paketets beteckning (OBJID) saknas.")
    elif object_id.removeprefix("UUID:") != view.package.folder:
        yield Remark("objid", mets.name, f"OBJID är {object_id}, men paketets mapp heter {view.package.folder}.")
    else:
        yield note("objid", object_id)
    profile = mets.attributes.get("PROFILE", "")
    if not profile.startswith((SIP_PROFILE, FGS_PROFILE)):
        yield Remark(
            "profil", mets.name, f"profilen {profile or '(ingen)'} är varken FGS 2.0 (E-ARK SIP) eller FGS 1.2."
        )
    yield from _status(mets, view.package.folder)


def _status(mets: Mets, folder: str) -> Iterator[Remark]:
    status = mets.header.get("RECORDSTATUS", "")
    is_trial = (mets.object_id or folder).startswith(_TRIAL)
    if status not in _STATUSES:
        yield Remark("status", mets.name, f"leveransens status (RECORDSTATUS) är {status or 'inte angiven'}.")
    elif is_trial and status != "TEST":
        yield Remark("status", mets.name, f"en provleverans ska ha RECORDSTATUS TEST, inte {status}.")
    elif not is_trial and status == "TEST":
        yield Remark("status", mets.name, "RECORDSTATUS är TEST, men paketet är ingen provleverans.")
    if is_trial:
        yield warning("provleverans", mets.name, "paketet är en provleverans; det är inte den slutliga leveransen.")
    kind = mets.header.get("OAISPACKAGETYPE") or mets.header.get("OAISSTATUS")
    if kind != "SIP":
        yield Remark("paketslag", mets.name, f"paketets slag är {kind or 'inte angivet'}; en leverans är SIP.")


def agents(view: View) -> Iterator[Remark]:
    """Everyone a delivery must name is named, bodies with their number."""
    mets = view.root
    if mets is None or not mets.attributes:
        return
    for role, kind, told in _WANTED:
        found = [agent for agent in mets.agents if (agent.role, agent.type) == (role, kind)]
        if not found:
            yield Remark("aktör", mets.name, f"{told} (agent {role}/{kind.removeprefix('OTHER:')}) är inte angiven.")
        for agent in found:
            if not agent.name:
                yield Remark("aktör", mets.name, f"{told} (agent {role}) har inget namn.")
            elif kind == "ORGANIZATION" and not any(_ORG_NUMBER.search(text) for text in agent.notes):
                yield Remark("aktör", mets.name, f"{told}, {agent.name}, har inget organisationsnummer (note).")
    if not mets.records.get("SUBMISSIONAGREEMENT"):
        yield Remark(
            "överenskommelse", mets.name, "leveransöverenskommelsen (altRecordID SUBMISSIONAGREEMENT) är inte angiven."
        )
    names = {agent.name for agent in mets.agents if agent.role == "ARCHIVIST" and agent.type == "ORGANIZATION"}
    if len(names) > 1:
        yield Remark("två-arkivbildare", mets.name, f"flera arkivbildare är angivna: {', '.join(sorted(names))}.")
