"""A country's extract made up of road-like ways, to be read and compiled like a real one."""

import subprocess
import sys
import tempfile
import time
import tomllib
from importlib import resources
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import roadlike
import shapely
from nets import compiled
from peak import peak

from potay.network import Material
from potay.network.cache import fingerprint
from potay.sources import check_file
from potay.spec import Rules


def write_extract(roads: gpd.GeoDataFrame, path: Path) -> int:
    """Write roads as OSM ways that share the nodes where they meet; how many nodes they have."""
    lonlat, way = shapely.get_coordinates(roads.geometry.to_numpy(), return_index=True)
    whole = np.round(lonlat * 1e7).astype(np.int64)
    places, node = np.unique((whole[:, 0] << 32) + whole[:, 1], return_inverse=True)
    first = np.unique(node, return_index=True)[1]
    ends = np.append(np.flatnonzero(np.append(True, way[1:] != way[:-1])), len(way))
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (lon, lat) in enumerate(np.round(lonlat[first], 7).tolist(), start=1):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat)))
        for row, (kind, oneway) in enumerate(zip(roads["class"], roads["oneway"], strict=True)):
            refs = (node[ends[row] : ends[row + 1]] + 1).tolist()
            tags = {"highway": kind, "oneway": oneway, "name": f"Rue {row % 5000}"}
            writer.add_way(osmium.osm.mutable.Way(id=row + 1, nodes=refs, tags=tags))
    return len(places)


def extract(size: str, rules: Rules) -> None:
    """Read and compile an extract, as `potay import` and the first build of a map do.

    A process of its own does it (`python extract.py FILE` for any other extract).
    """
    roads = roadlike.road_frame(roadlike.SIZES[size])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "country.osm.pbf"
        nodes = write_extract(roads, path)
        print(f"\nan extract of {len(roads):,} ways, {nodes:,} nodes,"
              f" {path.stat().st_size / 1e6:.0f} MB", flush=True)  # fmt: skip
        words = [sys.executable, __file__, str(path)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    print(done.stdout, end="", flush=True)
    if f"{len(roads):,} ways read" not in done.stdout:
        sys.exit("not every way was read")


def _alone(path: Path, rules: Rules) -> None:
    begun, busy = time.perf_counter(), time.process_time()
    dataset = check_file(path, "roads")
    assert dataset.frame is not None
    print(f"  {len(dataset.frame):,} ways read in {time.perf_counter() - begun:.1f} s"
          f" (processor {time.process_time() - busy:.1f} s), peak {peak():.0f} MiB")  # fmt: skip
    material = Material(roads=dataset.frame)
    busy = time.process_time()
    name = fingerprint(material, rules, 0.0)
    print(f"  named {name} (processor {time.process_time() - busy:.1f} s), peak {peak():.0f} MiB")
    busy = time.process_time()
    net = compiled("extract", material, rules)
    print(f"  compiled to {len(net.network.edges.head):,} edges in {net.seconds:.1f} s"
          f" (processor {time.process_time() - busy:.1f} s), peak {peak():.0f} MiB")  # fmt: skip


if __name__ == "__main__":
    text = resources.files("potay.spec").joinpath("defaults.toml").read_text(encoding="utf-8")
    _alone(Path(sys.argv[1]), Rules(**tomllib.loads(text)["rules"]))
