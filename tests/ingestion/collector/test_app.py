"""The running collector: what it takes, what it refuses, and what lies on disk then."""

import gzip
import json
from typing import Any

import pytest

from ingestion.collector.app import PATHS
from ingestion.collector.bodies import MOST_BODY_BYTES
from ingestion.collector.requests import MOST_CALLS
from tests.ingestion.collector.serving import Server, basic

EVENT = {"userId": "u", "event": "A"}


def new_lines(server: Server, path: str, body: object, **more: Any) -> list[Any]:
    """Post what must be taken, and return the lines that are on disk for it."""
    before = len(server.raw_lines())
    answer = server.post(path, body, **more)
    assert (answer.status, answer.json) == (200, {"success": True})
    return server.landed()[before:]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", PATHS)
def test_each_path_takes_its_call(server: Server, path: str, slash: str) -> None:
    call = PATHS[path]
    body = {"batch": [EVENT, EVENT]} if call is None else EVENT
    found = new_lines(server, path + slash, body)
    assert [line["call"] for line in found] == [EVENT] * (1 if call else 2)
    assert {line.get("type") for line in found} == {call}
    assert {line["source"] for line in found} == {"web"}


def test_a_line_says_when_its_request_came_and_was_sent(server: Server) -> None:
    first, second = new_lines(
        server, "/v1/batch", {"batch": [{"a": 1}, {"b": 2}], "sentAt": "2026-01-01"}
    )
    assert first["received_at"] == second["received_at"]
    assert first["received_at"].endswith("Z")
    assert len(first["received_at"]) == len("2026-01-01T00:00:00.000000Z")
    assert first["sent_at"] == "2026-01-01"
    assert second["n"] == first["n"] + 1


def test_the_browser_is_kept_and_a_servers_library_is_not(server: Server) -> None:
    name = 'Mozilla/5.0 "quoted" \xe9'
    (line,) = new_lines(server, "/v1/t", EVENT, **{"User-Agent": name})
    assert line["user_agent"] == name
    library = {"User-Agent": "analytics-python/2.4"}
    (line,) = new_lines(server, "/v1/t", EVENT, **library)
    assert "user_agent" not in line


@pytest.mark.parametrize(
    "path", ["/v1/track", "/v1/track?writeKey=sesame", "/v1/track?a&writeKey=sesame"]
)
def test_a_page_that_closes_sends_text_without_headers(
    server: Server, path: str
) -> None:
    key = {} if "?" in path else {"writeKey": "sesame"}
    headers = {
        "Content-Type": "text/plain;charset=UTF-8",
        "Origin": "https://shop.test",
    }
    (line,) = new_lines(server, path, EVENT | key, key=None, **headers)
    assert line["call"] == EVENT | dict.fromkeys(key, "")


def test_keys_of_headers_come_first(server: Server) -> None:
    body = {"batch": [EVENT], "writeKey": "snail"}
    (line,) = new_lines(server, "/v1/b?writeKey=snail", body, key="sesame")
    assert line["source"] == "web"


def test_the_demo_key_is_for_this_machine_and_no_proxy(server: Server) -> None:
    (line,) = new_lines(server, "/v1/track", EVENT, key="demo")
    assert line["source"] == "till"
    for header in ("X-Forwarded-For", "Forwarded"):
        answer = server.post("/v1/track", EVENT, "demo", **{header: "10.0.0.1"})
        assert answer.status == 401


def test_gzip_is_taken(server: Server) -> None:
    body = gzip.compress(json.dumps({"batch": [EVENT] * 3}).encode())
    found = new_lines(server, "/v1/batch", body, **{"Content-Encoding": "gzip"})
    assert [line["call"] for line in found] == [EVENT] * 3


def test_a_full_batch_is_taken(server: Server) -> None:
    body = json.dumps({"batch": [{"n": n} for n in range(MOST_CALLS)]}).encode()
    body += b" " * (MOST_BODY_BYTES - len(body))
    found = new_lines(server, "/v1/import", body)
    assert [line["call"]["n"] for line in found] == list(range(MOST_CALLS))
    assert new_lines(server, "/v1/import", {"batch": []}) == []


REFUSALS: dict[str, tuple[int, str, Any, dict[str, str]]] = {
    "no JSON": (400, "/v1/track", b"{", {}),
    "nothing": (400, "/v1/track", b"", {}),
    "no object": (400, "/v1/track", [], {}),
    "no batch": (400, "/v1/batch", EVENT, {}),
    "no gzip": (400, "/v1/track", b"{}", {"Content-Encoding": "gzip"}),
    "another encoding": (400, "/v1/track", b"{}", {"Content-Encoding": "br"}),
    "another key": (401, "/v1/track", {}, basic("open")),
    "no key": (401, "/v1/track", {}, {"Authorization": "Bearer sesame"}),
    "no Basic auth": (401, "/v1/track", {}, {"Authorization": "Basic \xff!"}),
    "a large call": (413, "/v1/track", {"a": "x" * 32_768}, {}),
    "a large body": (413, "/v1/batch", b" " * (MOST_BODY_BYTES + 1), {}),
    "many events": (413, "/v1/batch", {"batch": [1] * (MOST_CALLS + 1)}, {}),
    "a bomb": (
        413, "/v1/batch", gzip.compress(bytes(10**8)), {"Content-Encoding": "gzip"}
    ),
    "another path": (404, "/v1/tracks", EVENT, {}),
    "no path": (404, "/", EVENT, {}),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSALS)
def test_a_refusal_says_so_and_keeps_nothing(server: Server, what: str) -> None:
    status, path, body, headers = REFUSALS[what]
    before = server.raw_lines()
    answer = server.post(path, body, **headers)
    assert answer.status == status
    assert answer.json["success"] is False
    assert answer.json["error"]
    assert server.raw_lines() == before


def test_a_rate_is_kept_and_says_when_to_come_again(server: Server) -> None:
    assert server.post("/v1/batch", {"batch": [EVENT] * 40}, "snail").status == 200
    answer = server.post("/v1/track", EVENT, "snail")
    assert answer.status == 429
    assert int(answer.headers["retry-after"]) >= 2
    assert server.post("/v1/track", EVENT).status == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", "/v1/track", "POST, OPTIONS"), ("PUT", "/v1/b", "POST, OPTIONS"),
     ("POST", "/health", "GET, HEAD")],
)  # fmt: skip
def test_another_method_is_told_which(
    server: Server, method: str, path: str, allowed: str
) -> None:
    answer = server.ask(method, path)
    assert answer.status == 405
    assert answer.headers["allow"] == allowed


def test_any_page_may_send_with_its_key(server: Server) -> None:
    origin = {"Origin": "https://shop.test"}
    asked = origin | {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    preflight = server.ask("OPTIONS", "/v1/t", headers=asked)
    assert preflight.status == 204
    assert preflight.headers["access-control-allow-methods"] == "POST"
    allowed = preflight.headers["access-control-allow-headers"]
    assert {"authorization", "content-type"} <= set(allowed.split(", "))
    assert int(preflight.headers["access-control-max-age"]) > 0
    taken = server.post("/v1/t", EVENT, **origin)
    refused = server.post("/v1/t", EVENT, "open", **origin)
    for answer in (preflight, taken, refused):
        assert answer.headers["access-control-allow-origin"] == "https://shop.test"


def test_health_says_how_much_may_still_come(server: Server) -> None:
    answer = server.ask("GET", "/health")
    assert answer.status == 200
    assert answer.json["status"] == "ok"
    assert answer.json["free_bytes"] > 0
    assert server.ask("HEAD", "/health").body == b""
