"""`./pos test`: lint, format, strict types, import contracts and the tests, each to its end, then a summary.

The launcher runs this with the environment's Python; it imports nothing of the product, so that it works
while the product is broken. Extra arguments go to pytest. The exit code is 0 only when all steps passed.
"""

import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

# import-linter ships a script but no `-m`; the script's first line breaks when the environment is moved.
_LINT_IMPORTS = "from importlinter.cli import lint_imports_command as c; c()"


def steps(pytest_arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Return each step's name and its arguments to Python, cheapest first and the tests last."""
    return [
        ("lint", ["-m", "ruff", "check", "."]),
        ("format", ["-m", "ruff", "format", "--check", "."]),
        ("types", ["-m", "mypy"]),
        ("imports", ["-c", _LINT_IMPORTS]),
        ("tests", ["-m", "pytest", *pytest_arguments]),
    ]


def main(pytest_arguments: list[str]) -> int:
    """Run every step whatever the one before said; return 0 when all passed, else 1."""
    summary = []
    failed = False
    for name, arguments in steps(pytest_arguments):
        print(f"== {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run([sys.executable, *arguments], cwd=PROJECT, check=False).returncode
        failed = failed or code != 0
        verdict = "ok" if code == 0 else f"FAILED ({code})"
        summary.append(f"   {name:<8} {verdict:<12} {time.monotonic() - began:6.1f} s")
    print("== summary", *summary, sep="\n", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
