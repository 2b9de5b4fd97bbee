"""Kinds of places: sync folders by name, mark and variable, sticks, network mounts; the own disk is told nothing."""

from pathlib import Path

import pytest

from exporter_desk.system.data_place import kind_of

MOUNTINFO = """\
24 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 24 0:50 / /srv/office rw,relatime - cifs //server/share rw
41 24 0:51 / /srv/with\\040blank rw,relatime - nfs4 server:/x rw
42 40 8:1 / /srv/office/local rw - ext4 /dev/sda1 rw
broken line
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mountinfo"
    path.write_text(MOUNTINFO, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("folder", "client"),
    [
        ("C/Users/李敏/OneDrive/单证", "OneDrive"),
        ("home/OneDrive - 赣州家具/x", "OneDrive"),
        ("D/我的坚果云/公司", "坚果云"),
        ("D/BaiduSyncdisk", "百度网盘"),
        ("D/WPS云盘/a", "WPS 云盘"),
        ("home/Dropbox (Firm)/a", "Dropbox"),
        ("home/onedrive/a", "OneDrive"),
        ("D/baidusyncdisk", "百度网盘"),
        ("D/百度网盘同步", "百度网盘"),
        ("D/腾讯微云/a", "腾讯微云"),
        ("D/阿里云盘", "阿里云盘"),
    ],
)
def test_sync_folders_are_known_by_name(tmp_path: Path, folder: str, client: str) -> None:
    found = kind_of(tmp_path / folder, sticks=lambda: ())
    assert (found.kind, found.zh) == ("sync", client)
    assert found.warning is not None
    assert client in found.warning.zh


@pytest.mark.parametrize("folder", ["onedriver", "阿里", "dropbox2", "116"])
def test_a_folder_with_a_similar_name_is_none(tmp_path: Path, mounts: Path, folder: str) -> None:
    assert kind_of(tmp_path / folder, environment={}, sticks=tuple, mounts=mounts).kind == "own_disk"


def test_a_sync_folder_with_another_name_is_known_by_its_mark(tmp_path: Path) -> None:
    (tmp_path / "文件" / ".stfolder").mkdir(parents=True)
    assert kind_of(tmp_path / "文件" / "公司").zh == "Syncthing"


def test_a_sync_folder_is_known_by_the_variable_of_windows(tmp_path: Path) -> None:
    found = kind_of(tmp_path / "cloud" / "a", environment={"OneDriveCommercial": str(tmp_path / "cloud")})
    assert found.en == "OneDrive"


def test_a_stick_and_network_mounts(tmp_path: Path, mounts: Path) -> None:
    assert kind_of(tmp_path / "stick" / "a", sticks=lambda: (tmp_path / "stick",)).kind == "stick"
    kinds = {
        place: kind_of(Path(place), sticks=lambda: (), environment={}, mounts=mounts).kind
        for place in ("/srv/office/a", "/srv/with blank", "/srv/office/local/a", "/srv/officer", "/data/li")
    }
    assert list(kinds.values()) == ["network", "network", "own_disk", "own_disk", "own_disk"]


def test_the_own_disk_is_told_nothing(mounts: Path) -> None:
    assert kind_of(Path("/data/li"), sticks=lambda: (), environment={}, mounts=mounts).warning is None


def test_without_a_list_of_mounts_it_is_taken_for_the_own_disk(tmp_path: Path) -> None:
    assert kind_of(Path("/nowhere"), sticks=lambda: (), environment={}, mounts=tmp_path / "none").kind == "own_disk"
