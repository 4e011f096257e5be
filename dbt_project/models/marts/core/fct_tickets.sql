with tickets as (

    select * from {{ ref('stg_feedback__tickets') }}

),

of_customers as (

    select * from {{ ref('int_tickets__of_customers') }}

),

final as (

    select
        tickets.source_name,
        tickets.ticket_id,
        of_customers.customer_id,
        tickets.channel,
        tickets.opened_at,
        {{ local_date('tickets.opened_at') }} as opened_on,
        tickets.closed_at,
        case
            when tickets.closed_at >= tickets.opened_at
                then
                    {{ seconds_between('tickets.opened_at', 'tickets.closed_at') }}
                    / 3600
        end as resolution_hours,
        cast(tickets.satisfaction as double) as satisfaction,
        {{ is_one_of('tickets.source_name', var('simulated_sources')) }} as is_simulated
    from tickets
    left join of_customers
        on
            tickets.source_name = of_customers.source_name
            and tickets.ticket_id = of_customers.ticket_id

)

select * from final
order by
    opened_on,
    source_name,
    ticket_id
