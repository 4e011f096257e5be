"""Texts that name nobody link nobody; what looks odd or hides something still names."""

import pytest

from tests.science.identity.seen_together import customers, findings, link, seen


@pytest.mark.parametrize(
    "nobody",
    [
        "customer:null", "customer:-1", "customer: 0 ", "customer:000", "customer:NaN",
        "customer:Undefined", "customer:guest", "customer:", "customer:\u200b",
        "email:NULL", "email:no-reply@shop.org", "email:Test@shop.org",
        "email:none@none.com", "email:no mail", "phone:000000", "phone:-1",
        "phone:1111111", "phone:unknown", "customer:" + "7" * 10_000,
        "email:" + "a" * 10_000 + "@mail.org",
    ],
)  # fmt: skip
def test_a_value_that_names_nobody_links_nobody_and_is_counted(nobody: str) -> None:
    kind = nobody.partition(":")[0]
    rows = [seen(f"contact:crm/{n}", nobody, kind) for n in range(2)]
    found = link(
        [seen(row["left_kind"] + ":" + row["left_value"]) | row for row in rows]
    )
    assert customers(found) == {frozenset({f"contact:crm/{n}"}) for n in range(2)}
    for finding in found.findings.to_pylist():
        assert finding["code"] in {"blocked", "too_long", "unreadable"}
        assert finding["kind"] == kind
        assert len(finding["value"]) < 120
    assert sum(found.findings["records"].to_pylist()) == 2


def test_real_values_that_look_odd_still_name_somebody() -> None:
    odd = ["customer:100", "customer:x", "customer:-8214673512", "customer:محمد",
           "email:ada+till@example.com", "email:x@test-shop.org"]  # fmt: skip
    found = link(seen(f"contact:crm/{n}", one, "email") for n, one in enumerate(odd))
    assert found.findings.num_rows == 0
    assert {len(group) for group in customers(found)} == {2}


def test_characters_that_nobody_sees_make_no_other_customer() -> None:
    written = ["42", "\u202e42\u202c", "4\u200b2", " 42\t", "\ufeff42"]
    found = link(
        seen(f"contact:crm/{n}", f"customer:{w}") for n, w in enumerate(written)
    )
    assert len(customers(found)) == 1
    assert findings(found) == {("mended", w): "42" for w in written[1:]}
