"""Public bundles of successive days: their difference tells no single site."""

from pathlib import Path

import pytest
from release.test_noninterference import tiny_with

from potay.build import build_map, write_map
from potay.spec import Overrides, read_map, read_workspace

CAMPS = "id,name,lon,lat,persons,households,commune,sensitivity\n"
FIRST = [("a", 300), ("b", 250), ("c", 300), ("d", 100)]


def camps(figures) -> str:
    return CAMPS + "".join(
        f"{one},Camp {one},-72.3{n},18.5005,{persons},{persons // 5},Delmas,high\n"
        for n, (one, persons) in enumerate(figures)
    )


def released(root: Path, audience: str = "public") -> dict:
    asked = read_map(read_workspace(root), "tiny", Overrides(audience=audience))
    made = build_map(asked)
    write_map(made, root / "out")
    return made.tables["site_totals"].to_dict("records")[0] if audience == "public" else {}


def edited(root: Path, figures) -> Path:
    """The same workspace, with its log of releases, on a later day."""
    fresh = tiny_with(root.parent / f"new{len(figures)}-{figures[-1][1]}", "camps", camps(figures))
    for name in ("camps.csv", "dataset.toml"):
        (root / "data" / "camps" / name).write_bytes((fresh / "data" / "camps" / name).read_bytes())
    return root


@pytest.fixture
def root(tmp_path):
    return tiny_with(tmp_path / "w", "camps", camps(FIRST))


def test_a_new_site_alone_does_not_move_the_total_and_three_do(root):
    before = released(root)
    assert (before["persons_from"], before["persons_to"]) == (500, 999)
    assert released(edited(root, [*FIRST, ("e", 151)])) == before
    later = released(edited(root, [*FIRST, ("e", 151), ("f", 90), ("g", 80)]))
    assert (later["persons_from"], later["persons_to"]) == (1000, 1999)


def test_two_sites_of_other_figures_do_not_move_the_total(root):
    before = released(root)
    assert released(edited(root, [("a", 330), ("b", 290), *FIRST[2:]])) == before


def test_without_a_release_before_the_total_is_that_of_the_day(root):
    edited(root, [*FIRST, ("e", 151)])
    assert released(root)["persons_from"] == 1000


def test_an_internal_bundle_tells_the_public_nothing_and_moves_nothing(root):
    released(root, "internal")
    edited(root, [*FIRST, ("e", 151)])
    assert released(root)["persons_from"] == 1000


def test_the_log_names_no_site_and_no_figure(root):
    released(root)
    text = (root / "releases.jsonl").read_text(encoding="utf-8")
    assert '"Delmas"' in text
    assert not any(word in text for word in ("Camp", '"a"'))
