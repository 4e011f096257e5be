with tickets as (

    select
        customer_id,
        count(*) as tickets,
        cast(sum(case when closed_at is null then 1 else 0 end) as bigint)
            as open_tickets,
        max(opened_at) as last_ticket_at,
        avg(satisfaction) as ticket_satisfaction
    from {{ ref('int_tickets__of_customers') }}
    group by customer_id

),

answers as (

    select
        *,
        row_number() over (
            partition by customer_id, kind
            order by answered_at desc nulls last, source_name asc, response_id asc
        ) as place_from_last
    from {{ ref('int_surveys__of_customers') }}

),

surveys as (

    select
        {% for kind in ['nps', 'csat', 'ces'] -%}
            max(case when kind = '{{ kind }}' and place_from_last = 1 then score end)
                as last_{{ kind }},
        {% endfor -%}
        customer_id,
        count(*) as surveys,
        max(answered_at) as last_survey_at
    from answers
    group by customer_id

),

activities as (

    select
        customer_id,
        count(*) as activities,
        max(starts_at) as last_activity_at
    from {{ ref('int_activities__of_customers') }}
    group by customer_id

),

campaigns as (

    select
        customer_id,
        count(*) as campaigns
    from {{ ref('int_campaign_members__distinct') }}
    where not is_holdout
    group by customer_id

),

customers as (

    select customer_id from tickets
    union
    select customer_id from surveys
    union
    select customer_id from activities
    union
    select customer_id from campaigns

),

final as (

    select
        customers.customer_id,
        coalesce(tickets.tickets, 0) as tickets,
        coalesce(tickets.open_tickets, 0) as open_tickets,
        tickets.last_ticket_at,
        tickets.ticket_satisfaction,
        coalesce(surveys.surveys, 0) as surveys,
        surveys.last_survey_at,
        surveys.last_nps,
        surveys.last_csat,
        surveys.last_ces,
        coalesce(activities.activities, 0) as activities,
        activities.last_activity_at,
        coalesce(campaigns.campaigns, 0) as campaigns
    from customers
    left join tickets
        on customers.customer_id = tickets.customer_id
    left join surveys
        on customers.customer_id = surveys.customer_id
    left join activities
        on customers.customer_id = activities.customer_id
    left join campaigns
        on customers.customer_id = campaigns.customer_id

)

select * from final
