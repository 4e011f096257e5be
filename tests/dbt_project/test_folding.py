"""What customers are found by is folded as what is looked for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random

import pytest

from science.identity.names import consonants, fold
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf

LETTERS = (
    "abcdefghijklmnopqrstuvwxyz -'áàâäãåçéèêëíìîïñóòôöõøúùûüýÿžšğışəćđłńś"
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآأإئؤيىك"
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρςστυφχψω"
)
WRITTEN = [
    *("Əliyev", "IŞIK", "ışık", "İlham", "محمد", "مُحَمَّد", "كريم", "کریم", "ابراهیم‌زاده"),  # noqa: RUF001
    *("Müller-Lüdenscheidt", "Ωνάσης", "Щукин", "O'Brien", "Jürgen Groß", "Łukasz"),
    *("Tchekhov", "schatz ghz", "Ahhh Bbb", "عباس", "آرش", "ÉCOLE", "Æsop", "۱۲۳"),
]


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of()


def found(models: Models, query: str) -> set[str]:
    """Return whom a search finds, made as `customer_search` says."""
    words = fold(query).split()
    text = " and ".join(f"contains(search_text, '{word}')" for word in words)
    heard = " and ".join(
        f"contains(sound_text, ' {consonants(word)}')" for word in words
    )
    rows = models.rows(
        f"select customer_id, {text} as is_written, "
        f"coalesce({heard}, false) as is_heard from candidate.marts.customer_search"
    )
    written = {row["customer_id"] for row in rows if row["is_written"]}
    return written or {row["customer_id"] for row in rows if row["is_heard"]}


def build(models: Models, *contacts: Mapping[str, object]) -> None:
    load = {
        "load_id": "1",
        "status": 0,
        "inserted_at": datetime(2024, 1, 1, tzinfo=UTC),
    }
    rows = [
        {
            "source_name": "crm",
            "_dlt_load_id": "1",
            "contact_id": f"n{number}",
            **contact,
        }
        for number, contact in enumerate(contacts)
    ]
    models.build({"raw_crm._dlt_loads": [load], "raw_crm.contacts": rows})


def test_names_are_folded_as_python_folds_them(models: Models) -> None:
    random = Random(5)
    drawn = [
        "".join(random.choices(LETTERS, k=random.randint(1, 14))) for _ in range(2000)
    ]
    names = [name for name in WRITTEN + drawn if fold(name)]
    build(models, *({"last_name": name} for name in names))
    rows = {
        int(row["customer_id"].rpartition("/n")[2]): row
        for row in models.rows("from candidate.marts.customer_search")
    }
    for number, name in enumerate(names):
        folded = fold(name)
        assert f" {folded} " in rows[number]["search_text"], name
        keys = [consonants(word) for word in folded.split()]
        said = (rows[number]["sound_text"] or "").split()
        # A word of one sound has no key in Python.
        assert [key for key in said if len(key) > 1] == [k for k in keys if k], name


def test_a_customer_is_found_in_any_script_and_by_any_part(models: Models) -> None:
    build(
        models,
        {"first_name": "İlham", "last_name": "Əliyev", "phone": "+994 (50) 123-45-67"},
        {"first_name": "محمد", "last_name": "كريمي", "phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹"},
        {"first_name": "Anna", "last_name": "Lee", "email": "A.Lee@Mail.example"},
        {"first_name": "زهرا", "last_name": "سهرابی"},
        {"first_name": "Tahmineh"},
    )
    ilham, mohammad, anna, zahra, tahmineh = (
        f"contact:crm/n{number}" for number in range(5)
    )
    for query in ("Əliyev", "eliyev", "aliyev", "ALIYEV ilham", "50123", "4501234567"):
        assert found(models, query) == {ilham}, query
    for query in ("محمد", "mohammad", "Muhammed Karimi", "کریمی", "3456789", "۹۱۲۳۴۵"):
        assert found(models, query) == {mohammad}, query
    for query in ("زهرا", "zahra", "Zehra Sohrabi", "sohrabi"):
        assert found(models, query) == {zahra}, query
    for query in ("تهمینه", "tehmine", "tahm"):
        assert found(models, query) == {tahmineh}, query
    for query in ("lee@mail", "n2", "crm/n2", "ann"):
        assert found(models, query) == {anna}, query
    assert found(models, "nobody") == set()
