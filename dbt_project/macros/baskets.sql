{# Rules of baskets, by level of product group. #}

{# Baskets that must hold groups together, of `all_baskets`. #}
{% macro least_baskets(level_number, all_baskets) -%}
    greatest(
        {{ var('baskets_min_orders') }},
        {{ all_baskets }} * case
            when {{ level_number }} = 1 then {{ var('baskets_min_product_support_pct') }}
            else {{ var('baskets_min_support_pct') }}
        end / 100
    )
{%- endmacro %}

{# How many baskets hold all three groups of each candidate: one row per candidate that
   any basket holds, with `level_number`, the three numbers, and `baskets`.

   `held` are rows of basket_number and group_number, `candidates` of level_number and
   of first_number < second_number < third_number; a number is of one level. #}
{% macro baskets_of_three(held, candidates) -%}
    {{ return(adapter.dispatch('baskets_of_three', 'karvan')(held, candidates)) }}
{%- endmacro %}

{% macro default__baskets_of_three(held, candidates) -%}
    select
        candidates.level_number,
        candidates.first_number,
        candidates.second_number,
        candidates.third_number,
        count(*) as baskets
    from {{ candidates }} as candidates
    inner join {{ held }} as first_held
        on candidates.first_number = first_held.group_number
    inner join {{ held }} as second_held
        on
            first_held.basket_number = second_held.basket_number
            and candidates.second_number = second_held.group_number
    inner join {{ held }} as third_held
        on
            first_held.basket_number = third_held.basket_number
            and candidates.third_number = third_held.group_number
    group by
        candidates.level_number,
        candidates.first_number,
        candidates.second_number,
        candidates.third_number
{%- endmacro %}

{# A group is a bit for each basket, in blocks of 32,768 baskets (4 kB): 7,000 threes of
   188 categories in 1.5 million lines take 1.2 s of CPU, by joins 4.5 s (2026-11-26).
   Only groups of candidates have bits. A candidate finds those of a block by one key, so
   that in whatever order they are joined, no two of its groups meet without it. #}
{% macro duckdb__baskets_of_three(held, candidates) -%}
    with asked as (
        select unnest([first_number, second_number, third_number]) as group_number
        from {{ candidates }}
    ),

    masks as (
        select
            group_number,
            basket_number // 32768 as block,
            bitstring_agg(cast(basket_number % 32768 as int), 0, 32767) as mask
        from {{ held }}
        where group_number in (select group_number from asked)
        group by group_number, block
    ),

    keyed as (
        select cast(group_number as bigint) << 32 | block as mask_key, mask from masks
    ),

    blocks as (
        select distinct block from masks
    )

    select
        candidates.level_number,
        candidates.first_number,
        candidates.second_number,
        candidates.third_number,
        sum(bit_count(one.mask & two.mask & three.mask)) as baskets
    from {{ candidates }} as candidates
    cross join blocks
    inner join keyed as one
        on cast(candidates.first_number as bigint) << 32 | blocks.block = one.mask_key
    inner join keyed as two
        on cast(candidates.second_number as bigint) << 32 | blocks.block = two.mask_key
    inner join keyed as three
        on cast(candidates.third_number as bigint) << 32 | blocks.block = three.mask_key
    group by all
{%- endmacro %}
