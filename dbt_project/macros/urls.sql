{# Parts of addresses. The patterns are read alike by the engines. #}

{% macro url_host(url) -%}
    nullif(
        lower(regexp_extract(
            {{ url }},
            '^[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#@]*@)?([wW][wW][wW][.])?([^/?#:]+)',
            3
        )),
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
