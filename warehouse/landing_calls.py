"""What a page needs of an event, from a line of the landing: by SQL, in memory.

The table ``events`` has one row per event: ``source_name``, ``message_id`` (a hash of
the call where the sender gives none), ``type``, ``event``, ``visitor_id``,
``occurred_at`` (by the sender's clock, corrected, and never after receipt),
``received_at``, ``device``, ``page_path``, ``product_id``, ``product_name``,
``order_id``, ``order_amount``, and the ``bytes`` of its line. Times are in UTC with
their zone.
"""

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
    "user_agent": ["call.context.userAgent", "context.userAgent", "user_agent"],
    "device_type": ["call.context.device.type", "context.device.type"],
    "page_path": [
        *("call.properties.path", "call.context.page.path", "context.page.path"),
    ],
    "product_id": ["call.properties.product_id"],
    "product_name": ["call.properties.name"],
    "order_id": ["call.properties.order_id"],
    "order_amount": [
        *("call.properties.revenue", "call.properties.total", "call.properties.value"),
    ],
}
"""Column to where it stands in a line, the first one that is there."""

_PATHS = [path for paths in _FIELDS.values() for path in paths]


def _field(column: str) -> str:
    found = (f"found[{_PATHS.index(path) + 1}]" for path in _FIELDS[column])
    return f"coalesce({', '.join(found)}) as {column}"


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
            as call_hash
    from found
),
calls as (
    select
        source_name,
        coalesce(nullif(message_id, ''), call_hash) as message_id,
        type,
        event,
        coalesce(anonymous_id, user_id) as visitor_id,
        try_cast(received_at as timestamptz) as received_at,
        try_cast(sent_at as timestamptz) as sent_at,
        try_cast(original_timestamp as timestamptz) as original_at,
        case
            when type = 'screen' or device_type is not null then 'app'
            when coalesce(user_agent, '') = '' then 'server'
            when regexp_matches(user_agent, 'iPad|Tablet') then 'tablet'
            when regexp_matches(user_agent, 'Mobi|iPhone|Android') then 'mobile'
            when starts_with(user_agent, 'Mozilla/') then 'desktop'
            else 'other'
        end as device,
        page_path,
        product_id,
        product_name,
        order_id,
        try_cast(order_amount as double) as order_amount,
        bytes
    from fields
    where list_contains({list(_CALLS)}, type)
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
"""Add what the view ``lines`` holds; a repeat of an event that is there is none."""

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
