"""Pictures of finished pages."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from reportlab.pdfgen.canvas import Canvas

from exporter_desk.documents.preview import PageImage, page_count, page_image


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Two pages of 200 × 100 points: one with a black square at the left, one empty."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 100))
    canvas.rect(0, 0, 100, 100, fill=1)
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def pixel(image: PageImage, x: int, y: int) -> bytes:
    at = y * image.stride + 4 * x
    return image.pixels[at : at + 3]


def test_a_page_is_rendered_on_white_at_the_asked_resolution(pdf: bytes) -> None:
    image = page_image(pdf, 0, 144)
    assert (image.width, image.height) == (400, 200)
    assert pixel(image, 50, 100) == b"\x00\x00\x00"
    assert pixel(image, 350, 100) == b"\xff\xff\xff"


def test_pages_are_counted_and_a_page_that_is_not_there_is_refused(pdf: bytes) -> None:
    assert page_count(pdf) == 2
    for index in (-1, 2):
        with pytest.raises(IndexError):
            page_image(pdf, index, 72)


def test_many_threads_may_ask_at_once(pdf: bytes) -> None:
    with ThreadPoolExecutor(8) as pool:
        images = list(pool.map(lambda index: page_image(pdf, index % 2, 72), range(40)))
    assert len({image.pixels for image in images}) == 2
