"""The project's own Python files, for the house tests that measure or read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = ("pos_app", "sync", "hardware", "ui")


def product_files() -> list[Path]:
    """Return every Python file of the four packages, sorted."""
    return sorted(path for room in ROOMS for path in (PROJECT / room).rglob("*.py"))


def suite_files() -> list[Path]:
    """Return every Python file under tests, sorted."""
    return sorted((PROJECT / "tests").rglob("*.py"))


def line_count(path: Path) -> int:
    """Return how many lines `path` has, comments and blank ones included."""
    return len(path.read_text().splitlines())


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of `path`."""
    return ast.parse(path.read_text(), filename=str(path))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method in `tree`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name(path: Path) -> str:
    """Return `path` as it is written in the project."""
    return str(path.relative_to(PROJECT))
