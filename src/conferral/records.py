"""The mapping of a file read into its record, or all that is wrong with it in words for whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from conferral.errors import Problem, RegistryProblems
from conferral.fields import closest
from conferral.model import Record
from conferral.yaml_text import Document, Keys

R = TypeVar("R", bound=Record)


def read_record(kind: type[R], document: Document) -> R:
    """The record of that kind in a document.  Raises `RegistryProblems` with everything that is wrong with it."""
    if not isinstance(document.data, dict):
        line, column = document.position(())
        what = f"this file holds {_kind_of(document.data)}"
        hint = "write the keys it needs, each with a colon and a value"
        raise RegistryProblems([Problem(document.file, line, column, what, 'lines of the form "key: value"', hint)])
    try:
        return kind.model_validate(document.data)
    except ValidationError as error:
        raise RegistryProblems(_problems(kind, document, error)) from None


def _problems(kind: type[Record], document: Document, error: ValidationError) -> Iterator[Problem]:
    details = error.errors(include_url=False)
    for detail in details:
        keys = _keys(detail, document.data)
        twin = detail["type"] == "int_type" and any(
            other["type"] == "float_type" and _keys(other, document.data) == keys for other in details
        )
        if twin:  # a field for whole numbers and fractions: the other half says it all
            continue
        if detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",):
            line, column = document.position_of_key(keys)
        else:
            line, column = document.position(keys)
        yield Problem(document.file, line, column, *_words(kind, detail, keys))


def _keys(detail: ErrorDetails, data: Any) -> Keys:
    """Where the error is: pydantic's path without the names of a union's branches."""
    keys: list[str | int] = []
    location = detail["loc"]
    for number, step in enumerate(location):
        if _holds(data, step):
            data = data[step]
        elif detail["type"] != "missing" or number < len(location) - 1:
            continue
        keys.append(step)
    at = detail.get("ctx", {}).get("at")
    return (*keys, at) if at else tuple(keys)


def _holds(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def _words(kind: type[Record], detail: ErrorDetails, keys: Keys) -> tuple[str, str, str]:  # noqa: PLR0911 - a case each
    context: dict[str, Any] = detail.get("ctx", {})
    got = detail["input"]
    match detail["type"]:
        case "conferral":
            return context["what"], context["expected"], context["hint"]
        case "missing":
            record = _record_at(kind, keys[:-1])
            description = record.model_fields[str(keys[-1])].description if record else None
            return f'the key "{keys[-1]}" is missing', f"{keys[-1]}: {_sentence(description or 'a value')}", ""
        case "extra_forbidden":
            record = _record_at(kind, keys[:-1])
            known = sorted(record.model_fields) if record else []
            return f'unknown key "{keys[-1]}"', ", ".join(known), closest(str(keys[-1]), known)
        case "literal_error":
            choices = re.findall(r"'([^']*)'", context["expected"])
            hint = closest(got, choices) if isinstance(got, str) else ""
            return f"{_quoted(got)} is not among the values that can stand here", ", ".join(choices), hint
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than" as bound:
            size = "small" if bound.startswith("greater") else "large"
            words = {"ge": "{} or more", "gt": "more than {}", "le": "{} or less", "lt": "less than {}"}
            expected = next(text.format(_number(context[key])) for key, text in words.items() if key in context)
            return f"the number {_number(got)} is too {size}", expected, ""
        case "int_type" | "int_from_float":
            what = "a fraction" if isinstance(got, float) else _kind_of(got)
            return f"a whole number is needed here, this is {what}", "a number such as 12", _unquote(got)
        case "float_type":
            return f"a number is needed here, this is {_kind_of(got)}", "a number such as 12 or 1.5", _unquote(got)
        case "bool_type":
            return f"true or false is needed here, this is {_kind_of(got)}", "true or false, without quotes", ""
        case "model_type" | "model_attributes_type" | "dict_type":
            hint = "write the keys below it, indented by two spaces"
            return f"keys are needed here, this is {_kind_of(got)}", 'lines of the form "key: value"', hint
        case _:
            message = detail["msg"]
            return f"{_quoted(got)} is not right: {message[:1].lower()}{message[1:]}", "", ""


def _record_at(kind: type[Record], keys: Keys) -> type[Record] | None:
    """The class of the record that the keys lead to; the keys of a mapping by language lead into its values."""
    found: type[Record] | None = kind
    by_key = False
    for key in keys:
        if not isinstance(key, str):
            continue
        if by_key:
            by_key = False
            continue
        field = found.model_fields.get(key) if found else None
        found = _record_in(field.annotation) if field else None
        by_key = field is not None and get_origin(field.annotation) is Mapping
    return found


def _record_in(annotation: Any) -> type[Record] | None:
    annotation = getattr(annotation, "written_as", annotation)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for found in map(_record_in, get_args(annotation)) if found), None)


def _kind_of(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "a list"
    kinds = {str: "text", bool: "true or false", int: "a number", float: "a number", type(None): "nothing"}
    return kinds.get(type(value), "a mapping")


def _quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else _kind_of(value)


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _unquote(value: Any) -> str:
    return "write it without quotes" if isinstance(value, str) and re.fullmatch(r"[0-9.]+", value) else ""


def _sentence(text: str) -> str:
    """A description as what is expected: lower case, no full stop."""
    text = text.split(". ", maxsplit=1)[0].removesuffix(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
