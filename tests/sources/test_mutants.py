"""A few hundred files that damage made: each is judged in sentences, whatever it holds.

`POTAY_TIMES=20` tries several thousand.
"""

from itertools import islice

import pytest
from proving import TIMES
from sources.mutants import mutants, sound_files
from sources.paper import conserves

from potay.sources import check_file

NAMES = (
    "N18W073.hgt.zip", "a.csv", "a.fgb", "a.geojson", "a.gpkg", "a.gpx", "a.kml", "a.kmz", "a.osm",
    "a.osm.gz", "a.osm.pbf", "a.parquet", "a.tif", "a.tsv", "a.xlsx", "areas.csv", "claims.csv",
    "roads.gpkg", "roads.zip",
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return sound_files(tmp_path_factory.mktemp("sound"))


def test_every_format_is_among_them(sound):
    assert tuple(sound) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_file_itself_is_sound(tmp_path, sound, name):
    content, role = sound[name]
    (tmp_path / name).write_bytes(content)
    dataset = check_file(tmp_path / name, role)
    assert dataset.frame is not None or dataset.raster is not None
    assert dataset.rows.refused == 0


@pytest.mark.parametrize("name", NAMES)
def test_mutants_are_told_in_sentences(tmp_path, sound, name):
    content, role = sound[name]
    for mutant in islice(mutants(name, content, seed=11), 8 * TIMES):
        (tmp_path / name).write_bytes(mutant)
        dataset = check_file(tmp_path / name, role)
        conserves(dataset)
        wrong = [one.sentence() for one in dataset.findings if one.severity == "error"]
        assert wrong or dataset.frame is not None or dataset.raster is not None
        assert not any("its reader" in sentence for sentence in wrong), wrong
        assert all(sentence.isprintable() for sentence in wrong)
