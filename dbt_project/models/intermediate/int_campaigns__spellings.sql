with campaigns as (

    select
        campaign_id,
        name
    from {{ ref('int_campaigns__latest') }}

),

{# An id goes before a name that is spelled like it. #}
spelled as (

    select
        lower(trim(campaign_id)) as spelling,
        campaign_id,
        1 as rank_of_kind
    from campaigns
    union
    select
        lower(trim(name)) as spelling,
        campaign_id,
        2 as rank_of_kind
    from campaigns
    where name is not null

),

ranked as (

    select
        *,
        min(rank_of_kind) over (partition by spelling) as best_rank
    from spelled

),

final as (

    select
        spelling,
        min(campaign_id) as campaign_id
    from ranked
    where rank_of_kind = best_rank
    group by spelling
    having count(*) = 1

)

select * from final
