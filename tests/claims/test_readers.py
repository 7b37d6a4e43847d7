from dataclasses import replace

import pytest

from potay.claims.readers.toll import read
from potay.terms.values import Toll


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        (
            "50000-150000 HTG container-truck",
            Toll("", 50000, 150000, "HTG", "container-truck"),
        ),
        ("2500 HTG bus", Toll("", 2500, 2500, "HTG", "bus")),
        ("unstated HTG any", Toll("", None, None, "HTG", "any")),
        ("20 USD any", Toll("", 20, 20, "USD", "any")),
    ],
)
def test_a_toll_is_an_amount_a_currency_and_a_vehicle(text, toll):
    assert read(text) == replace(toll, text=text)


@pytest.mark.parametrize(
    "text", ["2500 HTG", "HTG any", "2500 htg bus", "-5 HTG bus", "1-2-3 HTG bus"]
)
def test_what_is_no_toll_is_refused(text):
    with pytest.raises(ValueError, match="is not a toll; write amount, currency and vehicle class"):
        read(text)
