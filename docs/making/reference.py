"""The pages of the reference, made from the code at every build and kept nowhere."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import typer

import potay
from making import facts
from making.facts import Key

#: Headings and first words of the models, in the order of their pages.
FILES: Mapping[str, tuple[str, Sequence[str]]] = {
    "maps": ("Map files", ("MapSpec", "ReleaseSpec", "Rules", "ControlRule", "Mover", "Variant")),
    "layers": ("Layer files", ("LayerSpec", "StyleSpec")),
    "datasets": ("Dataset files", ("DatasetSpec",)),
}
TABLES: Mapping[str, str] = {
    "MapSpec": "A map: `maps/NAME.toml`",
    "ReleaseSpec": "Table `[release]` of a map",
    "Rules": "Rules: table `[rules]` of a map",
    "ControlRule": "The relation table: `[[rules.control]]`",
    "Mover": "Movers: `[movers.NAME]`",
    "Variant": "Scenarios of a batch: `[[scenario]]` in a file of its own",
    "LayerSpec": "A layer: `layers/NAME.toml`",
    "StyleSpec": "Styles: `[style]`, `[styles.VALUE]`",
    "DatasetSpec": "A dataset: `data/NAME/dataset.toml`",
}
OPENINGS: Mapping[str, str] = {
    "maps": """A map is one file in `maps/`. It names its layers, its moment, its hubs, who moves
