"""The area side of the bundled dataset: quarters, communes and the coast, drawn by hand."""

import csv
import importlib.util
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SHARED = ROOT.parent / "shared"
UTM = 32618
METROPOLITAN = [f"HT01{n}" for n in (11, 12, 13, 14, 15, 16, 17, 18, 21, 31, 41, 42)]
#: What the reports speak about as an area, and can be placed.
REPORTED = (
    "bas-delmas belladere brooklyn carrefour-bete carrefour-feuilles carrefour-town cite-soleil "
    "croix-des-bouquets furcy ganthier gressier kenscoff mirebalais nazon pernier saint-marc "
    "saut-d-eau solino tabarre canaan titanyen martissant village-de-dieu la-saline"
)
HUBS = {
    "port-apn": ((-72.3485, 18.5570), "la-saline"),
    "aeroport-pap": ((-72.2925, 18.5800), "zone-aeroport"),
    "terminal-varreux": ((-72.3425, 18.5715), "varreux"),
}
#: How far (metres) our limits may lie from the public ones before a quarter counts as astray.
LIMIT_ERROR_M = 250

needs_communes = pytest.mark.skipif(
    not (SHARED / "data" / "haiti-admin").is_dir(),
    reason="the communes are not beside the checkout",
)
needs_facts = pytest.mark.skipif(
    not (SHARED / "facts").is_dir(), reason="the fact sheet is not beside the checkout"
)


def load_script(name):
    path = ROOT / "authoring" / "areas" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"authoring_areas_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build = load_script("build")
drawing = sys.modules["drawing"]


def drawn(name, index="id"):
    return gpd.read_file(DATA / name / f"{name}.geojson").set_index(index)


@pytest.fixture(scope="module")
def areas():
    return drawn("areas")


@pytest.fixture(scope="module")
def communes():
    return drawn("communes", "pcode")


@pytest.fixture(scope="module")
def base():
    return drawn("base")


@pytest.fixture(scope="module")
def reference():
    path = SHARED / "data" / "haiti-admin" / "hti_admbnda_adm2_cnigs_20181129_dv.json"
    return gpd.read_file(path).to_crs(UTM).set_index("ADM2_PCODE").geometry


