"""An entry is a file that people write and a page changes; nobody's words are lost."""

from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from warehouse.settings import REPOSITORY
from warehouse.settings.entries import EntryError
from warehouse.settings.entry_writing import remove, save
from warehouse.settings.kpis import KPIS, Kpi
from warehouse.settings.writing import WritingError

NET = Kpi(title="Net revenue", formula="revenue - discount", owner="Sales")
WRITTEN = """\
# Reviewed by the analysts.

title: "Net revenue"   # as the board says it
# without tax
formula: revenue - discount
target: 100
note: |
  First line.
  # no comment

  Last line.
owner: Sales
# the end
"""


def test_a_file_says_a_kpi(tmp_path: Path) -> None:
    (tmp_path / "net.yml").write_text(WRITTEN)
    (tmp_path / "short.yml").write_text("title: A\nformula: orders\nowner: B\n")
    (tmp_path / ".net.yml.swp.yml").write_text("{")
    (tmp_path / "notes.md").write_text("# nothing")
    kpis, faults = KPIS.read_all(tmp_path)
    assert faults == []
    assert [saved.name for saved in kpis] == ["net", "short"]
    assert kpis[0].content == Kpi(
        title="Net revenue",
        formula="revenue - discount",
        target=100,
        note="First line.\n# no comment\n\nLast line.",
        owner="Sales",
    )
    assert (kpis[1].content.grain, kpis[1].content.direction) == ("month", "up")
    assert kpis[1].content.target is None


def test_one_name_is_an_audience_of_one() -> None:
    text = "title: A\nformula: orders\nowner: B\naudience: CEO\n"
    assert KPIS.parse(text).audience == ("CEO",)


def test_no_folder_is_no_kpi(tmp_path: Path) -> None:
    assert KPIS.read_all(tmp_path / "kpis") == ([], [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1: has no title; add a line `title: …`"),
        ("title: A\nformula: b\n", "line 1: has no owner; add"),
        ("just text", "line 1: has no entries; write lines such as"),
        ("- a\n- b\n", "line 1: has no entries"),
        ("title: A\nformula: orders: 2\nowner: B", "line 2: mapping values are not"),
        ("title: A\nformula: [b\nowner: c", "mend the YAML there"),
        ("title: A\ntitle: B\n", "line 2: 'title' is there twice"),
        ("title: A\nformula: 5\nowner: B", "line 2: formula is no text; write one"),
        ("title: ''\nformula: b\nowner: B", "line 1: title is no text"),
        ("title: A\nformula: b\nowner: B\ntarget: much", "line 4: target is no number"),
        ("title: A\nformula: b\nowner: B\ntarget: yes", "line 4: target is no number"),
        ("title: A\nformula: b\nowner: B\ntarget: .inf", "line 4: target is no number"),
        ("title: A\nformula: b\nowner: B\ngrain: hour", "line 4: grain is not 'day', "),
        (
            "title: A\nformula: b\n\nowner: B\nratget: 4",
            "line 5: there is no entry ratg",
        ),
        (f"title: {'A' * 61}\nformula: b\nowner: B", "line 1: title is longer than 60"),
        (
            "title: A\nformula: b\nowner: B\naudience: [1]",
            "line 4: audience is no text",
        ),
        ("title: \x00", "line 1: is no YAML"),
        ("[" * 5000, "line 1: is no YAML"),
        ("title: &a [*a]\nformula: b\nowner: B", "line 1: title is no text"),
    ],
)
def test_a_slip_is_told_by_its_line_with_the_fix(text: str, words: str) -> None:
    with pytest.raises(EntryError) as raised:
        KPIS.parse(text)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_bad_file_does_not_break_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "kpis"
    folder.mkdir()
    (folder / "good.yml").write_text("title: A\nformula: orders\nowner: B\n")
    (folder / "bad.yml").write_text("title: [\n")
    (folder / "Net Revenue.yml").write_text("title: A\nformula: orders\nowner: B\n")
    (folder / "long.yml").write_text("#" * 20_001)
    (folder / "latin.yml").write_bytes(b"title: caf\xe9\n")
    (folder / "folder.yml").mkdir()
    kpis, faults = KPIS.read_all(folder)
    assert [saved.name for saved in kpis] == ["good"]
    said = {fault.path.name: str(fault) for fault in faults}
    assert len(said) == 5
    assert said["bad.yml"].startswith("kpis/bad.yml, line 2: ")
    assert "rename it" in said["Net Revenue.yml"]
    assert "shorten it" in said["long.yml"]
    assert "save it as UTF-8" in said["latin.yml"]
    assert "cannot be read" in said["folder.yml"]


def test_a_new_kpi_is_a_file_of_its_own(tmp_path: Path) -> None:
    kpi = NET.model_copy(update={"audience": ("CEO", "Marketing"), "target": 30.0})
    saved = save(KPIS, tmp_path / "kpis", "net_revenue", kpi)
    assert saved.path.read_text() == (
        "title: Net revenue\nformula: revenue - discount\ngrain: month\n"
        "direction: up\ntarget: 30\naudience: [CEO, Marketing]\nowner: Sales\n"
    )
    assert KPIS.read(saved.path) == saved
    assert [path.name for path in saved.path.parent.iterdir()] == ["net_revenue.yml"]


