"""Every printer keeps the promises of `POSPrinter`, and the network printer tells "sent" from "printed"."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image

from hardware.fakes.escpos_reader import Asked, Cut, Dots, Event, Kick, Reader, Row, Unknown
from hardware.fakes.loopback_printer import LoopbackPrinter, Situation
from hardware.fakes.paper_roll import drawn, told
from hardware.paper.escpos import EscPos, kick, quiet
from hardware.paper.picture import Pictured
from hardware.printers import PRINTERS, DrawerPrinter, Model
from hardware.printers.file import FilePrinter
from hardware.printers.tcp import Limits, TcpPrinter
from pos_app.devices import Condition, DeviceState
from pos_app.domain.errors import Fault
from pos_app.domain.receipt import Barcode, Element, Pair, QrCode, Receipt, Text
from tests.hardware.conftest import IMPATIENT, PATIENT

KICKED = Kick()
Made = TypeVar("Made", bound=DrawerPrinter)


def _cut(events: tuple[Event, ...]) -> bool:
    return Cut() in events


def _enabled(printer: Made) -> Made:
    printer.open()
    printer.claim()
    printer.enable()
    return printer


def _printer(
    loopback: LoopbackPrinter, *, answers: bool = True, picture: Pictured | None = None, limits: Limits = PATIENT
) -> TcpPrinter:
    return _enabled(TcpPrinter(loopback.host, loopback.port, EscPos(42, picture), answers=answers, limits=limits))


@pytest.fixture
def loopback() -> Iterator[LoopbackPrinter]:
    with LoopbackPrinter() as printer:
        yield printer


# Every kind in the registry


@pytest.fixture(params=sorted(PRINTERS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_closed_printer_does_not_claim_to_work_and_takes_nothing(kind: str, tmp_path: Path, slip: Receipt) -> None:
    printer = PRINTERS[kind](Model(tmp_path, host="127.0.0.1", port=1))
    assert printer.health().state is DeviceState.CLOSED
    assert not printer.health().works
    with pytest.raises(Fault):
        printer.print(slip)
    with pytest.raises(Fault):
        printer.kick()
    printer.close()


def test_a_printer_goes_from_closed_to_enabled_and_back_and_again(
    kind: str, tmp_path: Path, loopback: LoopbackPrinter
) -> None:
    printer = PRINTERS[kind](Model(tmp_path, loopback.host, loopback.port))
    for _ in range(2):
        printer.open()
        assert printer.health().state is DeviceState.OPEN
        printer.claim()
        assert printer.health().state is DeviceState.CLAIMED
        printer.enable()
        assert printer.health().state is DeviceState.ENABLED
        assert printer.health().works
        printer.close()
        assert printer.health().state is DeviceState.CLOSED


@pytest.mark.parametrize("model", [Model(Path("/dev/null/x"), "127.0.0.1", 1, columns=3, font="/no.ttf")])
def test_making_a_wrongly_described_printer_never_fails_opening_it_says_why(kind: str, model: Model) -> None:
    printer = PRINTERS[kind](model)
    if kind == "none":
        return
    with pytest.raises(Fault):
        printer.open()


# The network printer, one test for each thing that can ail it


def test_a_receipt_and_a_kick_come_out_of_the_printer(loopback: LoopbackPrinter, slip: Receipt) -> None:
    printer = _printer(loopback)
    printer.print(slip)
    printer.kick()
    bread = "Bread" + " " * 33 + "2.30"
    assert told(loopback.events()) == ("Corner Store", bread, "Thank you", "<feed>", "<cut>", "<kick>")


def test_the_drawer_is_kicked_by_the_bytes_that_every_printer_knows() -> None:
    assert kick() == b"\x1bp\x0022"


@pytest.mark.parametrize(
    ("situation", "why", "condition"),
    [
        (Situation.PAPER_OUT, "printer.paper_out", Condition.PAPER_OUT),
        (Situation.COVER_OPEN, "printer.cover_open", Condition.COVER_OPEN),
        (Situation.CUTTER_JAM, "printer.not_ready", Condition.ERROR),
        (Situation.SILENT, "printer.silent", Condition.UNREACHABLE),
        (Situation.NEVER_READS, "printer.silent", Condition.UNREACHABLE),
        (Situation.CLOSES, "printer.unreachable", Condition.UNREACHABLE),
        (Situation.RESETS, "printer.unreachable", Condition.UNREACHABLE),
    ],
)
def test_nothing_is_sent_to_a_printer_that_is_not_well(
    situation: Situation, why: str, condition: Condition, loopback: LoopbackPrinter, slip: Receipt
) -> None:
    printer = _printer(loopback, limits=IMPATIENT)
    loopback.become(situation)
    assert printer.health().condition is condition
    with pytest.raises(Fault) as raised:
        printer.print(slip)
    assert raised.value.message_id == why
    loopback.become(Situation.WELL)
    assert loopback.events() == ()  # nothing was held back to be printed later


def test_paper_that_is_low_is_said_and_still_printed_on(loopback: LoopbackPrinter, slip: Receipt) -> None:
    loopback.become(Situation.PAPER_LOW)
    printer = _printer(loopback)
    assert printer.health().condition is Condition.PAPER_LOW
    printer.print(slip)
    assert Cut() in loopback.events()


def test_paper_that_ends_in_the_middle_is_uncertain_because_the_rest_may_come_later(
    loopback: LoopbackPrinter, slip: Receipt
) -> None:
    loopback.become(Situation.WELL, lines_left=2)
    with pytest.raises(Fault, match=r"printer\.uncertain condition=<Condition\.PAPER_OUT"):
        _printer(loopback).print(slip)
    assert told(loopback.events())[-1].startswith("Bread")
    loopback.become(Situation.WELL)
    assert loopback.until(_cut)  # as real printers do: hence DUPLICATE on a reprint


def test_of_a_long_receipt_only_a_part_lies_in_a_printer_without_paper(
    loopback: LoopbackPrinter, long_slip: Receipt
) -> None:
    loopback.become(Situation.WELL, lines_left=10)
    with pytest.raises(Fault, match=r"printer\.uncertain"):
        _printer(loopback).print(long_slip)
    loopback.become(Situation.WELL)
    assert loopback.until(lambda events: len(events) == 40)
    assert not _cut(loopback.events())


def test_a_long_receipt_is_printed_whole(loopback: LoopbackPrinter, long_slip: Receipt) -> None:
    _printer(loopback).print(long_slip)
    assert [line for line in told(loopback.events()) if line.startswith("Item")] == [
        f"Item {number}".ljust(38) + "1.00" for number in range(130)
    ]


def test_a_connection_lost_while_printing_is_uncertain(loopback: LoopbackPrinter, slip: Receipt) -> None:
    printer = _printer(loopback)
    loopback.become(Situation.HANGS_UP)
    with pytest.raises(Fault, match=r"printer\.uncertain"):
        printer.print(slip)


def test_a_printer_that_said_it_was_well_and_stops_at_the_first_line_is_uncertain(loopback: LoopbackPrinter) -> None:
    loopback.become(Situation.WELL, lines_left=0)
    with pytest.raises(Fault, match=r"printer\.uncertain"):
        _printer(loopback).print(Receipt((Text("x"),)))


def test_a_slow_printer_is_waited_for(slip: Receipt) -> None:
    with LoopbackPrinter(answers_after_s=0.02) as loopback:
        _printer(loopback).print(slip)
        assert Cut() in loopback.events()


def test_a_printer_too_slow_to_say_how_it_is_gets_nothing(slip: Receipt) -> None:
    with LoopbackPrinter(answers_after_s=0.15) as loopback:
        with pytest.raises(Fault, match=r"printer\.silent"):
            _printer(loopback, limits=IMPATIENT).print(slip)
        assert loopback.events() == ()


def test_an_answer_that_came_too_late_is_not_taken_for_the_next_ones() -> None:
    with (
        LoopbackPrinter(Situation.PAPER_LOW, answers_after_s=0.05) as loopback,
        _printer(loopback, limits=Limits(status_s=0.01))._talking() as talk,
    ):
        assert talk.condition() is Condition.UNKNOWN
        talk._limits = PATIENT
        assert talk.condition() is Condition.PAPER_LOW


def test_a_printer_that_is_not_there_is_unreachable(slip: Receipt) -> None:
    with LoopbackPrinter() as loopback:
        printer = _printer(loopback)
    assert printer.health().condition is Condition.UNREACHABLE
    with pytest.raises(Fault, match=r"printer\.unreachable"):
        printer.print(slip)


def test_a_mute_printer_is_believed_only_when_it_was_declared_mute(loopback: LoopbackPrinter, slip: Receipt) -> None:
    loopback.become(Situation.SILENT)
    printer = _printer(loopback, answers=False)
    assert printer.health().condition is Condition.UNKNOWN
    printer.print(slip)
    printer.kick()
    assert loopback.until(lambda events: KICKED in events)


@pytest.mark.parametrize("situation", [Situation.PAPER_OUT, Situation.COVER_OPEN])
def test_the_drawer_opens_at_once_without_paper_and_not_again_when_there_is_some(
    situation: Situation, loopback: LoopbackPrinter
) -> None:
    printer = _printer(loopback)
    loopback.become(situation)
    printer.kick()
    assert loopback.until(lambda events: Kick(now=True) in events)
    loopback.become(Situation.WELL)
    assert loopback.events() == (Kick(now=True),)


def test_a_drawer_is_not_said_to_be_open_by_a_printer_that_never_reads(loopback: LoopbackPrinter) -> None:
    printer = _printer(loopback, limits=IMPATIENT)
    loopback.become(Situation.NEVER_READS)
    with pytest.raises(Fault, match=r"printer\.silent"):
        printer.kick()


@pytest.mark.parametrize("columns", [24, 33, 42, 48, 80])
def test_pictures_arrive_dot_by_dot_on_every_width_of_paper(columns: int, loopback: LoopbackPrinter) -> None:
    pictured = Pictured(columns=columns)
    name = Text("黑麦面包 " * 60)  # higher than one piece
    printer = _enabled(TcpPrinter(loopback.host, loopback.port, EscPos(columns, pictured), limits=PATIENT))
    printer.print(Receipt((name,)))
    dots = b"".join(event.data for event in loopback.events() if isinstance(event, Dots))
    expected = bytes(byte ^ 0xFF for byte in pictured.element(name).tobytes())
    assert dots == quiet(expected)


# What a product may be called

HOSTILE = "\x1bp\x00\x32\x32\x1d(A\x02\x00\x00\x02\x10\x14\x01\x00\x05\x1b@\x1dV\x00{C\x1c& 红\x1bp\x00\x32\x32"


@pytest.mark.parametrize("picture", [None, Pictured()], ids=["gb18030", "image"])
def test_no_name_and_no_code_reaches_the_printer_as_a_command(
    picture: Pictured | None, loopback: LoopbackPrinter
) -> None:
    names = [HOSTILE, HOSTILE.encode("ascii", "ignore").decode()]
    elements = [made for name in names for made in (Text(name), Pair(name, name), Barcode(name), QrCode(name))]
    _printer(loopback, picture=picture).print(Receipt(tuple(elements)))
    events = loopback.events()
    assert not [event for event in events if isinstance(event, (Kick, Unknown))]
    assert events.count(Cut()) == 1
    assert events[-1] == Cut()


def test_dots_that_spell_a_real_time_command_are_blackened() -> None:
    assert quiet(b"\x10\x14\x01\x00\x02\x10") == b"\x18\x14\x01\x00\x02\x10"
    assert quiet(b"\x00\x10\x04\x10\x05\x00") == b"\x00\x18\x04\x18\x05\x00"


class _Treacherous(Pictured):
    """Draws everything as dots that spell "open the drawer now"."""

    def element(self, element: Element) -> Image.Image:  # noqa: ARG002 - the same whatever is printed
        row = (b"\xef\xeb\xfe\xff\xfd" * 20)[: self.dots // 8]  # inverted: a black dot is 0 here
        return Image.frombytes("1", (self.dots, 8), row * 8)


def test_no_picture_opens_the_drawer(loopback: LoopbackPrinter) -> None:
    _printer(loopback, picture=_Treacherous()).print(Receipt((Text("开"),)))
    assert isinstance(loopback.events()[0], Dots)
    assert Kick(now=True) not in loopback.events()


@pytest.mark.parametrize("data", ["{B}{C12", "{", "{{12345678", "0217-03-1A2B-000042"])
def test_a_printed_barcode_says_its_data_and_changes_no_code_set(data: str, loopback: LoopbackPrinter) -> None:
    _printer(loopback).print(Receipt((Barcode(data),)))
    assert told(loopback.events())[0] == f"<bars {data}>"


def test_a_real_time_command_in_dots_would_be_obeyed(loopback: LoopbackPrinter) -> None:
    """The reason for `quiet`: a printer looks for them everywhere, and the fake does as they do."""
    printer = _printer(loopback)
    with printer._talking() as talk:
        talk.link.send(b"\x1dv0\x00\x05\x00\x01\x00\x10\x14\x01\x00\x05", time.monotonic() + 5)
        assert loopback.until(lambda events: Kick(now=True) in events)


@pytest.mark.parametrize("picture", [None, Pictured()], ids=["gb18030", "image"])
def test_chinese_and_money_signs_are_printed(
    picture: Pictured | None, loopback: LoopbackPrinter, full_receipt: Receipt
) -> None:
    _printer(loopback, picture=picture).print(full_receipt)
    events = loopback.events()
    assert not [event for event in events if isinstance(event, Unknown)]
    said = "\n".join(told(events))
    assert "<bars 0217-03-1A2B-000042>" in said
    if picture is None:
        assert "街角商店" in said
        assert "￥151.70" in said
        assert all(row.chinese == (not row.text.isascii()) for row in events if isinstance(row, Row))
    else:
        assert any(isinstance(event, Dots) for event in events)
        assert all(row.text.isascii() for row in events if isinstance(row, Row))
    assert drawn(events, 42).width == 504


def test_the_reader_takes_bytes_cut_anywhere(full_receipt: Receipt) -> None:
    data = EscPos(42, Pictured()).receipt(full_receipt) + b"\x1dr\x01"
    whole, crumbs = Reader(), Reader()
    whole.feed(data)
    expected = list(iter(whole.next, None))
    found: list[Event] = []
    for byte in data:
        crumbs.feed(bytes((byte,)))
        found += iter(crumbs.next, None)
    assert found == expected
    assert found[-1] == Asked()


# The folder


def test_a_folder_of_receipts_goes_round_and_never_writes_over_the_newest(tmp_path: Path) -> None:
    for number in range(1, 9):  # a new program each time, as after a restart
        _enabled(FilePrinter(tmp_path, files_max=5)).print(Receipt((Text(f"sale {number}"),)))
    kept = {file.read_text(encoding="utf-8").strip() for file in tmp_path.glob("receipt-*.txt")}
    assert kept == {"sale 5", "sale 6", "sale 7", "sale 8"}


@pytest.mark.parametrize("deed", ["print", "kick"])
def test_a_folder_that_goes_away_is_a_fault_and_not_a_receipt(deed: str, tmp_path: Path, slip: Receipt) -> None:
    folder = tmp_path / "receipts"
    printer = _enabled(FilePrinter(folder))
    folder.rmdir()
    with pytest.raises(Fault, match=r"printer\.folder"):
        printer.print(slip) if deed == "print" else printer.kick()
    assert printer.health().condition is Condition.UNREACHABLE
    printer.close()
    _enabled(printer).print(slip)
    assert [file.name for file in folder.iterdir()] == ["receipt-00001.txt"]
