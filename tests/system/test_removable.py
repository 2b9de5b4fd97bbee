"""Plugged-in sticks are found where desktops mount them."""

from pathlib import Path

from exporter_desk.system.removable import mounted_below, removable_drives


def test_mounts_one_and_two_folders_below(tmp_path: Path) -> None:
    for name in ("media/STICK", "media/lena/优盘", "media/lena/no mount", "run"):
        (tmp_path / name).mkdir(parents=True)
    mounts = {tmp_path / "media/STICK", tmp_path / "media/lena/优盘"}
    found = mounted_below([tmp_path / "media", tmp_path / "run", tmp_path / "gone"], lambda folder: folder in mounts)
    assert found == tuple(sorted(mounts))


def test_a_machine_without_a_stick_has_none_or_folders() -> None:
    assert all(drive.is_dir() for drive in removable_drives())
