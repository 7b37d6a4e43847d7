"""An outside file becomes a dataset, whole or not at all."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from sources.paper import GATEWAYS, collection, point

from potay.errors import BundleError, SourceError, SpecError
from potay.sources import import_file, importing, read_dataset
from potay.sources.importing import clean_name, dataset_text
from potay.spec import read_workspace
from potay.spec.workspace import read_dataset_spec

TODAY = date(2026, 11, 22)
GOOD = collection(point(-72.3, 18.5, id="canaan", name="Canaan"))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    for name in ("data", "layers", "maps"):
        (root / name).mkdir(parents=True)
    return root


def outside(tmp_path: Path, name: str, content: str = GOOD) -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def test_an_imported_file_reads_as_a_dataset(tmp_path: Path, workspace: Path):
    path = outside(tmp_path, 'Barrières "nord" 2024.geojson')
    dataset, folder = import_file(path, "gateways", workspace, retrieved=TODAY)
    assert folder == workspace / "data" / "barrieres-nord-2024"
    assert dataset.name == "barrieres-nord-2024"
    spec, faults = read_dataset_spec(read_workspace(workspace), dataset.name)
    assert faults == []
    assert spec.path.read_bytes() == path.read_bytes()
    assert spec.source == f"imported from {path.name}"
    assert (spec.licence, spec.sensitivity, spec.retrieved) == ("to be stated", "high", TODAY)
    again = read_dataset(spec)
    assert again.frame.equals(dataset.frame)
    assert sorted(item.name for item in folder.iterdir()) == [
        "barrieres-nord-2024.geojson", "dataset.toml",
    ]  # fmt: skip


def test_all_parts_of_a_shapefile_come_along(tmp_path: Path, workspace: Path):
    GATEWAYS.to_file(tmp_path / "Gates.shp", encoding="utf-8")
    (tmp_path / "Gates.prj").unlink()
    dataset, folder = import_file(
        tmp_path / "Gates.shp", "gateways", workspace, retrieved=TODAY, name="gates",
        crs="EPSG:4326",
    )  # fmt: skip
    assert sorted(item.name for item in folder.iterdir()) == [
        "Gates.cpg", "Gates.dbf", "Gates.shp", "Gates.shx", "dataset.toml",
    ]  # fmt: skip
    spec, _ = read_dataset_spec(read_workspace(workspace), "gates")
    assert read_dataset(spec).frame.equals(dataset.frame)


def test_renames_are_kept(tmp_path: Path, workspace: Path):
    path = outside(tmp_path, "a.geojson", GOOD.replace('"id"', '"co\\"de"'))
    renames = {"id": 'co"de'}
    import_file(path, "gateways", workspace, retrieved=TODAY, columns=renames)
    spec, _ = read_dataset_spec(read_workspace(workspace), "a")
    assert spec.columns == renames
    assert read_dataset(spec).frame.index.tolist() == ["canaan"]


def test_a_faulty_file_leaves_nothing_behind(tmp_path: Path, workspace: Path):
    path = outside(tmp_path, "a.geojson", GOOD.replace("-72.3", "72.3"))
    with pytest.raises(SourceError, match="the minus sign of the longitude is lost"):
        import_file(path, "gateways", workspace, retrieved=TODAY)
    assert list((workspace / "data").iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path, workspace: Path):
    path = outside(tmp_path, "a.geojson")
    _, folder = import_file(path, "gateways", workspace, retrieved=TODAY)
    before = {item.name: item.read_bytes() for item in folder.iterdir()}
    with pytest.raises(SpecError) as caught:
        import_file(path, "gateways", workspace, retrieved=TODAY)
    assert str(caught.value) == (
        "data/a: a dataset 'a' exists already; nothing is overwritten. Choose another name with "
        "--name, or remove the old folder first."
    )
    assert {item.name: item.read_bytes() for item in folder.iterdir()} == before


def test_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("potay.sources.importing.shutil.copyfile", full)
    with pytest.raises(BundleError) as caught:
        import_file(outside(tmp_path, "a.geojson"), "gateways", workspace, retrieved=TODAY)
    assert str(caught.value) == (
        "data/a: cannot be written: No space left on device. Check the rights on its folder and "
        "the space left."
    )
    assert list((workspace / "data").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [("Réseau RN2 (v3)", "reseau-rn2-v3"), ("../../etc", "etc"), ("_Quartier_", "quartier")],
)
def test_names_are_cleaned(name: str, cleaned: str):
    assert clean_name(name, "a.csv") == cleaned


def test_a_name_of_nothing_is_refused():
    with pytest.raises(SpecError, match=r"'地図' cannot be a dataset's name\. Use --name\."):
        clean_name("地図", "a.csv")


def test_text_is_written_so_that_it_reads_back():
    values = {"title": 'a "b" \\ \n é', "retrieved": TODAY, "crs": ""}
    columns = {"id": "nom é", "name fr": 'x"y'}
    read = tomllib.loads(dataset_text(values, columns))
    assert read == {"title": values["title"], "retrieved": TODAY, "columns": columns}


def test_what_nobody_sees_is_left_out_of_what_is_written():
    text = dataset_text({"title": "Sit\u202e \x7f\udcffa"}, {})
    assert tomllib.loads(text) == {"title": "Sit ?a"}


def test_what_a_killed_import_left_is_no_dataset_and_goes(tmp_path: Path, workspace: Path):
    left = workspace / "data" / ".a.tmp-123"
    left.mkdir()
    (left / "dataset.toml").write_text("title =", encoding="utf-8")
    assert read_workspace(workspace).datasets == ()
    import_file(outside(tmp_path, "a.geojson"), "gateways", workspace, retrieved=TODAY)
    assert [path.name for path in (workspace / "data").iterdir()] == ["a"]
    assert read_workspace(workspace).datasets == ("a",)


def test_an_import_that_comes_too_late_is_told(tmp_path: Path, workspace: Path, monkeypatch):
    """Another import of the same name ends while the file is checked."""
    real = importing.check_file

    def slowly(path: Path, *about: object, **more: object):
        if path.name == "a.geojson":
            other = outside(tmp_path, "b.geojson")
            import_file(other, "gateways", workspace, retrieved=TODAY, name="a")
        return real(path, *about, **more)

    monkeypatch.setattr(importing, "check_file", slowly)
    with pytest.raises(SpecError, match="a dataset 'a' exists already; nothing is overwritten"):
        import_file(outside(tmp_path, "a.geojson"), "gateways", workspace, retrieved=TODAY)
    assert sorted(path.name for path in (workspace / "data" / "a").iterdir()) == [
        "b.geojson", "dataset.toml",
    ]  # fmt: skip


def test_a_file_that_changes_while_it_is_imported_is_not_taken(
    tmp_path: Path, workspace: Path, monkeypatch
):
    path = outside(tmp_path, "a.geojson")
    real = importing.shutil.copyfile

    def edited(source: Path, target: Path) -> None:
        real(source, target)
        target.write_text("other", encoding="utf-8")

    monkeypatch.setattr(importing.shutil, "copyfile", edited)
    with pytest.raises(SourceError) as caught:
        import_file(path, "gateways", workspace, retrieved=TODAY)
    assert str(caught.value) == f"{path}: the file changed while it was read. Try again."
    assert list((workspace / "data").iterdir()) == []
