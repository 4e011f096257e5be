"""A page is one file, found by itself."""

from pathlib import Path

import pytest

from dashboards.navigation import pages


def write(folder: Path, name: str, title: str, place: int) -> None:
    (folder / f"{name}.py").write_text(
        f'TITLE = "{title}"\nICON = ":material/group:"\nPLACE = {place}\n'
        'raise RuntimeError("a page is not run to be found")\n'
    )


def test_a_page_is_found_by_its_file_and_stands_in_its_place(tmp_path: Path) -> None:
    write(tmp_path, "b_second", "Returns", 20)
    write(tmp_path, "a_third", "Zones", 30)
    write(tmp_path, "c_first", "Stores", 10)

    assert [(page.title, page.path.stem) for page in pages(tmp_path)] == [
        ("Stores", "c_first"),
        ("Returns", "b_second"),
        ("Zones", "a_third"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        'ICON = ":material/group:"\nPLACE = 1\n',
        'TITLE = "Zones"\nICON = ":material/group:"\n',
        'TITLE = "Zones"\nICON = ":material/group:"\nPLACE = "first"\n',
        'TITLE = f"{1}"\nICON = ":material/group:"\nPLACE = 1\n',
    ],
)
def test_a_page_that_does_not_state_itself_is_named(
    tmp_path: Path, source: str
) -> None:
    (tmp_path / "zones.py").write_text(source)

    with pytest.raises(ValueError, match=r"zones\.py.*`TITLE = .*`PLACE = 20`"):
        pages(tmp_path)


def test_no_two_pages_of_the_dashboard_share_a_place_or_a_title() -> None:
    found = pages()

    assert len({page.place for page in found}) == len(found)
    assert len({page.title for page in found}) == len(found)
    assert found[0].title == "Overview"
