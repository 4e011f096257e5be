{# The models of attribution: how each shares an order among the visits that led to it.
   A row has `touch_number`, from 1 for the earliest, `touches`, and
   `last_indirect`, the number of the last visit that was not direct. #}
{% macro attribution_models() -%}
    {{ return({
        'first': 'case when touch_number = 1 then 1 else 0 end',
        'last': 'case when touch_number = touches then 1 else 0 end',
        'last_non_direct':
            'case when touch_number = coalesce(last_indirect, touches) then 1 else 0 end',
        'linear': '1 / cast(touches as double)',
        'position': 'case
            when touches <= 2 then 1 / cast(touches as double)
            when touch_number in (1, touches) then 0.4
            else 0.2 / (touches - 2)
        end',
    }) }}
{%- endmacro %}

{# The channel of visits that spend brings, by the source's word for where it went. What
   is bought is paid for, whether a search engine or a social network shows it. #}
{% macro channel_of_spend(word) -%}
    case
        {% for said, channel in var('attribution_spend_channels').items() -%}
            when lower(trim({{ word }})) = '{{ said | replace("'", "''") }}'
                then '{{ channel }}'
        {% endfor -%}
        when lower({{ word }}) like '%mail%' or lower({{ word }}) like '%newsletter%'
            then 'email'
        when lower({{ word }}) like '%affiliate%' then 'affiliate'
        when lower(trim({{ word }})) in ('referral', 'direct', 'other')
            then lower(trim({{ word }}))
        else 'paid'
    end
{%- endmacro %}
