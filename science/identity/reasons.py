"""Why two identifiers are one person's, in words."""

REASON = """
case edges.rule
    when 'decided' then concat_ws(': ', 'A person decided so', edges.detail)
    when 'crm_link' then
        case when edges.detail is null then 'The contact names the customer'
            else 'Ticket ' || edges.detail || ' names both' end
    when 'identify' then 'Signed in on this device'
    when 'alias' then 'The site said that one id became the other'
    when 'order' then 'Order ' || edges.detail || ' was placed on this device'
    when 'email' then 'Has this e-mail address'
    when 'phone' then 'Has this telephone number'
    else concat_ws(': ', 'The contacts are alike', edges.detail)
end
"""
"""SQL of a row of ``edges``, by its rule and the record that says so."""
