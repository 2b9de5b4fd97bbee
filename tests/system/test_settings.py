"""Settings survive damage, newer and older versions of the program, and disks that refuse."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from exporter_desk.domain.errors import UserFacingError
from exporter_desk.system import files, settings
from exporter_desk.system.settings import LANGUAGE, MY_NAME, OPTIONS, TEXT_SCALE, load
from tests.support.source_tree import ROOT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def write(path: Path, **plain: object) -> None:
    path.write_text(json.dumps(plain), encoding="utf-8")


def codes(found: settings.Settings) -> list[str]:
    return [finding.code for finding in found.findings]


def test_a_new_user_has_the_defaults_and_no_file(path: Path) -> None:
    found = load(path)
    assert (found.get(LANGUAGE), found.get(TEXT_SCALE), codes(found)) == ("zh", 1.0, [])
    assert not path.exists()


def test_what_is_set_is_there_next_time(path: Path) -> None:
    load(path).set(MY_NAME, "李明")
    assert load(path).get(MY_NAME) == "李明"
    assert json.loads(path.read_text("utf-8")) == {"my_name": "李明", "schema_version": 1}


def test_unknown_keys_are_kept(path: Path) -> None:
    write(path, schema_version=1, from_a_plug_in=[1])
    load(path).set(TEXT_SCALE, 1.5)
    assert json.loads(path.read_text("utf-8")) == {"schema_version": 1, "from_a_plug_in": [1], "text_scale": 1.5}


@pytest.mark.parametrize("value", [0.8, 2.1, "1", True, None, float("nan")])
def test_a_value_outside_its_range_is_passed_over_and_said(path: Path, value: object) -> None:
    write(path, schema_version=1, text_scale=value)
    found = load(path)
    assert (found.get(TEXT_SCALE), codes(found)) == (1.0, ["S13"])
    assert found.findings[0].values["option"] == "text_scale"


@pytest.mark.parametrize("value", [0.9, 1, 2.0])
def test_the_ends_of_the_range_are_inside(path: Path, value: float) -> None:
    write(path, schema_version=1, text_scale=value)
    assert load(path).get(TEXT_SCALE) == value


def test_a_wrong_value_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="language"):
        load(path).set(LANGUAGE, "fr")
    assert not path.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema_version": "1"}', "\x00", '{"schema_version": 0}'])
def test_a_damaged_file_is_set_aside(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    found = load(path)
    assert (found.get(LANGUAGE), codes(found)) == ("zh", ["S11"])
    assert path.with_name("settings.damaged-1.json").read_text("utf-8") == text


def test_bytes_that_are_no_text_are_set_aside_too(path: Path) -> None:
    for number in (1, 2):
        path.write_bytes(b"\xff\xfe")
        assert load(path).findings[0].values["file"] == f"settings.damaged-{number}.json"


def test_a_newer_file_is_read_and_left_alone(path: Path) -> None:
    write(path, schema_version=2, language="en")
    found = load(path)
    found.set(LANGUAGE, "zh")
    assert (found.get(LANGUAGE), codes(found)) == ("zh", ["S12"])
    assert json.loads(path.read_text("utf-8"))["language"] == "en"


def rename_sprache(plain: settings.Plain) -> settings.Plain:
    return {("language" if key == "sprache" else key): value for key, value in plain.items()}


def shout(plain: settings.Plain) -> settings.Plain:
    return {**plain, "my_name": str(plain["my_name"]).upper()}


@pytest.mark.parametrize(("version", "name"), [(1, "LI"), (2, "LI"), (3, "li")])
def test_older_files_are_carried_up_step_by_step(path: Path, version: int, name: str) -> None:
    write(path, schema_version=version, sprache="en", my_name="li")
    found = load(path, (rename_sprache, shout))
    assert found.get(MY_NAME) == name
    assert json.loads(path.read_text("utf-8"))["schema_version"] == 3
    assert path.with_name(f"settings.v{version}.json").exists() is (version < 3)


def test_a_disk_that_refuses_stops_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise UserFacingError("S01", "", "")

    write(path, schema_version=1)
    monkeypatch.setattr(files, "write_atomically", refuse)
    found = load(path, (rename_sprache,))
    found.set(LANGUAGE, "en")
    assert (found.get(LANGUAGE), codes(found)) == ("en", ["S10"])


def test_a_folder_in_place_of_the_file_stops_nothing(path: Path) -> None:
    path.mkdir()
    found = load(path)
    assert (found.get(LANGUAGE), codes(found)) == ("zh", ["S10"])


def test_options_are_declared_once_with_usable_defaults() -> None:
    assert len({option.key for option in OPTIONS}) == len(OPTIONS)
    assert all(option.accepts(option.default) and option.zh and option.en for option in OPTIONS)


def test_a_damaged_file_that_cannot_be_moved_is_left_and_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    path.write_text("{", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", refuse)
    found = load(path)
    found.set(LANGUAGE, "en")
    assert (codes(found), path.read_text("utf-8")) == (["S10"], "{")


@pytest.mark.parametrize("code", ["S10", "S11", "S12", "S13"])
def test_every_finding_about_the_settings_has_its_words(code: str) -> None:
    words = tomllib.loads((ROOT / "resources" / "text" / "findings" / f"{code}.toml").read_text("utf-8"))
    assert set(words) == {"zh", "en", "remedy_zh", "remedy_en"}
    assert words["zh"].format(file="a", option="b") != words["zh"]