and by which rules. A map may begin from another with `extends = "NAME"`: its tables are laid over
those of that map. Rules and movers that a map does not name are [those that ship](#as-shipped).
A key that is not in these tables is refused, with the nearest that exists.""",
    "layers": """A layer is one file in `layers/`. It says which dataset it shows, or what an
analysis says of that dataset's rows, and how that looks. The order of layers is the map's.""",
    "datasets": """A dataset is one folder in `data/`: the file, and a `dataset.toml` that says
what it is and where it comes from. `potay import` writes it, `potay register` renews its `sha256`
after you edited the file. In `[columns]` stands *our name = the name in the file*.""",
    "columns": """An input file has a *role*: it says which columns are read and what they may
hold. Names match in any case. A column that is not listed is kept and not read. Every role that
has places also takes them as `lat` and `lon` where a table holds points.

*Kinds*: `id` text that names the row once; `text`; `word` one of the values; `number`; `whole` a
whole number; `measure` a number, also with its unit; `flag` yes or no; `moment` an ISO 8601 date or
moment; `oneway` as in OpenStreetMap. Rasters (`population`: persons per cell, `terrain`: metres,
`flood`: metres of depth) have no columns.

*Formats*: GeoJSON, GeoPackage, Shapefile (also zipped), FlatGeobuf, GeoParquet, KML and KMZ, GPX,
CSV and TSV, XLSX, OpenStreetMap PBF and XML, GeoTIFF, SRTM HGT.""",
    "claims": """A claim is one dated report about one subject. The columns of the file stand under
[claims](columns.md#claims), the ideas under [claims and clocks](../concepts/claims.md).""",
    "release": """What leaves is an allow-list: a column or a kind that stands in no row is for
*internal* alone. What `public` may have, `partners` may have too. This is the widest circle of a
*column*; whether a *row* may leave is said by its own sensitivity, see
[audiences](../concepts/audiences.md).""",
    "commands": """Options of the first table may stand anywhere in the line. `MAP` is the name of
a map in `maps/`, or its file. Every command ends with one of the [exit codes](exit-codes.md).""",
    "exit-codes": """Scripts rely on these. Every fault is one sentence: *where: what is wrong, what
was expected, what to do*; all faults are told at once.""",
    "tables": """Every answer comes as frames. These are their columns; `potay.columns("access")`
tells the same. What is missing is missing, never 0.""",
    "python": """What `import potay` gives. Two screens of examples stand in
[Python in two screens](../python.md).""",
}


def reference_pages() -> dict[str, str]:
    """All pages of the reference by their place in docs/."""
    made = {name: _models(name) for name in FILES} | {
        "columns": _columns(),
        "claims": _claims(),
        "release": _release(),
        "commands": _commands(),
        "exit-codes": _exit_codes(),
        "tables": _tables(),
        "python": _python(),
    }
    return {f"reference/{name}.md": text for name, text in made.items()}


def _page(name: str, title: str, parts: Iterable[str]) -> str:
    return "\n\n".join([f"# {title}", OPENINGS[name], *parts, ""])


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; nothing in a cell ends it early."""
    lines = [heads, ["---"] * len(heads), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def _code(text: object) -> str:
    return f"`{text}`" if str(text) else ""


def _models(name: str) -> str:
    title, models = FILES[name]
    known = facts.models()
    parts = [_model(TABLES[model], known[model]) for model in models]
    if name == "maps":
        parts += [_shipped(), _vehicles()]
    return _page(name, title, parts)


def _model(title: str, model: Any) -> str:  # noqa: ANN401 - a model of pydantic
    rows = []
    for key in facts.keys(model):
        told = facts.meaning("keys", model.__name__, key.name)
        rows.append((_code(key.name), told["meaning"], key.form, told["given"] or _default(key)))
    return f"## {title}\n\n{table(('key', 'says', 'is', 'default'), rows)}"


def _default(key: Key) -> str:
    return "**required**" if key.default is None else _code(key.default)


def _shipped() -> str:
    shipped = facts.defaults()
    rules, movers = shipped["rules"], shipped["movers"]
    plain = [(_code(key), _code(facts.as_toml(_tuples(value)))) for key, value in rules.items()
             if not isinstance(value, dict) and key != "control"]  # fmt: skip
    ages = [(_code(kind), days) for kind, days in facts.maximum_ages().items()]
    relation = [
        (
            ", ".join(row.get("organisation", ["any"])),
            ", ".join(row.get("holder", ["any"])),
            {True: "yes", False: "no"}.get(row.get("arrangement"), "either"),
            row["status"],
            row.get("delay_min", 0),
            row.get("penalty", 1),
        )
        for row in rules["control"]
    ]
    vehicles = [
        (
            _code(name),
            mover["title"]["en"],
            mover["organisation"],
            mover["vehicle_class"],
            mover.get("weight_t", 0),
            mover.get("height_m", 0),
            "yes" if mover.get("after_dark") else "no",
            mover.get("speeds_kmh", {}).get("primary", mover["default_speed_kmh"]),
        )
        for name, mover in movers.items()
    ]
    return "\n\n".join(
        [
            "## As shipped",
            "A map that says nothing else is judged by these. They are cautious on purpose.",
            table(("rule", "shipped"), plain),
            "After so many days without a new report a claim of a kind no longer holds:",
            table(("kind", "days"), ages),
            "The first row that fits a mover and a reported holder decides; where none fits, the "
            "way is closed:",
            table(
                ("organisation", "holder", "arrangement", "status", "delay, minutes", "penalty"),
                relation,
            ),
            f"Movers (`{shipped['mover']}` is shown first):",
            table(
                ("mover", "is", "organisation", "class", "tonnes", "metres high", "after dark",
                 "km/h on primary roads"),
                vehicles,
            ),
        ]
    )  # fmt: skip


def _vehicles() -> str:
    rows = [(number, words) for number, words in facts.vehicles()]
    return "\n\n".join(
        [
            "## Vehicle classes",
            "The numbers of UNSDI-T (`CurntPrac`). They stand for movers, and for what a road or a "
            "link can carry: that class, and all that are smaller.",
            table(("class", "who moves"), rows),
        ]
    )


def _tuples(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _columns() -> str:
    parts = []
    for role, frame in facts.input_columns().items():
        rows = [
            (
                _code(row["column"]),
                facts.meaning("columns", role, row["column"])["meaning"],
                row["kind"],
                "**required**" if row["required"] else "",
                row["values"],
                row["also"],
            )
            for row in frame.to_dict("records")
        ]
        parts.append(
            f"## {role}\n\n" + table(("column", "says", "kind", "", "values", "also read"), rows)
        )
    return _page("columns", "Columns of input files", parts)


def _claims() -> str:
    ages, kinds = facts.maximum_ages(), []
    for kind in facts.kinds():
        told = facts.meaning("kinds", "claim", kind)
        example = f"`{told['subject']}` `{told['value']}`"
        widest = facts.widest("kind of claim", kind)
        kinds.append((_code(kind), told["meaning"], example, ages.get(kind, ""), widest))
    parts = [
        "## Kinds",
        table(("kind", "says", "for example", "holds for days", "widest audience"), kinds),
        "The widest audience is that of the kind; the sensitivity of the row may narrow it.",
        "## Words of an answer",
        "The codes stand in tables, `--json` and Python; the words on the page, in workbooks and "
        "in QGIS. In a map in which silence is not told (public), other words stand in for those "
        "that would say that nobody reports.",
    ]
    for domain in ("passage", "access", "basis", "control"):
        rows = [(_code(code), _SILENCE[when], *said) for code, when, said in facts.words(domain)]
        parts += [f"### {domain}", table(("code", "where silence", *facts.LANGUAGES), rows)]
    return _page("claims", "Claims and statuses", parts)


_SILENCE = {"": "", "no_report": "is that nobody reports", "not_told": "is not told"}


def _release() -> str:
    circles: dict[str, dict[str, str]] = {}
    for row in facts.rows_of("who may have"):
        circles.setdefault(row["of"], {})[row["name"]] = row["audience"]
    for of, kinds in (
        ("kind of claim", facts.kinds()),
        ("kind of infrastructure", facts.kinds_of("infrastructure")),
        ("kind of obstacle", facts.kinds_of("obstacles")),
    ):
        circles[of] = {kind: facts.widest(of, kind) for kind in kinds}
    parts = []
    for of, widest in circles.items():
        rows = [
            (circle, ", ".join(_code(name) for name, one in widest.items() if one == circle))
            for circle in facts.AUDIENCES[:2]
        ]
        parts.append(f"## {of}\n\n" + table(("widest audience", "has"), rows))
    return _page("release", "What may leave", parts)


def _commands() -> str:
    command: Any = typer.main.get_command(facts.fact("commands"))
    parts = ["## Every command", _options(command)]
    for name, one in command.commands.items():
        for words, leaf in _leaves(f"potay {name}", one):
            parts += [
                f"## {words}",
                inspect.cleandoc(leaf.help or ""),
                f"```text\n{words}{_usage(leaf)}\n```",
                _options(leaf),
            ]
    return _page("commands", "Commands", [part for part in parts if part])


def _leaves(words: str, command: Any) -> Iterable[tuple[str, Any]]:  # noqa: ANN401
    """A command, or those of a family of commands."""
    family = getattr(command, "commands", None)
    if family is None:
        yield words, command
    else:
        for name, one in family.items():
            yield from _leaves(f"{words} {name}", one)


def _usage(command: Any) -> str:  # noqa: ANN401
    arguments = [_named(one) for one in command.params if one.param_type_name == "argument"]
    options = " [OPTIONS]" if len(arguments) < len(command.params) else ""
    return "".join(f" {name}" for name in arguments) + options


def _named(argument: Any) -> str:  # noqa: ANN401
    name = (argument.metavar or argument.name.upper()).strip("[]")
    return name if argument.required else f"[{name}]"


def _options(command: Any) -> str:  # noqa: ANN401
    rows = [
        (
            _code(_named(one) if one.param_type_name == "argument"
                  else ", ".join([*one.opts, *one.secondary_opts])),
            one.help or "",
            _plain_default(one),
        )
        for one in command.params
        if one.name not in ("install_completion", "show_completion")
    ]  # fmt: skip
    return table(("", "says", "default"), rows) if rows else ""


def _plain_default(one: Any) -> str:  # noqa: ANN401
    if one.required:
        return "**required**"
    found = one.default
    return "" if found in (None, "", False) or callable(found) else _code(found)


def _exit_codes() -> str:
    rows = [
        (_code(0), "", "Done."),
        (_code(1), "", "A bug in pòtay: please report it."),
        *((_code(code), _code(f"potay.{name}"), text) for code, name, text in facts.exit_codes()),
        (_code(130), "", "Stopped by Ctrl-C; nothing is half written."),
        (_code(143), "", "Stopped by a polite kill; nothing is half written."),
    ]
    return _page("exit-codes", "Exit codes", [table(("code", "in Python", "says"), rows)])


def _tables() -> str:
    parts = []
    for name, frame in potay.columns().groupby("table", sort=True):
        rows = [
            (_code(row["column"]), row["meaning"], row["kind"], row["unit"])
            for row in frame.to_dict("records")
        ]
        parts.append(f"## {name}\n\n" + table(("column", "says", "kind", "unit"), rows))
    return _page("tables", "Tables of answers", parts)


def _python() -> str:
    names = [name for name in potay.__all__ if not name.startswith("__")]
    groups: dict[str, list[str]] = {"Functions": [], "A workspace and its maps": [],
                                    "Answers": [], "Errors": []}  # fmt: skip
    for name in names:
        groups[_group(name)].append(name)
    parts = []
    for heading, members in groups.items():
        parts.append(f"## {heading}")
        parts += [f"::: potay.{name}" for name in members]
    return _page("python", "Python", parts)


def _group(name: str) -> str:
    found = getattr(potay, name)
    if not isinstance(found, type):
        return "Functions"
    if issubclass(found, Exception) or found is potay.Finding:
        return "Errors"
    return "Answers" if issubclass(found, potay.Answer) else "A workspace and its maps"
