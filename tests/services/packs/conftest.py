"""A maintainer of packs, and a profile that trusts him."""

from pathlib import Path

import pytest

from tests.support.signed_packs import Maker, Profile


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


@pytest.fixture
def profile(tmp_path: Path, maker: Maker) -> Profile:
    return Profile(tmp_path).trusting(maker)
