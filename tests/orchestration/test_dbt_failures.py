"""What failed in dbt is one line that names the file and the fix."""

from types import SimpleNamespace

from orchestration.dbt_failures import failures

CONTRACT = """Compilation Error in model kpi_x (models/marts/kpis/kpi_x.sql)
  This model has an enforced contract that failed.
  Please ensure the name, data_type, and number of columns in your contract match.

  | column_name | definition_type | contract_type | mismatch_reason       |
  | ----------- | --------------- | ------------- | --------------------- |
  | amount      | DOUBLE          | DECIMAL(18,4) | data type mismatch    |
  | day_on      | DATE            |               | missing in contract   |
  | orders      |                 | BIGINT        | missing in definition |

  > in macro assert_columns_equivalent
"""


def result(status: str, message: str, failures: int | None = None) -> SimpleNamespace:
    """Return a result of dbt's of a node."""
    node = SimpleNamespace(
        name="kpi_x", original_file_path="models/marts/kpis/kpi_x.sql"
    )
    return SimpleNamespace(node=node, status=status, message=message, failures=failures)


def test_a_contract_that_differs_is_a_line_for_each_column() -> None:
    path = "dbt_project/models/marts/kpis/kpi_x.yml"
    assert list(failures([result("error", CONTRACT)])) == [
        f"{path}: column amount is DOUBLE in the SQL, DECIMAL(18,4) in the contract; "
        "cast it or change data_type",
        f"{path}: column day_on is not in it; write it, data_type: DATE",
        f"{path}: column orders is not selected; select it or take it out",
    ]


def test_a_test_says_how_many_rows_break_it_and_how_to_see_them() -> None:
    [line] = failures([result("fail", "Got 1,204 results", 1204)])
    assert line == (
        "dbt_project/models/marts/kpis/kpi_x.sql: kpi_x: 1,204 rows break it; "
        "`karvan dbt show -t dev -s kpi_x` shows them"
    )


def test_an_error_is_its_words_without_dbts() -> None:
    message = (
        "Runtime Error in model kpi_x (models/marts/kpis/kpi_x.sql)\n"
        '  Binder Error: Referenced column "dey" not found in FROM clause!\n\n'
        "  LINE 7: select dey\n                 ^"
    )
    [line] = failures([result("error", message)])
    assert line == (
        "dbt_project/models/marts/kpis/kpi_x.sql: kpi_x: "
        'Binder Error: Referenced column "dey" not found in FROM clause!'
    )


def test_what_went_well_is_not_said() -> None:
    assert list(failures([result("success", "OK"), result("skipped", "")])) == []
