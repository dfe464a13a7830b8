"""The application tells of its answers without telling of who asked."""

from __future__ import annotations

import pytest

from served import FIXTURES, serving

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("serving-app")]


def test_access_log_names_known_paths_and_nothing_of_who_asked() -> None:
    with serving("--data", str(FIXTURES), "--access-log") as site:
        assert site.get("/query/levels?authority=ashby", user_agent="Somebody/1.0").status == 200
        assert site.get("/somebody/at/home").status == 404
        assert site.get("/doc/tier/3.ttl", if_none_match="*").status == 304
    said = [line.split(" bytes ")[0].rsplit(" ", 1)[0] for line in site.said[1:]]
    assert said == ["GET /query/levels 200", "GET - 404", "GET /doc/tier/3.ttl 304"]
    assert not any(word in line for line in site.said[1:] for word in ("ashby", "omebody", "127.0.0.1"))


def test_without_the_option_nothing_is_said_but_the_address() -> None:
    with serving("--data", str(FIXTURES)) as site:
        assert site.get("/health").status == 200
    assert [line.split(":")[0] for line in site.said] == ["Serving http"]


def test_documents_bear_the_latest_date_of_the_data() -> None:
    with serving("--data", str(FIXTURES)) as site:
        assert site.get("/doc/tier/3").headers["last-modified"] == "Sat, 21 Nov 2026 00:00:00 GMT"
        assert site.get("/doc/tier/3", if_modified_since="Sun, 22 Nov 2026 00:00:00 GMT").status == 304
        assert '"built": "2026-11-21"' in site.get("/query/levels").text
