"""The command ``consent``: one case, the grid, the collisions of an edition, the differences between editions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from needgraph.errors import NeedgraphError
from needgraph.outcome import FINE, Outcome

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from needgraph.querying.answers import Answer, Value
    from needgraph.querying.asking import Endpoint
    from needgraph.resources import Data

HELP = "Say what a document says about sharing, referring, assessing or enquiring when consent stands as it does."
EXAMPLES = """\
  needgraph consent --authority halton --level 3 --act share --consent refused
  needgraph consent --authority halton --level 3 --act share --consent refused --high-risk --format json
  needgraph consent --authority halton --collisions
  needgraph consent --authority halton --grid --format csv
  needgraph consent --compare halton tameside"""
FORMATS = ("table", "csv", "json", "markdown")
FLAGS = {
    "high_risk": "indicators that the document calls high risk have come to light",
    "immediate_harm": "there is a risk of immediate harm",
    "child_protection": "there is a clear child protection concern",
    "escalation_risk": "approaching the parents or carers may raise the risk",
}
CASE = ("level", "act", "consent")
SIDES = ("allows", "bars")


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of ``consent``; what is left out is not established."""
    command.add_argument("--authority", metavar="NAME", help="an authority, or an edition: halton or halton/2023")
    command.add_argument("--level", metavar="N", help="the printed number of the level")
    command.add_argument("--act", metavar="ACT", help="share, refer, assess or enquire")
    command.add_argument("--consent", metavar="STATE", help="explicit, implied, not-sought, refused or withdrawn")
    for flag, meaning in FLAGS.items():
        command.add_argument(f"--{flag.replace('_', '-')}", action="store_true", help=meaning)
    command.add_argument(
        "--ground",
        default="",
        metavar="GROUND",
        help="a ground judged to apply: further-risk, crime-detection or unjustified-delay",
    )
    views = command.add_mutually_exclusive_group()
    views.add_argument("--grid", action="store_true", help="every case of the edition (csv, json), or where it turns")
    views.add_argument("--collisions", action="store_true", help="where rules of the edition collide")
    views.add_argument("--compare", nargs="+", metavar="EDITION", help="where two or more editions differ")
    command.add_argument("--format", choices=FORMATS, default="table", help="table is for people")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Answer for one case or all; raise NeedgraphError naming what is missing or unknown."""
    from needgraph.querying.asking import LocalEndpoint
    from needgraph.querying.store import open_graphs

    _check_use(options)
    endpoint = LocalEndpoint(open_graphs(data))
    if options.compare:
        return _compared(endpoint, options)
    if options.grid or options.collisions:
        return _edition(endpoint, options)
    return _case(endpoint, options)


def _check_use(options: argparse.Namespace) -> None:
    case = [name for name in (*CASE, *FLAGS, "ground") if getattr(options, name)]
    if options.grid or options.collisions or options.compare:
        if case:
            view = "grid" if options.grid else "collisions" if options.collisions else "compare"
            raise NeedgraphError(f"--{view} shows every case; leave out --{case[0].replace('_', '-')}")
        if options.compare and len(options.compare) < 2:
            raise NeedgraphError("--compare needs two editions or more, such as --compare halton tameside")
        if options.compare and options.authority:
            raise NeedgraphError("--compare names the editions itself; leave out --authority")
    needed = () if options.compare else ("authority",) if options.grid or options.collisions else ("authority", *CASE)
    missing = [name for name in needed if not getattr(options, name)]
    if missing:
        raise NeedgraphError(
            f"give {' and '.join(f'--{name}' for name in missing)}; a case is an authority, a level, an act and "
            "the state of consent (or ask for --grid, --collisions or --compare)"
        )


def _case(endpoint: Endpoint, options: argparse.Namespace) -> Outcome:
    from needgraph.consent.evaluation import Case, evaluate
    from needgraph.consent.headline import TAKEN_AS_GIVEN
    from needgraph.consent.rules import read_rules
    from needgraph.consent.text import as_object, as_rows, as_text, no_rules

    rules = read_rules(endpoint, options.authority)
    flags = frozenset(flag.replace("_", "-") for flag in FLAGS if getattr(options, flag))
    answer = evaluate(rules, Case(options.level, options.act, options.consent, flags, options.ground))
    lines = _notices(endpoint, [rules.path])
    if options.format == "table":
        return Outcome(as_text(answer, lines), FINE)
    if options.format == "json":
        return Outcome(json.dumps(as_object(answer, lines), ensure_ascii=False, indent=2) + "\n", FINE, tuple(lines))
    return _rows(as_rows(answer), [*lines, TAKEN_AS_GIVEN, *filter(None, [no_rules(rules)])], options.format)


def _edition(endpoint: Endpoint, options: argparse.Namespace) -> Outcome:
    from needgraph.consent.grid import collisions, grid, smallest
    from needgraph.consent.headline import CONSENT_FIRST, LOOKED_AT, TAKEN_AS_GIVEN
    from needgraph.consent.rules import read_rules
    from needgraph.consent.text import as_blocks, no_rules, opening
    from needgraph.querying.formats import as_table

    rules = read_rules(endpoint, options.authority)
    lines = [*_notices(endpoint, [rules.path]), TAKEN_AS_GIVEN, *filter(None, [no_rules(rules)])]
    if options.collisions:
        lines.append(LOOKED_AT)
        nothing = f"No collision was found among the rules read from {rules.path}."
        return _shown(collisions(rules), lines, options.format, lambda found: as_blocks(found, lines, SIDES, nothing))
    if options.format in ("table", "markdown"):
        lines.append(f"“consent-first” is short for {CONSENT_FIRST}; the rules named say which.")
        return _shown(
            smallest(rules), lines, options.format, lambda found: f"{opening(lines)}\n\n{as_table(_narrow(found))}"
        )
    return _rows(grid(rules), lines, options.format)


def _narrow(found: Answer) -> Answer:
    """Return the rows without what stands above them or is too long for a screen, those that then agree as one."""
    from needgraph.consent.cases import BETWEEN

    columns = tuple(name for name in found.columns if name not in ("authority", "edition", "advice"))
    states: dict[tuple[Value, ...], list[str]] = {}
    for row in found.records():
        states.setdefault(tuple(row[name] for name in columns if name != "consent"), []).append(str(row["consent"]))
    place = columns.index("consent")
    rows = tuple((*rest[:place], BETWEEN.join(same), *rest[place:]) for rest, same in states.items())
    return found._replace(columns=columns, rows=rows)


def _compared(endpoint: Endpoint, options: argparse.Namespace) -> Outcome:
    from needgraph.consent.differences import differences
    from needgraph.consent.headline import TAKEN_AS_GIVEN
    from needgraph.consent.rules import read_rules
    from needgraph.consent.text import as_blocks, no_rules

    editions = [read_rules(endpoint, name) for name in options.compare]
    paths = [each.path for each in editions]
    if len(set(paths)) < len(paths):
        raise NeedgraphError(f"--compare names {max(paths, key=paths.count)} twice; name different editions")
    lines = [*_notices(endpoint, paths), TAKEN_AS_GIVEN, *filter(None, map(no_rules, editions))]
    nothing = "In no case was a difference found between the rules read from these editions."
    return _shown(
        differences(editions), lines, options.format,
        lambda found: as_blocks(found, lines, ("subject", "object"), nothing),
    )  # fmt: skip


def _notices(endpoint: Endpoint, paths: Sequence[str]) -> list[str]:
    from needgraph.querying.answers import Answer
    from needgraph.querying.notices import notices

    rows = tuple((path.partition("/")[0], path.partition("/")[2]) for path in paths)
    return notices(endpoint, Answer(("authority", "edition"), rows))


def _shown(found: Answer, notices: Sequence[str], form: str, for_people: Callable[[Answer], str]) -> Outcome:
    return Outcome(for_people(found), FINE) if form == "table" else _rows(found, notices, form)


def _rows(found: Answer, notices: Sequence[str], form: str) -> Outcome:
    """Return rows with their notices: above them in Markdown, beside them where a program reads."""
    from needgraph.querying.formats import FORMATS as ROW_FORMATS

    text = ROW_FORMATS[form].write(found)
    if form == "markdown":
        return Outcome("".join(f"{line}\n\n" for line in notices) + text, FINE)
    return Outcome(text, FINE, tuple(notices))
