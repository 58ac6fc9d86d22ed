"""A record as a table: its fields with type, default and what its own source says of each. `describe` calls this."""

from __future__ import annotations

import ast
import inspect
import textwrap

import msgspec


def described(shape: type[msgspec.Struct], title: str = "") -> str:
    """Return a heading, the record's own sentence, and a row for each field."""
    notes = _notes(shape)
    as_array = ", as an array" if shape.__struct_config__.array_like else ""
    lines = [f"**{title or shape.__name__}**{as_array}: {_flat(inspect.getdoc(shape) or '')}", ""]
    fields = msgspec.structs.fields(shape)
    if not fields:
        return lines[0]
    lines += ["| field | type | default | |", "|---|---|---|---|"]
    for field in fields:
        kind, note = notes.get(field.encode_name, ("", ""))
        lines.append(f"| `{field.encode_name}` | {_cell(kind)} | {_cell(_default(field))} | {_prose(note)} |")
    return "\n".join(lines)


def tag_of(shape: type[msgspec.Struct]) -> str:
    """Return the tag by which a union tells the record."""
    return str(shape.__struct_config__.tag)


def _notes(shape: type[msgspec.Struct]) -> dict[str, tuple[str, str]]:
    """Return for each field its annotation as written, and the sentence below it."""
    (made,) = ast.parse(textwrap.dedent(inspect.getsource(shape))).body
    assert isinstance(made, ast.ClassDef)
    found: dict[str, tuple[str, str]] = {}
    last = ""
    for statement in made.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            last = statement.target.id
            found[last] = ast.unparse(statement.annotation), ""
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and last:
            found[last] = found[last][0], _flat(str(statement.value.value))
        else:
            last = ""
    return found


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return ""
    if field.default_factory is not msgspec.NODEFAULT:
        return "{}" if field.default_factory is dict else "[]"
    if isinstance(field.default, msgspec.Struct):
        return "its defaults"
    value = getattr(field.default, "value", field.default)
    return {"": '""', b"": "empty", None: "none", (): "[]"}.get(value, str(value))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _prose(text: str) -> str:
    return text.replace("|", "\\|")


def _cell(text: str) -> str:
    return f"`{text}`".replace("|", "\\|") if text else ""
