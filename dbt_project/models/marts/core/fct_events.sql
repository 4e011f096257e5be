{{ config(
    materialized='incremental',
    incremental_strategy='by_load',
    on_schema_change='fail',
    pre_hook="{{ note_changed_loads(ref('stg_events__loads')) }}",
    post_hook="{{ note_all_loads() }}",
) }}
{# Column of this model to the path of what it is made of. #}
{% set of_properties = {
    'name_there': 'name',
    'path_there': 'path',
    'url_there': 'url',
    'title_there': 'title',
    'referrer_there': 'referrer',
    'quantity': 'quantity',
    'price': 'price',
    'currency': 'currency',
    'element_there': 'element',
    'element_text': 'text',
    'element_href': 'href',
    'scroll': 'scroll_pct',
    'search_words': 'query',
    'experiment_id': 'experiment_id',
    'variation_id': 'variation_id',
    'variation_name': 'variation_name',
    'variant_there': 'variant',
} %}
{% set words = of_properties.values() | list + order_words() + product_words() %}
{% set of_context = {
    'path_around': 'page.path',
    'url_around': 'page.url',
    'title_around': 'page.title',
    'referrer_around': 'page.referrer',
    'campaign_source': 'campaign.source',
    'campaign_medium': 'campaign.medium',
    'campaign_name': 'campaign.name',
    'campaign_term': 'campaign.term',
    'campaign_content': 'campaign.content',
    'agent_there': 'userAgent',
    'library': 'library.name',
    'device_kind': 'device.type',
} %}
with events as (

    select * from {{ ref('stg_events__events') }}
    {% if is_incremental() %}
        where {{ is_of_a_changed_load() }}
    {% endif %}

),

bot_patterns as (

    select * from {{ ref('bot_user_agents') }}

),

parsed as (

    select
        *,
        {{ json_texts('properties', words) }} as of_properties,
        {{ json_texts('context', of_context.values() | list) }} as of_context,
        {{ json_texts('extra', ['user_agent']) }} as of_extra
    from events

),

fields as (

    select
        *,
        {% for name in of_properties -%}
            {{ text_at('of_properties', loop.index) }} as {{ name }},
        {% endfor -%}
        {{ product_id_of('of_properties', words) }} as product_id,
        {{ order_id_of('of_properties', words) }} as order_id,
        case
            when event like 'Order %' then {{ order_amount_of('of_properties', words) }}
        end as order_amount,
        {% for name in of_context -%}
            {{ text_at('of_context', loop.index) }} as {{ name }},
        {% endfor -%}
        {{ text_at('of_extra', 1) }} as request_agent
    from parsed

),

{# A page call says where it is itself; all others say around what they are. A browser's
   request tells its user agent; that of a server's library would tell the server's. #}
stated as (

    select
        *,
        type in ('page', 'screen') as is_view,
        coalesce(case when type = 'page' then url_there end, url_around) as page_url,
        coalesce(case when type = 'page' then path_there end, path_around)
            as stated_path,
        coalesce(case when type = 'page' then title_there end, title_around)
            as page_title,
        coalesce(case when type = 'page' then referrer_there end, referrer_around)
            as referrer,
        coalesce(nullif(trim(anonymous_id), ''), nullif(trim(user_id), ''))
            as visitor_id,
        coalesce(agent_there, {{ browser_of('request_agent') }}) as user_agent
    from fields

),

placed as (

    select
        *,
        {{ url_authority('page_url') }} as page_authority,
        {{ url_authority('referrer') }} as referrer_authority
    from stated

),

{# Few user agents send many events, so that each is looked at once. They are read
   apart: what is read twice is held whole, and this would be everything. #}
heard as (

    select
        {{ json_texts('context', ['userAgent']) }} as of_context,
        {{ json_texts('extra', ['user_agent']) }} as of_extra
    from {{ ref('stg_events__events') }}
    {% if is_incremental() %}
        where {{ is_of_a_changed_load() }}
    {% endif %}

),

agents as (

    select distinct
        coalesce(
            {{ text_at('of_context', 1) }},
            {{ browser_of(text_at('of_extra', 1)) }}
        ) as user_agent
    from heard

),

bots as (

    select distinct agents.user_agent
    from agents
    inner join bot_patterns
        on lower(agents.user_agent) like '%' || bot_patterns.pattern || '%'

),

known_agents as (

    select
        agents.user_agent,
        bots.user_agent is not null as is_bot,
        {{ device_of_agent('agents.user_agent') }} as device
    from agents
    left join bots on agents.user_agent = bots.user_agent

),

final as (

    select
        placed.message_id,
        placed.source_name,
        placed.type,
        placed.event,
        case when placed.is_view then coalesce(placed.name, placed.name_there) end
            as page_name,
        nullif(trim(placed.user_id), '') as user_id,
        nullif(trim(placed.anonymous_id), '') as anonymous_id,
        placed.group_id,
        placed.visitor_id,
        {{ stable_key('placed.visitor_id') }} as visitor_key,
        placed.occurred_at,
        {{ local_date('placed.occurred_at') }} as occurred_on,
        placed.original_timestamp,
        placed.sent_at,
        placed.received_at,
        coalesce(known_agents.is_bot, false) as is_bot,
        {{ is_one_of('placed.source_name', var('simulated_sources')) }} as is_simulated,
        {{ device('placed.library', 'placed.device_kind', 'known_agents.device') }}
            as device,
        placed.page_url,
        coalesce(placed.stated_path, {{ url_path('placed.page_url') }}) as page_path,
        {{ host_of('placed.page_authority') }} as page_host,
        placed.page_title,
        placed.referrer,
        {{ host_of('placed.referrer_authority') }} as referrer_host,
        {% for name, stated in {
            'utm_source': 'campaign_source',
            'utm_medium': 'campaign_medium',
            'utm_campaign': 'campaign_name',
            'utm_term': 'campaign_term',
            'utm_content': 'campaign_content',
        }.items() -%}
            coalesce(
                placed.{{ stated }},
                {{ url_parameter('placed.page_url', name) }}
            ) as {{ name }},
        {% endfor -%}
        placed.product_id,
        case
            when
                placed.type = 'track'
                and placed.product_id is not null
                then placed.name_there
        end as product_name,
        cast({{ decimal_of('placed.quantity') }} as double) as quantity,
        {{ decimal_of('placed.price') }} as price_amount,
        placed.order_id,
        placed.order_amount,
        placed.currency,
        coalesce(
            placed.element_there,
            case
                when placed.event = 'Element Clicked'
                    then coalesce(placed.element_text, placed.element_href)
            end
        ) as element,
        cast({{ decimal_of('placed.scroll') }} as double) as scroll_pct,
        placed.search_words as query,
        placed.experiment_id,
        coalesce(placed.variation_id, placed.variation_name, placed.variant_there)
            as variant,
        placed.properties,
        placed.load_id,
        placed.source_file
    from placed
    left join known_agents on placed.user_agent = known_agents.user_agent

)

select * from final
