{# The rule of RFM, once for all that is scored. #}

{# Of each group of a relation the lowest values that more than so many of a hundred are
   no better than, as `beyond_<percent>`: a score is the number of fifths that a value is
   beyond. Values are counted first, for windows over all rows sort them all: 5.3 million
   rows of three measures took 5 times the CPU. #}
{% macro beyond(relation, group, value, percents) -%}
    select
        {{ group }}
        {%- for percent in percents %},
        min(case when 100 * no_better > {{ percent }} * members then value end)
            as beyond_{{ percent }}
        {%- endfor %}
    from (
        select
            {{ group }},
            value,
            sum(members) over (
                partition by {{ group }}
                order by value
                rows between unbounded preceding and current row
            ) as no_better,
            sum(members) over (partition by {{ group }}) as members
        from (
            select
                {{ group }},
                {{ value }} as value,
                count(*) as members
            from {{ relation }}
            group by
                {{ group }},
                {{ value }}
        ) as counted
    ) as running
    group by {{ group }}
{%- endmacro %}

{% macro fifths(relation, group, value) -%}
    {{ beyond(relation, group, value, [20, 40, 60, 80]) }}
{%- endmacro %}

{# 1 to 5: the share of a group who are no better, in fifths; equal values, equal
   scores. #}
{% macro fifth(value, fifths) -%}
    case
        {% for percent in [80, 60, 40, 20] -%}
            when {{ value }} >= {{ fifths }}.beyond_{{ percent }}
                then {{ percent // 20 + 1 }}
        {% endfor -%}
        else 1
    end
{%- endmacro %}

{# The segment of a row of `scored`, joined with the seed as `segments`. #}
{% macro rfm_segment() -%}
    case
        when
            scored.r_score = 1
            and scored.f_score = 1
            and scored.recency_days > 365
            then 'Lost'
        when scored.r_score <= 2 and scored.m_score = 5 then 'Can''t Lose Them'
        else segments.segment
    end
{%- endmacro %}

{# The mean of the scores by the shop's weights, 1 to 5. Without money it is that of the
   other two; null where these weigh nothing. #}
{% macro rfm_score(r, f, m) -%}
    {%- set weights = setting(
        'rfm_weights', {'recency': 1, 'frequency': 1, 'monetary': 1}
    ) -%}
    {%- set of_two = weights.recency + weights.frequency -%}
    case
        when {{ m }} is not null
            then
                cast(
                    {{ weights.recency }} * {{ r }} + {{ weights.frequency }} * {{ f }}
                    + {{ weights.monetary }} * {{ m }} as double
                ) / {{ of_two + weights.monetary }}
        else
            {% if of_two -%}
                cast(
                    {{ weights.recency }} * {{ r }}
                    + {{ weights.frequency }} * {{ f }} as double
                ) / {{ of_two }}
            {%- else -%}
                cast(null as double)
            {%- endif %}
    end
{%- endmacro %}
