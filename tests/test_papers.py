"""The project's papers say what is true: notices name every package, and the README's commands are the real ones."""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import sha256
from importlib.metadata import distribution

import pytest

from tests.support.source_tree import ROOT

PERMISSIVE = {"MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "Zlib", "CC0-1.0"}
FREE_TO_SHIP = PERMISSIVE | {"MPL-2.0"}
ONLY_AS_SEPARATE_LIBRARY = {"pyside6-essentials", "shiboken6"}
# Carries a library that the notices say how to replace.
REPLACED_BY_BUILDING = {"lxml": {"LGPL-2.1"}}
# As their publishers sign for them: every byte of a licence text is the text.
TEXTS = {
    "GPL-3.0.txt": "3972dc9744f6499f0f9b2dbf76696f2ae7ad8af9b23dde66d6af86c9dfb36986",
    "LGPL-2.1.txt": "dc626520dcd53a22f727af3ee42c770e56c97a64fe3adb063799d8ab032fe551",
    "LGPL-3.0.txt": "e3a994d82e644b03a792a930f574002658412f62407f5fee083f2555c5f23118",
}


def rows() -> dict[str, tuple[str, str]]:
    text = (ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8")
    found = re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    return {name: (version, licence) for name, version, licence in found}


def locked(name: str) -> dict[str, str]:
    versions: dict[str, list[str]] = defaultdict(list)
    text = (ROOT / "installers" / name).read_text("utf-8")
    for package, version in re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE):
        versions[package].append(version)
    return {package: ", ".join(found) for package, found in versions.items()}


def test_notices_name_every_package_in_its_version() -> None:
    assert {name: version for name, (version, _) in rows().items()} == locked("requirements-test.lock")


@pytest.mark.parametrize("package", sorted(locked("requirements.lock")))
def test_every_shipped_licence_suits_a_closed_source_firm(package: str) -> None:
    licence = rows()[package][1]
    if package in ONLY_AS_SEPARATE_LIBRARY:
        assert "LGPL-3.0-only" in licence
    else:
        assert licence_names(licence) <= FREE_TO_SHIP | REPLACED_BY_BUILDING.get(package, set())


def test_the_texts_of_the_licences_are_the_true_ones() -> None:
    folder = ROOT / "resources" / "licences"
    assert {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()} == TEXTS


def test_the_notices_offer_the_sources_and_name_what_wheels_carry() -> None:
    text = (ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8")
    offer = text.partition("### Offer of the sources")[2].partition("##")[0]
    for name in ("Qt", "PySide6", "Shiboken", "libiconv", "libquadmath", "three years"):
        assert name in offer
    assert "**iconv**: LGPL 2.1" in metadata("lxml")
    assert "LGPL-2.1" in rows()["lxml"][1]
    from cryptography.hazmat.backends.openssl import backend

    assert f"**cryptography** carries {' '.join(backend.openssl_version_text().split()[:2])} " in text


def metadata(package: str) -> str:
    """Return the licence files of an installed package."""
    files = distribution(package).files or ()
    return "\n".join(file.read_text("utf-8") for file in files if "licens" in str(file).lower())


def licence_names(expression: str) -> set[str]:
    return set(re.findall(r"[A-Z0-9][\w.-]*\d[\w.-]*|MIT-CMU|MIT|Zlib", expression))


def test_licence_names_see_a_copyleft_one() -> None:
    assert licence_names("MIT OR GPL-3.0-only; PDFium BSD-3-Clause") == {"MIT", "GPL-3.0-only", "BSD-3-Clause"}


def test_ci_runs_the_command_of_the_readme() -> None:
    command = "python3 installers/desk.py test"
    assert command in (ROOT / "README.md").read_text("utf-8")
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")


def test_links_between_papers_lead_somewhere() -> None:
    papers = ("README.md", "CONTRIBUTING.md")
    links = [link for paper in papers for link in re.findall(r"\]\(([^)#:]+)\)", (ROOT / paper).read_text("utf-8"))]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
