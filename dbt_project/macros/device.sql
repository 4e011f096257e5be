{# Kinds of devices, by the library that sent the event and by the user agent. Words are
   those that Segment's and RudderStack's libraries and the browsers use of themselves.
   An app's library says so; a server's library passes on the user agent of the browser
   that it answered, where there is one: `by_agent` is what `device_of_agent` says. #}
{% macro device(library, kind, by_agent) -%}
    case
        when lower({{ kind }}) in ('desktop', 'mobile', 'tablet') then lower({{ kind }})
        when
            lower({{ kind }}) in ('ios', 'android')
            or {{ holds_any(library, [
                'ios', 'android', 'swift', 'kotlin', 'react-native', 'flutter', 'xamarin',
                'unity', 'cordova',
            ]) }} then 'app'
        when {{ by_agent }} is not null then {{ by_agent }}
        when {{ holds_any(library, [
            'python', 'node', 'ruby', '-java', '-go', 'php', '.net', 'csharp', '-rust',
        ]) }} then 'server'
        else 'other'
    end
{%- endmacro %}

{# The kind of device that a browser says it runs on. #}
{% macro device_of_agent(user_agent) -%}
    case
        when {{ holds_any(user_agent, ['ipad', 'tablet', 'kindle', 'silk/']) }}
            then 'tablet'
        when {{ holds_any(user_agent, ['mobi', 'iphone', 'ipod', 'opera mini']) }}
            then 'mobile'
        when {{ holds_any(user_agent, ['android']) }} then 'tablet'
        when {{ holds_any(user_agent, ['windows nt', 'macintosh', 'linux', 'cros ']) }}
            then 'desktop'
    end
{%- endmacro %}

{# Whether a text holds one of some words in lower case; false where it is null. #}
{% macro holds_any(text, words) -%}
    coalesce(
        {%- for word in words %}
        lower({{ text }}) like '%{{ word }}%'{{ " or" if not loop.last }}
        {%- endfor %},
        false
    )
{%- endmacro %}

{# The user agent of a request, where a browser sent it. #}
{% macro browser_of(user_agent) -%}
    case when {{ user_agent }} like 'Mozilla/%' then {{ user_agent }} end
{%- endmacro %}
