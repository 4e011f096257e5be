"""Secrets: the settings hold a name, the environment or ``.env`` the secret."""

from typing import Any

import pytest

from warehouse.settings import SettingsError, settings
from warehouse.settings.secrets import MissingSecretError, secret

SOURCE = """
[[sources]]
name = "crm"
kind = "sql"
url = "{url}"
[sources.entities.customers]
table = "customers"
columns = {{ customer_id = "id" }}
"""


def test_the_environment_comes_before_dotenv(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.file(".env", "CRM_URL=postgresql://u:dotenv@db/crm\n")
    assert secret("env:CRM_URL") == "postgresql://u:dotenv@db/crm"
    monkeypatch.setenv("CRM_URL", "postgresql://u:environment@db/crm")
    assert secret("env:CRM_URL") == "postgresql://u:environment@db/crm"


def test_what_is_no_reference_stands_for_itself(shop: Any) -> None:
    assert secret("sqlite:///shop.db") == "sqlite:///shop.db"


def test_a_missing_secret_is_named_with_the_fix(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CRM_URL", raising=False)
    with pytest.raises(MissingSecretError, match=r"CRM_URL.*\.env"):
        secret("env:CRM_URL")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://karvan:s3cret@db/crm",
        "mysql+pymysql://karvan:s3:cr@t@db/crm",
        "postgresql://karvan:s3cr/et@db/crm",
        "postgresql://db/crm?user=karvan&password=s3cret",
        "postgresql://db/crm?PassWord=s3cret",
        "mssql+pyodbc://db/crm?driver=x&pwd=s3cret",
        "snowflake://account/crm?access_token=s3cret",
        "clickhouse://db/crm?api_key=s3cret",
    ],
)
def test_a_password_in_the_settings_is_refused_and_not_repeated(
    shop: Any, url: str
) -> None:
    shop.write(SOURCE.format(url=url))
    with pytest.raises(SettingsError) as caught:
        settings()
    assert "env:" in str(caught.value)
    assert "s3" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///shop.db",
        "postgresql+psycopg://karvan@db:5432/crm",
        "postgresql://db:5432/crm?sslmode=require",
        "postgresql://db/crm?keepalives=1&keyspace=a&sslkey=/etc/client.pem",
        "env:CRM_URL",
    ],
)
def test_a_url_without_a_password_stands_in_the_settings(shop: Any, url: str) -> None:
    shop.write(SOURCE.format(url=url))
    assert settings().sources[0].url == url


def test_the_settings_do_not_hold_what_a_reference_stands_for(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_URL", "postgresql://karvan:s3cret@db/crm")
    shop.write(SOURCE.format(url="env:CRM_URL"))
    assert "s3cret" not in settings().model_dump_json()
    assert "s3cret" not in repr(settings())


def test_a_reference_names_a_variable(shop: Any) -> None:
    shop.write(SOURCE.format(url="env:CRM URL"))
    with pytest.raises(SettingsError, match="names no variable"):
        settings()
