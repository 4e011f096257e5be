with records as (

    select * from {{ ref('int_customers__records') }}

),

identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

customers as (

    select customer_id from {{ ref('dim_customers') }}

),

names_of_customers as (

    select
        customer_id,
        first_name as part_of_name
    from records
    where first_name is not null
    union all
    select
        customer_id,
        last_name as part_of_name
    from records
    where last_name is not null

),

{# Names repeat, and folding them is dear. #}
names as (

    select distinct part_of_name from names_of_customers

),

folded_names as (

    select
        part_of_name,
        {{ folded('part_of_name') }} as folded_name
    from names

),

heard_names as (

    select
        *,
        {{ sounds('folded_name') }} as sounds_of_name
    from folded_names

),

words as (

    select
        customer_id,
        email as said
    from records
    union all
    select
        customer_id,
        value as said
    from identifiers
    where kind in ('customer', 'contact', 'email')
    union all
    select
        customer_id,
        customer_id as said
    from customers

),

numbers as (

    select
        customer_id,
        phone as said
    from records
    union all
    select
        customer_id,
        value as said
    from identifiers
    where kind = 'phone'

),

texts as (

    select
        customer_id,
        {{ folded('said') }} as folded_text
    from words
    union all
    select
        customer_id,
        {{ digits_of('said') }} as folded_text
    from numbers
    union all
    select
        names_of_customers.customer_id,
        heard_names.folded_name as folded_text
    from names_of_customers
    inner join heard_names
        on names_of_customers.part_of_name = heard_names.part_of_name

),

written as (

    select
        customer_id,
        {{ joined_set("' ' || nullif(folded_text, '')") }} as search_text
    from texts
    group by customer_id

),

spoken as (

    select
        names_of_customers.customer_id,
        {{ joined_set('heard_names.sounds_of_name') }} as sound_text
    from names_of_customers
    inner join heard_names
        on names_of_customers.part_of_name = heard_names.part_of_name
    where trim(heard_names.sounds_of_name) != ''
    group by names_of_customers.customer_id

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
