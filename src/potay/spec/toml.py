"""TOML to values: every fault of a file as a finding with its path and a suggestion."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from potay.errors import Finding
from potay.signs import hidden_signs, named_signs

#: The largest file: a map of every road and a thousand moments has a tenth of it.
_MOST_BYTES = 1_000_000
#: How many tables and lists may lie in one another.
DEEPEST = 20
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_DEEP_KEY = re.compile(rf"""(?<![\w\-"'.])(?:{_PART}\.[ \t]*+){{{DEEPEST}}}""")
#: How many faults of one file are put into words.
_SPELT_OUT = 200
#: Longer words are no slip of the hand, and comparing them takes long.
_LONGEST_WORD = 100

Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path, label: str) -> tuple[dict[str, Any], list[Finding]]:
    """The tables of a TOML file, or the findings that say why it cannot be read.

    A text in it that holds signs nobody sees is a fault: these files are short and typed by hand,
    and what a title or an id was meant to be only its author knows.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            hint = "Facts go into the files of data/."
            return {}, [_fault(label, f"is larger than {_MOST_BYTES // 1000} kB.", hint=hint)]
        text = path.read_bytes().decode("utf-8")
        if _DEEP_KEY.search(text):  # tomllib would take hours for a long one
            return {}, [_too_deep(label)]
        values = tomllib.loads(text)
    except FileNotFoundError:
        return {}, [_fault(label, "no such file.", hint="Check the name or create it.")]
    except OSError as error:
        hint = "Name a file that you may read."
        return {}, [_fault(label, f"cannot be read: {error.strerror or error}.", hint=hint)]
    except UnicodeDecodeError:
        return {}, [_fault(label, "cannot be read: it is not UTF-8.", hint="Save it as UTF-8.")]
    except RecursionError:
        return {}, [_too_deep(label)]
    except tomllib.TOMLDecodeError as error:
        return {}, [_fault(label, f"is not valid TOML: {error}.", hint="Mend the line named.")]
    except ValueError:  # Python's own limit, against numbers that take hours to convert
        return {}, [_fault(label, "a number in it has thousands of digits.", hint="Mend it.")]
    return _seen(values, label)


def _seen(values: dict[str, Any], label: str) -> tuple[dict[str, Any], list[Finding]]:
    """The values, or what is wrong with how deep they lie and what their texts hold."""
    faults = []
    waiting: list[tuple[tuple[str, ...], Any]] = [((), values)]
    while waiting:
        path, value = waiting.pop()
        if len(path) > DEEPEST:
            return {}, [_too_deep(label)]
        for text in (*path[-1:], value):
            if isinstance(text, str) and (signs := hidden_signs(text)):
                what = f"holds {named_signs(signs)}, which nobody sees"
                faults.append(_fault(label, f"'{'.'.join(path)}' {what}.", hint="Take it out."))
        if isinstance(value, dict):
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, str(place)), inner) for place, inner in enumerate(value, start=1)]
    return ({}, faults[::-1]) if faults else (values, [])


def _too_deep(label: str) -> Finding:
    message = f"is nested more than {DEEPEST} levels deep."
    return _fault(label, message, hint="Write what is meant in a few tables.")


def validated(
    model: type[Model], values: Mapping[str, Any], label: str
) -> tuple[Model | None, list[Finding]]:
    """The model, or every fault of `values` in words."""
    try:
        return model.model_validate(dict(values)), []
    except ValidationError as error:
        schema = model.model_json_schema()
        faults = error.errors()
        told = [_in_words(fault, schema, label) for fault in faults[:_SPELT_OUT]]
        if len(faults) > _SPELT_OUT:
            more = f"has {len(faults) - _SPELT_OUT:,} more faults of such kinds."
            told.append(_fault(label, more, hint="Mend those named first."))
        return None, told
    except Exception as error:  # noqa: BLE001 - the last line of defence for what a file may say
        said = f"{type(error).__name__}: {str(error)[:_LONGEST_WORD]}"
        hint = "Mend what was changed last, and please report this."
        return None, [_fault(label, f"cannot be understood ({said}).", hint=hint)]


def suggestion(word: str, known: Iterable[str]) -> str:
    """*Did you mean …?* where a known word is close, else the list of known words."""
    words = sorted({each for each in known if len(each) <= _LONGEST_WORD})
    word = word[:_LONGEST_WORD]
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    if not words:
        return "None is known here."
    shown = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    return f"Known: {shown}."


def close_match(word: str, known: Iterable[str]) -> str:
    """*Did you mean …?* where a known word is close, else nothing."""
    said = suggestion(word, known)
    return said if said.startswith("Did you mean") else ""


def _fault(label: str, message: str, *, column: str = "", hint: str = "") -> Finding:
    return Finding("error", message, file=label, column=column, hint=hint)


def _in_words(fault: Any, schema: dict[str, Any], label: str) -> Finding:  # noqa: ANN401
    path = [part for part in fault["loc"] if not str(part).startswith("function-")]
    key = ".".join(str(part) for part in path)
    kind, value = fault["type"], fault.get("input")
    if kind == "literal_error" and path[-1:] == ["[key]"]:
        known = _names_at(schema, path[:-2])
        named = ".".join(str(part) for part in path[:-1])
        return _fault(label, f"unknown key '{named}'.", hint=suggestion(str(value), known))
    if kind == "missing":
        return _fault(label, f"'{key}' is missing.", hint=f"Add a line '{path[-1]} = …'.")
    if kind == "extra_forbidden":
        known = _keys_at(schema, path[:-1])
        return _fault(label, f"unknown key '{key}'.", hint=suggestion(str(path[-1]), known))
    if kind == "literal_error":
        known = _words_at(schema, path)
        return _fault(label, f"'{key}' is {_quoted(value)}.", hint=suggestion(str(value), known))
    said = fault["msg"].removeprefix("Value error, ")
    said = said[:1].lower() + said[1:] if said[:5] in ("Input", "List ", "Tuple") else said
    shown = f" (found {_quoted(value)})" if isinstance(value, str | int | float | bool) else ""
    subject = f"'{key}': " if key else ""
    return _fault(label, f"{subject}{said.rstrip('.')}{shown}.")


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_WORD else f"{text[:_LONGEST_WORD]}…"


def _node(schema: dict[str, Any], path: list[Any]) -> dict[str, Any]:
    node = schema
    for part in path:
        node = _resolved(schema, node)
        inner = node.get("properties", {}).get(part)
        if inner is None and isinstance(part, int):
            inner = node.get("items", {})
        node = inner if inner is not None else _as_table(node.get("additionalProperties"))
    return _resolved(schema, node)


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            node = choice
            break
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    return node


def _as_table(value: Any) -> dict[str, Any]:  # noqa: ANN401
    return value if isinstance(value, dict) else {}


def _keys_at(schema: dict[str, Any], path: list[Any]) -> list[str]:
    return list(_node(schema, path).get("properties", {}))


def _names_at(schema: dict[str, Any], path: list[Any]) -> list[str]:
    """The keys that a table may have whose keys are words of a list."""
    names = _resolved(schema, _as_table(_node(schema, path).get("propertyNames")))
    return [str(word) for word in names.get("enum", ())]


def _words_at(schema: dict[str, Any], path: list[Any]) -> list[str]:
    node = _node(schema, path)
    return [str(word) for word in node.get("enum", [node["const"]] if "const" in node else [])]
