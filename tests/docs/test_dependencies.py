"""What is installed has its reason and its hash, and comes from no place in particular."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, page, table_rows

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NPM_LOCKS = sorted((ROOT / "tests/audit/tools").glob("*/package-lock.json"))
# So written that this file does not name them either.
INDEX_HOSTS = re.compile(r"\b(py(pi|thonhosted)|npm(js)|crates)\.(org|io|com)\b")


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9-]+", requirement)
    assert found
    return found[0].lower()


def declared() -> set[str]:
    groups = [
        PROJECT["project"]["dependencies"],
        PROJECT["build-system"]["requires"],
        *PROJECT["dependency-groups"].values(),
    ]
    return {name_of(requirement) for group in groups for requirement in group}


def explained() -> set[str]:
    cells = [row[0].partition("(")[0] for row in table_rows(page("decisions/dependencies.md"))]
    return {name.strip() for cell in cells[1:] for name in cell.split(",")}


def requirements(lock: str) -> list[str]:
    """Return the requirements of a lock file, each with its continued lines."""
    return [line for line in lock.replace("\\\n", " ").splitlines() if line.strip()]


def test_every_dependency_has_its_reason_and_nothing_else_has() -> None:
    stubs = {name for name in declared() if name.startswith("types-")}

    assert (declared() - stubs) | {"types-..."} == explained()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.name))
def test_every_locked_version_has_its_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    assert "://" not in text
    for requirement in requirements(text):
        assert re.match(r"[a-z0-9-]+==[^ ]+( ; [^\\]+?)? +--hash=sha256:[0-9a-f]{64}", requirement)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.name))
def test_everything_declared_is_locked(lock: Path) -> None:
    locked = {name_of(one) for one in requirements(lock.read_text(encoding="utf-8"))}
    wanted = {name_of(one) for one in PROJECT["project"]["dependencies"]}

    assert wanted <= locked


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda lock: str(lock.parent.name))
def test_every_tool_from_npm_has_one_version_and_its_hash_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    manifest = json.loads(lock.with_name("package.json").read_text(encoding="utf-8"))

    assert "://" not in text
    assert all(re.fullmatch(r"[0-9.]+", version) for version in manifest["dependencies"].values())
    packages = {name: found for name, found in json.loads(text)["packages"].items() if name}
    assert all(found["integrity"].startswith("sha512-") for found in packages.values())


def test_no_file_names_the_host_of_a_package_index() -> None:
    git = str(shutil.which("git"))
    listing = subprocess.run(  # noqa: S603 - a listing of our own files
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in listing.split("\0"):
        file = ROOT / name
        if name and file.is_file():
            text = file.read_bytes().decode("utf-8", errors="replace")
            assert not INDEX_HOSTS.search(text), name
