"""Files written by the tests themselves, and what is said of them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from potay.built import Dataset
from potay.sources import check_file

REFERENCE = Path(__file__).parents[3] / "shared" / "data"

#: Three gateways as every format must give them back.
GATEWAYS = gpd.GeoDataFrame(
    {
        "id": ["007", "martissant", "canaan"],
        "name": ["Carrefour Aéroport", "Martissant", "Kanaran"],
        "status": ["open", "", "closed"],
        "as_of": ["2024-01-05", "2024-02-01", ""],
    },
    geometry=[
        shapely.Point(-72.3029, 18.5719),
        shapely.Point(-72.3641, 18.5301),
        shapely.Point(-72.2551, 18.6602),
    ],
    crs="EPSG:4326",
)


def reference(name: str) -> Path:
    """A file of ../shared/data, or the test is skipped saying why."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the reference file shared/data/{name} is not beside the checkout")
    return path


def feature(kind: str, coordinates: Any, /, **properties: Any) -> dict[str, Any]:
    geometry = None if coordinates is None else {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(lon: float, lat: float, /, **properties: Any) -> dict[str, Any]:
    return feature("Point", [lon, lat], **properties)


def collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps(
        {"type": "FeatureCollection", "features": list(features), **more}, ensure_ascii=False
    )


def judged(folder: Path, name: str, content: str | bytes, role: str, **how: Any) -> Dataset:
    """The dataset that a file of this content is judged to be."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return check_file(path, role, **how)


def said(dataset: Dataset, *severities: str) -> list[str]:
    """The sentences of the findings, file paths cut to the name; infos only when asked for."""
    wanted = severities or ("error", "warning", "repair")
    return [
        text.replace(f"{finding.file}", Path(finding.file).name)
        for finding in dataset.findings
        if finding.severity in wanted
        for text in [finding.sentence()]
    ]


def conserves(dataset: Dataset) -> None:
    """Rows in = used + refused, and every refused row is named by an error or a warning.

    A warning may name a row that is used as well.
    """
    rows = dataset.rows
    assert rows.rows_in == rows.used + rows.refused
    assert rows.repaired <= rows.used
    whole = [f for f in dataset.findings if f.severity == "error" and f.row is None]
    named = {f.row for f in dataset.findings if f.severity in ("error", "warning") and f.row}
    if not whole:
        assert len(named) >= rows.refused
    if dataset.frame is not None:
        plain = [name for name in dataset.frame.index if "#" not in str(name)]
        assert len(plain) == rows.used
        assert dataset.frame.index.is_unique


def errors_of(findings: Iterable[Any]) -> list[str]:
    return [finding.message for finding in findings if finding.severity == "error"]
