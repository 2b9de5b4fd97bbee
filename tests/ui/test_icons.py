"""Every drawing renders, in the colour asked for, and only once."""

import pytest
from PySide6.QtGui import QColor, QImage

from exporter_desk.system import resources
from exporter_desk.ui import icons
from exporter_desk.ui.theme import Appearance

NAMES = sorted(file.stem for file in resources.path("icons").glob("*.svg"))


def opaque_colours(picture: QImage) -> set[str]:
    points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    colours = (picture.pixelColor(x, y) for x, y in points)
    return {colour.name() for colour in colours if colour.alpha() == 255}


def test_all_43_drawings_are_there() -> None:
    assert len(NAMES) == 43


@pytest.mark.parametrize("name", NAMES)
def test_drawing_takes_the_colour(appearance: Appearance, name: str) -> None:
    picture = icons.pixmap(name, 48, QColor("#A61B12"), 1.0).toImage()
    assert opaque_colours(picture) == {"#a61b12"}


def test_picture_is_as_large_as_the_screen_needs(appearance: Appearance) -> None:
    picture = icons.pixmap("home", 20, QColor("black"), 1.5)
    assert (picture.width(), picture.devicePixelRatio()) == (30, 1.5)


def test_pictures_are_kept(appearance: Appearance) -> None:
    first = icons.pixmap("home", 20, QColor("black"), 1.0)
    assert icons.pixmap("home", 20, QColor("black"), 1.0) is first


def test_unknown_drawing_is_an_error(appearance: Appearance) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", 20, QColor("black"))
