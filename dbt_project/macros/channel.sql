{# The channel that a visit came by. What the campaign says of itself goes before where
   the visitor came from; `known` is what the seed `traffic_hosts` says of the host. #}
{% macro channel(medium, source, known, host) -%}
    case
        when
            lower({{ medium }}) in ('cpc', 'ppc', 'cpm', 'cpv', 'cpa', 'display', 'banner')
            or lower({{ medium }}) like '%paid%' then 'paid'
        when
            lower({{ medium }}) in ('email', 'e-mail', 'mail', 'newsletter')
            or lower({{ source }}) in ('email', 'e-mail', 'newsletter') then 'email'
        when lower({{ medium }}) like 'social%' then 'social'
        when lower({{ medium }}) like 'affiliate%' then 'affiliate'
        when lower({{ medium }}) = 'organic' then 'search'
        when {{ known }} is not null then {{ known }}
        when lower({{ medium }}) = 'referral' then 'referral'
        when {{ medium }} is not null or {{ source }} is not null then 'other'
        when {{ host }} is not null then 'referral'
        else 'direct'
    end
{%- endmacro %}

{# Whether a host, or the name that a campaign gives its source, is one of the seed
   `traffic_hosts`: the host itself, a subdomain, or a name that it begins with. #}
{% macro is_of_host(text, host) -%}
    (
        lower({{ text }}) = {{ host }}
        or lower({{ text }}) like '%.' || {{ host }}
        or (
            {{ host }} like '%.'
            and (
                lower({{ text }}) like {{ host }} || '%'
                or lower({{ text }}) like '%.' || {{ host }} || '%'
            )
        )
        or left({{ host }}, length({{ text }}) + 1) = lower({{ text }}) || '.'
    )
{%- endmacro %}
