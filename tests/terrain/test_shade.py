"""Light and shade: which side of a hill is lit, what is level, how tones are told."""

import numpy as np
import pytest

from potay.geo import Extent
from potay.terrain import Grid, hillshade
from potay.terrain.shade import FLAT, SIGNS, TONES

AROUND = Extent(-72.4, 18.5, -72.3, 18.6)


def grid(heights: np.ndarray) -> Grid:
    rows, columns = heights.shape
    return Grid(heights.astype(float), -72.45, 18.65, 0.2 / columns, 0.2 / rows)


def tones(shade: dict) -> np.ndarray:
    codes = np.array([SIGNS.index(sign) for sign in shade["tones"]])
    assert codes.max() < TONES
    return codes.reshape(shade["rows"], shade["columns"])


def test_level_ground_and_sea_have_the_tone_of_level_ground():
    for heights in (np.full((40, 40), 300.0), np.full((40, 40), np.nan)):
        assert set(tones(hillshade(grid(heights), AROUND, 20)).ravel().tolist()) == {FLAT}


def test_a_hill_is_bright_towards_the_north_west_and_dark_behind():
    y, x = np.mgrid[-1:1:80j, -1:1:80j]
    told = tones(hillshade(grid(2500 * np.exp(-8 * (x**2 + y**2))), AROUND, 40))
    rows, columns = told.shape
    north_west = told[: rows // 2, : columns // 2]
    south_east = told[rows // 2 :, columns // 2 :]
    assert north_west.mean() > FLAT + 1
    assert south_east.mean() < FLAT - 3
    north_east = told[: rows // 2, columns // 2 :]
    assert south_east.mean() < north_east.mean() < north_west.mean()


def test_the_edge_of_the_raster_is_no_cliff():
    heights = np.full((50, 50), 800.0)
    heights[:, 25:] = np.nan
    assert set(tones(hillshade(grid(heights), AROUND, 30)).ravel().tolist()) == {FLAT}


@pytest.mark.parametrize("columns", [20, 21])
def test_text_holds_a_sign_for_every_cell(columns):
    shade = hillshade(grid(np.random.default_rng(3).uniform(0, 900, (50, 50))), AROUND, columns)
    assert len(shade["tones"]) == shade["columns"] * shade["rows"]
    assert shade["bounds"] == [-72.4, 18.5, -72.3, 18.6]
    assert shade["rows"] == pytest.approx(columns / np.cos(np.radians(18.55)), abs=1)
