"""``identity.yml`` says who is whom, and every slip in it is told by its place."""

import pytest

from tests.conftest import Shop
from warehouse.settings import REPOSITORY, SettingsError, settings
from warehouse.settings.identity import Identity, read_identity


def fault(shop: Shop, text: str) -> str:
    """Return what reading a file says."""
    shop.file("identity.yml", text)
    settings.cache_clear()
    with pytest.raises(SettingsError) as caught:
        _ = settings().identity
    return str(caught.value)


def test_a_shop_without_the_file_has_what_it_begins_with(shop: Shop) -> None:
    assert settings().identity == Identity()
    shop.file("identity.yml", "# nothing differs\n")
    settings.cache_clear()
    assert settings().identity == Identity()


def test_what_a_file_names_adds_to_what_is_blocked(shop: Shop) -> None:
    shop.file(
        "identity.yml",
        "blocked: {email: [' Till@Shop.org ']}\nblocked_patterns: {phone: ['0800.*']}",
    )
    settings.cache_clear()
    found = settings().identity
    assert {"null", "till@shop.org"} <= set(found.blocked_values["email"])
    assert "till@shop.org" not in found.blocked_values["phone"]
    assert found.all_patterns["phone"] == ("0800.*",)
    assert len(found.all_patterns["email"]) > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("limits: {contact: 0}", "limits.contact"),
        ("limits: {person: 5}", "limits.person"),
        ("rules: [email, decided]", "the first rule is decided"),
        ("rules: [decided, email, email]", "a rule is there twice"),
        ("rules: [decided, guess]", "rules.1"),
        ("blocked_patterns: {email: ['(']}", "no regular expression"),
        ("blocked: {phone: [112]}", "blocked.phone.0"),
        ("region: Britain", "region"),
        ("region: GB\nregion: US", "there twice"),
        ("limits: [", "cannot be read"),
    ],
)
def test_a_slip_is_told_by_its_place(shop: Shop, text: str, words: str) -> None:
    assert words in fault(shop, text)


def test_the_demos_file_names_what_every_shop_begins_with_but_its_country() -> None:
    found = read_identity(REPOSITORY / "workspace" / "identity.yml")
    assert found == Identity(region="US")
