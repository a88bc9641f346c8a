"""`python -m translations` collects our words; with files, it compiles those catalogs."""

from __future__ import annotations

import sys
from pathlib import Path

from translations import catalog_files, collect, compiled, merged


def main(files: list[str]) -> None:
    """Bring every catalog up to date with the sources, or compile the ones that are named."""
    if files:
        for file in map(Path, files):
            file.with_suffix(".mo").write_bytes(compiled(file))
        return
    template = collect()
    for file in catalog_files():
        file.write_text(merged(file, template), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
