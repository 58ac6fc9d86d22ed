"""Which content checks each application identifier's value has to pass, as data.

Read once by `linters`. A value is cut into parts of the given lengths (`*` takes the rest;
parts beyond the end of the value are optional ones left out), and each part passes the named
checks. Identifiers that are absent have no check beyond characters and length, which biip
knows. `n` stands for any digit. Source: GS1 General Specifications, chapter 3, and GS1
Barcode Syntax Dictionary (facts of the standard in our own notation).
"""

from __future__ import annotations

from typing import Final

CHECKS: Final[tuple[tuple[str, str], ...]] = (
    ("00", "18 check_digit company_at_2"),
    ("01 02 03", "14 check_digit company_at_2"),
    ("11 12 13 15 16 17", "6 date_or_month"),
    ("253", "13 check_digit company_at_1 | *"),
    ("255", "13 check_digit company_at_1 | *"),
    ("391n 393n", "3 currency | *"),
    ("401 7023 8004", "* company_at_1"),
    ("402", "17 check_digit company_at_1"),
    ("410 411 412 413 414 415 416 417", "13 check_digit company_at_1"),
    ("421", "3 country | *"),
    ("422 424 426", "3 country"),
    ("423 425", "3 country | 3 country | 3 country | 3 country | 3 country"),
    ("4300 4301 4302 4303 4304 4305 4306", "* percent_encoding"),
    ("4310 4311 4312 4313 4314 4315 4316 4320", "* percent_encoding"),
    ("4307 4317", "2 country_letters"),
    ("4309", "10 latitude | 10 longitude"),
    ("4321 4322 4323", "1 yes_or_no"),
    ("4324 4325", "6 date_or_month | 4 hour_minute"),
    ("4326 7006", "6 date"),
    ("4330 4331 4332 4333", "6 | 1 hyphen"),
    ("7003", "6 date | 4 hour_minute"),
    ("7007", "6 date | 6 date"),
    ("7011", "6 date | 4 hour_minute"),
    ("703n", "3 country_or_999 | *"),
    ("7040", "3 | 1 importer_index"),
    ("7041", "* package_type"),
    ("7241", "2 media_type"),
    ("7250", "8 long_date"),
    ("7251", "8 long_date | 4 hour_minute"),
    ("7252", "1 biological_sex"),
    ("7253 7254 7256 7257 7259", "* percent_encoding"),
    ("7258", "3 place_in_sequence"),
    ("8001", "4 not_zero | 5 not_zero | 3 not_zero | 1 winding | 1"),
    ("8003", "1 zero | 13 check_digit company_at_1 | *"),
    ("8006 8026", "14 check_digit company_at_2 | 4 piece_of_total"),
    ("8007", "* iban"),
    ("8008", "6 date | 2 hour | 2 minute | 2 minute"),
    ("8010", "* character_set_39 company_at_1"),
    ("8011", "* no_leading_zero"),
    ("8013", "* check_pair company_at_1"),
    ("8014", "* check_pair company_at_1 has_letter"),
    ("8017 8018", "18 check_digit company_at_1"),
    ("8030", "* character_set_64"),
    ("8110", "* coupon"),
    ("8112", "* coupon_offer"),
)
