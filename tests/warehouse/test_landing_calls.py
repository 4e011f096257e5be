"""The Live page's words are the models' words."""

from itertools import product

import duckdb
import jinja2

from tests.warehouse.landing_lines import line
from warehouse.landing_calls import CREATE_EVENTS, INSERT_EVENTS, bot_pattern
from warehouse.settings import REPOSITORY

AGENTS = [
    None,
    "",
    *("ipad", "kindle", "silk/3", "iphone mobile", "opera mini", "android 14"),
    *("windows nt 10", "macintosh", "x11; linux", "cros x86", "mozilla/5.0"),
]
LIBRARIES = [
    None,
    *("analytics.js", "analytics-ios", "Analytics-Android", "react-native", "flutter"),
    *("analytics-python", "analytics-node", "analytics-go", "analytics.net", "php"),
]
KINDS = [None, "", "desktop", "Mobile", "tablet", "iOS", "android", "tv"]
MIXES = [*product(LIBRARIES, KINDS, AGENTS)]


def by_the_page() -> list[str]:
    """Return what the Live page calls the device of each mix, in their order."""
    connection = duckdb.connect()
    connection.execute(CREATE_EVENTS)
    connection.execute("create table lines (line text)")
    lines = [
        line(
            str(n),
            anonymousId="a",
            context={
                "library": {"name": library},
                "device": {"type": kind},
                "userAgent": agent,
            },
        )
        for n, (library, kind, agent) in enumerate(MIXES)
    ]
    connection.executemany(
        "insert into lines values (?)", [[one.decode()] for one in lines]
    )
    connection.execute(INSERT_EVENTS, [bot_pattern()])
    rows = connection.execute("select device from events order by message_id::int")
    return [device for (device,) in rows.fetchall()]


def by_the_model() -> list[str]:
    """Return what the macro `device` calls them."""
    path = REPOSITORY / "dbt_project" / "macros" / "device.sql"
    call = "{{ device('library', 'kind', device_of_agent('agent')) }}"
    macro = jinja2.Template(path.read_text() + call)
    connection = duckdb.connect()
    connection.execute("create table mixes (library text, kind text, agent text)")
    connection.executemany("insert into mixes values (?, ?, ?)", MIXES)
    rows = connection.execute(f"select {macro.render()} from mixes order by rowid")
    return [device for (device,) in rows.fetchall()]


def test_a_device_is_called_as_the_models_call_it() -> None:
    devices = by_the_model()
    assert set(devices) == {"desktop", "mobile", "tablet", "app", "server", "other"}
    assert by_the_page() == devices
