with records as (

    select
        customer_id,
        nullif(trim(concat_ws(' ', first_name, last_name)), '') as full_name,
        email,
        phone
    from {{ ref('int_customers__records') }}

),

identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

customers as (

    select customer_id from {{ ref('dim_customers') }}

),

{# Folding takes 0.01 ms a text, and names repeat. #}
names as (

    select distinct full_name
    from records
    where full_name is not null

),

folded_names as (

    select
        full_name,
        {{ folded('full_name') }} as folded_name
    from names

),

heard_names as (

    select
        *,
        {{ sounds('folded_name') }} as sounds_of_name
    from folded_names

),

said as (

    select
        customer_id,
        {{ folded('email') }} as folded_text
    from records
    union all
    select
        customer_id,
        {{ digits_of('phone') }} as folded_text
    from records
    union all
    select
        customer_id,
        {{ folded('value') }} as folded_text
    from identifiers
    where kind in ('customer', 'contact', 'email')
    union all
    select
        customer_id,
        {{ digits_of('value') }} as folded_text
    from identifiers
    where kind = 'phone'
    union all
    select
        customer_id,
        {{ folded('customer_id') }} as folded_text
    from customers
    union all
    select
        records.customer_id,
        heard_names.folded_name as folded_text
    from records
    inner join heard_names
        on records.full_name = heard_names.full_name

),

texts as (

    select
        customer_id,
        folded_text
    from said
    where folded_text != ''
    group by
        customer_id,
        folded_text

),

sounds as (

    select
        records.customer_id,
        heard_names.sounds_of_name
    from records
    inner join heard_names
        on records.full_name = heard_names.full_name
    where trim(heard_names.sounds_of_name) != ''
    group by
        records.customer_id,
        heard_names.sounds_of_name

),

written as (

    select
        customer_id,
        {{ joined_texts("' ' || folded_text", 'folded_text') }} as search_text
    from texts
    group by customer_id

),

spoken as (

    select
        customer_id,
        {{ joined_texts('sounds_of_name', 'sounds_of_name') }} as sound_text
    from sounds
    group by customer_id

),

final as (

    select
        customers.customer_id,
        coalesce(written.search_text, '') || ' ' as search_text,
        spoken.sound_text
    from customers
    left join written
        on customers.customer_id = written.customer_id
    left join spoken
        on customers.customer_id = spoken.customer_id

)

select * from final
order by customer_id
