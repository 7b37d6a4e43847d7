"""No file of a public bundle says of silence what nobody who reads it can know."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import audiences
import pytest
from render.reading import blocks

from potay.build import write_map
from potay.built import BuiltMap

#: What silence is called where it means that nobody reports, in the words of any surface.
PRESUMING = re.compile(
    r"no known closure|nobody reports|nothing reported|no report\b|presum|no_report"
    r"|aucune fermeture connue|personne ne signale|aucun signalement|aucun rapport|présum"
    r"|pa gen fèmti yo konnen|pèsonn pa rapòte|okenn rapò|pa gen rapò",
    re.IGNORECASE,
)
#: What partners read of a report that is withheld.
ASKING = re.compile(
    r"ask before you go|demandez avant de partir|mande anvan ou pati|withheld", re.IGNORECASE
)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text in a bundle by name: files, members of archives, data blocks of the page."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".html":
            yield from data_blocks(name, path.read_text("utf-8"))
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                for member in archive.namelist():
                    yield f"{name}/{member}", archive.read(member).decode("utf-8", "replace")
        elif path.is_file():
            yield name, path.read_bytes().decode("utf-8", "replace")


def data_blocks(name: str, page: str) -> Iterator[tuple[str, str]]:
    """What the page tells; in its program only codes of statuses stand."""
    told = blocks(page)
    assert len(told) >= 4
    for block, value in told.items():
        yield f"{name}#{block}", json.dumps(value, ensure_ascii=False)
    yield f"{name}#markup", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


@pytest.fixture(scope="module", params=["low", "high"])
def made(request, tmp_path_factory):
    """A way to write the bundle of the town for an audience in a language."""
    folder = tmp_path_factory.mktemp(request.param)
    root = audiences.town(folder / "town", request.param)

    def write(audience: str, language: str) -> tuple[BuiltMap, Path]:
        built = audiences.built(root, audience, language)
        return built, write_map(built, folder / language).path

    return write


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_no_file_presumes_and_none_tells_of_what_is_withheld(made, language):
    _, folder = made("public", language)
    found = {
        (name, hit.group())
        for name, text in texts(folder)
        for pattern in (PRESUMING, ASKING)
        for hit in pattern.finditer(text)
    }
    assert found == set()


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_no_status_of_any_table_or_layer_is_presumed(made, language):
    built, _ = made("public", language)
    frames = {**built.tables, **{one.spec.name: one.frame for one in built.layers}}
    words = {"presumed", "no_report", "withheld"}
    for name, frame in frames.items():
        for column in frame.select_dtypes(["object", "string"]).columns.difference(["geometry"]):
            assert not words & set(frame[column].astype(str)), (name, column)


@pytest.mark.parametrize("audience", ["partners", "internal"])
def test_the_same_look_finds_the_words_in_other_bundles(made, audience):
    _, folder = made(audience, "en")
    assert any(PRESUMING.search(text) for _, text in texts(folder))
