{# The orders that events told within visits: one row per `visitor_id` and
   `session_number` that has any. An order may be told twice, by the browser and by the
   shop's server; the first time counts, and each that has no id. #}
{% macro orders_within(visits, completed) -%}
    with told as (

        select
            visits.visitor_id,
            visits.session_number,
            completed.order_id,
            completed.order_amount,
            row_number() over (
                partition by visits.visitor_id, visits.session_number
                order by
                    completed.occurred_at,
                    completed.received_at,
                    completed.source_name,
                    completed.message_id
            ) as place
        from {{ completed }} as completed
        inner join {{ visits }} as visits
            on
                completed.visitor_id = visits.visitor_id
                and completed.occurred_at >= visits.started_at
                and completed.occurred_at <= visits.ended_at

    ),

    told_orders as (

        select
            visitor_id,
            session_number,
            order_id,
            min(place) as place,
            min_by(order_amount, place) as order_amount
        from told
        group by
            visitor_id,
            session_number,
            order_id,
            case when order_id is null then place end

    )

    select
        visitor_id,
        session_number,
        count(*) as orders,
        min_by(order_id, case when order_id is not null then place end) as order_id,
        sum(order_amount) as order_amount
    from told_orders
    group by
        visitor_id,
        session_number
{%- endmacro %}
