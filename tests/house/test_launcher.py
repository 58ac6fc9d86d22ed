"""`./pos` makes its environment once, repairs a half-made one, and says plainly what is missing.

The real launcher runs in a copied folder with stand-ins for uv and Debian's tools first on PATH, so that
each test is quick, needs no network and changes nothing on the machine.
"""

import signal

import pytest

from tests.house.launcher_bench import FIRST_LIBRARY, Bench, bench

__all__ = ["bench"]

OVERHEAD_MAX_S = 0.3


def test_the_first_start_makes_the_environment_and_the_second_does_not(bench: Bench) -> None:
    first = bench.start("sell", "--now")
    assert (first.returncode, first.stdout) == (0, "pos_app sell --now\n")
    assert "making" in first.stderr
    second = bench.start("sell")
    assert (second.returncode, second.stdout, second.stderr) == (0, "pos_app sell\n", "")
    assert bench.built() == 1


def test_the_exit_code_is_the_programs_own(bench: Bench) -> None:
    assert bench.start("fail").returncode == 7


def test_it_starts_through_a_link_from_another_folder_with_spaces_in_the_path(bench: Bench) -> None:
    link = bench.root / "a link to pos"
    link.symlink_to(bench.home / "pos")
    run = bench.start("x", program=link, cwd="/")
    assert (run.returncode, run.stdout) == (0, "pos_app x\n")
    assert " " in str(bench.home)


@pytest.mark.parametrize("step", ["venv", "install"])
def test_a_start_killed_half_way_is_repaired_by_the_next(bench: Bench, step: str) -> None:
    bench.say("die-in", step)
    assert bench.start("x").returncode == -signal.SIGKILL
    bench.say("die-in", "")
    again = bench.start("x")
    assert (again.returncode, again.stdout) == (0, "pos_app x\n")
    assert bench.built() == 1


def test_a_changed_lock_makes_the_environment_anew(bench: Bench) -> None:
    bench.start("x")
    (bench.home / "requirements.lock").write_text("# another\n")
    assert bench.start("x").returncode == 0
    assert bench.built() == 2


def test_an_environment_whose_python_is_gone_is_made_anew(bench: Bench) -> None:
    bench.start("x")
    python = bench.home / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/gone/python3")
    assert bench.start("x").returncode == 0
    assert bench.built() == 2


def test_two_starts_at_once_make_one_environment(bench: Bench) -> None:
    bench.say("wait-in", "install")
    one = bench.begin("one")
    bench.until_log_has("install")
    two = bench.begin("two")
    assert two.stderr
    assert "waiting" in two.stderr.readline()
    bench.say("wait-in", "")
    outcomes = [(*process.communicate(timeout=30)[:1], process.returncode) for process in (one, two)]
    assert outcomes == [("pos_app one\n", 0), ("pos_app two\n", 0)]
    assert bench.built() == 1


def test_pip_is_used_where_uv_fails(bench: Bench) -> None:
    bench.say("uv-fails", "yes")
    run = bench.start("x")
    assert (run.returncode, run.stdout) == (0, "pos_app x\n"), run.stderr
    assert (bench.home / ".venv" / "bin" / "pip").exists()


def test_without_a_good_python_it_says_so(bench: Bench) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        bench.stand_in(name, "exit 1")
    run = bench.start("x", POS_PYTHON="")
    assert run.returncode == 69
    assert run.stderr.startswith("pos: Python 3.11 or newer is needed")
    assert len(run.stderr.splitlines()) == 1


def test_a_python_that_was_asked_for_and_is_not_good_is_not_replaced_in_silence(bench: Bench) -> None:
    bench.stand_in("python3.9", "exit 1")
    run = bench.start("x", POS_PYTHON="python3.9")
    assert run.returncode == 69
    assert "not found as: python3.9" in run.stderr


def test_without_root_it_prints_the_line_to_run_and_opens_no_window(bench: Bench) -> None:
    bench.say("libraries", "")
    bench.say("user", "1000")
    run = bench.start("demo")
    assert run.returncode == 69
    last = run.stderr.splitlines()[-1]
    assert last.startswith("pos: the window needs Debian packages that are missing; run: sudo apt-get install libegl1 ")
    assert "apt-get" not in bench.log()
    hub = bench.start("hub")  # needs no window: told, and started
    assert (hub.returncode, hub.stdout) == (0, "pos_app hub\n")
    assert "sudo apt-get install" in hub.stderr


def test_as_root_it_installs_what_is_missing_and_only_that(bench: Bench) -> None:
    bench.say("libraries", bench.said("libraries").replace(FIRST_LIBRARY, ""))
    bench.say("after-install", bench.said("libraries") + FIRST_LIBRARY)
    run = bench.start("demo")
    assert run.returncode == 0, run.stderr
    installs = [line for line in bench.log().splitlines() if line.startswith("apt-get install")]
    assert [line.split()[-1] for line in installs] == ["libegl1"]
    assert "DPkg::Lock::Timeout=120 libegl1" in installs[0]
    bench.start("demo")
    assert bench.log().count("apt-get install") == 1


def test_a_warm_start_asks_neither_debian_nor_uv(bench: Bench) -> None:
    bench.start("x")
    before = bench.log()
    bench.start("x")
    assert bench.log() == before


def test_a_warm_start_adds_under_a_third_of_a_second(bench: Bench) -> None:
    bench.start("x")
    program = [str(bench.home / ".venv" / "bin" / "python"), "-m", "pos_app", "x"]
    bare = min(bench.seconds(program) for _ in range(5))
    launched = min(bench.seconds([str(bench.home / "pos"), "x"]) for _ in range(5))
    assert launched - bare < OVERHEAD_MAX_S


def test_the_tests_can_be_run_while_the_product_is_broken(bench: Bench) -> None:
    (bench.home / "pos_app" / "__init__.py").write_text("syntax error here")
    run = bench.start("test", "-k", "one")
    assert (run.returncode, run.stdout) == (0, "house offscreen -k one\n"), run.stderr


def test_a_foreign_package_in_the_working_folder_is_not_found_instead(bench: Bench) -> None:
    foreign = bench.root / "foreign"
    (foreign / "pos_app").mkdir(parents=True)
    (foreign / "pos_app" / "__main__.py").write_text("print('foreign')")
    assert bench.start("x", cwd=str(foreign)).stdout == "pos_app x\n"
