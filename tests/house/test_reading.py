"""What a newcomer reads first is there, and nothing in the files points at one machine."""

import ast
import re
import shutil
import subprocess

import pytest

from tests.house import tree

# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = ("/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/")
REGISTRY_HOSTS = ("py" + "pi.org", "python" + "hosted.org", "registry.np" + "mjs.org")


def test_every_module_says_what_it_is_for() -> None:
    silent = [tree.name(path) for path in tree.product_files() if not ast.get_docstring(tree.parsed(path))]
    assert silent == []


def test_no_tracked_file_names_a_path_of_one_machine_or_a_package_registry() -> None:
    if not shutil.which("git") or not (tree.PROJECT / ".git").exists():
        pytest.skip("not a git checkout: which files are tracked is not known")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=tree.PROJECT, check=True, capture_output=True, text=True)
    forbidden = re.compile("|".join(map(re.escape, MACHINE_PATHS + REGISTRY_HOSTS)).encode())
    found = []
    for name in filter(None, tracked.stdout.split("\0")):
        path = tree.PROJECT / name
        if path.is_file():  # not one that is being removed
            found += [f"{name}: {match.group().decode()}" for match in forbidden.finditer(path.read_bytes())]
    assert found == []
