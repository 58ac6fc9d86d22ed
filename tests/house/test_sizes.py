"""Files and functions stay small enough to be read at one sitting."""

import statistics

from tests.house import tree

FILE_LINES_MAX = 400
FILE_LINES_MEDIAN_MAX = 150
FILE_LINES_P95_MAX = 300
FUNCTION_LINES_MAX = 50


def test_no_file_has_over_400_lines() -> None:
    long = {
        tree.name(p): n for p in tree.product_files() + tree.suite_files() if (n := tree.line_count(p)) > FILE_LINES_MAX
    }
    assert long == {}


def test_the_usual_file_fits_on_three_screens() -> None:
    lines = sorted(tree.line_count(path) for path in tree.product_files())
    assert statistics.median(lines) < FILE_LINES_MEDIAN_MAX
    assert lines[len(lines) * 95 // 100] < FILE_LINES_P95_MAX


def test_no_function_has_over_50_lines() -> None:
    long = [
        f"{tree.name(path)}:{function.lineno} {function.name}: {lines} lines"
        for path in tree.product_files()
        for function in tree.functions(tree.parsed(path))
        if (lines := (function.end_lineno or function.lineno) - function.lineno + 1) > FUNCTION_LINES_MAX
    ]
    assert long == []
