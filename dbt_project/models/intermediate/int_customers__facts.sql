with tickets as (

    select * from {{ ref('int_tickets__of_customers') }}

),

surveys as (

    select * from {{ ref('int_surveys__of_customers') }}

),

activities as (

    select * from {{ ref('int_activities__of_customers') }}

),

members as (

    select * from {{ ref('int_campaign_members__distinct') }}

),

campaigns as (

    select * from {{ ref('int_campaigns__latest') }}

),

changes as (

    select * from {{ ref('int_contacts__changes') }}

),

edges as (

    select * from {{ source('identities', 'edges') }}
    where status = 'used'

),

identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

final as (

    select
        customer_id,
        opened_at as occurred_at,
        'ticket_opened' as kind,
        'Opened a ticket' || coalesce(': ' || subject, '') as title,
        channel as detail,
        'raw_feedback.tickets' as source_table,
        ticket_id as source_key,
        source_name
    from tickets

    union all

    select
        customer_id,
        closed_at as occurred_at,
        'ticket_closed' as kind,
        'Ticket closed' || coalesce(': ' || subject, '') as title,
        'satisfaction ' || {{ plain_number('satisfaction') }} as detail,
        'raw_feedback.tickets' as source_table,
        ticket_id as source_key,
        source_name
    from tickets

    union all

    select
        customer_id,
        answered_at as occurred_at,
        'survey' as kind,
        'Answered a survey: ' || upper(kind)
        || coalesce(' ' || {{ plain_number('score') }}, '') as title,
        comment as detail,
        'raw_feedback.surveys' as source_table,
        response_id as source_key,
        source_name
    from surveys

    union all

    select
        customer_id,
        starts_at as occurred_at,
        'activity' as kind,
        case lower(kind)
            when 'email' then 'E-mail'
            else upper(substring(kind, 1, 1)) || lower(substring(kind, 2))
        end
        || coalesce(' with ' || representative_name, '') as title,
        {{ plain_number('duration_minutes') }} || ' minutes' as detail,
        'raw_crm.activities' as source_table,
        activity_id as source_key,
        source_name
    from activities

    union all

    select
        members.customer_id,
        {{ start_of_day('campaigns.starts_on') }} as occurred_at,
        'campaign' as kind,
        case
            when members.is_holdout then 'Left out of campaign '
            else 'Reached by campaign '
        end
        || coalesce(campaigns.name, members.campaign_id) as title,
        campaigns.kind as detail,
        'raw_marketing.campaign_members' as source_table,
        members.campaign_id || '/' || members.customer_id as source_key,
        cast(null as string) as source_name
    from members
    inner join campaigns
        on members.campaign_id = campaigns.campaign_id

    union all

    select
        identifiers.customer_id,
        changes.occurred_at,
        changes.kind,
        case changes.kind
            when 'contact_created' then 'Contact in the CRM'
            when 'contact_removed' then 'Contact removed from the CRM'
            else 'Contact changed: ' || changes.changed_fields
        end as title,
        coalesce(changes.changes, changes.contact_id) as detail,
        'history.crm_contacts' as source_table,
        changes.version_id as source_key,
        changes.source_name
    from changes
    inner join identifiers
        on
            'contact:' || changes.source_name || '/' || changes.contact_id
            = identifiers.identifier

    union all

    select
        identifiers.customer_id,
        edges.since as occurred_at,
        'identity' as kind,
        'Recognised: ' || {{ identifier_in_words('edges.left_identifier') }}
        || ' and ' || {{ identifier_in_words('edges.right_identifier') }} as title,
        edges.reason as detail,
        'identities.edges' as source_table,
        edges.left_identifier || '|' || edges.right_identifier || '|' || edges.rule
            as source_key,
        cast(null as string) as source_name
    from edges
    inner join identifiers
        on edges.left_identifier = identifiers.identifier

)

select * from final
where occurred_at is not null
