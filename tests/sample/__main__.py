"""`python -m tests.sample OUT [--seed 7] [--scale N]`"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tests.sample.andra.programme import others
from tests.sample.collection import everything
from tests.sample.load import load
from tests.sample.packing import save_json, write


def build(out: Path, seed: int = 7, scale: int = 1) -> dict[str, Any]:
    """Write the sample under `out`; the manifest is also the answer."""
    files, planted = everything(seed)
    files += others(seed)
    write(files, out)
    entries = [file.entry() for file in files]
    entries += load(seed, max(0, scale - len(files)), out)
    manifest = {"seed": seed, "planted": planted, "files": entries}
    save_json(out / "MANIFEST.json", manifest)
    return manifest


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.sample", description="The records of an invented association."
    )
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=int, default=1, help="at least this many documents")
    args = parser.parse_args()
    manifest = build(args.out, args.seed, args.scale)
    broken = sum(1 for entry in manifest["files"] if entry["error"])
    print(f"{len(manifest['files'])} files in {args.out / 'handlingar'}, {broken} of them made unreadable on purpose")


if __name__ == "__main__":
    main()
