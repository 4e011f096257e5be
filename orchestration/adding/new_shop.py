"""A shop without settings gets a file that says who it is."""

from orchestration.adding.asking import agree, ask, ask_currency, ask_zone
from orchestration.commands.terminal import err, fail
from warehouse.settings import config_path, settings
from warehouse.settings.writing import shop_text, write_settings


def ensure_settings(timezone: str | None, *, is_agreed: bool, is_dry: bool) -> None:
    """Create the settings file where there is none.

    Args:
        timezone: Of the shop's days; asked if None.
        is_agreed: Whether to ask nothing.
        is_dry: Whether nothing may be written.
    """
    path = config_path()
    if path.is_file():
        return
    if is_dry:
        fail(f"no settings file at {path}; without --dry-run it is created")
    shop = {
        "name": path.parent.name or "My shop",
        "timezone": timezone or "UTC",
        "currency": "USD",
    }
    if not is_agreed:
        err.print(f"There is no settings file at {path}: a new shop.", markup=False)
        agree("Create it?")
        shop["name"] = ask("Shop", shop["name"])
        shop["timezone"] = ask_zone(
            "Time zone of its days, such as Europe/London", shop["timezone"]
        )
        shop["currency"] = ask_currency("Currency", shop["currency"])
    write_settings(shop_text(shop))
    settings.cache_clear()
    settings()
    said = ", ".join(shop.values())
    err.print(f"Created {path} ({said}): change there what is wrong.", markup=False)