@pytest.fixture(scope="module")
def places():
    with (SHARED / "facts" / "places.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["lon"]]


def point(place):
    return shapely.Point(float(place["lon"]), float(place["lat"]))


def test_the_drawings_give_the_committed_bytes():
    documents = build.documents()
    assert {str(path) for path in documents} == {
        "areas/areas.geojson", "communes/communes.geojson", "base/base.geojson",
    }  # fmt: skip
    for path, text in documents.items():
        assert (DATA / path).read_bytes() == text.encode(), path


def test_there_are_enough_quarters_and_all_that_reports_speak_about(areas):
    assert len(areas[areas["commune_pcode"].isin(METROPOLITAN)]) >= 45
    assert set(REPORTED.split()) <= set(areas.index)
    assert list(areas.index) == sorted(areas.index)


@pytest.mark.parametrize("name", ["areas", "communes", "base"])
def test_shapes_are_valid_whole_and_named_in_three_languages(name):
    rows = drawn(name, "pcode" if name == "communes" else "id")
    assert rows.index.is_unique
    assert rows.geometry.is_valid.all()
    assert not rows.geometry.is_empty.any()
    texts = rows[["name", "name_fr", "name_ht"]]
    assert (texts == texts.apply(lambda column: column.str.strip())).all(axis=None)
    assert (texts != "").all(axis=None)
    assert np.array_equal(
        rows.geometry.get_coordinates().to_numpy(),
        rows.geometry.get_coordinates().to_numpy().round(5),
    )


@pytest.mark.parametrize("name", ["areas", "communes"])
def test_neighbours_do_not_overlap(name):
    shapes = drawn(name, "pcode" if name == "communes" else "id").geometry.to_crs(UTM)
    tree = shapely.STRtree(shapes.array)
    one, other = tree.query(shapes.array, predicate="intersects")
    pairs = one < other
    common = shapely.intersection(shapes.array[one[pairs]], shapes.array[other[pairs]])
    assert shapely.area(common).max() < 1.0


def test_shared_borders_are_the_same_vertex_for_vertex(areas, communes):
    assert shapely.coverage_is_valid(np.asarray(areas.geometry.array))
    assert shapely.coverage_is_valid(np.asarray(communes.geometry.array))


def test_quarters_lie_in_the_commune_they_name(areas, communes):
    for area, row in areas.iterrows():
        if row["commune_pcode"] in communes.index:
            whole = communes.loc[row["commune_pcode"]]
            assert row["commune"] == whole["name"]
            assert row.geometry.difference(whole.geometry).area == 0.0, area


def test_the_city_has_no_gaps(areas, communes):
    city = shapely.union_all(areas.geometry.array)
    for pcode in ("HT0111", "HT0112", "HT0117", "HT0118"):
        assert communes.geometry[pcode].difference(city).area == 0.0, pcode


def test_quarters_look_drawn_not_constructed(areas):
    metric = areas.geometry.to_crs(UTM)
    roundness = 4 * np.pi * metric.area / metric.length**2
    assert roundness.max() < 0.9, roundness.idxmax()
    assert (areas.geometry.count_coordinates() > 7).all()
    boxed = metric.area / shapely.area(shapely.oriented_envelope(metric.array))
    assert boxed.max() < 0.97, boxed.idxmax()


@pytest.mark.parametrize("hub", sorted(HUBS))
def test_every_hub_lies_in_its_quarter(hub, areas):
    place, quarter = HUBS[hub]
    assert areas.geometry[quarter].contains(shapely.Point(place))


def test_the_coast_is_where_land_and_sea_meet(areas, communes, base):
    land = base.geometry["land-haiti"]
    on_the_bay = shapely.union_all(communes.geometry.array).difference(land)
    assert on_the_bay.area < 1e-7  # 0.1 hectare: where borders meet the curve of the coast
    coast = base.geometry["coast-bay"]
    for quarter in ("la-saline", "wharf-jeremie", "brooklyn", "village-de-dieu", "martissant"):
        shore = areas.geometry[quarter].intersection(coast)
        assert shore.length > 0.001, quarter
    assert (base.geometry[base["kind"] == "lake"].within(land)).all()


@needs_facts
def test_the_place_of_a_quarter_lies_in_it(places, areas):
    checked = 0
    for place in places:
        if place["id"] in areas.index:
            checked += 1
            assert areas.geometry[place["id"]].contains(point(place)), place["id"]
    assert checked >= 90


@needs_facts
def test_every_place_lies_in_its_commune(places, communes):
    for place in places:
        if place["commune_pcode"] in communes.index:
            assert communes.geometry[place["commune_pcode"]].contains(point(place)), place["id"]


@needs_communes
@pytest.mark.parametrize("pcode", METROPOLITAN)
def test_our_communes_agree_with_the_public_ones(pcode, communes, reference):
    ours = communes.geometry.to_crs(UTM)[pcode]
    public = reference[pcode]
    assert ours.intersection(public).area / ours.union(public).area >= 0.8


@needs_communes
def test_quarters_lie_in_the_public_commune_they_name(areas, reference):
    land = shapely.union_all(reference.array)
    astray = {}
    for area, row in areas.to_crs(UTM).iterrows():
        public = reference[row["commune_pcode"]]
        ashore = row.geometry.intersection(land)
        share = ashore.intersection(public.buffer(LIMIT_ERROR_M)).area / ashore.area
        if share < 0.9 or not public.contains(row.geometry.representative_point()):
            astray[area] = round(share, 2)
    assert astray == {}


@needs_communes
def test_the_coast_of_the_bay_follows_the_public_one(base, reference):
    window = gpd.GeoSeries([shapely.box(-72.545, 18.50, -72.28, 18.77)], crs=4326).to_crs(UTM)[0]
    land = max(shapely.get_parts(shapely.union_all(reference.array)), key=shapely.area)
    ours = base.geometry.to_crs(UTM)["coast-bay"]
    assert furthest(land.exterior.intersection(window), ours) <= 500
    assert furthest(ours.intersection(window), land.exterior) <= 500


def furthest(line, from_line):
    sampled = shapely.get_coordinates(shapely.segmentize(line, 100))
    return shapely.distance(shapely.points(sampled), from_line).max()


def lines(tmp_path, text):
    path = tmp_path / "lines.txt"
    path.write_text(text, encoding="utf-8")
    return drawing.read_drawing([path])


SQUARE = "[ring] edge straight\n0 0, 1 0, 1 1, 0 1, 0 0\n"


def test_a_border_that_stops_short_is_named(tmp_path):
    short = lines(tmp_path, f"{SQUARE}[across] edge straight\n-0.001 0.5, 0.9 0.5\n")
    with pytest.raises(drawing.DrawingError) as caught:
        drawing.faces(short)
    assert str(caught.value) == "across: ends in the void at 0.9 0.5"


def test_faces_and_seeds_must_pair_one_to_one(tmp_path):
    halves = drawing.faces(lines(tmp_path, f"{SQUARE}[across] edge straight\n0 0.5, 1 0.5\n"))
    named = drawing.name_faces(halves, {"south": (0.5, 0.2), "north": (0.5, 0.8)})
    assert named["south"].bounds == (0.0, 0.0, 1.0, 0.5)
    with pytest.raises(drawing.DrawingError) as caught:
        drawing.name_faces(halves, {"south": (0.5, 0.2), "away": (3.0, 3.0)})
    told = str(caught.value).splitlines()
    assert told[0] == "seed away at 3.0 3.0 lies in 0 faces, not one"
    assert told[1].startswith("face near ")
    assert told[1].endswith("has no seed")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[a] wall\n0 0, 1 1\n", "a: kind 'wall' is not one of"),
        (
            "[a] edge\n0 0, @nowhere\n",
            "a: '@nowhere' is neither 'lon lat' nor the name of a vertex",
        ),
        ("[a] edge\n0 0, 1 1\n[a] edge\n0 0, 1 1\n", "drawn twice: a"),
    ],
)
def test_a_bad_drawing_is_refused(tmp_path, text, sentence):
    with pytest.raises(drawing.DrawingError) as caught:
        lines(tmp_path, text)
    assert str(caught.value).startswith(sentence)


def test_a_curve_passes_through_its_points_and_keeps_a_ring_closed():
    points = ((0.0, 0.0), (1.0, 0.5), (2.0, 0.0), (0.0, 0.0))
    curve = drawing.curve_through(points)
    assert set(points) <= set(curve)
    assert curve[0] == curve[-1]
    assert len(curve) == 13
