"""What stands where nothing is known of who customers are."""

import streamlit as st


def no_demographics() -> None:
    """Say that no record tells a group, and what to do."""
    st.info(
        "No customer with an order has an age, an income or a household. Map such "
        "columns of `customers` (`birth_date`, `age_band`, `income_band`, "
        "`household_size` …) in `karvan.toml`, then run `karvan run`.",
        title="Nothing is known of who customers are",
        icon=":material/info:",
    )
