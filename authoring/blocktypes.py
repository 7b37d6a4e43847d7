"""Write web/data/blocks.ts: the shapes of a page's data, from render/blocks.py.

Run it after a change there: `python authoring/blocktypes.py`.
"""

from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints, is_typeddict

from potay.render import blocks, layers, tables

OUT = Path(__file__).parents[1] / "web" / "data" / "blocks.ts"
HEAD = "// Written by authoring/blocktypes.py from render/blocks.py: change that, not this.\n"
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null",
         object: "unknown"}  # fmt: skip


def blocktypes() -> str:
    """The whole file."""
    shapes = (one for one in vars(blocks).values() if is_typeddict(one) and one is not blocks.Data)
    names = "\n\n".join((_names("Table", tables.WANTED), _names("Layer", layers.WANTED)))
    return "\n".join([HEAD, _DATA, *(_interface(one) for one in shapes), names, ""])


_DATA = """/** Columns by name, each a list; those that say nothing are left out. */
export interface Data {
  rows: number;
  columns: Record<string, unknown[]>;
}
"""


def _interface(shape: type) -> str:
    lines = "\n".join(f"  {line};" for line in _members(shape))
    said = (shape.__doc__ or "").strip().splitlines()
    own = bool(said) and not said[0].startswith("dict(")
    above = f"/** {' '.join(' '.join(said).split())} */\n" if own else ""
    return f"{above}export interface {shape.__name__} {{\n{lines}\n}}\n"


def _members(shape: type) -> Iterator[str]:
    for name, hint in get_type_hints(shape).items():
        mark = "" if name in getattr(shape, "__required_keys__", ()) else "?"
        yield f"{name}{mark}: {_type(hint)}"


def _type(hint: object) -> str:
    if isinstance(hint, type) and hint in PLAIN:
        return PLAIN[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    inner = [_type(one) for one in get_args(hint)]
    if get_origin(hint) in (Union, UnionType):
        return " | ".join(dict.fromkeys(inner))
    if get_origin(hint) is list:
        return f"({inner[0]})[]" if "|" in inner[0] else f"{inner[0]}[]"
    return f"Record<string, {inner[1]}>"


def _names(kind: str, wanted: dict[str, tuple[str, ...]]) -> str:
    """The names of the columns of each table or layer."""
    told = {name: " | ".join(f'"{one}"' for one in columns) for name, columns in wanted.items()}
    lines = "\n".join(f"  {name}: {columns};" for name, columns in told.items())
    above = f"/** The columns that are told, by {kind.lower()}. */"
    return f"{above}\nexport interface {kind}Columns {{\n{lines}\n}}"


if __name__ == "__main__":
    OUT.write_text(blocktypes(), encoding="utf-8")
