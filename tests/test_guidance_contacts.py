"""A number or address is odd for a stated reason, and usual ones are left alone."""

from __future__ import annotations

import pytest

from guidance_store import real_tables, rows
from needgraph.guidance.contacts import email_fault, misprinted, phone_fault


@pytest.mark.parametrize(
    "phone",
    ["0151 907 8305", "0345 050 0148", "(0161) 342-4101", "01632 960101", "+44 161 342 4260", "+44 (0)161 342 4260",
     "999", "101", "0800 1111", "0800 123456", "07700 900123", "016977 2345", "020 7946 0018"],
)  # fmt: skip
def test_usual_number_is_left_alone(phone: str) -> None:
    assert phone_fault(phone) == ""


@pytest.mark.parametrize(
    ("phone", "why"),
    [
        ("0151 907 830", "has 10 digits"),
        ("0161 342 42600", "has 12 digits"),
        ("0461 342 2222", "begins 0461"),
        ("342 4260", "does not begin with 0"),
        ("0161 E42 4260", "other than digits"),
    ],
)
def test_odd_number_is_found_with_the_reason(phone: str, why: str) -> None:
    assert why in phone_fault(phone)


@pytest.mark.parametrize(
    ("email", "why"),
    [
        ("desk@castle", "well-formed"),
        ("desk castle@castle.example", "well-formed"),
        ("front..desk@castle.example", "well-formed"),
        ("contactandreferraltteam@castle.example", "“contactandreferralteam”"),
    ],
)
def test_odd_address_is_found_with_the_reason(email: str, why: str) -> None:
    assert why in email_fault(email, "Integrated Contact and Referral Team (iCART)")


@pytest.mark.parametrize("email", ["contactandreferralteam@x.example", "duty@x.example", "safeguarding@x.example"])
def test_usual_address_is_left_alone(email: str) -> None:
    assert email_fault(email, "Integrated Contact and Referral Team (iCART)") == ""


def test_near_miss_is_told_with_the_whole_words_of_the_name() -> None:
    assert "nearly “westbyfrontdoor”," in email_fault("westbyfrontdor@x.example", "Westby Front Door")
    assert email_fault("referrals@x.example", "Referral Team") == ""


@pytest.mark.parametrize(
    ("email", "authority", "odd"),
    [
        ("door@wesby.example", "westby", True),
        ("door@wesby.gov.uk", "westby", True),
        ("door@westby.gov.uk", "westby", False),
        ("door@wetsby-council.example", "westby", True),
        ("door@westbycouncil.example", "westby", False),
        ("door@northshire.example", "westby", False),
        ("door@nhs.net", "ash", False),
        ("door@cheshireeats.gov.uk", "cheshire-east", True),
    ],
)
def test_domain_that_is_nearly_the_authority_is_found(email: str, authority: str, odd: bool) -> None:
    assert ("has the domain" in email_fault(email, "Front Door", authority)) is odd


def test_contact_with_both_faults_has_a_hit_for_each() -> None:
    found = misprinted(rows("node name phone email", ("n", "Desk", "12", "desk@x")), real_tables())
    assert [hit.problem.split()[1] for hit in found] == ["number", "address"]
