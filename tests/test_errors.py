"""Every fault a user can cause is one of ours, so that the command line answers it without a traceback."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import needgraph
from needgraph.errors import NeedgraphError

# These are programs of their own.
PROGRAMS = {"needgraph.judging.child", "needgraph.sssom.strangers_child"}
FOUND = pkgutil.walk_packages(needgraph.__path__, "needgraph.")
MODULES = [each.name for each in FOUND if each.name not in PROGRAMS]
# They carry no message to a user: they end an answer in the middle of it.
STEERING = {"CutOff", "GoneError"}


@pytest.mark.parametrize("name", MODULES)
def test_exceptions_of_a_module_are_ours(name: str) -> None:
    module = importlib.import_module(name)
    own = [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Exception) and each.__module__ == module.__name__
    ]
    assert all(issubclass(each, NeedgraphError) for each in own if each.__name__ not in STEERING), own
