"""Look at the bytes of a stranger's RDF file before any parser of RDF does: encoding, entities, contexts, nesting."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable
from typing import NoReturn
from xml.parsers import expat

from needgraph.files import decoded
from needgraph.strangers.files import MOST_BYTES, StrangerProblem, on_one_line, refuse_packed
from needgraph.strangers.guard import NESTING, check_nesting

# One parser of XML takes `<!doctype`, which is none by the standard, for a DOCTYPE. Refused wherever it stands: what
# is a comment to one parser is an attribute and a DOCTYPE to another.
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"'>]*)["']""")
# The next bracket, past all strings; a string that is never closed hides nothing.
_JSON_BRACKET = re.compile(r"""(?s)(?:[^][{}"]++|"(?:[^"\\]|\\.)*+"|")*+([][{}]|\Z)""")


def check_rdf(content: bytes, form: str, where: str) -> None:
    """Raise StrangerProblem, FileProblem or GuardProblem for RDF that is refused before it is parsed.

    ``form`` is ``xml``, ``json`` or ``turtle``, which stands for the whole family.

    >>> check_rdf(b'<!-- hello --><!DOCTYPE a [<!ENTITY b "c">]><a/>', "xml", "their.rdf")
    Traceback (most recent call last):
    ...
    needgraph.strangers.files.StrangerProblem: their.rdf: has a DOCTYPE; remove it, entities are not expanded
    """
    refuse_packed(content, where)
    # Before it is decoded, so that neither UTF-16 nor a byte order mark hides it.
    if form == "xml":
        refuse_doctype(content, where)
    text = decoded(content, where)
    if form == "xml":
        check_xml(content, where)
    elif form == "json":
        _check_json(text, where)
    else:
        check_nesting(text, where)


def unpacked(content: bytes, where: str, most: int = MOST_BYTES) -> bytes:
    """Return what gzip holds, of at most so many bytes: some kilobytes can hold gigabytes.

    >>> unpacked(gzip.compress(b"12345"), "their.nq.gz", most=4)
    Traceback (most recent call last):
    ...
    needgraph.strangers.files.StrangerProblem: their.nq.gz: holds more than 4 bytes; split it
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            held = stream.read(most + 1)
    except (OSError, EOFError, zlib.error):
        raise StrangerProblem(f"{where}: is not whole as gzip; get it again, or name it without .gz") from None
    if len(held) > most:
        raise StrangerProblem(f"{where}: holds more than {most:,} bytes; split it")
    return held


def refuse_doctype(content: bytes, where: str) -> None:
    """Raise StrangerProblem for XML with a DOCTYPE or in an encoding in which one could hide."""
    if _DOCTYPE.search(content) or _DOCTYPE.search(content.replace(b"\0", b"")):
        raise StrangerProblem(f"{where}: has a DOCTYPE; remove it, entities are not expanded")
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        name = on_one_line(declared[1].decode("latin-1"))
        raise StrangerProblem(f"{where}: says that its encoding is {name!r}; save it as UTF-8")


def check_xml(content: bytes, where: str) -> None:
    """Raise StrangerProblem for XML that is not well-formed or whose elements are nested too deeply.

    A namespace or a base is looked up through all elements around: 200,000 of them take minutes.
    """
    parser, depth = expat.ParserCreate("utf-8"), 0

    def begin(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > NESTING:
            raise StrangerProblem(
                f"{where}:{parser.CurrentLineNumber}: elements are nested deeper than {NESTING}; write it flatter"
            )

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise StrangerProblem(f"{where}: has a DOCTYPE; remove it, entities are not expanded")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise StrangerProblem(f"{where}:{error.lineno}: is not valid XML: {expat.ErrorString(error.code)}") from None


def _check_json(text: str, where: str) -> None:
    depth = 0
    for match in _JSON_BRACKET.finditer(text):
        depth += {"": 0, "[": 1, "{": 1}.get(match[1], -1)
        if depth > NESTING:
            line = text.count("\n", 0, match.start(1)) + 1
            raise StrangerProblem(f"{where}:{line}: brackets are nested deeper than {NESTING}; write it flatter")
    try:
        json.loads(
            text,
            object_pairs_hook=lambda pairs: _refuse_remote(pairs, where),
            # A number of a million digits takes long to read, and nobody wants it here.
            parse_int=_nothing,
            parse_float=_nothing,
            parse_constant=_no_number,
        )
    except ValueError as error:
        place, reason = (f":{error.lineno}", error.msg) if isinstance(error, json.JSONDecodeError) else ("", error)
        raise StrangerProblem(f"{where}{place}: is not valid JSON-LD: {on_one_line(reason)}") from None


def _refuse_remote(pairs: Iterable[tuple[str, object]], where: str) -> None:
    """Raise StrangerProblem for an object with a context from elsewhere, also in a term of a context or in its list.

    Every pair is looked at, as a name may stand twice. Inside a JSON literal a context would mean nothing, but to
    know what is one takes all of JSON-LD.
    """
    for name, value in pairs:
        if name in ("@context", "@import"):
            for address in value if isinstance(value, list) else [value]:
                if isinstance(address, str):
                    raise StrangerProblem(
                        f"{where}: takes its context from {on_one_line(address)!r}, and nothing is fetched; "
                        f"write what stands there in place of that address"
                    )


def _nothing(_: str) -> None:
    return None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")
