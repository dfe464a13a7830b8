"""Opening hours as printed: minutes that no contact claims and minutes that two claim, bank holidays included."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from needgraph.guidance.rules import Hit, Record
from needgraph.guidance.tables import GuidanceTables

if TYPE_CHECKING:
    from opening_hours import OpeningHours

DAY = 24 * 60
_SELECTOR = re.compile(r"(?P<days>[A-Za-z,\- ]*)(?P<times>(?:\d.*)?)")
_OFF = re.compile(r"\s*\b(?:off|closed)\s*$")
# Words by which a document gives a contact the hours that the others leave.
_REST = re.compile(r"outside|out of hours|all other times|at other times", re.IGNORECASE)
_HOLIDAYS_PRINTED = re.compile(r"holiday", re.IGNORECASE)
_SHOWN = 7

Minutes = frozenset[int]


@dataclass(frozen=True)
class Contact:
    """A contact for urgent concerns with its hours in OpenStreetMap syntax and as printed."""

    node: str
    name: str
    hours: str
    printed: str
    is_front_door: bool
    service: str
    phone: str

    @property
    def takes_the_rest(self) -> bool:
        """Whether its printed hours are those that the other contacts leave."""
        return bool(_REST.search(self.printed))


def uncovered(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each document at whose urgent contacts nobody answers at some minute."""
    for contacts, year in _documents(rows).values():
        problems = [problem for contact in contacts for problem in _unreadable(contact)]
        if problems:
            yield from problems
            continue
        clocked = [contact for contact in contacts if contact.hours]
        if not clocked or any(not contact.hours or contact.takes_the_rest for contact in contacts):
            continue  # "at all other times" covers the rest; hours without clock times are another rule's matter
        week = ordinary_week(year)
        gaps = [(day, _all_day() - _claimed(clocked, day, holiday=False)) for day in week]
        missing = sum(len(minutes) for _, minutes in gaps)
        closed = [(name, day, _all_day() - _claimed(clocked, day, holiday=True)) for day, name in bank_holidays(year)]
        parts = []
        if missing:
            parts.append(
                f"in an ordinary week {_list(f'{day:%A} {clock(minutes)}' for day, minutes in gaps if minutes)} "
                f"({_amount(missing)})"
            )
        # A holiday on which the gaps are those of its weekday says nothing new.
        ordinary = {day.weekday(): minutes for day, minutes in gaps}
        worse = [each for each in closed if each[2] - ordinary[each[1].weekday()]]
        if worse:
            parts.append(f"on bank holidays also {_on_holidays(worse)}")
        if parts:
            names = " and ".join(contact.name for contact in contacts)
            problem = (
                f"Read literally, the printed hours of {names} leave times at which nobody answers: {'; '.join(parts)}."
            )
            yield Hit(clocked[0].node, problem, tuple(contact.node for contact in contacts[1:]))


