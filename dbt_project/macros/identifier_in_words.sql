{# An identifier as people say it: `device x`, not `anonymous:x`. #}
{% macro identifier_in_words(identifier) -%}
    {%- set said = namespace(sql=identifier) -%}
    {%- for kind, word in {
        'customer': 'customer',
        'contact': 'contact',
        'anonymous': 'device',
        'email': 'e-mail',
        'phone': 'phone',
    }.items() -%}
        {%- set said.sql =
            "regexp_replace(" ~ said.sql ~ ", '^" ~ kind ~ ":', '" ~ word ~ " ')" -%}
    {%- endfor -%}
    {{ said.sql }}
{%- endmacro %}
