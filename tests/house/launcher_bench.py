"""A folder in which the launcher's tests run the real `pos` with stand-ins for uv and Debian's tools.

The stand-ins are small shell scripts that read what to do from files, written with `Bench.say`, and note
each call in a log. A stand-in environment is a link to this Python: enough to start a program.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

LIMIT_S = 60
FIRST_LIBRARY = "libEGL.so.1 => there\n"

_UV = """
case $1 in
venv) for folder; do :; done; mkdir -p "$folder/bin" ;;
pip) ;;
esac
step=$([ "$1" = venv ] && echo venv || echo install)
echo "uv $step" >>"$BENCH/log"
if [ "$(cat "$BENCH/die-in")" = "$step" ]; then kill -9 $PPID; exit 1; fi
while [ "$(cat "$BENCH/wait-in")" = "$step" ]; do sleep 0.01; done
if [ -s "$BENCH/uv-fails" ]; then exit 2; fi
if [ "$1" = venv ]; then ln -s "$BENCH_PYTHON" "$folder/bin/python"; else echo "uv done" >>"$BENCH/log"; fi
"""
_APT = """
echo "apt-get $*" >>"$BENCH/log"
if [ "$1" = install ]; then cp "$BENCH/after-install" "$BENCH/libraries"; fi
"""
_STAND_INS = {
    "uv": _UV,
    "apt-get": _APT,
    "dpkg-query": 'echo dpkg >>"$BENCH/log"; echo "install ok installed"',
    "ldconfig": 'cat "$BENCH/libraries"',
    "id": 'cat "$BENCH/user"',
    "sudo": "exit 1",
}


class Bench:
    """One copy of the launcher, its stand-ins and what they were told."""

    def __init__(self, root: Path, project: Path) -> None:
        self.root = root
        self.home = root / "a shop"
        self._bin = root / "bin"
        self._told = root / "told"
        for folder in (self.home / "pos_app", self.home / "tests" / "house", self._bin, self._told):
            folder.mkdir(parents=True)
        shutil.copy(project / "pos", self.home)
        (self.home / "requirements.lock").write_text("# nothing to install\n")
        (self.home / "pos_app" / "__main__.py").write_text(
            "import sys; print('pos_app', *sys.argv[1:]); sys.exit(7 if 'fail' in sys.argv else 0)"
        )
        (self.home / "tests" / "house" / "run.py").write_text(
            "import os, sys; print('house', os.environ['QT_QPA_PLATFORM'], *sys.argv[1:])"
        )
        for name, script in _STAND_INS.items():
            self.stand_in(name, script)
        wanted = re.findall(r"^(lib\S+\.so\S*) ", (project / "pos").read_text(), re.MULTILINE)
        self.say("libraries", "".join(f"{library} => there\n" for library in wanted))
        self.say("user", "0")
        for name in ("log", "die-in", "wait-in", "uv-fails", "after-install"):
            self.say(name, "")

    def stand_in(self, name: str, script: str) -> None:
        """Put a shell script named `name` first on PATH."""
        (self._bin / name).write_text(f"#!/bin/sh\n{script}\n")
        (self._bin / name).chmod(0o755)

    def say(self, name: str, text: str) -> None:
        """Tell the stand-ins `text` under `name`, all at once."""
        (self._told / f"{name}.new").write_text(text)
        (self._told / f"{name}.new").rename(self._told / name)

    def said(self, name: str) -> str:
        """Return what stands under `name`."""
        return (self._told / name).read_text()

    def log(self) -> str:
        """Return the calls of the stand-ins so far, one a line."""
        return self.said("log")

    def built(self) -> int:
        """Return how many environments were made to the end."""
        return self.log().count("uv done")

    def until_log_has(self, word: str) -> None:
        """Wait until a stand-in has noted `word`."""
        deadline = time.monotonic() + LIMIT_S
        while word not in self.log():
            assert time.monotonic() < deadline, f"no {word!r} within {LIMIT_S} s"
            time.sleep(0.005)

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("POS_", "PYTHON", "QT_", "VIRTUAL_ENV"))}
        python = os.path.realpath(sys.executable)
        path = f"{self._bin}:{kept['PATH']}"
        return kept | {"BENCH": str(self._told), "BENCH_PYTHON": python, "POS_PYTHON": python, "PATH": path}

    def start(
        self, *arguments: str, program: Path | None = None, cwd: str | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the launcher to its end, with `variables` in its environment."""
        return subprocess.run(
            [str(program or self.home / "pos"), *arguments],
            cwd=cwd or self.root,
            env=self._environment() | variables,
            check=False,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
        )

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the launcher and return while it runs."""
        return subprocess.Popen(
            [str(self.home / "pos"), *arguments],
            cwd=self.root,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def seconds(self, command: list[str]) -> float:
        """Return how long `command` took, started in the launcher's own folder."""
        environment = self._environment() | {"PYTHONPATH": str(self.home)}
        began = time.monotonic()
        subprocess.run(command, cwd=self.root, env=environment, check=True, capture_output=True, timeout=LIMIT_S)
        return time.monotonic() - began


@pytest.fixture
def bench(tmp_path: Path, project: Path) -> Iterator[Bench]:
    """Return a fresh bench; what a test let wait goes on at its end."""
    made = Bench(tmp_path, project)
    yield made
    made.say("wait-in", "")
