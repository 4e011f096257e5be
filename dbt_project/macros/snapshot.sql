{# An analyst's build reads the snapshot of the warehouse beside the version that the same
   run published. A run that ends while the build starts may replace one of them between. #}
{% macro expect_one_run() %}
    {% if execute and target.name == 'dev' %}
        {% set published = adapter.get_relation('candidate', 'ops', 'versions') %}
        {% if published is not none %}
            {% set versions = run_query(
                "select max(version) from " ~ published
                ~ " union select max(version) from warehouse.ops.versions"
            ) %}
            {% if versions | length > 1 %}
                {{ exceptions.raise_compiler_error(
                    "a run has just published another version; build again"
                ) }}
            {% endif %}
        {% endif %}
    {% endif %}
{% endmacro %}
