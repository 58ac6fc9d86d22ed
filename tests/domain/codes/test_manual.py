"""The examples in the docstrings are the manual of this room: every one of them has to be true."""

import doctest
import importlib
import pkgutil

import pytest

import pos_app.domain.codes

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(pos_app.domain.codes.__path__, "pos_app.domain.codes.")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_manual_are_true(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_the_manual_has_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(examples) >= 20
