{# Texts to be searched in, in the spelling that their writings share. A page makes what
   it looks for with `science.identity.names`; a test holds both to one spelling. Letters
   of scripts without a table stay as they are. #}

{# Forms of Arabic letters and digits; they lose marks that Persian ones need not have. #}
{% macro forms_of_letters() -%}
    {{ return([
        ['يىئكةۀؤإأٱآ', 'یییکههوا' ~ 'ااا'],
        ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
        ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
    ]) }}
{%- endmacro %}

{# Letters of other scripts, and Latin ones that are no letter with a mark. #}
{% macro letters() -%}
    {{ return([
        ['əıøđłðħŧ', 'eiodldht'],
        ['ابپتثجحدذرزسصضطظفقکگلمنوهی', 'abptsjhdzrzssztzfqkglmnvhi'],
        ['абвгдезийіјклмнопрстуфыэәөүұһқћ', 'abvgdeziiijklmnoprstufyeaouuhqc'],
        ['αβγδεζηικλμνξοπρςστυφω', 'avgdeziiklmnxoprsstyfo'],
    ]) }}
{%- endmacro %}

{% macro long_letters() -%}
    {{ return({
        'چ': 'ch', 'خ': 'kh', 'ژ': 'zh', 'ش': 'sh', 'غ': 'gh',
        'æ': 'ae', 'ß': 'ss', 'œ': 'oe', 'þ': 'th',
        'ж': 'zh', 'х': 'kh', 'ц': 'ts', 'ч': 'ch', 'ш': 'sh', 'щ': 'shch',
        'ю': 'yu', 'я': 'ya', 'ғ': 'gh', 'ң': 'ng', 'є': 'ie',
        'ђ': 'dj', 'љ': 'lj', 'њ': 'nj', 'џ': 'dzh',
        'θ': 'th', 'χ': 'ch', 'ψ': 'ps',
    }) }}
{%- endmacro %}

{# Ain, hamza, the stretching stroke, soft and hard signs, joiners, direction. #}
{% macro silent_letters() -%}
    {{ return("عءـьъ`''\u200c\u200d\u200e\u200f\u00ad\ufeff") }}
{%- endmacro %}

{# Lower-case words of Latin letters and digits, one blank between them. #}
{% macro folded(text) -%}
    {{ return(adapter.dispatch('folded', 'karvan')(text)) }}
{%- endmacro %}

{% macro default__folded(text) -%}
    {%- set bare = translated(small(text), forms_of_letters()) -%}
    trim(regexp_replace({{ latin(bare) }}, '[^\\p{L}\\p{N}]+', ' '))
{%- endmacro %}

{# Most texts need none of the tables, and a tenth of the time without them. #}
{% macro duckdb__folded(text) -%}
    {%- set bare =
        "strip_accents(" ~ translated(small(text), forms_of_letters()) ~ ")" -%}
    case
        when strlen({{ text }}) = length({{ text }})
            then trim(regexp_replace(
                replace(replace(lower({{ text }}), '''', ''), '`', ''),
                '[^a-z0-9]+', ' ', 'g'
            ))
        else trim(regexp_replace({{ latin(bare) }}, '[^\p{L}\p{N}]+', ' ', 'g'))
    end
{%- endmacro %}

{# Lower case, of Turkic languages too, which pair I with ı and İ with i. #}
{% macro small(text) -%}
    lower(replace(replace({{ text }}, 'İ', 'i'), 'I', 'i'))
{%- endmacro %}

{% macro translated(text, tables) -%}
    {%- set spelt = namespace(sql=text) -%}
    {%- for written, meant in tables -%}
        {%- set spelt.sql =
            "translate(" ~ spelt.sql ~ ", '" ~ written ~ "', '" ~ meant ~ "')" -%}
    {%- endfor -%}
    {{ return(spelt.sql) }}
{%- endmacro %}

{# A small text in Latin letters. #}
{% macro latin(text) -%}
    {%- set spelt = namespace(sql=translated(text, letters())) -%}
    {%- for written, meant in long_letters().items() -%}
        {%- set spelt.sql =
            "replace(" ~ spelt.sql ~ ", '" ~ written ~ "', '" ~ meant ~ "')" -%}
    {%- endfor -%}
    {{ return("translate(" ~ spelt.sql ~ ", '" ~ silent_letters() ~ "', '')") }}
{%- endmacro %}

{# The sounds of folded words that survive transliteration, a blank before and behind
   each word: `mohammad` and `mhmd` (from محمد) are ` mhmd `. #}
{% macro sounds(words) -%}
    {{ return(adapter.dispatch('sounds', 'karvan')(words)) }}
{%- endmacro %}

{% macro default__sounds(words) -%}
    {{ return(_sounds(words, "'$1'", "")) }}
{%- endmacro %}

{% macro duckdb__sounds(words) -%}
    {{ return(_sounds(words, "'\\1'", ", 'g'")) }}
{%- endmacro %}

{% macro _sounds(words, kept, everywhere) -%}
    {%- set pairs = {
        'sch': 's', 'tch': 'c', 'sh': 's', 'ch': 'c', 'kh': 'x',
        'gh': 'q', 'zh': 'j', 'ph': 'f', 'th': 't', 'ck': 'k',
    } -%}
    {# A blank on both sides of each word, and capitals for first letters that stay. #}
    {%- set heard = namespace(sql="' ' || replace(" ~ words ~ ", ' ', '  ') || ' '") -%}
    {%- for pattern, meant in [
        ["' [aeiouy]'", "' A'"], ["' [vw]'", "' V'"], ["'[aeiouyvw]'", "''"],
    ] -%}
        {%- set heard.sql =
            "regexp_replace(" ~ heard.sql ~ ", " ~ pattern ~ ", " ~ meant ~ everywhere ~ ")" -%}
    {%- endfor -%}
    {# Without vowels, for Persian writes few: زهرا is `zhra`, and `zahra` the same. #}
    {%- for written, sound in pairs.items() -%}
        {%- set heard.sql =
            "replace(" ~ heard.sql ~ ", '" ~ written ~ "', '" ~ sound ~ "')" -%}
    {%- endfor -%}
    {%- set heard.sql =
        "regexp_replace(" ~ heard.sql ~ ", '([^ ][^ ]+)h ', "
        ~ kept ~ " || ' '" ~ everywhere ~ ")" -%}
    {%- set heard.sql = "translate(" ~ heard.sql ~ ", 'AVgkczjx', 'avqqqssq')" -%}
    {# Thrice: of up to eight in a row one is left. Patterns took five times as long. #}
    {%- for letter in 'abdfhlmnpqrstv' * 3 -%}
        {%- set heard.sql =
            "replace(" ~ heard.sql ~ ", '" ~ letter * 2 ~ "', '" ~ letter ~ "')" -%}
    {%- endfor -%}
    {{ return("replace(" ~ heard.sql ~ ", '  ', ' ')") }}
{%- endmacro %}

{# The digits of a phone number, whatever stands between them. #}
{% macro digits_of(text) -%}
    {{ return(adapter.dispatch('digits_of', 'karvan')(text)) }}
{%- endmacro %}

{% macro default__digits_of(text) -%}
    regexp_replace({{ translated(text, forms_of_letters()) }}, '[^0-9]+', '')
{%- endmacro %}

{% macro duckdb__digits_of(text) -%}
    regexp_replace(
        case
            when strlen({{ text }}) = length({{ text }}) then {{ text }}
            else {{ translated(text, forms_of_letters()) }}
        end,
        '[^0-9]+', '', 'g'
    )
{%- endmacro %}
