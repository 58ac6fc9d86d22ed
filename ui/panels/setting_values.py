"""A setting by its name, "printer.host": read from the settings, and changed in a copy of them."""

import msgspec

from pos_app.settings import Settings

Value = str | int | bool


def value_of(settings: Settings, name: str) -> Value:
    """Return one value by its name."""
    value: object = settings
    for part in name.split("."):
        value = getattr(value, part)
    assert isinstance(value, str | int)
    return value


def with_value(settings: Settings, name: str, value: Value) -> Settings:
    """Return the settings with one value changed."""
    table, _, within = name.rpartition(".")
    if not table:
        return msgspec.structs.replace(settings, **{name: value})
    inner = msgspec.structs.replace(getattr(settings, table), **{within: value})
    return msgspec.structs.replace(settings, **{table: inner})


def changed(settings: Settings, since: Settings, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of `names` have another value than before, in their order."""
    return tuple(name for name in names if value_of(settings, name) != value_of(since, name))