@pytest.mark.parametrize(
    "name", ["", "Net", "1net", "net revenue", "../net", "a/b", "net.yml", "a" * 61]
)
def test_a_name_that_is_none_writes_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(WritingError, match="is no name of a KPI"):
        save(KPIS, tmp_path, name, NET)
    assert list(tmp_path.iterdir()) == []


def test_only_the_entries_that_differ_are_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text(WRITTEN)
    seen = KPIS.read(path)
    changed = seen.content.model_copy(update={"target": 110.5, "audience": ("CEO",)})
    save(KPIS, tmp_path, "net", changed, seen)
    assert path.read_text() == WRITTEN.replace("target: 100", "target: 110.5").replace(
        "owner: Sales\n", "owner: Sales\ngrain: month\ndirection: up\naudience: [CEO]\n"
    )
    assert KPIS.read(path).content == changed


def test_an_entry_that_is_left_out_goes(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text(WRITTEN)
    seen = KPIS.read(path)
    changed = seen.content.model_copy(update={"target": None, "note": None})
    save(KPIS, tmp_path, "net", changed, seen)
    assert KPIS.read(path).content == changed
    assert "# as the board says it" in path.read_text()


def test_a_file_without_lines_of_entries_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text("{title: A, formula: orders, owner: B}")
    seen = KPIS.read(path)
    changed = seen.content.model_copy(update={"title": "C"})
    save(KPIS, tmp_path, "net", changed, seen)
    assert KPIS.read(path).content == changed


def changed_by_another(path: Path) -> None:
    path.write_text(path.read_text() + "# mine\n")


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [(changed_by_another, "changed meanwhile"), (Path.unlink, "removed meanwhile")],
)
def test_what_another_wrote_meanwhile_is_not_lost(
    tmp_path: Path, meanwhile: Callable[[Path], None], words: str
) -> None:
    seen = save(KPIS, tmp_path, "net", NET)
    meanwhile(seen.path)
    before = seen.path.read_text() if seen.path.exists() else None
    with pytest.raises(WritingError, match=words):
        save(KPIS, tmp_path, "net", NET.model_copy(update={"target": 1.0}), seen)
    assert (seen.path.read_text() if seen.path.exists() else None) == before


def test_a_new_kpi_does_not_take_anothers_name(tmp_path: Path) -> None:
    save(KPIS, tmp_path, "net", NET)
    with pytest.raises(WritingError, match="there is a KPI named net already"):
        save(KPIS, tmp_path, "net", NET.model_copy(update={"owner": "Me"}))
    assert KPIS.read(tmp_path / "net.yml").content == NET


@pytest.mark.parametrize("is_new", [True, False])
def test_of_many_at_once_one_is_saved_and_the_others_are_told(
    tmp_path: Path, is_new: bool
) -> None:
    seen = None if is_new else save(KPIS, tmp_path, "net", NET)
    barrier = Barrier(8)
    saved: list[Kpi] = []
    told: list[str] = []

    def write(number: int) -> None:
        kpi = NET.model_copy(update={"target": float(number)})
        barrier.wait()
        try:
            save(KPIS, tmp_path, "net", kpi, seen)
        except WritingError as error:
            told.append(str(error))
        else:
            saved.append(kpi)

    threads = [Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [KPIS.read(tmp_path / "net.yml").content] == saved
    assert len(told) == 7


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "kpis").write_text("a file")
    with pytest.raises(WritingError, match="cannot be written"):
        save(KPIS, tmp_path / "kpis", "net", NET)


def test_what_is_removed_is_gone_and_twice_is_no_error(tmp_path: Path) -> None:
    seen = save(KPIS, tmp_path, "net", NET)
    save(KPIS, tmp_path, "other", NET)
    remove(KPIS, seen)
    remove(KPIS, seen)
    assert [path.name for path in tmp_path.iterdir()] == ["other.yml"]


def test_what_another_changed_is_not_removed(tmp_path: Path) -> None:
    seen = save(KPIS, tmp_path, "net", NET)
    changed_by_another(seen.path)
    with pytest.raises(WritingError, match="changed meanwhile"):
        remove(KPIS, seen)
    assert seen.path.read_text().endswith("# mine\n")


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
kpis = st.builds(
    Kpi,
    title=words.filter(str.strip),
    formula=words.filter(str.strip),
    owner=words.filter(str.strip),
    note=st.none() | words.filter(str.strip),
    target=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    audience=st.lists(words.filter(str.strip), max_size=3).map(tuple),
    direction=st.sampled_from(["up", "down", "none"]),
)


@settings(deadline=None)
@given(kpis, kpis)
@example(
    Kpi(title="0\x85  0", formula="0", owner="0"),
    Kpi(title="1", formula="0", owner="a\u2028  b"),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, first: Kpi, second: Kpi
) -> None:
    folder = tmp_path_factory.mktemp("kpis")
    seen = save(KPIS, folder, "any", first)
    assert KPIS.read(seen.path) == seen
    again = save(KPIS, folder, "any", second, seen)
    assert KPIS.read(again.path) == again


def test_the_examples_of_the_demo_shop_are_kpis() -> None:
    found, faults = KPIS.read_all(REPOSITORY / "workspace" / "kpis")
    assert faults == []
    assert len(found) >= 2
