"""A workspace: a folder of data, layers and maps."""

from dataclasses import dataclass
from pathlib import Path

from potay.door.map import Map
from potay.spec import AskedMap, Overrides, make_workspace, open_workspace, read_map
from potay.spec import Workspace as Folder


@dataclass(frozen=True)
class _FileMap:
    """A map of a workspace, by name or file."""

    workspace: Folder
    name: str

    def asked(self, overrides: Overrides) -> AskedMap:
        return read_map(self.workspace, self.name, overrides)


@dataclass(frozen=True, repr=False)
class Workspace:
    """A folder with data/, layers/ and maps/.

    Examples
    --------
    >>> potay.open("haiti").maps
    ('port-au-prince',)
    """

    _folder: Folder

    def __repr__(self) -> str:
        """Where it lies."""
        return f"<Workspace {self.root}>"

    @property
    def root(self) -> Path:
        """The folder."""
        return self._folder.root

    @property
    def maps(self) -> tuple[str, ...]:
        """The names of its maps."""
        return self._folder.maps

    def map(self, name: str) -> Map:
        """One of its maps, or a map by the path of its TOML file.

        Raises
        ------
        SpecError
            With every fault of the map, its layers and its dataset.toml files.

        Examples
        --------
        >>> potay.open("haiti").map("port-o-prince")
        Traceback (most recent call last):
        ...
        potay.errors.SpecError: no map 'port-o-prince' in haiti/maps. Did you mean 'port-au-prince'?
        """
        origin = _FileMap(self._folder, name)
        return Map(origin, origin.asked(Overrides()))


def open(path: str | Path | None = None) -> Workspace:
    """Open a workspace: the folder named, or the nearest one upward from here.

    Raises
    ------
    SpecError
        Where there is none.

    Examples
    --------
    >>> potay.open("haiti").maps
    ('port-au-prince',)
    """
    return Workspace(open_workspace(None if path is None else Path(path)))


def init(path: str | Path) -> Workspace:
    """Copy the starter workspace into a new or empty folder, and open it.

    Raises
    ------
    SpecError
        Where the folder is a file, or not empty.
    BundleError
        Where it cannot be written.
    """
    return Workspace(make_workspace(Path(path)))
