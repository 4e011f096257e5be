{# The rule of RFM, once for all that is scored. #}

{# 1 to 5: the share of a group who are no better, in fifths; equal values, equal
   scores. #}
{% macro fifth(group, value) -%}
    ceil(5 * cume_dist() over (partition by {{ group }} order by {{ value }}))
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
