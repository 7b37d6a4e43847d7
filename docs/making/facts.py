"""The facts that the reference is made from: the one place that knows where in the code they stand.

What `potay` exports is asked for by its public names. What it does not export is looked for in a
few places, so that a fact may move to another room; one that is in none of them is an error, never
a page without it.
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from typing import Any, TypeGuard, TypeVar, get_args

import pandas as pd
from pydantic import BaseModel

import potay
from potay.spec import DatasetSpec, LayerSpec, MapSpec
from potay.terms.audiences import AUDIENCES

#: Facts that `potay` does not export, and the places where they may stand: module, then name.
PLACES: Mapping[str, tuple[str, ...]] = {
    "commands": ("potay.cli.app:app",),
    "exit codes": ("potay.cli.failing:EXIT_CODES",),
    "kinds of claim": ("potay.terms.kinds:KINDS",),
    "maximum ages": ("potay.terms.kinds:MAX_AGE_DAYS",),
    "scenario": ("potay.batch.scenarios:Variant",),
    "who may have": ("potay.release.allowed:allows",),
    "vehicles": ("potay.terms.vehicles:VEHICLES",),
    "words": ("potay.export.words:_words",),
}
#: Files of the package: package, then name.
FILES: Mapping[str, tuple[str, ...]] = {
    "defaults": ("potay.spec:defaults.toml",),
    "who may have": ("potay.release:allowed.csv",),
}
HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "ht")  # in the order of the pages' columns

Found = TypeVar("Found")


def meaning(table: str, first: str, second: str) -> dict[str, str]:
    """What people wrote of one key, column or kind; of a column of many roles under the role `*`.

    Raises
    ------
    LookupError
        Where nobody wrote anything: the reference has no empty place.
    """
    told = meanings(table)
    found = told.get((first, second)) or told.get(("*", second))
    if found is None:
        raise LookupError(
            f"docs/making/{table}.csv: no row says what '{second}' of '{first}' is. Add one."
        )
    return found


def fact(name: str) -> Any:  # noqa: ANN401 - whatever the code keeps there
    """A value of the code by its name in `PLACES`.

    Raises
    ------
    LookupError
        Where it stands in none of its places.
    """
    return _first(name, PLACES[name], "PLACES", lambda module, attribute: getattr(
        import_module(module), attribute))  # fmt: skip


def text_of(name: str) -> str:
    """A file of the package by its name in `FILES`.

    Raises
    ------
    LookupError
        Where it stands in none of its places.
    """
    return _first(name, FILES[name], "FILES", lambda package, file: resources.files(
        package).joinpath(file).read_text(encoding="utf-8"))  # fmt: skip


def _first(
    name: str, places: tuple[str, ...], where: str, read: Callable[[str, str], Found]
) -> Found:
    for place in places:
        room, _, inside = place.partition(":")
        try:
            return read(room, inside)
        except (ModuleNotFoundError, AttributeError, FileNotFoundError):
            continue
    raise LookupError(f"{name}: in none of {', '.join(places)}. Mend {where} in {__file__}.")


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the package by its name in `FILES`."""
    return list(csv.DictReader(text_of(name).splitlines()))


