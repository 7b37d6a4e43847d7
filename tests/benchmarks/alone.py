"""A process that only compiles: `python alone.py FOLDER` with roads, areas, gateways as GeoParquet.

Nothing else is imported, so that its peak is what compiling takes.
"""

import sys
import time
import tomllib
from importlib import resources
from pathlib import Path

import geopandas as gpd
from peak import peak

from potay.network import Material, compile_network
from potay.spec import Rules


def compile_folder(folder: Path) -> str:
    """Compile the files and say what it took."""
    text = resources.files("potay.spec").joinpath("defaults.toml").read_text(encoding="utf-8")
    rules = Rules(**tomllib.loads(text)["rules"])
    frames = {path.stem: gpd.read_parquet(path) for path in folder.glob("*.parquet")}
    read, begun = peak(), time.process_time()
    compile_network(Material(**frames), rules)
    seconds = time.process_time() - begun
    return f"processor {seconds:.1f} s, peak {peak():.0f} MiB (while reading them {read:.0f} MiB)"


if __name__ == "__main__":
    print(compile_folder(Path(sys.argv[1])))
