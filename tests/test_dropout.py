"""Stamps, ink and markers over print fade; coloured print stays."""

from __future__ import annotations

import numpy as np

from ingest import dropout
from ingest.images import Picture


def test_a_stamp_over_print_fades_and_a_coloured_heading_stays() -> None:
    pixels = np.full((1000, 800, 3), 250, np.uint8)
    pixels[120:380, 300:320] = (190, 40, 50)  # a stamp
    pixels[110:140, 280:420] = (190, 40, 50)
    for row in range(100, 400, 30):
        pixels[row : row + 4, 100:700] = 20  # print that shows through it
    pixels[700:720, 100:400] = (30, 60, 160)  # a heading in blue, alone
    grey = dropout.grey(Picture(pixels, 100.0)).pixels
    assert grey[125, 300:320].min() > 200
    assert grey[131, 300:320].max() < 60
    assert grey[705:715, 110:390].max() < 120
