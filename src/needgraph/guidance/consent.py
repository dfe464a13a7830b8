"""Tests by which a document lets people act without consent, set beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from needgraph.guidance.rules import Hit, Record
from needgraph.guidance.tables import GuidanceTables


def override_tests(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each document that sets more than one test for acting without consent."""
    documents: dict[str, dict[str, dict[str, set[str]]]] = {}
    for row in rows:
        rules = documents.setdefault(str(row["document"]), {})
        rule = rules.setdefault(str(row["node"]), {"acts": set(), "levels": set(), "needs": set(), "excepts": set()})
        rule["acts"].add(str(row["act"]))
        rule["levels"] |= {str(row["levels"])} - {""}
        rule[str(row["part"])].add(str(row["circumstance"]))
    for rules in documents.values():
        tests: dict[tuple[str, ...], list[str]] = {}
        for node, rule in rules.items():
            # Each exception lifts a rule alone; the conditions of a permission have to hold together.
            cases: list[tuple[str, ...]] = [(each,) for each in sorted(rule["excepts"])]
            for case in cases or [tuple(sorted(rule["needs"]))]:
                tests.setdefault(case, []).append(node)
        if len(tests) > 1:
            said = []
            for test, nodes in tests.items():
                levels = sorted(set().union(*(rules[node]["levels"] for node in nodes)))
                acts = ", ".join(sorted(set().union(*(rules[node]["acts"] for node in nodes))))
                at = f" at level {' and '.join(levels)}" if levels else ""
                said.append(f"{' and '.join(test)} ({acts}{at})")
            nodes = [node for found in tests.values() for node in found]
            problem = f"Sets {len(tests)} tests for acting without consent that are not equivalent: {'; '.join(said)}."
            yield Hit(nodes[0], problem, tuple(dict.fromkeys(nodes[1:])))


def consent_before_danger(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each sentence that asks for consent first and spares no case in which asking is the danger.

    One sentence that was read as several rules is one hit.
    """
    rules: dict[str, dict[str, dict[str, None]]] = {}
    for row in rows:
        rule = rules.setdefault(str(row["node"]), {})
        for column in ("rule", "sentence", "level", "case", "beside", "permission", "other", "elsewhere"):
            if row.get(column):
                rule.setdefault(column, {})[str(row[column])] = None
    sentences: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for node, rule in rules.items():
        told = tuple(sorted(rule.get("sentence", {}))) or (node,)
        sentences.setdefault((told, tuple(sorted(rule.get("case", {})))), []).append(node)
    for (_told, cases), nodes in sentences.items():
        gathered = {column: dict.fromkeys(each for node in nodes for each in rules[node].get(column, {}))
                    for column in ("rule", "level", "beside", "permission", "other", "elsewhere")}  # fmt: skip
        spared = (
            f"The one exception of the sentence is {' or '.join(cases)}."
            if cases
            else "The sentence itself makes no exception."
        )
        if gathered["permission"]:
            spared += f" At the same level the document also says: {' '.join(gathered['permission'])}"
        at = f", at level {' and '.join(sorted(gathered['elsewhere']))}," if gathered["elsewhere"] else ""
        said = (
            f"Elsewhere{at} the document itself says that asking can put a child at risk."
            if gathered["other"]
            else "No exception is made where asking would itself put the child at risk."
        )
        problem = f"{' '.join(gathered['rule'])} {spared} {said}"
        others = tuple(dict.fromkeys((*nodes[1:], *gathered["beside"], *gathered["other"])))
        yield Hit(nodes[0], problem, others, " | ".join(sorted(gathered["level"])))
