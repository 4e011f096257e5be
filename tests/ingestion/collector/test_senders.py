"""Write keys tell senders apart; a sender's rate is a bucket that fills by itself."""

import time

import pytest

from ingestion.collector.refusal import RefusedError
from ingestion.collector.senders import Rate, Senders, is_loopback, spend
from tests.ingestion.collector.serving import KEYS, SETTINGS
from warehouse.settings import SettingsError
from warehouse.settings.secrets import MissingSecretError


@pytest.fixture
def senders(shop, monkeypatch: pytest.MonkeyPatch) -> Senders:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    shop.write(SETTINGS)
    return Senders()


def test_a_key_is_that_of_its_source(senders: Senders) -> None:
    assert senders.of("sesame", is_from_here=False).source == "web"
    assert senders.of("snail", is_from_here=False).source == "slow"
    assert senders.sources == ["web", "till", "slow"]


@pytest.mark.parametrize(
    "key", [None, "", "Sesame", "sesame ", "env:WEB_KEY", "\ud800"]
)
def test_another_key_is_refused(senders: Senders, key: str | None) -> None:
    with pytest.raises(RefusedError) as found:
        senders.of(key, is_from_here=True)
    assert found.value.status.value == 401


def test_the_demo_key_is_taken_from_this_machine_alone(senders: Senders) -> None:
    assert senders.of("demo", is_from_here=True).source == "till"
    with pytest.raises(RefusedError, match="machine alone"):
        senders.of("demo", is_from_here=False)


def test_a_key_that_is_nowhere_is_named(shop) -> None:
    shop.write(SETTINGS)
    with pytest.raises(MissingSecretError, match="WEB_KEY"):
        Senders()


def test_two_sources_cannot_have_one_key(shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.setenv(name, "same")
    shop.write(SETTINGS)
    with pytest.raises(SettingsError, match="web and slow have one write key"):
        Senders()


def test_a_shop_without_senders_is_told_how_to_have_one(shop) -> None:
    with pytest.raises(SettingsError, match="env:WEB_WRITE_KEY"):
        Senders()


def test_a_rate_is_shared_by_workers(shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    shop.write(SETTINGS)
    sender = Senders(workers=4).of("snail", is_from_here=False)
    assert sender.rate is not None
    assert sender.rate.events_per_second == 2.5


def test_over_its_rate_a_sender_is_told_when_to_come_again(senders: Senders) -> None:
    sender = senders.of("snail", is_from_here=False)
    spend(sender, 10)
    with pytest.raises(RefusedError) as found:
        spend(sender, 10)
    assert found.value.status.value == 429
    assert found.value.headers == ((b"retry-after", b"1"),)
    spend(senders.of("sesame", is_from_here=False), 1_000_000)


@pytest.mark.parametrize("size", [1, 7, 100, 350])
def test_no_more_than_the_rate_passes_and_all_of_it(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Whatever the size of the batches, one larger than the bucket included."""
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    rate, passed = Rate(100), 0
    for _ in range(10_000):
        if rate.take(size) == 0:
            passed += size
        now += 0.01
    assert 100 * 100 - size <= passed <= 100 * 100 + 100 + size


def test_after_the_time_that_it_is_told_a_batch_passes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    rate = Rate(10)
    assert rate.take(30) == 0
    wait_s = rate.take(5)
    assert wait_s == pytest.approx(2.5)
    now += wait_s + 1e-9
    assert rate.take(5) == 0


@pytest.mark.parametrize(
    ("address", "is_here"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("10.0.0.1", False),
     ("::ffff:127.0.0.1", True), ("::ffff:10.0.0.1", False), ("", False),
     ("localhost.evil.example", False)],
)  # fmt: skip
def test_loopback_is_this_machine(address: str, is_here: bool) -> None:
    assert is_loopback(address) is is_here
