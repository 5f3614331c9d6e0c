"""The process that holds the Java machine with veraPDF in it. `archive.handover.verapdf` starts it and talks to it.

Run as a file of its own, never imported: what goes wrong inside Java ends this process and nothing else. In: one JSON
line a file. Out: one JSON line with veraPDF's version when it is ready, then one a file.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

_OPTIONS = (
    "-Xmx1500m", "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
    "-XX:ErrorFile=/dev/null", "-Djava.awt.headless=true",
)  # fmt: skip


def main() -> None:
    """Answer until there is nothing more to read."""
    # what Java prints on standard output must not stand among the answers
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    task = json.loads(sys.stdin.readline())
    java = _start(task["jvm"], task["jars"])
    print(json.dumps({"version": _version(java)}), file=answers, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_checked(java, asked["file"], asked["flavour"])), file=answers, flush=True)


def _start(jvm: str, jars: list[str]) -> Any:
    import jpype  # type: ignore[import-untyped, unused-ignore]

    jpype.startJVM(jvm, *_OPTIONS, classpath=jars)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


def _version(java: Any) -> str:
    details = java.JClass("org.verapdf.ReleaseDetails")
    details.addDetailsFromResource("org/verapdf/release/validation-model.properties")
    return str(details.byId("validation-model").getVersion())


def _checked(java: Any, file: str, flavour: str) -> dict[str, Any]:
    foundry = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    asked = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    parser = None
    try:
        parser = foundry.createParser(java.JClass("java.io.File")(file), asked)
        # False: only what does not hold is told
        result = foundry.createValidator(asked, False).validate(parser)
        rules = {
            (str(a.getRuleId().getClause()), int(a.getRuleId().getTestNumber())) for a in result.getTestAssertions()
        }
        return {"holds": bool(result.isCompliant()), "clauses": [f"{clause}-{test}" for clause, test in sorted(rules)]}
    except java.JException as error:
        return {"holds": None, "error": str(error.message() or error)}
    finally:
        if parser is not None:
            parser.close()


if __name__ == "__main__":
    main()
