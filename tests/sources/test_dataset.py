"""A registered dataset: the file that was registered, with a licence, inside its folder."""

from datetime import date
from pathlib import Path

import pytest
from sources.paper import GATEWAYS, collection, point

from potay.built import RowCount
from potay.errors import SourceError
from potay.sources import apart, check_file, content_hash, read_dataset, read_datasets
from potay.sources.paths import file_hash
from potay.spec import DatasetSpec

FILE = collection(point(-72.3, 18.5, id="canaan", name="Canaan", status="fermé"))


def spec(root: Path, **changed) -> DatasetSpec:
    folder = root / "data" / "gateways"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "gateways.geojson"
    if not path.exists():
        path.write_text(FILE, encoding="utf-8")
    values = {
        "name": "gateways", "folder": folder, "title": "Gateways", "role": "gateways",
        "file": "gateways.geojson", "source": "drawn by hand", "licence": "CC BY 4.0",
        "retrieved": date(2026, 11, 22), "sha256": content_hash(path), "sensitivity": "moderate",
    }  # fmt: skip
    return DatasetSpec(**values | changed)


def refused(asked: DatasetSpec) -> list[str]:
    with pytest.raises(SourceError) as caught:
        read_dataset(asked)
    return str(caught.value).splitlines()


def test_a_dataset_carries_what_its_toml_says(tmp_path: Path):
    asked = spec(tmp_path)
    dataset = read_dataset(asked)
    assert (dataset.name, dataset.role, dataset.sensitivity) == ("gateways", "gateways", "moderate")
    assert (dataset.title, dataset.source, dataset.licence) == (
        "Gateways", "drawn by hand", "CC BY 4.0",
    )  # fmt: skip
    assert dataset.sha256 == asked.sha256
    assert dataset.rows == RowCount(1, 1, 1, 0)
    assert [finding.sentence() for finding in dataset.findings] == [
        "data/gateways/gateways.geojson, row 1, id canaan, column status: 'fermé' was read as "
        "closed."
    ]


def test_a_changed_file_is_refused_with_its_other_faults(tmp_path: Path):
    asked = spec(tmp_path)
    asked.path.write_text(FILE.replace("fermé", "fremé"), encoding="utf-8")
    new = content_hash(asked.path)
    assert refused(asked) == [
        "data/gateways/gateways.geojson: the file has changed since it was registered (sha256 "
        f"{new[:12]}…). If the change is wanted, run 'potay register gateways', or write it into "
        f'dataset.toml: sha256 = "{new}".',
        "data/gateways/gateways.geojson, row 1, id canaan, column status: 'fremé' is no status "
        "that potay knows. Known: open, restricted, closed, abandoned, unknown.",
    ]


def test_a_licence_must_be_stated(tmp_path: Path):
    assert refused(spec(tmp_path, licence=" ")) == [
        "data/gateways/gateways.geojson: dataset.toml states no licence. Write under which it may "
        "be used."
    ]
    dataset = read_dataset(spec(tmp_path, licence="to be stated"))
    assert [f.sentence() for f in dataset.findings if f.severity == "warning"] == [
        "data/gateways/gateways.geojson: the licence is still to be stated. Write it into "
        "dataset.toml."
    ]


def test_links_out_of_the_folder_are_refused(tmp_path: Path):
    asked = spec(tmp_path)
    secret = tmp_path / "secret.geojson"
    secret.write_text(FILE, encoding="utf-8")
    asked.path.unlink()
    asked.path.symlink_to(secret)
    assert refused(asked) == [
        "data/gateways/gateways.geojson: the file is a link that leads out of the dataset's "
        "folder. Put the file itself there."
    ]


def test_a_linked_part_of_a_shapefile_is_refused(tmp_path: Path):
    asked = spec(tmp_path)
    GATEWAYS.to_file(asked.folder / "g.shp", encoding="utf-8")
    (asked.folder / "g.dbf").rename(tmp_path / "g.dbf")
    (asked.folder / "g.dbf").symlink_to(tmp_path / "g.dbf")
    linked = spec(tmp_path, file="g.shp", sha256=content_hash(asked.folder / "g.shp"))
    assert refused(linked) == [
        "data/gateways/g.dbf: the file is a link that leads out of the dataset's folder. Put the "
        "file itself there."
    ]


@pytest.mark.parametrize("file", ["https://example.org/a.geojson", "/vsizip/a.zip/a.geojson"])
def test_remote_files_are_refused(tmp_path: Path, file: str):
    assert refused(spec(tmp_path, file=file)) == [
        f"data/gateways/{file}: '{file}' is not a local file; nothing is fetched from a network or "
        "an archive path. Fetch it yourself and name the file."
    ]


