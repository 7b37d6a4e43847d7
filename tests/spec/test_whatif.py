"""Files of assumptions: read in three spellings, refused with every fault at once."""

import pytest

from potay.spec.whatif import read_what_if


@pytest.mark.parametrize(
    "text",
    [
        '[what_if]\n"gateway.g" = "open"\n',
        '[what_if]\ngateway.g = "open"\n',
        '[what_if.gateway]\ng = "open"\n',
    ],
)
def test_three_spellings_say_the_same(tmp_path, text):
    path = tmp_path / "a.toml"
    path.write_text(text)
    assert read_what_if(path) == ({"gateway.g": "open"}, [])


def faults(tmp_path, text):
    path = tmp_path / "a.toml"
    path.write_text(text)
    return [fault.sentence().removeprefix(f"{path}: ") for fault in read_what_if(path)[1]]


def test_every_fault_is_told_at_once(tmp_path):
    assert faults(tmp_path, 'mover = "x"\n[what_if]\n"gateway.g" = 1\n') == [
        "unknown key 'mover'; a what-if file has one table, [what_if]. "
        "Move it below [what_if] or delete it.",
        "'gateway.g' is 1; expected a status in quotation marks. For example \"open\".",
    ]


def test_a_file_that_assumes_nothing_is_refused(tmp_path):
    assert faults(tmp_path, "[what_if]\n") == [
        "no assumption: expected a table [what_if]. "
        'For example [what_if] and below it "gateway.martissant" = "open".'
    ]


def test_a_file_that_is_not_there(tmp_path):
    (fault,) = read_what_if(tmp_path / "none.toml")[1]
    assert "no such file." in fault.sentence()
