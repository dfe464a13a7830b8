"""What every test has: a cache of its own, so that none reads or fills the user's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

# Whole modules that the inner loop (`make quick`) leaves out: they start processes for every case, judge the real
# documents by another engine, or hold reports of hundreds of pages against their sources.
SLOW = {
    "test_checking_shapes", "test_commands_compare_command", "test_commands_consent_command",
    "test_commands_guidance_command", "test_commands_outcomes", "test_commands_report_command",
    "test_commands_running_apart", "test_comparing_documents", "test_consent_of_documents", "test_consent_oracle",
    "test_publication_consent_views", "test_counts", "test_reports_draft", "test_decisions_folder",
    "test_decisions_moves", "test_diff_changes", "test_docstrings", "test_guidance", "test_guidance_checks",
    "test_imports", "test_judging_judge", "test_ontology", "test_publication_graph",
    "test_publishing_redirect_rules", "test_querying_remote", "test_questions", "test_readme",
    "test_reports_of_documents", "test_reviewing_pack", "test_serving_openapi", "test_sssom_judging",
    "test_strangers_files", "test_strangers_standard_input", "test_suggesting_candidates",
    "test_synthetic_authorities",
}  # fmt: skip


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("NEEDGRAPH_DEBUG", raising=False)
        yield
