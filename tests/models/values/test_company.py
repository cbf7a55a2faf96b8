from __future__ import annotations

import pytest

from models.values.company import parse_company


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("名称株式会社サンライズ橿原", "株式会社サンライズ橿原"),
        ("株式会社佐保電機代表取締役", "株式会社佐保電機"),
        ("名称変更株式会社", "名称変更株式会社"),
        ("有限会社大仏設備(以下「売主」", "有限会社大仏設備"),
        ("株式会社代表工業", "株式会社代表工業"),
        ("株式公社あかりプラザ通販", "株式会社あかりプラザ通販"),
        ("株式会社リんどう", "株式会社りんどう"),
    ],
)
def test_what_was_read_around_a_companys_name(written: str, name: str) -> None:
    assert parse_company(written) == name
