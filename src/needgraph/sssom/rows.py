"""Judge the rows of a SSSOM file: every slot by its kind, and what the slots of a row ask of each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from needgraph.errors import nearest
from needgraph.sssom.header import Fault, extensions_of, prefixes_of, slot_value_problem, version_of
from needgraph.sssom.reading import Record, SssomFile
from needgraph.tables.sssom_slots import COMPOSED, HINTS, LITERAL, NOT_FOUND, curie_problem, several, slots

REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
# Which ends are not found, by the cardinality that says so.
_NOT_FOUND = {"1:0": (False, True), "0:1": (True, False), "0:0": (True, True)}
_REVIEWS = ("review_date", "reviewer_agreement")


class Rows:
    """The rows of a file; ``lines`` grows by the line of each row as ``faults`` yields what is wrong."""

    def __init__(self, file: SssomFile) -> None:
        self.lines: list[int] = []
        self._file = file
        self._names = [name.strip() for name in file.columns.cells]
        self._prefixes, self._version, self._extensions = prefixes_of(file), version_of(file), extensions_of(file)
        self._inherited = self._propagated()
        self._seen: dict[bytes, int] = {}
        self._ids: dict[str, int] = {}
        self._reported: set[str] = set()
        self._good: dict[str, set[str]] = {name: set() for name in self._names}

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong in the column line and in each row, in the order of the lines."""
        yield from self._column_faults()
        for record in self._file.records():
            if record.problem:
                yield Fault("cells", "", record.line, record.problem)
            else:
                yield from self._row_faults(record)
            self.lines.append(record.line)
        # Without rows nothing else speaks of a column that is missing.
        for name in REQUIRED if not self.lines else ():
            yield from self._missing(name, self._file.columns.line)

    def _propagated(self) -> dict[str, str]:
        """Return the first value of each metadata slot that counts for every row."""
        shared = {name: entry for name, entry in self._file.header.items() if name in slots()}
        found = {name: str(e.texts[0].value) for name, e in shared.items() if slots()[name].propagates and e.texts}
        own = [(place, name) for place, name in enumerate(self._names) if name in found]
        for record in self._file.records() if own else ():
            for place, name in own:
                if place < len(record.cells) and record.cells[place].strip():
                    found.pop(name, None)
        return found

    def _column_faults(self) -> Iterator[Fault]:
        line = self._file.columns.line
        if self._file.columns.problem:
            yield Fault("columns", "", line, f"the column line {self._file.columns.problem}")
        if len(self._names) == 1 and "," in self._names[0]:
            yield Fault("columns", "", line, "has commas between the column names instead of tabs")
        for place, name in enumerate(self._names):
            slot = slots().get(name)
            if not name:
                yield Fault("columns", "", line, f"column {place + 1} has no name")
            elif name in self._names[:place]:
                yield Fault("columns", name, line, "the column stands twice")
            elif slot is None and name not in self._extensions:
                yield Fault("unknown-slot", name, line, f"is not a slot of a mapping{nearest(name, slots())}")
            elif slot and not slot.in_rows:
                yield Fault("unknown-slot", name, line, "is a slot of the mapping set, not of a mapping")
            elif slot and slot.since > self._version:
                yield Fault("version", name, line, f"belongs to SSSOM {slot.since}")
        for name, entry in self._file.header.items():
            if name in slots() and slots()[name].propagates and entry.texts and name not in self._inherited:
                yield Fault("not-propagated", name, line, "stands in the metadata block and in rows")

    def _row_faults(self, record: Record) -> Iterator[Fault]:
        row = {name: cell.strip() for name, cell in zip(self._names, record.cells, strict=True)}
        line = record.line
        for name, cell in row.items():
            # Most cells of a column repeat: a value once found good is not looked at again.
            if cell and cell not in self._good[name]:
                problem = self._cell_problem(name, cell)
                if problem:
                    yield Fault(problem[0], name, line, problem[1])
                elif len(cell) < 100 and len(self._good[name]) < 10_000:
                    self._good[name].add(cell)
        yield from self._requirements(row, line)
        yield from self._not_found(row, line)
        yield from self._identity(row, line)

    def _cell_problem(self, name: str, cell: str) -> tuple[str, str] | None:
        slot = slots().get(name)
        if slot is None:
            return self._extension_problem(name, cell)
        for value in several(cell) if slot.several else [cell]:
            problem = slot_value_problem(slot, value.strip(), self._prefixes, self._version)
            if problem:
                return problem
        if name == "predicate_type" and cell in (LITERAL, COMPOSED):
            return "entity-type", f"{cell!r} cannot be the type of a predicate"
        if self._version == "1.0" and cell in (COMPOSED, "0:0") and slot.kind in ("entity type", "cardinality"):
            return None if cell in self._reported else self._newer(cell)
        return None

    def _newer(self, value: str) -> tuple[str, str]:
        self._reported.add(value)
        return "version", f"{value!r} belongs to SSSOM 1.1"

    def _extension_problem(self, name: str, cell: str) -> tuple[str, str] | None:
        hint = self._extensions.get(name, "")
        if hint.lower() == "linkml:uriorcurie":
            return curie_problem(cell, self._prefixes)
        holds = HINTS.get(hint)
        return ("type-hint", f"{cell[:80]!r} is not of the type {hint}") if holds and not holds(cell) else None

    def _requirements(self, row: dict[str, str], line: int) -> Iterator[Fault]:
        literal = {end for end in ("subject", "object") if self._value(row, f"{end}_type") == LITERAL}
        for name in REQUIRED:
            end = name.removesuffix("_id")
            wanted = f"{end}_label" if end in literal else name
            if not row.get(wanted):
                yield from self._missing(wanted, line)
        for name in _REVIEWS:
            if row.get(name) and not row.get("reviewer_id") and not row.get("reviewer_label"):
                yield Fault("reviewer", name, line, "is given without a reviewer")

    def _missing(self, name: str, line: int) -> Iterator[Fault]:
        if name in self._names:
            if line != self._file.columns.line:
                yield Fault("required", name, line, "is empty")
        elif name not in self._reported:
            self._reported.add(name)
            yield Fault("required", name, self._file.columns.line, f"the column is missing{nearest(name, self._names)}")

    def _not_found(self, row: dict[str, str], line: int) -> Iterator[Fault]:
        missing = (row.get("subject_id") == NOT_FOUND, row.get("object_id") == NOT_FOUND)
        cardinality = row.get("mapping_cardinality", "")
        if (cardinality in _NOT_FOUND and _NOT_FOUND[cardinality] != missing) or (
            cardinality and any(missing) and cardinality not in _NOT_FOUND
        ):
            yield Fault("cardinality", "mapping_cardinality", line, f"{cardinality!r} does not agree with the two ids")
        for end, absent in zip(("subject", "object"), missing, strict=True):
            if absent and not self._value(row, f"{end}_source"):
                yield Fault("no-source", f"{end}_source", line, f"is empty although {end}_id is {NOT_FOUND}")

    def _identity(self, row: dict[str, str], line: int) -> Iterator[Fault]:
        identifier = row.pop("record_id", None)
        text = "\t".join(row.values()).encode()
        # Digests, because a large file does not fit into memory twice.
        first = self._seen.setdefault(hashlib.blake2b(text, digest_size=16).digest(), line)
        if first != line:
            yield Fault("duplicate", "", line, f"repeats the record of line {first}")
        if identifier is None:
            return
        if identifier in self._ids and identifier:
            first = self._ids[identifier]
            yield Fault("record-id", "record_id", line, f"{identifier[:80]!r} stands already in line {first}")
        if self._ids and (identifier == "") != ("" in self._ids) and "mixed" not in self._reported:
            self._reported.add("mixed")
            yield Fault("record-id", "record_id", line, "some rows have one and others none")
        self._ids.setdefault(identifier, line)

    def _value(self, row: dict[str, str], name: str) -> str:
        return row.get(name) or self._inherited.get(name, "")
