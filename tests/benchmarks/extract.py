"""A country's extract made up of road-like ways, to be read and compiled like a real one."""

import resource
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import roadlike
import shapely
from nets import compiled

from potay.network import Material
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
    """Read and compile an extract, and say how long each took and what it peaked at."""
    roads = roadlike.road_frame(roadlike.SIZES[size])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "country.osm.pbf"
        nodes = write_extract(roads, path)
        print(f"\nan extract of {len(roads):,} ways, {nodes:,} nodes,"
              f" {path.stat().st_size / 1e6:.0f} MB", flush=True)  # fmt: skip
        begun, busy = time.perf_counter(), time.process_time()
        dataset = check_file(path, "roads")
        read_s, read_cpu = time.perf_counter() - begun, time.process_time() - busy
    if dataset.frame is None or len(dataset.frame) != len(roads):
        sys.exit("not every way was read")
    print(f"  read in {read_s:.1f} s (processor {read_cpu:.1f} s), peak so far {_peak():.0f} MB")
    busy = time.process_time()
    net = compiled("extract", Material(roads=dataset.frame), rules)
    print(f"  compiled to {len(net.network.edges.head):,} edges in {net.seconds:.1f} s"
          f" (processor {time.process_time() - busy:.1f} s), peak so far {_peak():.0f} MB",
          flush=True)  # fmt: skip


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
