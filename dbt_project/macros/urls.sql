{# Parts of addresses. The patterns are read alike by the engines. #}

{# What an address says between `//` and its path: a host, at times with who and a port. #}
{% macro url_authority(url) -%}
    regexp_extract({{ url }}, '^[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#]+)', 1)
{%- endmacro %}

{# The host of an authority, without `www`. One pattern for both takes four times as long
   (4 million addresses: 2.0 s of CPU, 0.5 s), for what may be there or not is tried. #}
{% macro host_of(authority) -%}
    nullif(
        case
            when {{ authority }} like '%@%' or {{ authority }} like '%:%'
                then lower(regexp_extract(
                    {{ authority }}, '^([^@]*@)?([wW][wW][wW][.])?([^:]+)', 3
                ))
            when lower({{ authority }}) like 'www._%'
                then substr(lower({{ authority }}), 5)
            else lower({{ authority }})
        end,
        ''
    )
{%- endmacro %}

{# The path of an address; that of a bare host is `/`. #}
{% macro url_path(url) -%}
    case
        when regexp_extract({{ url }}, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]+', 0) != ''
            then coalesce(
                nullif(
                    regexp_extract(
                        {{ url }},
                        '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]+([^?#]*)',
                        1
                    ),
                    ''
                ),
                '/'
            )
    end
{%- endmacro %}

{# A parameter of the query of an address, decoded; null where it is blank. Most addresses
   have none, which is seen sooner than the pattern says so. #}
{% macro url_parameter(url, name) -%}
    case
        when {{ url }} like '%{{ name }}=%' then nullif(
            trim({{ url_decoded(
                "regexp_extract(" ~ url ~ ", '[?&]" ~ name ~ "=([^&#]*)', 1)"
            ) }}),
            ''
        )
    end
{%- endmacro %}

{# A text as it was before it was put in an address; as it is where that is no UTF-8. #}
{% macro url_decoded(text) -%}
    {{ return(adapter.dispatch('url_decoded', 'karvan')(text)) }}
{%- endmacro %}

{% macro default__url_decoded(text) -%}
    coalesce(try_url_decode({{ text }}), {{ text }})
{%- endmacro %}

{% macro duckdb__url_decoded(text) -%}
    coalesce(try(url_decode(replace({{ text }}, '+', ' '))), {{ text }})
{%- endmacro %}