@cache
def meanings(table: str) -> Mapping[tuple[str, str], dict[str, str]]:
    """What people wrote of keys, columns or kinds: a CSV beside this file, by its first two."""
    text = (HERE / f"{table}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    first, second, *_ = rows[0]
    return {(row[first], row[second]): row for row in rows}


@dataclass(frozen=True)
class Key:
    """A key of a TOML file. `default` is None where the key is required."""

    name: str
    form: str
    default: str | None
    model: type[BaseModel] | None


#: Files that people write, by the model that reads them.
def models() -> dict[str, type[BaseModel]]:
    """Every model that a file in maps/, layers/ or data/ is read with, by name, outermost first."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [MapSpec, LayerSpec, DatasetSpec, fact("scenario")]
    while waiting:
        model = waiting.pop(0)
        if model.__name__ not in found and not is_text(model):
            found[model.__name__] = model
            waiting += [key.model for key in keys(model) if key.model is not None]
    return found


def keys(model: type[BaseModel]) -> list[Key]:
    """The keys of a model as a file names them."""
    found = []
    for name, field in model.model_fields.items():
        annotation = field.annotation
        inner = next((one for one in _parts(annotation) if _is_model(one)), None)
        said = _form(annotation)
        bounds = [_BOUNDS[type(one).__name__].format(one) for one in field.metadata
                  if type(one).__name__ in _BOUNDS]  # fmt: skip
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        found.append(
            Key(
                name=field.alias or name,
                form=", ".join([said, *bounds]),
                default=None if field.is_required() else as_toml(default),
                model=None if inner is None or is_text(inner) else inner,
            )
        )
    return found


def is_text(model: type[BaseModel]) -> bool:
    """Whether a model is the same words in several languages."""
    return {*model.model_fields} == {*LANGUAGES}


_BOUNDS = {"Ge": "{0.ge:g} or more", "Gt": "more than {0.gt:g}", "Le": "at most {0.le:g}",
           "Lt": "less than {0.lt:g}", "MinLen": "at least {0.min_length}"}  # fmt: skip
_PLAIN = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false",
          "datetime": "date or moment", "date": "date", "Path": "path", "NoneType": ""}  # fmt: skip


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for one in get_args(annotation):
        yield from _parts(one)


def _is_model(one: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(one, type) and issubclass(one, BaseModel)


def _form(annotation: Any) -> str:  # noqa: ANN401 - any annotation
    """A type in plain words."""
    if _is_model(annotation):
        return "text, or a table of fr, ht, en" if is_text(annotation) else "table"
    inner = get_args(annotation)
    if hasattr(annotation, "__metadata__"):  # a type with what is checked of it besides
        return _form(inner[0])
    origin = getattr(annotation, "__origin__", None)
    if origin is tuple:
        if inner[-1] is Ellipsis:
            return f"list of {_form(inner[0])}"
        return f"{len(inner)} values, each {_form(inner[0])}"
    if origin is dict:
        return f"table of {_form(inner[1])} by name"
    if inner and all(isinstance(one, str) for one in inner):
        return "one of " + ", ".join(f"`{one}`" if one else '`""`' for one in inner)
    if inner:
        return " or ".join(said for one in inner if (said := _form(one)))
    return _PLAIN.get(getattr(annotation, "__name__", str(annotation)), str(annotation))


def as_toml(default: object) -> str:
    """A default as TOML writes it; empty where leaving the key out is what it means."""
    if isinstance(default, bool):
        return str(default).lower()
    if default is None or isinstance(default, BaseModel) or default in ("", (), {}):
        return ""
    if isinstance(default, tuple):
        return "[" + ", ".join(as_toml(one) for one in default) + "]"
    return f'"{default}"' if isinstance(default, str) else f"{default:g}" if isinstance(
        default, float) else str(default)  # fmt: skip


@cache
def defaults() -> dict[str, Any]:
    """The rules and movers that every map starts from."""
    return tomllib.loads(text_of("defaults"))


def maximum_ages() -> Mapping[str, int]:
    """How long a claim of each kind holds by default, in days."""
    return dict(fact("maximum ages"))


def input_columns() -> dict[str, pd.DataFrame]:
    """The columns of every role that has rows."""
    found = {}
    for role in get_args(DatasetSpec.model_fields["role"].annotation):
        try:
            found[role] = potay.input_columns(role)
        except potay.SpecError:  # rasters have no columns
            continue
    return found


def kinds() -> tuple[str, ...]:
    """The kinds of claim, in their order."""
    return tuple(fact("kinds of claim"))


def vehicles() -> list[tuple[int, str]]:
    """The vehicle classes by their numbers, the one that is not stated left out."""
    return [(number, one.name) for number, one in sorted(fact("vehicles").items())]


def kinds_of(role: str) -> tuple[str, ...]:
    """The kinds of places that a role may have."""
    frame = input_columns()[role].set_index("column")
    return tuple(str(frame.at["kind", "values"]).split(", "))


def words(domain: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """The codes of an answer with their words; what silence means is said where it matters."""
    told, untold = (fact("words")(silence)[domain] for silence in ("no_report", "not_told"))
    found = []
    for code in {**told, **untold}:
        for words, when in ((told.get(code), "no_report"), (untold.get(code), "not_told")):
            if words is not None:
                said = tuple(words[language] for language in LANGUAGES)
                found.append((code, when, said))
    by_word: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for code, when, said in found:
        by_word.setdefault((code, said), []).append(when)
    return [(code, whens[0] if len(whens) == 1 else "", said)
            for (code, said), whens in by_word.items()]  # fmt: skip


def widest(of: str, name: str) -> str:
    """The widest audience that may have a column of a table, or a kind of thing."""
    return next(one for one in AUDIENCES if fact("who may have")(one, of, name))


def exit_codes() -> list[tuple[int, str, str]]:
    """Code, name of the error in Python, and what it is of."""
    return [
        (code, error.__name__, re.split(r"\n\s*\n", error.__doc__)[0])
        for error, code in sorted(fact("exit codes").items(), key=lambda one: one[1])
    ]