def claimed_twice(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each two contacts of a document that both claim some minute."""
    for contacts, year in _documents(rows).values():
        if any(True for contact in contacts for _ in _unreadable(contact)):
            continue
        for place, first in enumerate(contacts):
            for second in contacts[place + 1 :]:
                week = [(day, _both(first, second, day, holiday=False)) for day in ordinary_week(year)]
                held = [(name, day, _both(first, second, day, holiday=True)) for day, name in bank_holidays(year)]
                parts = []
                if any(minutes for _, minutes in week):
                    shared = (f"{day:%A} {clock(minutes)}" for day, minutes in week if minutes)
                    parts.append(f"in an ordinary week {_list(shared)}")
                ordinary = {day.weekday(): minutes for day, minutes in week}
                more = [each for each in held if each[2] - ordinary[each[1].weekday()]]
                if more:
                    parts.append(f"on bank holidays {_on_holidays(more)}")
                if parts:
                    problem = f"{_pair(first, second)} both claim the same hours: {'; '.join(parts)}."
                    yield Hit(first.node, problem, (second.node,))


def claimed(hours: str, day: datetime.date, *, holiday: bool) -> Minutes:
    """Return the minutes of a day that hours in OpenStreetMap syntax claim; raises ValueError for other text.

    Each part between semicolons adds its minutes, as a document means a list of hours; a part that ends in
    ``off`` takes its day away. ``PH`` parts hold on a bank holiday only.

    >>> monday = datetime.date(2026, 8, 31)
    >>> len(claimed("Mo-Fr 09:00-17:00; PH off", monday, holiday=False))
    480
    >>> len(claimed("Mo-Fr 09:00-17:00; PH off", monday, holiday=True))
    0
    """
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in hours.split(";"))):
        off, rest = _OFF.search(part), _OFF.sub("", part)
        split = _SELECTOR.fullmatch(rest)
        if split is None:
            raise ValueError(hours)
        times = "" if off else split["times"]
        days = [name.strip() for name in split["days"].split(",") if name.strip()]
        weekly = [name for name in days if name != "PH"]
        applies = set[int]()
        if weekly or not days:
            applies |= _minutes(" ".join([",".join(weekly), times]).strip() or "24/7", day)
        if holiday and "PH" in days:
            applies |= _minutes(times or "24/7", day)
        found = found - applies if off else found | applies
    return frozenset(found)


def ordinary_week(year: int) -> list[datetime.date]:
    """Return the first seven days from a Monday on, in a year, in which and before which is no bank holiday."""
    held = {day for day, _ in bank_holidays(year)}
    day = datetime.date(year, 1, 8)
    while day.weekday() or any(day + datetime.timedelta(offset) in held for offset in range(-2, 7)):
        day += datetime.timedelta(1)
    return [day + datetime.timedelta(offset) for offset in range(7)]


@cache
def bank_holidays(year: int) -> tuple[tuple[datetime.date, str], ...]:
    """Return the bank holidays of England in a year with their names.

    >>> [name for day, name in bank_holidays(2026) if day == datetime.date(2026, 4, 3)]
    ['Good Friday']
    """
    import holidays  # reading its calendars takes longer than all other rules together

    found = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return tuple(sorted((day, str(name)) for day, name in found.items()))


def clock(minutes: Iterable[int]) -> str:
    """Return minutes of a day as times of the clock.

    >>> clock([540, 541, 542, 600])
    '09:00–09:03, 10:00–10:01'
    """
    spans: list[list[int]] = []
    for minute in sorted(minutes):
        if spans and minute == spans[-1][1]:
            spans[-1][1] = minute + 1
        else:
            spans.append([minute, minute + 1])
    return ", ".join(f"{a // 60:02}:{a % 60:02}–{b // 60:02}:{b % 60:02}" for a, b in spans)


def _documents(rows: Sequence[Record]) -> Mapping[str, tuple[list[Contact], int]]:
    found: dict[str, tuple[list[Contact], int]] = {}
    for row in rows:
        # The year in which the document was looked at, so that the answer does not change with the clock.
        year = int(str(row["read"])[:4]) if row["read"] else datetime.date.today().year
        name = f"{row['name']}, {row['phone']}," if row["phone"] else str(row["name"])
        first = row["role"] == "front door"
        contact = Contact(
            str(row["node"]), name, str(row["hours"]), str(row["printed"]), first, str(row.get("service") or ""),
            str(row["phone"]),
        )  # fmt: skip
        found.setdefault(str(row["document"]), ([], year))[0].append(contact)
    for contacts, _ in found.values():
        contacts.sort(key=lambda contact: (not contact.is_front_door, contact.node))
    return found


def _unreadable(contact: Contact) -> Iterator[Hit]:
    if contact.hours:
        try:
            claimed(contact.hours, datetime.date(2026, 1, 5), holiday=False)
        except ValueError:
            yield Hit(
                contact.node, f"The hours {contact.hours!r} of {contact.name} are not in the syntax of opening_hours."
            )


def _pair(first: Contact, second: Contact) -> str:
    """Return two contacts as a sentence names them; the names of one service do not tell its numbers apart."""
    if first.service and first.service == second.service and first.phone and second.phone:
        return f"{first.phone} and {second.phone}, two numbers of one service,"
    return f"{first.name} and {second.name}"


def _both(first: Contact, second: Contact, day: datetime.date, *, holiday: bool) -> Minutes:
    if first.hours and second.hours:
        return claimed(first.hours, day, holiday=holiday) & claimed(second.hours, day, holiday=holiday)
    # A contact for "outside of normal hours, weekends and public holidays" has the whole of a holiday.
    if (
        first.hours
        and not second.hours
        and second.takes_the_rest
        and holiday
        and _HOLIDAYS_PRINTED.search(second.printed)
    ):
        return claimed(first.hours, day, holiday=True)
    return frozenset()


def _claimed(contacts: Sequence[Contact], day: datetime.date, *, holiday: bool) -> Minutes:
    return frozenset().union(*(claimed(contact.hours, day, holiday=holiday) for contact in contacts))


def _minutes(hours: str, day: datetime.date) -> set[int]:
    """Return the minutes of a day in a weekly schedule without holidays, spans of the day before included."""
    start = datetime.datetime.combine(day, datetime.time())
    found: set[int] = set()
    for begin, end, state, *_ in _parsed(hours).intervals(start, start + datetime.timedelta(1)):
        if str(state) == "open":
            first = max(0, int((begin - start).total_seconds() // 60))
            last = min(DAY, int((end - start).total_seconds() // 60))
            found.update(range(first, last))
    return found


@cache
def _parsed(hours: str) -> OpeningHours:
    from opening_hours import OpeningHours

    try:
        return OpeningHours(hours)
    except Exception as error:  # the library says of what it raises only that it is an exception of its own
        raise ValueError(hours) from error


@cache
def _all_day() -> frozenset[int]:
    return frozenset(range(DAY))


def _on_holidays(held: Iterable[tuple[str, datetime.date, Minutes]]) -> str:
    """Return the holidays by the minutes they share: "09:00–16:30 on Good Friday (Friday 3 April 2026)"."""
    shared: dict[str, list[str]] = {}
    for name, day, minutes in held:
        shared.setdefault(clock(minutes), []).append(f"{name} ({day:%A} {day.day} {day:%B %Y})")
    return "; ".join(f"{times} on {', '.join(days)}" for times, days in shared.items())


def _list(parts: Iterable[str]) -> str:
    found = list(parts)
    if len(found) <= _SHOWN:
        return ", ".join(found)
    return f"{', '.join(found[:_SHOWN])} and {len(found) - _SHOWN} more"


def _amount(minutes: int) -> str:
    return f"{minutes} minutes" if minutes < 2 * DAY else f"{minutes // 60} of 168 hours"
