"""What a page needs of an event, from a line of the landing: by SQL, in memory.

The table ``events`` has one row per event: ``source_name``, ``message_id`` (a hash of
the call where the sender gives none), ``type``, ``event``, ``visitor_id``,
``occurred_at`` (by the sender's clock, corrected, and never after receipt),
``received_at``, ``device``, ``page_path``, ``product_id``, ``product_name``,
``order_id``, ``order_amount``, and the ``bytes`` of its line. Times are in UTC with
their zone. Bots are left out. What a device, a bot and an amount are is said as the
model ``fct_events`` says it, which reads whole days and not seconds.
"""

import csv
import re
from functools import cache

from warehouse.settings import REPOSITORY

BOTS_PATH = REPOSITORY / "dbt_project" / "seeds" / "bot_user_agents.csv"

_CALLS = ("track", "page", "screen", "identify", "group", "alias")

_FIELDS = {
    "source_name": ["source"],
    "received_at": ["received_at"],
    "sent_at": ["sent_at", "call.sentAt"],
    "original_timestamp": ["call.originalTimestamp", "call.timestamp"],
    "type": ["type", "call.type"],
    "event": ["call.event"],
    "message_id": ["call.messageId"],
    "anonymous_id": ["call.anonymousId"],
    "user_id": ["call.userId"],
    "stated_agent": ["call.context.userAgent", "context.userAgent"],
    "request_agent": ["user_agent"],
    "library": ["call.context.library.name", "context.library.name"],
    "device_type": ["call.context.device.type", "context.device.type"],
    "own_path": ["call.properties.path"],
    "path_around": ["call.context.page.path", "context.page.path"],
    "product_id": ["call.properties.product_id", "call.properties.sku"],
    "product_name": ["call.properties.name"],
    "order_id": ["call.properties.order_id"],
    "revenue": ["call.properties.revenue", "call.properties.subtotal"],
    "total": ["call.properties.total"],
    "tax": ["call.properties.tax"],
    "shipping": ["call.properties.shipping"],
    "order_value": ["call.properties.value"],
}
"""Column to where it stands in a line, the first one that is there."""

_PATHS = [path for paths in _FIELDS.values() for path in paths]


@cache
def bot_pattern() -> str:
    """Return an expression that the user agents of bots match, in lower case."""
    with BOTS_PATH.open(encoding="utf-8", newline="") as file:
        return "|".join(re.escape(row["pattern"]) for row in csv.DictReader(file))


def _field(column: str) -> str:
    found = (f"found[{_PATHS.index(path) + 1}]" for path in _FIELDS[column])
    return f"coalesce({', '.join(found)}) as {column}"


def _time(column: str) -> str:
    """Return SQL of a time; null where it is none of the years 1 to 9999.

    Senders write ``infinity`` too, from which nothing can be subtracted.
    """
    time = f"try_cast({column} as timestamptz)"
    return (
        f"case when {time} between timestamptz '0001-01-01' "
        f"and timestamptz '9999-12-30' then {time} end"
    )


def _amount(column: str) -> str:
    """Return SQL of an amount, as the macro `decimal_of` has it: never infinite."""
    return f"try_cast({column} as decimal(16, 4))"


# As the macro `device` has it.
_DEVICE = """
    case
        when lower(device_type) in ('desktop', 'mobile', 'tablet')
            then lower(device_type)
        when
            lower(device_type) in ('ios', 'android')
            or regexp_matches(
                lower(library),
                'ios|android|swift|kotlin|react-native|flutter|xamarin|unity|cordova'
            ) then 'app'
        when regexp_matches(agent, 'ipad|tablet|kindle|silk/') then 'tablet'
        when regexp_matches(agent, 'mobi|iphone|ipod|opera mini') then 'mobile'
        when regexp_matches(agent, 'android') then 'tablet'
        when regexp_matches(agent, 'windows nt|macintosh|linux|cros ') then 'desktop'
        when regexp_matches(
            lower(library), 'python|node|ruby|-java|-go|php|\\.net|csharp|-rust'
        ) then 'server'
        else 'other'
    end
"""

CREATE_EVENTS = """
create table events (
    source_name varchar, message_id varchar, type varchar, event varchar,
    visitor_id varchar, occurred_at timestamptz, received_at timestamptz,
    device varchar, page_path varchar, product_id varchar, product_name varchar,
    order_id varchar, order_amount double, bytes bigint
)
"""

INSERT_EVENTS = f"""
insert into events by name
with found as (
    select
        line,
        json_extract_string(
            case when json_valid(line) then line end, {[f"$.{p}" for p in _PATHS]}
        ) as found
    from lines
),
fields as (
    select
        {", ".join(map(_field, _FIELDS))},
        strlen(line) as bytes,
        case when coalesce(message_id, '') = '' then md5(line -> '$.call') end
            as call_hash,
        lower(
            coalesce(
                stated_agent,
                case when request_agent like 'Mozilla/%' then request_agent end
            )
        ) as agent
    from found
),
calls as (
    select
        source_name,
        coalesce(nullif(message_id, ''), call_hash) as message_id,
        type,
        event,
        coalesce(nullif(trim(anonymous_id), ''), nullif(trim(user_id), ''))
            as visitor_id,
        {_time("received_at")} as received_at,
        {_time("sent_at")} as sent_at,
        {_time("original_timestamp")} as original_at,
        {_DEVICE} as device,
        coalesce(case when type = 'page' then own_path end, path_around) as page_path,
        product_id,
        product_name,
        order_id,
        coalesce(
            {_amount("revenue")},
            {_amount("total")}
            - coalesce({_amount("tax")}, 0)
            - coalesce({_amount("shipping")}, 0),
            {_amount("order_value")}
        ) as order_amount,
        bytes
    from fields
    where
        list_contains({list(_CALLS)}, type)
        and not coalesce(regexp_matches(agent, $1), false)
),
numbered as (
    select
        * exclude (sent_at, original_at),
        -- Nothing happens after it was received.
        least(
            received_at,
            coalesce(received_at - (sent_at - original_at), original_at, received_at)
        ) as occurred_at,
        row_number() over (
            partition by source_name, message_id order by received_at, bytes
        ) as repeat
    from calls
    where received_at is not null
)
select * exclude (repeat)
from numbered
anti join events using (source_name, message_id)
where repeat = 1
"""
"""Add what the view ``lines`` holds, no repeats and no bots (``$1``: `bot_pattern`)."""

REWRITE_EVENTS = """
create or replace table events as
with counted as (
    select
        *,
        sum(bytes) over (
            order by received_at desc, message_id rows unbounded preceding
        ) as newer_bytes
    from events
    where received_at >= $1
)
select * exclude (newer_bytes)
from counted
where newer_bytes <= $2
"""
"""Keep what was received since ``$1``, and of that the newest ``$2`` bytes."""
