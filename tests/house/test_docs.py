"""The pages say what is true: links, commands, settings, exit codes, limits, the tree and every test that they name."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pos_app.cli import commands
from pos_app.selling.view import LampState
from pos_app.settings import Settings
from pos_app.words import say
from tests.house import bench_table, offline_table, tree
from ui.keys import SHEET

PROJECT = tree.PROJECT
DOCS = PROJECT / "docs"
OPERATING = DOCS / "OPERATING.md"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PAGES = sorted(
    {PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", PROJECT / "CHANGELOG.md", *DOCS.rglob("*.md")}
    - {DOCS / "PROTOCOL.md"}  # made from the messages, and compared with them by its own test
)
IDS = [tree.name(page) for page in PAGES]
PICTURE_BYTES_MAX = 150_000
LAUNCHER_ONLY = {"test"}

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"(?:tests|pos_app|sync|hardware|ui|docs|\.ci)/[\w./<>-]*")
_DOTTED = re.compile(r"(?:tests|pos_app|sync|hardware|ui)(?:\.\w+)+")
_COMMAND = re.compile(r"\./pos ([a-z]+)")
_ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _rows(page: Path) -> list[list[str]]:
    return [row.split(" | ") for row in _ROW.findall(_text(page))]


def _shell_lines(page: Path) -> Iterator[list[str]]:
    """Yield the words of each line of a code block, comments left out, a line's continuation joined to it."""
    text = _text(page).replace("\\\n", " ")
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"(?:^ {4}.*\n)+", text, re.MULTILINE)
    for line in "\n".join(fenced + indented).splitlines():
        if re.match(r" *(\.ci/postgres with )?\./pos\b", line):
            yield shlex.split(line, comments=True)


