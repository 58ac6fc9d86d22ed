"""Which application identifiers need or exclude each other, as data for `associations`.

`REQUIRES`: each identifier on the left needs one of the groups on the right; `+` joins a group
whose members are all needed. A line repeated for an identifier is a further need. `EXCLUDES`:
none on the left may stand beside any on the right, other than itself. `n` stands for any digit.
Source: GS1 General Specifications, sections 4.13 (mandatory) and 4.14 (invalid) and GS1 Barcode
Syntax Dictionary (facts of the standard in our own arrangement).
"""

from __future__ import annotations

from typing import Final

REQUIRES: Final[tuple[tuple[str, str], ...]] = (
    ("02 8026", "37"),
    ("10 11 13 15 16 20 240 241 422", "01 02 03 8006 8026"),
    ("17", "01 02 03 255 8006 8026"),
    ("242 7001", "01 02 8006 8026"),
    ("21 251 7021 8012", "01 03 8006"),
    ("22 235 337n 71n 8001 8014 8200", "01"),
    ("243", "01 03"),
    ("7240", "01 8006"),
    ("723n", "01 8004"),
    ("423 424 425 426 7003 7010 7011 8008", "01 02 03"),
    ("250", "01+21 03+21 8006+21"),
    ("427", "01+422 02+422 03+422"),
    ("7004", "01+10 03+10"),
    ("7020", "01+416 03+416 8006+416"),
    ("7022", "01+7021 03+7021 8006+7021"),
    ("8040", "01+21"),
    ("8041 8042 8043", "01+21+8040"),
    ("8030", "00 01+21 03+21 253 255 8003 8004 8006+21 8010+8011 8017 8018"),
    # measures of the item itself, and of a logistic unit
    ("30 310n 311n 312n 313n 314n 315n 316n 320n 321n 322n 323n 324n 325n 326n 327n 328n 329n", "01 02"),
    ("350n 351n 352n 356n 357n 360n 361n 364n 365n 366n", "01 02"),
    ("330n 331n 332n 333n 334n 335n 336n 340n 341n 342n 343n 344n 345n 346n 347n 348n 349n", "00 01"),
    ("353n 354n 355n 362n 363n 367n 368n 369n", "00 01"),
    ("7002 7005 7006 7007 7008 7009 703n 8005", "01 02"),
    # prices
    ("390n", "255 8020"),
    ("391n 12 415", "8020"),
    ("392n", "01+30 01+31nn 01+32nn 01+35nn 01+36nn"),
    ("393n 395n", "30 31nn 32nn 35nn 36nn"),
    ("394n 8111", "255"),
    ("8007 8020", "415"),
    # logistic units, places, people
    ("37", "00+02 00+8026"),
    ("403 4300 4301 4302 4304 4305 4306 4307 4308 4309 4310 4311 4312 4314 4315 4316 4317 4318 4319", "00"),
    ("432n 433n 7041", "00"),
    ("4303", "4302"),
    ("4313", "4312"),
    ("254", "414"),
    ("8009", "00 01 03"),
    ("8011", "8010"),
    ("7241 7242 7253 7254 7255 7256 8019", "8017 8018"),
    ("7250 7251 7252 7257 7259", "8018"),
    ("7258", "8018+7259"),
)

EXCLUDES: Final[tuple[tuple[str, str], ...]] = (
    ("01", "255 37"),
    ("02", "01 03"),
    ("03", "01 02 37 235"),
    ("21", "235"),
    ("255", "01 02 415 8006 8020 8026"),
    ("8006", "01 03 37"),
    ("8026", "02 03 8006"),
    ("390n", "390n 391n 394n 8111"),
    ("391n", "391n"),
    ("392n", "392n 393n"),
    ("393n", "393n"),
    ("394n", "394n 8111"),
    ("395n", "392n 393n 395n 8005"),
    ("420", "421"),
    ("421", "4307"),
    ("422 423 424 425", "426"),
    ("4330", "4331"),
    ("4332", "4333"),
    ("7240", "03"),
    ("7250", "7251"),
    ("7253 7254 7255", "7256 7259"),
    ("7259", "7256"),
    ("8017", "8018"),
)

# A measure is given once: 3102 and 3103 beside each other contradict.
ONE_OF_EACH: Final = frozenset(str(measure) for measure in range(310, 370))

# Keys that a digital signature (8030) accepts only with their serial part, and the length without one.
SERIAL_BEYOND: Final = {"253": 13, "255": 13, "8003": 14}
