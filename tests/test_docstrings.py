"""Every example in a docstring runs and prints what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import needgraph

MODULES = ["needgraph", *(each.name for each in pkgutil.walk_packages(needgraph.__path__, "needgraph."))]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_public_functions_of_the_package_are_documented() -> None:
    assert all(getattr(needgraph, name).__doc__ for name in needgraph.__all__)
