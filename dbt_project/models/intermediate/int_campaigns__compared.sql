with campaigns as (

    select * from {{ ref('int_campaigns__latest') }}
    where days is not null

),

listed as (

    select * from {{ ref('int_campaign_members__distinct') }}

),

orders as (

    select * from {{ ref('int_orders__of_customers') }}

),

daily_sales as (

    select
        customer_id,
        ordered_on,
        sum(order_amount) as sales_amount
    from orders
    group by
        customer_id,
        ordered_on

),

customers as (

    select
        customer_id,
        min(ordered_on) as first_ordered_on
    from orders
    where is_counted
    group by customer_id

),

with_holdout as (

    select distinct campaign_id
    from listed
    where is_holdout

),

{# Both sides had ordered before the campaign: who had not, could not have spent. #}
people as (

    select
        campaigns.campaign_id,
        campaigns.starts_on,
        campaigns.ends_on,
        campaigns.before_first_on,
        campaigns.after_last_on,
        customers.customer_id,
        listed.customer_id is not null and not listed.is_holdout as is_member
    from campaigns
    inner join customers
        on campaigns.starts_on > customers.first_ordered_on
    left join listed
        on
            campaigns.campaign_id = listed.campaign_id
            and customers.customer_id = listed.customer_id
    left join with_holdout
        on campaigns.campaign_id = with_holdout.campaign_id
    where
        listed.customer_id is not null
        or with_holdout.campaign_id is null

),

spending as (

    select
        people.campaign_id,
        people.customer_id,
        people.is_member,
        sum(
            case
                when daily_sales.ordered_on < people.starts_on
                    then daily_sales.sales_amount
                else 0
            end
        ) as before_amount,
        sum(
            case
                when daily_sales.ordered_on between people.starts_on and people.ends_on
                    then daily_sales.sales_amount
                else 0
            end
        ) as during_amount,
        sum(
            case
                when daily_sales.ordered_on > people.ends_on
                    then daily_sales.sales_amount
                else 0
            end
        ) as after_amount
    from people
    left join daily_sales
        on
            people.customer_id = daily_sales.customer_id
            and people.before_first_on <= daily_sales.ordered_on
            and people.after_last_on >= daily_sales.ordered_on
    group by
        people.campaign_id,
        people.customer_id,
        people.is_member

),

{# Fifths of the members who had spent something; equal spending, equal band. #}
members_in_fifths as (

    select
        campaign_id,
        before_amount,
        ceil(
            5 * cume_dist() over (partition by campaign_id order by before_amount)
        ) as band
    from spending
    where
        is_member
        and before_amount > 0

),

bands as (

    select
        campaign_id,
        band,
        max(before_amount) as upper_amount
    from members_in_fifths
    group by
        campaign_id,
        band

),

{# The lowest band that reaches up to a spending; the highest one is open upwards. #}
final as (

    select
        spending.campaign_id,
        spending.customer_id,
        spending.is_member,
        cast(
            case
                when spending.before_amount <= 0 then 0
                else coalesce(
                    min(
                        case
                            when spending.before_amount <= bands.upper_amount
                                then bands.band
                        end
                    ),
                    5
                )
            end as int
        ) as band,
        spending.before_amount,
        spending.during_amount,
        spending.after_amount
    from spending
    left join bands
        on spending.campaign_id = bands.campaign_id
    group by
        spending.campaign_id,
        spending.customer_id,
        spending.is_member,
        spending.before_amount,
        spending.during_amount,
        spending.after_amount

)

select * from final
