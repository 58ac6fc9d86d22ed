"""`./pos hub orders`: a file of the online shop becomes orders that tills know, without a name in clear anywhere."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pos_app.cli import hub_desk, hub_members, hub_orders
from pos_app.cli.commands import main
from pos_app.demo import orders as demo
from pos_app.demo import shop
from pos_app.domain.chain import Scope
from pos_app.domain.codes.signed import read
from pos_app.domain.entries import PICKUP, ClaimMade
from pos_app.domain.errors import Refusal
from pos_app.domain.orders import BAG
from pos_app.domain.people import PersonFields
from sync.hub import claims, codes
from sync.hub.desks import orders
from sync.hub.settings import HubSettings

PERSON = PersonFields("Zdenka Prikrylova", "+420603123987")


def placed(folder: Path) -> list[str]:
    order = msgspec.structs.replace(demo.order(0, 1_800_000_000_000).order, member="")
    file = folder / "orders.json"
    file.write_bytes(msgspec.json.encode([hub_orders.Placed(order, PERSON)]))
    settings = HubSettings(folder / "hub")
    settings.folder.mkdir(exist_ok=True)
    with hub_desk.opened(settings) as database:
        return list(hub_orders.place_file(database, settings, file))


def test_an_order_of_a_file_is_published_sealed_with_its_codes(tmp_path: Path) -> None:
    (line,) = placed(tmp_path)
    number, _, code = line.partition("  ")
    settings = HubSettings(tmp_path / "hub")
    with hub_desk.opened(settings) as database, database.reading() as tx:
        found = orders.named(tx, shop.CHAIN, shop.STORE, number)
        keys = codes.published(tx, shop.CHAIN)
    assert read(code, keys, 1_800_000_000_000, shop.STORE).subject == found.id
    assert read(found.slip_code, keys, 1_800_000_000_000, shop.STORE).subject == BAG + found.id
    for file in settings.folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert PERSON.name.encode() not in data, file
            assert PERSON.phone[-9:].encode() not in data, file


def test_placed_again_an_order_keeps_its_person_and_its_bags_code(tmp_path: Path) -> None:
    placed(tmp_path)
    with hub_desk.opened(HubSettings(tmp_path / "hub")) as database:
        with database.reading() as tx:
            first = orders.orders(tx, shop.CHAIN, shop.STORE)
        placed(tmp_path)
        with database.reading() as tx:
            assert orders.orders(tx, shop.CHAIN, shop.STORE) == first


def test_a_member_who_is_forgotten_is_forgotten_in_the_orders_too(tmp_path: Path) -> None:
    settings = HubSettings(tmp_path / "hub")
    settings.folder.mkdir()
    with hub_desk.opened(settings) as database:
        hub_members.enrol_demo(database, settings, 20)
        hub_orders.place_demo(database, settings, 1)
        with database.reading() as tx:
            (order,) = orders.orders(tx, shop.CHAIN, shop.STORE)
        assert order.personal is not None
        with hub_members.key_store(settings) as store:
            assert store.key(shop.CHAIN, order.personal.key_id) is not None
        hub_members.forget(database, settings, order.member, "Ada", "asked")
        with hub_members.key_store(settings) as store:
            assert store.key(shop.CHAIN, order.personal.key_id) is None


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('[{"order": 3}]')
    settings = HubSettings(tmp_path)
    with hub_desk.opened(settings) as database:
        for file in (tmp_path / "bad.json", tmp_path / "missing.json"):
            with pytest.raises(Refusal, match=r"order\.bad_file"):
                hub_orders.place_file(database, settings, file)


def test_the_command_lists_cancels_and_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*options: str) -> str:
        assert main(["hub", "orders", "--data", str(tmp_path / "hub"), *options]) == 0
        return capsys.readouterr().out

    assert "no orders" in said()
    assert len(said("--demo", "2").splitlines()) == 2
    first, second = (str(demo.FIRST_NUMBER + at) for at in range(2))
    assert "is cancelled" in said("--cancel", first)
    assert "was cancelled before" in said("--cancel", first)
    assert "wrong person" in said("--wrong-person", second)
    assert main(["hub", "orders", "--data", str(tmp_path / "hub"), "--free", second]) != 0
    assert "Nobody is handing order" in capsys.readouterr().err
    with hub_desk.opened(HubSettings(tmp_path / "hub")) as database, database.writing() as tx:
        claim = ClaimMade("c-1", PICKUP, f"{orders.named(tx, shop.CHAIN, shop.STORE, second).id}/1")
        assert claims.decide(tx, Scope(shop.CHAIN, shop.STORE, "till-9"), claim, 0)[0].granted
    assert "till-9 was handing it over" in said("--free", second)
    assert [line.split()[0] for line in said().splitlines()] == [second]
    assert [line.split()[0] for line in said("--all").splitlines()] == [first, second]


def test_the_command_forgets_the_customer_of_an_order_by_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = placed(tmp_path)
    number = line.split()[0]
    forget = ["hub", "orders", "--data", str(tmp_path / "hub"), "--forget", number, "--by", "Ada", "--note", "asked"]
    assert main(forget) == 0
    assert capsys.readouterr().out.startswith(f"{number}: its customer is forgotten")
    settings = HubSettings(tmp_path / "hub")
    with hub_desk.opened(settings) as database, database.reading() as tx:
        assert orders.named(tx, shop.CHAIN, shop.STORE, number).personal is None
    assert main(forget) != 0, "there is nobody left to forget"
    assert "names no customer" in capsys.readouterr().err
    assert main([*forget[:5], "nobody's", *forget[6:]]) != 0