def test_the_hash_of_a_shapefile_covers_its_parts(tmp_path: Path):
    GATEWAYS.to_file(tmp_path / "g.shp", encoding="utf-8")
    before = content_hash(tmp_path / "g.shp")
    (tmp_path / "g.dbf").write_bytes((tmp_path / "g.dbf").read_bytes().replace(b"open", b"OPEN"))
    assert content_hash(tmp_path / "g.shp") != before
    (tmp_path / "g.sbn").write_bytes(b"an index of one program")
    assert content_hash(tmp_path / "g.shp") != before
    assert content_hash(tmp_path / "g.dbf") == file_hash(tmp_path / "g.dbf")


def test_an_unknown_role_says_which_there_are(tmp_path: Path):
    with pytest.raises(SourceError, match=r"'gatways' is no role\. Did you mean 'gateways'\?"):
        check_file(tmp_path / "a.csv", "gatways")


def test_plain_texts_share_a_process_and_all_others_have_their_own(tmp_path, monkeypatch):
    runs = []
    run = apart._run

    def watched(jobs, *more):
        runs.append([job.path.name for job in jobs])
        return run(jobs, *more)

    monkeypatch.setattr(apart, "_run", watched)
    specs = []
    for name, file in (("one", "g.geojson"), ("two", "g.gpkg"), ("three", "g.csv")):
        asked = spec(tmp_path / name)
        path = asked.folder / file
        if file == "g.csv":
            path.write_text("id,name,lat,lon\na,A,18.5,-72.3\n")
        else:
            GATEWAYS.to_file(path)
        changed = {"name": name, "file": file, "sha256": content_hash(path), "crs": ""}
        specs.append(asked.model_copy(update=changed))
    read = read_datasets(specs)
    assert sorted(runs) == [["g.geojson", "g.csv"], ["g.gpkg"]]
    assert list(read) == ["one", "two", "three"]
    for each in specs:
        alone = read_dataset(each)
        assert read[each.name].frame.equals(alone.frame)
        assert read[each.name].sha256 == each.sha256


def test_faults_of_several_files_are_told_at_once(tmp_path):
    specs = []
    for name in ("one", "two"):
        asked = spec(tmp_path / name)
        (asked.folder / "g.csv").write_text("id,name\n" if name == "one" else "{")
        digest = content_hash(asked.folder / "g.csv")
        specs.append(asked.model_copy(update={"name": name, "file": "g.csv", "sha256": digest}))
    specs.append(specs[0].model_copy(update={"name": "three", "file": "none.csv"}))
    with pytest.raises(SourceError) as caught:
        read_datasets(specs)
    messages = [finding.message for finding in caught.value.findings]
    assert messages[2] == "no such file."
    assert len(messages) == 3


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    asked = spec(tmp_path)

    def forbidden(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("potay.sources.paths.content_hash", forbidden)
    assert refused(asked) == ["data/gateways/gateways.geojson: cannot be read: Permission denied."]


@pytest.mark.parametrize("name", ["x\x00y", "x" * 300])
def test_a_name_that_no_file_can_have_is_told(name):
    (found,) = check_file(Path(name), "sites").findings
    assert found.message in (
        "no such file.", "this names no file that can be opened (File name too long)."
    )  # fmt: skip


def test_links_in_a_ring_are_told(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    (found,) = check_file(tmp_path / "a.csv", "sites").findings
    assert found.message.startswith(("no such file.", "this names no file that can be opened ("))


def test_a_part_of_a_shapefile_that_is_a_link_out_is_refused_without_a_workspace(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    GATEWAYS.to_file(folder / "g.shp", encoding="utf-8")
    for part in ("dbf", "qix"):
        inside, outside = folder / f"g.{part}", tmp_path / f"else.{part}"
        outside.write_bytes(inside.read_bytes() if inside.exists() else b"")
        inside.unlink(missing_ok=True)
        inside.symlink_to(outside)
        (found,) = check_file(folder / "g.shp", "gateways").findings
        assert found.sentence() == (
            f"{inside}: the file is a link that leads out of the dataset's folder. Put the file "
            "itself there."
        )
        inside.unlink()
        inside.write_bytes(outside.read_bytes())
    (tmp_path / "linked.shp").symlink_to(folder / "g.shp")
    assert check_file(folder / "g.shp", "gateways").rows.used == 3
