"""What a till says of members, posted: enrolled, looked at, asked to be forgotten, sold to, points earned.

The poster only keeps what came; it has no keys. `sync.hub.members` then opens each enrolment, publishes the members
that moved, and erases: at most a round later, and again after a crash.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import select

from pos_app.domain.entries import Sale
from pos_app.domain.entries_members import MemberEnrolled, MemberErasureAsked, MemberRevealed
from pos_app.domain.money import AMOUNT_LIMIT
from pos_app.domain.sealing import CIPHER_BYTES_MAX
from sync.hub import bulk
from sync.hub.desks.posting import Arrived, Poster, Posting
from sync.hub.recompute import Difference
from sync.hub.tables import member, member_due, member_erasure, member_points, member_reveal

NEW: Final = "new"
KNOWN: Final = "known"
UNREADABLE: Final = "unreadable"
ERASED: Final = "erased"
BAD: Final = "member.malformed"
TWICE: Final = "member.enrolled_twice"
OF_ANOTHER_TIER: Final = "member.tier_differs"
NO_TIER: Final = "-"
ABSURD: Final = "amount.absurd"
ID_LENGTH_MAX: Final = 64
WORDS_MAX: Final = 200
"""Characters of a purpose or a reason that are kept."""
_m = member


def _enrolled(posting: Posting, row: Arrived, said: MemberEnrolled) -> None:
    personal = said.personal
    if not _is_id(said.member) or not _is_id(personal.key_id) or len(personal.cipher) > CIPHER_BYTES_MAX:
        posting.set_aside(row, BAD, "")
        return
    here = (_m.c.chain == posting.chain) & (_m.c.member == said.member)
    known = posting.tx.execute(select(_m.c.hash).where(here)).scalar()
    if known is not None:
        if known != row.hash:
            posting.differ(row, [Difference(TWICE, said.member, "", row.workstation)])
        return
    values: dict[str, Any] = {
        "chain": posting.chain, "member": said.member, "key_id": personal.key_id, "tier": said.tier[:ID_LENGTH_MAX],
        "state": NEW, "store": posting.store, "workstation": row.workstation, "epoch": row.epoch, "seq": row.seq,
        "enrolled_ms": posting.now_ms, "hash": row.hash, "cipher": personal.cipher,
        "consent": msgspec.msgpack.encode(said.consent), "phone_hash": b"", "card_hash": b"",
    }  # fmt: skip
    posting.tx.execute(_m.insert().values(**values))
    asked = (member_erasure.c.chain == posting.chain) & (member_erasure.c.member == said.member)
    posting.tx.execute(member_erasure.update().where(asked).values(done_ms=None))  # forgotten before it came


def _revealed(posting: Posting, row: Arrived, said: MemberRevealed) -> None:
    words = (said.member, said.field, said.purpose, said.operator, said.approved_by)
    place = (posting.chain, posting.store, row.workstation, row.epoch, row.seq, row.hash)
    bulk.put(
        posting.tx, member_reveal, [(*place, *(each[:WORDS_MAX] for each in words), posting.now_ms)], "keep"
    )  # fmt: skip


def _asked(posting: Posting, row: Arrived, said: MemberErasureAsked) -> None:
    if not _is_id(said.member):
        posting.set_aside(row, BAD, "")
        return
    words = (row.workstation, said.operator[:WORDS_MAX], said.reason[:WORDS_MAX], "")
    bulk.put(
        posting.tx,
        member_erasure,
        [(posting.chain, said.member, posting.store, *words, posting.now_ms, None)],
        "keep",
    )


def _sold(posting: Posting, row: Arrived, sale: Sale) -> None:
    who = sale.basket.member
    if sale.training or not who:
        return
    _compare_tier(posting, row, sale)
    if not sale.points:
        return
    if abs(sale.points) >= AMOUNT_LIMIT or not _is_id(who):
        posting.set_aside(row, ABSURD, "points")
        return
    place = (posting.chain, who, posting.store, row.workstation, row.epoch)
    earned = [(*place, sale.points, row.seq, posting.now_ms)]
    bulk.put(posting.tx, member_points, earned, "merge", adds=("points",), tops=("seq", "posted_ms"))
    bulk.put(posting.tx, member_due, [(posting.chain, who)], "keep")


def _compare_tier(posting: Posting, row: Arrived, sale: Sale) -> None:
    """List a sale that claims another tier than the member has; who is forgotten has none to compare with."""
    here = (_m.c.chain == posting.chain) & (_m.c.member == sale.basket.member)
    known = posting.tx.execute(select(_m.c.tier, _m.c.state).where(here)).first()
    if known is not None and known.state == ERASED:
        return
    due, claimed = "" if known is None else known.tier, sale.basket.tier[:WORDS_MAX]
    if due != claimed:
        who = sale.basket.member[:ID_LENGTH_MAX]
        posting.differ(row, [Difference(OF_ANOTHER_TIER, who, due or NO_TIER, claimed or NO_TIER)])


def _is_id(text: str) -> bool:
    return 0 < len(text) <= ID_LENGTH_MAX and text.isprintable()


POSTERS: Final[dict[type[Any], Poster]] = {
    MemberEnrolled: _enrolled,
    MemberRevealed: _revealed,
    MemberErasureAsked: _asked,
    Sale: _sold,
}
