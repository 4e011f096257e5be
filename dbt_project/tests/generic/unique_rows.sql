{# No two rows have the same values of the columns, nulls counting as equal. #}
{% test unique_rows(model, columns) %}
select
    {{ columns | join(", ") }},
    count(*) as repeats
from {{ model }}
group by {{ columns | join(", ") }}
having count(*) > 1
{% endtest %}
