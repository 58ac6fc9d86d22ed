"""`./pos test`: lint, format, strict types, import contracts and the tests, each to its end, then a summary.

The launcher runs this with the environment's Python; it imports nothing of the product, so that it works
while the product is broken. Extra arguments go to pytest; without any, what goes through every screen or waits for a
finger runs beside all other tests, each half in a process of its own. The exit code is 0 only when all steps passed.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

# import-linter ships a script but no `-m`; the script's first line breaks when the environment is moved.
_LINT_IMPORTS = "from importlinter.cli import lint_imports_command as c; c()"


_PYTEST = ["-m", "pytest"]
_LOOKS = (
    "tests/ui/looks",
    "tests/ui/test_drawn_by_finger.py",
    "tests/ui/test_faces.py",
    "tests/ui/test_language_switch.py",
    "tests/ui/test_pickup.py",
    "tests/ui/test_pickup_whole.py",
    "tests/ui/test_scaled_screens.py",
    "tests/ui/test_stock.py",
    "tests/ui/test_stock_touch.py",
    "tests/ui/test_touch_screen.py",
    "tests/ui/test_under_the_finger.py",
    "tests/ui/test_wardrobe.py",
)
"""What goes through every screen or waits for a finger: about as long as all other tests, and without a port."""
_SCREENS = [*_PYTEST, *_LOOKS]
_ALL_OTHERS = [*_PYTEST, *(f"--ignore={path}" for path in _LOOKS)]


def steps(pytest_arguments: list[str]) -> list[tuple[str, list[str], list[str]]]:
    """Return each step's name, its arguments to Python, and those of what runs beside it; the tests last."""
    tests = ([*_PYTEST, *pytest_arguments], []) if pytest_arguments else (_ALL_OTHERS, _SCREENS)
    return [
        ("lint", ["-m", "ruff", "check", "."], []),
        ("format", ["-m", "ruff", "format", "--check", "."], []),
        ("types", ["-m", "mypy"], []),
        ("imports", ["-c", _LINT_IMPORTS], []),
        ("tests", *tests),
    ]


def run(arguments: list[str], beside: list[str]) -> int:
    """Run Python with `arguments`, and with `beside` at the same time; return the worse exit code."""
    with tempfile.TemporaryFile() as said:
        other = None
        if beside:
            other = subprocess.Popen([sys.executable, *beside], cwd=PROJECT, stdout=said, stderr=said)
        try:
            code = subprocess.run([sys.executable, *arguments], cwd=PROJECT, check=False).returncode
            if other is not None:
                code = max(code, abs(other.wait()), key=abs)
        finally:
            if other is not None and other.poll() is None:
                other.kill()
                other.wait()
        said.seek(0)
        sys.stdout.flush()
        sys.stdout.buffer.write(said.read())
    return code


def main(pytest_arguments: list[str]) -> int:
    """Run every step whatever the one before said; return 0 when all passed, else 1."""
    summary = []
    failed = False
    for name, arguments, beside in steps(pytest_arguments):
        print(f"== {name}", flush=True)
        began = time.monotonic()
        code = run(arguments, beside)
        failed = failed or code != 0
        verdict = "ok" if code == 0 else f"FAILED ({code})"
        summary.append(f"   {name:<8} {verdict:<12} {time.monotonic() - began:6.1f} s")
    print("== summary", *summary, sep="\n", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
