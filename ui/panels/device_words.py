"""Turns what the devices desk says into the words of its page: facts, rows of the queue, what to do. Pure."""

from datetime import UTC

from pos_app.selling.devices_view import DevicesView, QueueEntry, ScanReading
from pos_app.selling.lamp import Link
from pos_app.words import moment_text
from ui import shown
from ui.face import Face
from ui.widgets.found_list import FoundRow
from ui.widgets.lamp import lamp_words

_MINUTE_MS, _HOUR_MS, _DAY_MS = 60_000, 3_600_000, 86_400_000
_SEPARATOR = " · "
REASONS_MOST = 3


def age(face: Face, ms: int) -> str:
    """Return how long ago something was, in the largest unit that fits."""
    if ms < _MINUTE_MS:
        return face.say("ui.devices.now")
    for unit_ms, message_id in (
        (_DAY_MS, "ui.devices.days"),
        (_HOUR_MS, "ui.devices.hours"),
        (_MINUTE_MS, "ui.devices.minutes"),
    ):
        if ms >= unit_ms:
            return face.say(message_id, count=ms // unit_ms)
    raise AssertionError(ms)


def headline(face: Face, view: DevicesView) -> str:
    """Return the lamp's sentence."""
    return lamp_words(face, view.lamp)


def what_to_do(face: Face, view: DevicesView) -> str:
    """Return what happened, what is safe, what to do next; then what the daemon says besides."""
    sentences = [face.say(f"ui.what.{view.lamp.state}", count=view.lamp.count)]
    if view.sync.filling_percent is not None:
        sentences.append(face.say("ui.devices.filling", percent=view.sync.filling_percent))
    sentences += [shown.sentence(face, note) for note in view.sync.notes]
    return "\n".join(sentences)


def facts(face: Face, view: DevicesView, now_ms: int) -> tuple[tuple[str, str], ...]:
    """Return label and value of each fact."""
    station, sync = view.station, view.sync
    catalogue = face.say("ui.devices.no_catalogue")
    if view.catalogue is not None:
        made = view.catalogue.age_ms if view.catalogue.age_ms is not None else now_ms - view.catalogue.made_ms
        number = "".join(filter(str.isdigit, view.catalogue.generation))
        parts = [
            face.say("ui.devices.generation", number=number),
            face.say("ui.devices.as_of", age=age(face, max(0, made))),
        ]
        if not view.catalogue.is_current:
            parts.append(face.say("ui.devices.previous_catalogue"))
        catalogue = _SEPARATOR.join(parts)
    contact = face.say("ui.devices.never") if sync.contact_age_ms is None else age(face, sync.contact_age_ms)
    alone = sync.link is Link.NONE
    return (
        (face.say("ui.devices.contact"), face.say("ui.devices.no_hub") if alone else contact),
        (face.say("ui.devices.waiting"), face.say("ui.devices.entries", count=sync.unsent)),
        (face.say("ui.devices.catalogue"), catalogue),
        (face.say("ui.devices.workstation"), _SEPARATOR.join((station.name, station.workstation))),
        (face.say("ui.devices.store"), _SEPARATOR.join((station.store, station.chain))),
        (face.say("ui.devices.hub"), station.hub or face.say("ui.devices.no_hub")),
        (face.say("ui.devices.journal"), face.say("ui.devices.entries", count=station.entries)),
    )


def alarms(face: Face, view: DevicesView) -> str:
    """Return what is wrong with the journal, or that all is well."""
    if not view.alarms:
        return face.say("ui.devices.journal_well")
    return "\n".join(face.say(alarm) for alarm in dict.fromkeys(view.alarms))


def queue_row(face: Face, entry: QueueEntry, view: DevicesView) -> FoundRow:
    """Return one entry on its way to the hub."""
    when = moment_text(face.language, entry.wall_ms, view.zone or UTC)
    alone = view.sync.link is Link.NONE
    state = face.say("ui.queue.kept" if alone else f"ui.queue.{entry.state}")
    return FoundRow(f"{entry.epoch}/{entry.seq}", _name(face, entry), when, state)


def reasons(face: Face, view: DevicesView) -> str:
    """Return why entries need a look, the first few, and what to do."""
    look = [entry for entry in view.queue if entry.reason]
    told = [
        face.say("ui.queue.why", what=_name(face, entry), why=reason_words(face, entry.reason))
        for entry in look[:REASONS_MOST]
    ]
    return "\n".join((*told, face.say("ui.queue.what_to_do"))) if told else ""


def _name(face: Face, entry: QueueEntry) -> str:
    return f"{face.say(f'ui.entry.{entry.kind}')} {entry.seq}"


def reason_words(face: Face, reason: str) -> str:
    """Return a reason in words; one that no catalogue knows stands as it came."""
    for message_id in (reason, f"ui.look.{reason}"):
        words = face.say(message_id)
        if words != message_id:
            return words
    return reason


def reading(face: Face, read: ScanReading, keys: int, took_ms: int) -> str:
    """Return what a scan was read as, and how fast its keys came."""
    if read.refused is not None:
        words = shown.sentence(face, read.refused)
    else:
        words = _SEPARATOR.join(part for part in (read.code, face.say(f"ui.code.{read.kind}"), read.symbology) if part)
    if keys < 2:  # noqa: PLR2004 - one key has no pace
        return words
    per_key = f"{took_ms / (keys - 1):.1f}"
    return f"{words}\n{face.say('ui.devices.pace', keys=keys, per_key=per_key)}"
