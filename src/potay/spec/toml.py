"""TOML to values: every fault of a file as a finding with its path and a suggestion."""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from potay.errors import Finding

Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path, label: str) -> tuple[dict[str, Any], list[Finding]]:
    """The tables of a TOML file, or one finding that says why it cannot be read."""
    try:
        with path.open("rb") as handle:
            return tomllib.load(handle), []
    except FileNotFoundError:
        return {}, [_fault(label, "no such file.", hint="Check the name or create it.")]
    except OSError as error:
        hint = "Name a file that you may read."
        return {}, [_fault(label, f"cannot be read: {error.strerror or error}.", hint=hint)]
    except UnicodeDecodeError:
        return {}, [_fault(label, "cannot be read: it is not UTF-8.", hint="Save it as UTF-8.")]
    except tomllib.TOMLDecodeError as error:
        return {}, [_fault(label, f"is not valid TOML: {error}.", hint="Mend the line named.")]


def validated(
    model: type[Model], values: Mapping[str, Any], label: str
) -> tuple[Model | None, list[Finding]]:
    """The model, or every fault of `values` in words."""
    try:
        return model.model_validate(dict(values)), []
    except ValidationError as error:
        schema = model.model_json_schema()
        return None, [_in_words(fault, schema, label) for fault in error.errors()]


def suggestion(word: str, known: Iterable[str]) -> str:
    """*Did you mean …?* where a known word is close, else the list of known words."""
    words = sorted(set(known))
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    if not words:
        return "None is known here."
    shown = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    return f"Known: {shown}."


def _fault(label: str, message: str, *, column: str = "", hint: str = "") -> Finding:
    return Finding("error", message, file=label, column=column, hint=hint)


def _in_words(fault: Any, schema: dict[str, Any], label: str) -> Finding:  # noqa: ANN401
    path = [part for part in fault["loc"] if not str(part).startswith("function-")]
    key = ".".join(str(part) for part in path)
    kind, value = fault["type"], fault.get("input")
    if kind == "missing":
        return _fault(label, f"'{key}' is missing.", hint=f"Add a line '{path[-1]} = …'.")
    if kind == "extra_forbidden":
        known = _keys_at(schema, path[:-1])
        return _fault(label, f"unknown key '{key}'.", hint=suggestion(str(path[-1]), known))
    if kind == "literal_error":
        known = _words_at(schema, path)
        return _fault(label, f"'{key}' is {value!r}.", hint=suggestion(str(value), known))
    said = fault["msg"].removeprefix("Value error, ")
    said = said[:1].lower() + said[1:] if said[:5] in ("Input", "List ", "Tuple") else said
    shown = f" (found {value!r})" if isinstance(value, str | int | float | bool) else ""
    subject = f"'{key}': " if key else ""
    return _fault(label, f"{subject}{said.rstrip('.')}{shown}.")


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


def _words_at(schema: dict[str, Any], path: list[Any]) -> list[str]:
    node = _node(schema, path)
    return [str(word) for word in node.get("enum", [node["const"]] if "const" in node else [])]
