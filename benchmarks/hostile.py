"""Send every hostile request to a server of its own, and print what is right, what came, and whether it still answers.

python benchmarks/hostile.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from hostile_cases import CASES, OPTIONS, Case
from served import FIXTURES, Running, serving

NAME, EXPECTED, GOT = 44, 20, 20


def main() -> int:
    """Print the table; return 1 when a case went wrong."""
    wrong = 0
    print(f"{'case':{NAME}} {'expected':{EXPECTED}} {'got':{GOT}} {'seconds':>7}  still alive")
    with serving("--data", str(FIXTURES), *OPTIONS) as server:
        for case in CASES:
            began = time.monotonic()
            got = _outcome(case, server)
            seconds = time.monotonic() - began
            alive = server.process.poll() is None and _outcome(HEALTH, server) == "200"
            good = got in case.expected and alive
            wrong += not good
            expected = _short(" or ".join(case.expected), EXPECTED)
            print(
                f"{_short(case.name, NAME):{NAME}} {expected:{EXPECTED}} {_short(got, GOT):{GOT}} {seconds:7.2f}  "
                f"{'yes' if alive else 'NO'}{'' if good else '   <- wrong'}"
            )
        said = "".join(server.said[1:])
    print(f"\n{len(CASES)} cases, {len(CASES) - wrong} right, {wrong} wrong; on standard error: {said or 'nothing'}")
    return 1 if wrong or said else 0


HEALTH = Case("health", ("200",), lambda server: str(server.get("/health").status))


def _outcome(case: Case, server: Running) -> str:
    try:
        return case.act(server)
    except (AssertionError, OSError) as problem:
        return str(problem) or type(problem).__name__


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


if __name__ == "__main__":
    sys.exit(main())
