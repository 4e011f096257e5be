{# Persons of events: customers where they are known, else visitors. #}

{# What persons did with products, as a relation: `person`, `customer_id` (null of a
   stranger), `kind`, and what `fct_product_interactions` tells of it. Who signed in
   is known for sure, whoever's device it is. With `since`, a query of one day, only what
   came after it: whose it was is looked up for no more. #}
{% macro interactions_of_persons(kinds, since=none) -%}
    (
        select
            coalesce(
                'customer ' || visits_of.customer_id,
                'visitor ' || interactions.visitor_id
            ) as person,
            visits_of.customer_id,
            interactions.visitor_id,
            interactions.kind,
            interactions.product_id,
            interactions.occurred_at,
            interactions.occurred_on,
            interactions.price_amount,
            interactions.is_simulated
        from {{ ref('fct_product_interactions') }} as interactions
        left join {{ ref('customer_sessions') }} as visits_of
            on interactions.session_id = visits_of.session_id
        where interactions.kind in ({% for kind in kinds -%}
            '{{ kind }}'{{ ", " if not loop.last }}
        {%- endfor %})
        {% if since -%}
            and interactions.occurred_on > ({{ since }})
        {%- endif %}
    )
{%- endmacro %}

{# What customers bought, in the shop's books: `person`, `product_id`, `ordered_at` and
   `ordered_on` of lines of orders that count, without what came back. #}
{% macro orders_of_persons() -%}
    (
        select
            'customer ' || orders.customer_id as person,
            lines.product_id,
            orders.ordered_at,
            orders.ordered_on
        from {{ ref('fct_order_lines') }} as lines
        inner join {{ ref('fct_orders') }} as orders
            on lines.order_id = orders.order_id
        where
            orders.customer_id is not null
            and not orders.is_cancelled
            and not orders.is_return
            and lines.quantity > 0
            and lines.product_id is not null
    )
{%- endmacro %}

{# What persons bought, by what they did and in the shop's books: `person`, `product_id`,
   `bought_at` and `bought_on`. #}
{% macro purchases_of_persons() -%}
    (
        select
            person,
            product_id,
            occurred_at as bought_at,
            occurred_on as bought_on
        from {{ interactions_of_persons(['purchase']) }} as told
        union all
        select
            person,
            product_id,
            ordered_at as bought_at,
            ordered_on as bought_on
        from {{ orders_of_persons() }} as ordered
    )
{%- endmacro %}
