{# What the fields of orders and products are called, once for all models that read them.
   `words` are the paths that a list of texts was read at (`json_texts`), in their order;
   among them must be those of `order_words` or `product_words`. #}

{% macro order_words() -%}
    {{ return([
        'order_id', 'orderId', 'revenue', 'subtotal', 'total', 'value', 'shipping', 'tax'
    ]) }}
{%- endmacro %}

{% macro product_words() -%}
    {{ return(['product_id', 'productId', 'sku']) }}
{%- endmacro %}

{% macro said(list, words, word) -%}
    {{ text_at(list, words.index(word) + 1) }}
{%- endmacro %}

{% macro order_id_of(list, words) -%}
    coalesce({{ said(list, words, 'order_id') }}, {{ said(list, words, 'orderId') }})
{%- endmacro %}

{# The product, else its stock keeping unit. #}
{% macro product_id_of(list, words) -%}
    coalesce(
        {%- for word in product_words() %}
        {{ said(list, words, word) }}{{ "," if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{# What an order is worth without tax and shipping, by the first field that is a number. #}
{% macro order_amount_of(list, words) -%}
    coalesce(
        {{ decimal_of(said(list, words, 'revenue')) }},
        {{ decimal_of(said(list, words, 'subtotal')) }},
        cast(
            {{ decimal_of(said(list, words, 'total')) }}
            - coalesce({{ decimal_of(said(list, words, 'tax')) }}, 0)
            - coalesce({{ decimal_of(said(list, words, 'shipping')) }}, 0)
            as decimal(18, 4)
        ),
        {{ decimal_of(said(list, words, 'value')) }}
    )
{%- endmacro %}
