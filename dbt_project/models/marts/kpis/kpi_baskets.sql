with held as (

    select * from {{ ref('int_baskets__held') }}

),

frequent as (

    select * from {{ ref('int_baskets__frequent') }}

),

pairs as (

    select * from {{ ref('int_baskets__pairs') }}

),

as_of as (

    select * from {{ ref('int_orders__as_of') }}

),

candidates as (

    select * from {{ ref('int_baskets__candidates') }}

),

counted as (

    {{ baskets_of_three('held', 'candidates') }}

),

sizes as (

    select max(all_baskets) as all_baskets from frequent

),

triples as (

    select counted.*
    from counted
    inner join sizes
        on
            counted.baskets
            >= {{ least_baskets('counted.level_number', 'sizes.all_baskets') }}

),

{# Each rule with the baskets that hold its antecedents. #}
rules as (

    {% for one, other in [('first', 'second'), ('second', 'first')] -%}
        select
            pairs.{{ one }}_number as one_number,
            cast(null as bigint) as other_number,
            pairs.{{ other }}_number as consequent_number,
            pairs.baskets,
            frequent.baskets as antecedent_baskets
        from pairs
        inner join frequent
            on pairs.{{ one }}_number = frequent.group_number
        union all
    {% endfor -%}
    {% for one, other, consequent in [
        ('first', 'second', 'third'),
        ('first', 'third', 'second'),
        ('second', 'third', 'first'),
    ] -%}
        select
            triples.{{ one }}_number as one_number,
            triples.{{ other }}_number as other_number,
            triples.{{ consequent }}_number as consequent_number,
            triples.baskets,
            pairs.baskets as antecedent_baskets
        from triples
        inner join pairs
            on
                triples.{{ one }}_number = pairs.first_number
                and triples.{{ other }}_number = pairs.second_number
        {{ "union all" if not loop.last }}
    {% endfor %}

),

named as (

    select
        ones.group_level,
        ones.group_name as antecedent,
        partners.group_name as second_antecedent,
        consequents.group_name as consequent,
        cast(rules.baskets as double) as baskets,
        cast(rules.antecedent_baskets as double) as antecedent_baskets,
        cast(consequents.baskets as double) as consequent_baskets,
        cast(consequents.all_baskets as double) as all_baskets
    from rules
    inner join frequent as ones
        on rules.one_number = ones.group_number
    left join frequent as partners
        on rules.other_number = partners.group_number
    inner join frequent as consequents
        on rules.consequent_number = consequents.group_number

),

final as (

    select
        named.group_level,
        named.antecedent,
        named.second_antecedent,
        named.consequent,
        cast(named.baskets as bigint) as baskets,
        cast(named.antecedent_baskets as bigint) as antecedent_baskets,
        cast(named.consequent_baskets as bigint) as consequent_baskets,
        cast(named.all_baskets as bigint) as all_baskets,
        named.baskets / named.all_baskets as support, -- noqa: RF04
        named.baskets / named.antecedent_baskets as confidence,
        named.baskets * named.all_baskets
        / (named.antecedent_baskets * named.consequent_baskets) as lift,
        (
            named.baskets * named.all_baskets
            - named.antecedent_baskets * named.consequent_baskets
        ) / (named.all_baskets * named.all_baskets) as leverage,
        (named.all_baskets - named.consequent_baskets) * named.antecedent_baskets
        / nullif(
            named.all_baskets * (named.antecedent_baskets - named.baskets), 0
        ) as conviction,
        greatest(
            {{ add_days('as_of.as_of_on', '1 - ' ~ var('baskets_days')) }},
            as_of.first_on
        ) as first_on,
        as_of.as_of_on
    from named
    cross join as_of

)

select * from final
order by
    group_level,
    antecedent,
    second_antecedent,
    consequent
