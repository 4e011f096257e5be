"""Who is whom in published sets of contacts, beside an exact key and Splink's defaults.

FEBRL is compared without its social security number, which alone is nearly a key.
"""

import pytest

from orchestration.benchmarks.identity import result
from orchestration.benchmarks.identity_quality import Quality
from orchestration.benchmarks.identity_sets import DATA, PUBLISHED, Known, published

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"real data sets are not at {DATA}"),
]


@pytest.mark.parametrize("name", PUBLISHED)
def test_more_is_found_than_by_a_key_or_by_splinks_defaults(name: str) -> None:
    [known] = [
        one for one in published(DATA) if isinstance(one, Known) and one.name == name
    ]
    found = result(known)
    print(name, found.quality, found.key, found.defaults)
    assert found.quality.f1 >= (known.least_f1 or 0)
    assert isinstance(found.defaults, Quality)
    assert found.quality.f1 > max(found.key.f1, found.defaults.f1)
