"""Rules by which other web servers publish the site: content negotiation and headers for nginx and Apache, and w3id.

Neither server negotiates by itself among files as our own does, so the choice is written as a chain of regular
expressions, the same for both: qualities to three digits, wildcards, and our order among equals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from needgraph.identifiers import BASE
from needgraph.publication.dumps import MEDIA_TYPES
from needgraph.serving.http import READ_METHODS, preflight
from needgraph.site.about import context_path
from needgraph.site.http_answers import COMMON, header
from needgraph.site.linked_data import LICENCE
from needgraph.site.negotiation import GRAPH_FORMS, PAGE_FORMS, Form, offered
from needgraph.site.places import PROFILE, Place, question_places
from needgraph.site.terms import NAMESPACE

if TYPE_CHECKING:
    from jinja2 import Environment

SUFFIXES = "|".join(form.extension for form in PAGE_FORMS.values())
# An id, as short as possible, so that a suffix stands outside it.
ID = "[A-Za-z0-9][A-Za-z0-9._~-]*?(?:/[A-Za-z0-9._~-]+?)*?"
WORKS_LATER = (
    "this copy of the site is made of files and answers no queries; take a dump, or ask a server that is running"
)
# nginx reads no word of a rule that is longer than 4,096 bytes.
_LONGEST = 3_000


class Choice(NamedTuple):
    """A value chosen by the first pattern that what stands in ``key`` matches.

    A key is never empty, as nginx then looks at no pattern.
    ``<name>`` stands for an earlier choice or one of ``accept``, ``suffix``, ``format``; ``$1`` for what a pattern
    caught. The last pattern matches everything.
    """

    name: str
    key: str
    cases: tuple[tuple[str, str], ...]


class Rules(NamedTuple):
    """A file of rules: its path, and its text."""

    path: str
    text: str


def negotiation() -> list[Choice]:
    """Return the choices that lead from a request to ``page_form`` and ``graph_form``.

    They end in the extension of a form, ``json`` for JSON-LD under its other name, ``none`` or ``unknown``.
    """
    names = list(dict.fromkeys(name for form in PAGE_FORMS.values() for name in _names(form)))
    aliases = {alias for form in PAGE_FORMS.values() for alias in form.aliases}
    kinds = list(dict.fromkeys(f"{name.partition('/')[0]}/*" for name in names))
    choices = [Choice("any", "=<accept>", ((r"^=\s*$", "yes"), (_MALFORMED, "yes"), ("", "no")))]
    for media_range in (*names, *kinds, "*/*"):
        choices += _quality(media_range)
    for name in names:
        key = f"<{_key(name)}>/<{_key(name.partition('/')[0] + '/*')}>/<{_key('*/*')}>"
        # The digit behind the quality says how exactly the name was asked for.
        fits = [(r"^(\d{4})/", "$13"), (r"^-/(\d{4})/", "$12"), (r"^-/-/(\d{4})$", "$11"), ("", "00000")]
        if name in aliases:
            # Another name counts only where it is written out.
            del fits[1:3]
        choices.append(Choice(f"of_{_key(name)}", key, tuple(fits)))
    choices += _best("page", PAGE_FORMS.values())
    choices += _best("graph", GRAPH_FORMS.values())
    named = [(f"^-\\|(?:{'|'.join(form.names)})$", form.extension) for form in PAGE_FORMS.values()]
    suffix = (rf"^({SUFFIXES})\|", "$1")
    choices.append(
        Choice("page_form", "<suffix>|<format>", (suffix, (r"^-\|-$", "<page_best>"), *named, ("", "unknown")))
    )
    choices.append(Choice("graph_form", "<suffix>", ((f"^({SUFFIXES})$", "$1"), ("", "<graph_best>"))))
    return choices


def link_chunks(links: str) -> list[str]:
    """Return the value of a Link header cut between links, in pieces that nginx reads.

    >>> link_chunks("")
    []
    """
    chunks: list[str] = []
    for link in re.findall(r", <[^>]*>[^<]*?(?=, <|$)", links):
        if not chunks or len(chunks[-1]) + len(link) > _LONGEST:
            chunks.append("")
        chunks[-1] += link
    return chunks


def server_rules(
    base: str,
    version: str,
    gone: Sequence[str],
    links: Mapping[str, str],
    slugs: Mapping[str, str] | None = None,
    places: Mapping[str, Place] | None = None,
) -> list[Rules]:
    """Return the rules for nginx and Apache of a site whose links begin with ``base``.

    ``gone`` are withdrawn ids, ``links`` what the Link header of each document says beyond its forms,
    ``slugs`` lead from the short name of an authority to the id of the organisation, ``places`` from the paths of
    IRIs that are not those of things to where they are described.
    """
    chunks = {identifier: link_chunks(text) for identifier, text in links.items()}
    values = _values(base, version, gone, places or {})
    values["slugs"] = sorted((slugs or {}).items())
    values["chunks"] = [
        [(identifier, pieces[place]) for identifier, pieces in sorted(chunks.items()) if place < len(pieces)]
        for place in range(max(map(len, chunks.values()), default=0))
    ]
    return [
        *(Rules(f"rules/{name}", _rendered(name, values)) for name in _NGINX),
        Rules("www/.htaccess", _rendered("apache.htaccess", values)),
    ]


def w3id_rules(base: str) -> str:
    """Return the ``.htaccess`` for the folder ``needgraph`` of w3id.org, which leads to the site at ``base``."""
    return _rendered("w3id.htaccess", {"base": base})


def readme(base: str, address: str, version: str, date: str, counts: str, *, quotes: bool) -> str:
    """Return the text that lies beside the site: what there is, how it is served, and what differs from a server."""
    values = {"base": base, "address": address, "version": version, "date": date, "counts": counts}
    return _rendered("README.md", {**values, "quotes": quotes, "has_w3id": bool(base)})


_NGINX = (
    "nginx-http-accept.conf", "nginx-http-documents.conf", "nginx-server.conf", "nginx-server-files-only.conf",
    "nginx-server-live.conf",
)  # fmt: skip
# What is no media range: without a slash, or with two. A lone asterisk passes for */*.
_MALFORMED = r"(?:^=|,)\s*+(?=[^\s,])(?!\*\s*(?:[;,]|$))[^/,;]*(?:/[^/,;]*/[^,;]*)?(?:[;,]|$)"


def _quality(media_range: str) -> list[Choice]:
    """Return the choices that find the first range of a name in Accept, and its quality as four digits."""
    kind, _, name = media_range.partition("/")
    pattern = rf"{re.escape(kind)}\s*/\s*{re.escape(name)}"
    if media_range == "*/*":
        pattern = r"\*(?:\s*/\s*\*)?"
    key = _key(media_range)
    q = r"^.*;\s*[qQ]\s*=\s*"
    end = r"\s*(?:;|$)"
    return [
        Choice(f"in_{key}", "=<accept>", ((rf"(?i)(?:^=|,)\s*{pattern}\s*(;[^,]*)?(?:,|$)", "+$1"), ("", "-"))),
        Choice(
            key,
            f"<in_{key}>",
            (
                ("^-$", "-"),
                (rf"{q}0*1(?:\.0*)?{end}", "1000"),
                (rf"{q}0*\.(\d{{3}})\d*{end}", "0$1"),
                (rf"{q}0*\.(\d\d){end}", "0$10"),
                (rf"{q}0*\.(\d){end}", "0$100"),
                (rf"{q}0+\.?{end}", "0000"),
                ("", "1000"),
            ),
        ),
    ]


def _best(kind: str, forms: Iterable[Form]) -> list[Choice]:
    """Return the choices that find the greatest of the qualities digit by digit, and whose it is."""
    listed = list(forms)
    everything = " ".join(
        f"<of_{_key(name)}>{'json' if name == 'application/json' else form.extension}"
        for form in listed
        for name in _names(form)
    )
    choices = [Choice(f"{kind}_1", everything, (("(?:^| )1", "1"), ("", "0")))]
    for place in range(2, 6):
        key = f"<{kind}_{place - 1}>|{everything}"
        digits = tuple((rf"^(\d+)\|(?:.* )?(?:\1){digit}", f"$1{digit}") for digit in range(9, 0, -1))
        choices.append(Choice(f"{kind}_{place}", key, (*digits, (r"^(\d+)\|", "$10"), ("", "0"))))
    found = (("^0000", "none"), (r"^(\d+)\|(?:.*? )??(?:\1)([a-z]+)", "$2"), ("", "none"))
    choices.append(Choice(f"{kind}_found", f"<{kind}_5>|{everything}", found))
    first = (("^yes", listed[0].extension), ("", f"<{kind}_found>"))
    return [*choices, Choice(f"{kind}_best", "<any>", first)]


def _names(form: Form) -> tuple[str, ...]:
    return (form.media_type, *form.aliases)


def _key(media_range: str) -> str:
    return re.sub(r"[^a-z]+", "_", media_range.replace("*", "any"))


def _values(base: str, version: str, gone: Sequence[str], places: Mapping[str, Place]) -> dict[str, object]:
    return {
        "base": base,
        "prefix": urlsplit(base).path,
        "quoted_prefix": re.escape(urlsplit(base).path),
        "version": version,
        "gone": gone,
        "choices": negotiation(),
        "things": BASE,
        "ontology": NAMESPACE.rstrip("#"),
        "licence": LICENCE,
        "page_forms": list(PAGE_FORMS.values()),
        "graph_forms": list(GRAPH_FORMS.values()),
        "types": {**{form.extension: form.media_type for form in PAGE_FORMS.values()}, **_other_types()},
        "texts": sorted({kind for kind in MEDIA_TYPES.values() if kind.startswith("text/")} | {"text/plain"}),
        "common": [(name.decode(), value.decode()) for name, value in COMMON],
        "context": context_path(),
        "methods": READ_METHODS,
        "preflight": [(name, header(preflight(READ_METHODS), name.encode())) for name in _PREFLIGHT],
        "offered": offered(PAGE_FORMS),
        "offered_graphs": offered(GRAPH_FORMS),
        "format_names": ", ".join(PAGE_FORMS),
        "suffixes": SUFFIXES,
        "id": ID,
        # How many of Apache's rules are passed over where nothing is negotiated.
        "counted": 14 + sum(len(choice.cases) for choice in negotiation()) + len(gone) + len(places),
        "places": sorted(places.items()),
        "looked_up": f"(?:def|shape|parameter|slot|graph|mappings)/|query/[^/]+/parameter/|id/{PROFILE}(?:/|$)",
        "profile": PROFILE,
        "questions": "|".join(path.removeprefix("query/") for path in question_places()),
        "works_later": WORKS_LATER,
    }


_PREFLIGHT = ("access-control-allow-methods", "access-control-allow-headers", "access-control-max-age")


def _other_types() -> dict[str, str]:
    more = {"atom": "application/atom+xml", "xml": "application/xml", "txt": "text/plain"}
    return {**{extension[1:]: media_type for extension, media_type in MEDIA_TYPES.items()}, **more}


def _rendered(name: str, values: Mapping[str, object]) -> str:
    return _environment().get_template(name).render(values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    import jinja2  # only publishing needs it

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("needgraph", "templates/rules"),
        autoescape=False,  # noqa: S701 - these are no pages
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["nginx"] = lambda text: re.sub(r"<([a-z_0-9]+)>", _nginx_name, str(text))
    environment.filters["apache"] = lambda text: re.sub(r"<([a-z_0-9]+)>", _apache_name, str(text))
    environment.filters["dollars"] = lambda text: (
        str(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "${needgraph_dollar}")
    )
    return environment


def _nginx_name(found: re.Match[str]) -> str:
    return {"accept": "$http_accept", "format": "$needgraph_format", "suffix": "$needgraph_suffixed"}.get(
        found[1], f"${{needgraph_{found[1]}}}"
    )


def _apache_name(found: re.Match[str]) -> str:
    return "%{HTTP:Accept}" if found[1] == "accept" else f"%{{ENV:needgraph_{found[1]}}}"
