"""What each role asks of a file: its geometry, its columns, and what one bad row does."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from potay.sources import vocabulary as words
from potay.sources.vocabulary import Vocabulary

Kind = Literal["id", "text", "word", "number", "measure", "whole", "flag", "moment", "oneway"]


@dataclass(frozen=True)
class Column:
    """One column of a role: how its cells are read and what it is called elsewhere.

    `required` means that the column must exist, `filled` that no cell may be empty; `least` and
    `most` bound numbers; `also` are names read in its stead where it is absent; `default`
    stands in empty cells ("" for words, NaN for numbers where None); `quantity` is what a
    measure is of: speed, weight or length.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    filled: bool = False
    words: Vocabulary | None = None
    least: float | None = None
    most: float | None = None
    also: tuple[str, ...] = ()
    default: str | int | bool | None = None
    quantity: str = ""


@dataclass(frozen=True)
class Role:
    """The contract of one role.

    `shapes` are the geometry families it takes (point, line, polygon; empty: a table).
    `needs_shape` is False where rows may come without geometry. `governs` says that an empty
    layer would change answers, so that it is an error.
    """

    name: str
    shapes: tuple[str, ...]
    columns: tuple[Column, ...]
    id_column: str = "id"
    id_required: bool = True
    needs_shape: bool = True
    governs: bool = True
    is_raster: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        """A role goes to another process by its name: its words are no plain values."""
        return role_named, (self.name,)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, the id first."""
        return tuple(column.name for column in self.columns)


def role_named(name: str) -> Role:
    """The role of a name."""
    return ROLES[name]


_NAMES = (
    Column("name", also=("nom", "non")),
    Column("name_fr", also=("nom_fr", "name:fr")),
    Column("name_ht", also=("nom_ht", "name:ht")),
)
_ABOUT = (
    Column("source"),
    Column("as_of", "moment"),
    Column("valid_from", "moment"),
    Column("valid_to", "moment"),
    Column("reliability", "whole", least=0, most=4),
    Column("sensitivity", "word", words=words.SENSITIVITY),
    Column("note"),
)
_NAMED = (Column("name", required=True, also=("nom", "non")), *_NAMES[1:])
_STATUS = Column("status", "word", words=words.STATUS, also=("opstatus",))
_ID = Column("id", "id", required=True, filled=True)
_COMMUNE = (Column("commune"), Column("commune_pcode"))


def _vector(name: str, shapes: str, *columns: Column, **more: bool) -> Role:
    own = {column.name for column in columns}
    common = tuple(column for column in (*_NAMES, *_ABOUT) if column.name not in own)
    return Role(name, tuple(shapes.split()), (_ID, *columns, *common), **more)  # type: ignore[arg-type]


_ROADS = _vector(
    "roads",
    "line",
    Column("name", also=("nom", "non", "name:fr")),
    Column("ref"),
    Column("corridor"),
    Column("class", "word", words=words.HIGHWAY, also=("highway", "tag_highway", "fclass")),
    Column("surface", also=("tag_surface", "material")),
    Column("oneway", "oneway", default="no"),
    Column("bridge", "flag", default=False, also=("tag_bridge",)),
    Column("tunnel", "flag", default=False),
    Column("layer", "whole", default=0, least=-10, most=10),
    Column("max_weight_t", "measure", quantity="weight", least=0, most=200, also=("maxweight",)),
    Column("max_height_m", "measure", quantity="length", least=0, most=30, also=("maxheight",)),
    Column("width_m", "measure", quantity="length", least=0, most=200, also=("width",)),
    Column(
        "speed_kmh",
        "measure",
        quantity="speed",
        least=0,
        most=150,
        also=("maxspeed", "tag_maxspeed"),
    ),
    Column("practicability", "whole", default=0, least=0, most=6, also=("curntprac",)),
    _STATUS,
    id_required=False,
)

_CLAIMS = (
    Column("claim_id", "id", required=True, filled=True),
    Column("subject_type", "word", required=True, filled=True, words=words.SUBJECT_TYPE),
    Column("subject", required=True, filled=True),
    Column("kind", required=True, filled=True),
    Column("value", required=True),
    Column("actor"),
    Column("valid_from", "moment"),
    Column("valid_to", "moment"),
    Column("as_of", "moment", required=True, filled=True),
    Column("source_id", required=True, filled=True),
    Column("reliability"),
    Column("sensitivity", "word", words=words.SENSITIVITY),
    Column("note"),
)
_SOURCES = (
    Column("source_id", "id", required=True, filled=True),
    Column("publisher", required=True),
    Column("title", required=True),
    Column("published", required=True),
    Column("url", also=("url_known",)),
    Column("language"),
    Column("sensitivity", "word", words=words.SENSITIVITY),
    Column("note"),
)
_ACTORS = (
    Column("actor_id", "id", required=True, filled=True),
    Column("name", required=True, filled=True),
    Column("name_fr"),
    Column("name_ht"),
    Column("kind", "word", words=words.ACTOR_KIND),
    Column("sensitivity", "word", words=words.SENSITIVITY),
    Column("note"),
)


def _table(name: str, columns: tuple[Column, ...], *, governs: bool) -> Role:
    return Role(name, (), columns, columns[0].name, needs_shape=False, governs=governs)


def _raster(name: str) -> Role:
    return Role(name, (), (), needs_shape=False, is_raster=True)


_ALL = (
    _vector("areas", "polygon", *_NAMED, *_COMMUNE),
    _vector("control", "polygon", *_NAMED, *_COMMUNE,
            Column("control", required=True, default="unknown")),
    _vector("gateways", "point", *_NAMED, _STATUS, Column("corridor"), Column("kind")),
    _ROADS,
    _vector(
        "links", "line", Column("name", also=("nom", "non")),
        Column("mode", "word", required=True, filled=True, words=words.MODE),
        Column("from"), Column("to"),
        Column("minutes", "number", least=0, most=20000), Column("capacity"), Column("days"),
        Column("min_load_class", "whole", default=0, least=0, most=6), _STATUS,
        needs_shape=False,
    ),
    _vector("infrastructure", "point", *_NAMED,
            Column("kind", "word", required=True, filled=True, words=words.INFRASTRUCTURE),
            _STATUS, *_COMMUNE),
    _vector("sites", "point", *_NAMED, Column("kind"), *_COMMUNE,
            Column("persons", "whole", least=0, also=("individuals", "personnes")),
            Column("households", "whole", least=0, also=("ménages", "menages"))),
    _vector("obstacles", "point line",
            Column("kind", "word", required=True, filled=True, words=words.OBSTACLE,
                   also=("obstype",)),
            _STATUS, governs=False),
    _vector("boundaries", "polygon", Column("name", required=True),
            Column("pcode", "id", required=True, filled=True),
            Column("level", "whole", least=0, most=5), Column("parent"), id_required=False),
    _vector("base", "point line polygon", Column("kind"), id_required=False, governs=False),
    _table("claims", _CLAIMS, governs=False),
    _table("sources", _SOURCES, governs=False),
    _table("actors", _ACTORS, governs=False),
    _raster("population"),
    _raster("terrain"),
    _raster("flood"),
)  # fmt: skip


def column_rules() -> dict[str, list[dict[str, object]]]:
    """What each role that has rows says of its columns, as plain values."""
    return {role.name: [_rule(column) for column in role.columns] for role in _ALL if role.columns}


def _rule(column: Column) -> dict[str, object]:
    span = ""
    if column.least is not None:
        most = "or more" if column.most is None else f"to {column.most:g}"
        span = f"{column.least:g} {most}"
    return {
        "column": column.name,
        "kind": column.kind,
        "required": column.required,
        "values": ", ".join(column.words) if column.words else span,
        "also": ", ".join(column.also),
    }


ROLES: Mapping[str, Role] = MappingProxyType({role.name: role for role in _ALL})
