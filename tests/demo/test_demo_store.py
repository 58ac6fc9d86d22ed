"""The demo store is the same everywhere and sound enough to sell from."""

from __future__ import annotations

from pos_app.demo import shop
from pos_app.domain.codes.gtin import has_check_digit


def test_the_demo_store_has_about_two_thousand_goods_in_twelve_departments() -> None:
    goods = [product for product, _ in shop.goods()]
    assert 1_900 <= len(goods) <= 2_100
    assert {product.department for product in goods} == {department.id for department in shop.departments()}
    assert len({product.id for product in goods}) == len(goods)
    assert all({"en", "zh-Hans"} <= product.names.keys() for product in goods)
    assert any(product.weighed for product in goods)
    assert any(product.min_age for product in goods)


def test_every_code_is_valid_and_names_one_product() -> None:
    codes = [barcode.gtin for product, _ in shop.goods() for barcode in product.codes]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 14 and has_check_digit(code) for code in codes)
    plus = [product.plu for product, _ in shop.goods() if product.plu]
    assert len(set(plus)) == len(plus)


def test_every_good_has_a_price_for_each_of_its_packs() -> None:
    for product, prices in shop.goods():
        for barcode in product.codes:
            assert (prices.at(0, barcode.pack) or 0) > 0, product.id


def test_every_tax_group_in_use_is_in_the_tax_table() -> None:
    known = {group.id for group in shop.tax_table().groups}
    assert {product.tax_group for product, _ in shop.goods()} <= known
    assert {department.tax_group for department in shop.departments()} <= known


def test_the_tiles_show_goods_that_exist() -> None:
    goods = {product.id for product, _ in shop.goods()}
    pages, keys = shop.tiles()
    assert {key.product_id for key in keys} <= goods
    assert {key.page for key in keys} == {page.place for page in pages}