def _resolves(dotted: str) -> bool:
    """Tell whether `a.b.C.d` is a module, or something that a module has."""
    parts = dotted.split(".")
    for most in range(len(parts), 0, -1):
        module = ".".join(parts[:most])
        try:
            found: object = importlib.import_module(module)
        except ModuleNotFoundError as error:
            if error.name is None or not module.startswith(error.name):
                raise  # the module is there and lacks another
            continue
        for name in parts[most:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [link.partition("#")[0] for link in _LINK.findall(_text(page)) if "://" not in link]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_files_and_names_of_the_code_exist(page: Path) -> None:
    wrong = []
    for code in _CODE.findall(_text(page)):
        if _PATH.fullmatch(code) and not (PROJECT / code).exists():
            wrong.append(code)
        if _DOTTED.fullmatch(code) and not _resolves(code):
            wrong.append(code)
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_commands_exist(page: Path) -> None:
    named = set(_COMMAND.findall(_text(page)))
    assert named <= set(commands.COMMANDS) | LAUNCHER_ONLY


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_command_line_is_understood(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in _shell_lines(page):
        name, *rest = words[words.index("./pos") + 1 :]
        if name in LAUNCHER_ONLY:
            continue
        parser = argparse.ArgumentParser(exit_on_error=False)
        commands.command(name).register(parser)
        try:
            parser.parse_args(rest)
        except (SystemExit, argparse.ArgumentError) as error:
            pytest.fail(f"{tree.name(page)}: {shlex.join(words)}: {error} {capsys.readouterr().err}")


def test_every_command_is_explained_somewhere() -> None:
    named = {name for page in PAGES for name in _COMMAND.findall(_text(page))}
    changelog = _text(PROJECT / "CHANGELOG.md")
    assert [name for name in commands.COMMANDS if name not in named and f"`{name}`" not in changelog] == []


def _settings() -> dict[str, object]:
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(Settings):
        if isinstance(field.default, msgspec.Struct):
            found |= {f"{field.name}.{name}": value for name, value in msgspec.structs.asdict(field.default).items()}
        else:
            found[field.name] = field.default
    return found


def test_every_setting_stands_in_operating_with_its_default() -> None:
    documented = {row[0].strip("`"): row[1].strip("`") for row in _rows(OPERATING) if len(row) == 3}
    for key, value in _settings().items():
        assert documented.get(key) == msgspec.json.encode(value).decode(), key


def test_the_example_of_settings_is_taken(tmp_path: Path) -> None:
    for example in re.findall(r"^```toml\n(.*?)^```", _text(OPERATING), re.MULTILINE | re.DOTALL):
        msgspec.toml.decode(example, type=Settings)


def test_every_exit_code_stands_in_operating() -> None:
    ours = {value for name, value in vars(commands).items() if name.isupper() and isinstance(value, int)}
    launcher = {int(code) for code in re.findall(r"\bexit (\d+)", _text(PROJECT / "pos"))}
    documented = {int(row[0].strip("`")) for row in _rows(OPERATING) if re.fullmatch(r"`\d+`", row[0])}
    assert ours | launcher == documented


def test_every_word_of_the_lamp_stands_in_operating() -> None:
    documented = {row[0] for row in _rows(OPERATING)}
    for state in LampState:
        words = say("en", f"ui.lamp.{state}", count="…", detail="…")
        assert words in documented, state


def test_every_key_of_the_sell_screen_stands_in_operating() -> None:
    documented = {(row[0].strip("`"), row[1]) for row in _rows(OPERATING) if len(row) == 2}
    by_name = "by its name, `Ctrl+K"  # the closing mark went with the cell's own
    missing = [
        (row.keys, words)
        for row in SHEET
        if (row.keys or by_name, words := say("en", row.message_id)) not in documented
    ]
    assert missing == []


def test_every_limit_in_operating_is_the_codes_own() -> None:
    limits = [row for row in _rows(OPERATING) if len(row) == 3 and _DOTTED.fullmatch(row[2].strip("`"))]
    assert len(limits) > 10
    for what, figure, name in limits:
        module, _, constant = name.strip("`").rpartition(".")
        assert getattr(importlib.import_module(module), constant) == int(figure.replace(",", "")), what


def test_every_decision_is_in_the_index() -> None:
    index = _text(DOCS / "decisions" / "README.md")
    assert [page.name for page in DECISIONS if f"[{page.name[:4]}]({page.name})" not in index] == []
    assert len({page.name[:4] for page in DECISIONS}) == len(DECISIONS)


def _tree_of_architecture() -> list[str]:
    block = re.search(r"^## The tree\n\n```\n(.*?)^```", _text(DOCS / "ARCHITECTURE.md"), re.MULTILINE | re.DOTALL)
    assert block is not None
    paths: list[str] = []
    above: list[str] = []
    for line in block[1].splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth:] = [name]
        paths.append("".join(above))
    return paths


def test_the_tree_in_architecture_is_the_tree() -> None:
    named = _tree_of_architecture()
    assert [path for path in named if not (PROJECT / path).exists()] == []
    folders = {f"{tree.name(file.parent)}/" for file in tree.product_files()}
    assert sorted(folders - set(named)) == []


def test_every_invariant_has_a_row() -> None:
    rows = [row[0] for row in _rows(DOCS / "ARCHITECTURE.md")]
    assert [row for row in rows if re.fullmatch(r"I\d+", row)] == [f"I{number}" for number in range(1, 16)]


def test_pictures_are_small() -> None:
    pictures = [*(DOCS / "pictures").iterdir()]
    assert pictures
    assert [tree.name(file) for file in pictures if file.stat().st_size > PICTURE_BYTES_MAX] == []


def test_the_table_of_figures_says_what_was_not_kept() -> None:
    bench = bench_table.Bench(
        bench_table.About(0, "a catalogue", 1.5, 2),
        (
            bench_table.Row("kept", 2.44, "x", 2.5, at_least=False, reference="raw", holds=True),
            bench_table.Row("missed", 900.0, "sales/s", 1_000, at_least=True, reference="", holds=False),
            bench_table.Row("without a limit", 1.0, "ms", None, at_least=False, reference="", holds=None),
        ),
    )
    text = bench_table.table(bench)
    assert "| kept | 2.44 x | at most 2.5 | holds | raw |" in text
    assert "| missed | 900 sales/s | at least 1,000 | **not kept** |" in text
    assert "without a limit" not in text


def test_the_readme_takes_the_table_and_keeps_the_rest() -> None:
    before = _text(PROJECT / "README.md")
    once = bench_table.put_into(before, "a table\n")
    assert bench_table.put_into(once, "a table\n") == once
    assert once.startswith(before.partition(bench_table.BEGIN)[0])
    assert once.endswith(before.partition(bench_table.END)[2])


def test_the_page_of_what_works_offline_is_made_from_the_registry() -> None:
    assert offline_table.PAGE.read_text(encoding="utf-8") == offline_table.page()
