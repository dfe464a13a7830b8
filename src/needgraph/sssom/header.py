"""Judge the metadata block of a SSSOM file: its prefix map, its own slots and its extensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from needgraph.errors import nearest
from needgraph.sssom.reading import Entry, SssomFile
from needgraph.tables.sssom_slots import (
    ABSOLUTE,
    BUILT_IN,
    NCNAME,
    NOT_FOUND,
    Slot,
    curie_problem,
    slots,
    value_problem,
)

MOST_EXPANSION = 2000
REQUIRED = ("mapping_set_id", "license")
_DEFINITION = {"slot_name", "property", "type_hint"}


@dataclass(frozen=True)
class Fault:
    """One fault: the rule it breaks, the slot and line it stands in, and what is wrong."""

    rule: str
    slot: str
    line: int
    message: str


def prefixes_of(file: SssomFile) -> dict[str, str]:
    """Return the prefixes a file may use: the built-in ones and those it declares, well or not."""
    entry = file.header.get("curie_map")
    declared = entry.value if entry and isinstance(entry.value, dict) else {}
    return {name: part.value for name, part in declared.items() if isinstance(part.value, str)} | BUILT_IN


def extensions_of(file: SssomFile) -> dict[str, str]:
    """Return the type hint of each extension slot that is properly defined, by the name of the slot."""
    prefixes = prefixes_of(file)
    return {
        str(parts["slot_name"].value): str(parts["type_hint"].value) if "type_hint" in parts else "xsd:string"
        for parts, _ in _definitions(file)
        if not _definition_problem(parts, prefixes)
    }


def version_of(file: SssomFile) -> str:
    """Return the version of SSSOM that a file declares; 1.0 when it declares none."""
    entry = file.header.get("sssom_version")
    return entry.value if entry and isinstance(entry.value, str) else "1.0"


def slot_value_problem(slot: Slot, value: str, prefixes: Mapping[str, str], version: str) -> tuple[str, str] | None:
    """Return the rule that a value of a standard slot breaks and what is wrong, or None."""
    problem = value_problem(slot.kind, value, prefixes)
    # SSSOM 1.0 let see_also be any text.
    if problem and slot.name == "see_also" and version == "1.0":
        return "relative-uri", problem[1]
    if problem is None and slot.name not in ("subject_id", "object_id") and value == NOT_FOUND:
        return "not-found", f"{NOT_FOUND} stands outside subject_id and object_id"
    return problem


def header_faults(file: SssomFile) -> Iterator[Fault]:
    """Yield what is wrong in the metadata block."""
    yield from _prefix_faults(file)
    yield from _definition_faults(file)
    for name in REQUIRED:
        entry = file.header.get(name)
        if entry is None or not entry.texts:
            yield Fault("required-metadata", name, entry.line if entry else 1, "is missing from the metadata block")
    prefixes, version, extensions = prefixes_of(file), version_of(file), extensions_of(file)
    for name, entry in file.header.items():
        slot = slots().get(name)
        if name in ("curie_map", "extension_definitions"):
            continue
        if name in extensions:
            if not isinstance(entry.value, str):
                yield Fault("extension", name, entry.line, "an extension holds one text, neither a list nor a mapping")
        elif slot is None or not slot.in_header:
            yield Fault("unknown-slot", name, entry.line, f"is not a slot of a mapping set{nearest(name, slots())}")
        else:
            yield from _slot_faults(slot, entry, prefixes, version)


def _slot_faults(slot: Slot, entry: Entry, prefixes: Mapping[str, str], version: str) -> Iterator[Fault]:
    texts = entry.texts
    parts = entry.value if isinstance(entry.value, list) else [entry]
    if isinstance(entry.value, list) and not slot.several:
        yield Fault("metadata", slot.name, entry.line, "holds one value, not a list")
    if any(not isinstance(part.value, str) for part in parts):
        yield Fault("metadata", slot.name, entry.line, "holds a list or mapping where a text is wanted")
    for part in texts:
        problem = slot_value_problem(slot, str(part.value), prefixes, version)
        if problem:
            yield Fault(problem[0], slot.name, part.line, problem[1])
    if slot.header_since > version and slot.name != "sssom_version":
        yield Fault("version", slot.name, entry.line, f"belongs to SSSOM {slot.header_since} in the metadata block")
    if slot.name == "sssom_version" and version == "1.0":
        yield Fault("version", slot.name, entry.line, "says 1.0, which does not have this slot")


def _prefix_faults(file: SssomFile) -> Iterator[Fault]:
    entry = file.header.get("curie_map")
    if entry is None or entry.value == "":
        return
    if not isinstance(entry.value, dict):
        yield Fault("prefix-map", "curie_map", entry.line, "is not a mapping of prefixes to IRIs")
        return
    names = entry.value.keys() | BUILT_IN.keys()
    for name, part in entry.value.items():
        problem = _prefix_problem(name, part, names)
        if problem:
            yield Fault("prefix-map", "curie_map", part.line, problem)


def _prefix_problem(name: str, part: Entry, names: set[str]) -> str:
    iri = part.value
    if not NCNAME.fullmatch(name):
        return f"{name!r} cannot be a prefix"
    if not isinstance(iri, str):
        return f"prefix {name!r} stands for a list or mapping, not for an IRI"
    if len(iri) > MOST_EXPANSION:
        return f"prefix {name!r} stands for more than {MOST_EXPANSION:,} characters"
    if BUILT_IN.get(name, iri) != iri:
        return f"built-in prefix {name!r} stands for {iri!r}, not for {BUILT_IN[name]!r}"
    scheme, _, rest = iri.partition(":")
    # A map in which each prefix is written with the next grows without bounds when it is expanded.
    if scheme in names and not rest.startswith("//"):
        return f"prefix {name!r} stands for {iri!r}, which is written with the prefix {scheme!r}"
    if not ABSOLUTE.fullmatch(iri):
        return f"prefix {name!r} stands for {iri!r}, which is not an absolute IRI"
    return ""


def _definitions(file: SssomFile) -> Iterator[tuple[dict[str, Entry], int]]:
    entry = file.header.get("extension_definitions")
    listed = (entry.value if isinstance(entry.value, list) else [entry]) if entry else []
    for definition in listed:
        yield (definition.value if isinstance(definition.value, dict) else {}), definition.line


def _definition_problem(parts: Mapping[str, Entry], prefixes: Mapping[str, str]) -> str:
    name = parts["slot_name"].value if "slot_name" in parts else ""
    if not isinstance(name, str) or not NCNAME.fullmatch(name):
        return "has no slot_name that can name a column"
    if parts.keys() - _DEFINITION:
        return f"of {name!r} holds {min(parts.keys() - _DEFINITION)!r}, which is no part of a definition"
    for part in ("property", "type_hint"):
        value = parts[part].value if part in parts else NOT_FOUND
        problem = curie_problem(value, prefixes) if isinstance(value, str) else ("", "it is not a CURIE")
        if problem:
            return f"of {name!r} cannot be used: {problem[1]}"
    return ""


def _definition_faults(file: SssomFile) -> Iterator[Fault]:
    prefixes, seen = prefixes_of(file), set[str]()
    for parts, line in _definitions(file):
        problem = _definition_problem(parts, prefixes)
        names = {str(parts[part].value) for part in ("slot_name", "property") if part in parts}
        if problem:
            yield Fault("extension", "extension_definitions", line, f"a definition {problem}")
        elif str(parts["slot_name"].value) in slots():
            yield Fault("extension", "extension_definitions", line, f"{parts['slot_name'].value!r} is a slot of SSSOM")
        elif seen & names:
            yield Fault("extension", "extension_definitions", line, f"{min(seen & names)!r} is defined twice")
        seen |= names
