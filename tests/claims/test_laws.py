"""What must be true of every ledger."""

from datetime import date, timedelta

from claims.tiny import claim_rows, dataset, ledger, rules
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.claims import read_ledger, resolve
from potay.spec.map import moment
from potay.terms.statuses import REPORTED

RULES = rules()
law = settings(deadline=None, max_examples=40)
START = date(2024, 1, 1)
dates = st.integers(0, 120).map(lambda days: (START + timedelta(days=days)).isoformat())
stated = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(("open", "restricted", "closed", "unknown"))),
    st.tuples(st.just("control"), st.sampled_from(("none", "contested", "pnh", "ti-bwa", "gpep"))),
    st.tuples(st.just("window"), st.just("Fri-Sun 06:00-18:00")),
    st.tuples(st.just("toll"), st.just("unstated HTG any")),
)
about = st.sampled_from(
    [("gateway", "martissant"), ("area", "martissant"), ("road", "rn2"), ("road", "r2-01")]
)


@st.composite
def rows(draw, least=0):
    """Claims with ids, some with an end."""
    found = []
    for number in range(draw(st.integers(least, 8))):
        subject_type, subject = draw(about)
        kind, value = draw(stated)
        begins = draw(st.one_of(st.just(""), dates))
        length = draw(st.one_of(st.none(), st.integers(1, 60)))
        ends = ""
        if begins and length:
            ends = (date.fromisoformat(begins) + timedelta(days=length)).isoformat()
        found.append({
            "claim_id": f"C{number}", "subject_type": subject_type, "subject": subject,
            "kind": kind, "value": value, "valid_from": begins, "valid_to": ends,
            "as_of": draw(dates), "source_id": draw(st.sampled_from(("icg", "radio", "ocha"))),
            "reliability": draw(st.sampled_from(("", "0", "1", "2", "3", "4"))),
        })  # fmt: skip
    return found


def at(found, day):
    return resolve(ledger(claim_rows(found)), moment(day), RULES)


@law
@given(rows(), dates, st.randoms(use_true_random=False))
def test_the_order_of_rows_columns_and_datasets_does_not_matter(found, day, chance):
    frame = claim_rows(found)
    straight = at(found, day)
    shuffled = frame.sample(frac=1, random_state=chance.randrange(2**31))
    columns = list(frame.columns)
    chance.shuffle(columns)
    half = len(frame) // 2
    parts = [dataset("claims", part[columns]) for part in (shuffled[half:], shuffled[:half])]
    mixed = resolve(ledger(claim_rows([]), *parts), moment(day), RULES)
    assert mixed.subjects == straight.subjects
    assert list(mixed.subjects) == list(straight.subjects)
    assert mixed.claims.equals(straight.claims)
    assert mixed.actors.equals(straight.actors)


@law
@given(rows(least=1), dates, st.sampled_from(("open", "closed")))
def test_an_older_and_less_reliable_report_never_changes_what_counts(found, day, value):
    before = at(found, day)
    older = min(row["as_of"] for row in found)
    weak = {**found[0], "claim_id": "Z", "subject_type": "gateway", "subject": "martissant",
            "kind": "status", "value": value, "as_of": older, "reliability": "0",
            "valid_from": "", "valid_to": "2023-12-31"}  # fmt: skip
    for ends in ("", weak["valid_to"]):
        after = at([*found, {**weak, "valid_to": ends}], day)
        old = before.subjects["gateway", "martissant"].status
        new = after.subjects["gateway", "martissant"].status
        kinds = before.claims["kind"]
        if old.claim_id and kinds[old.claim_id] == "status" and old.reliability > 0:
            assert (new.value, new.claim_id, new.basis) == (old.value, old.claim_id, old.basis)
            assert set(new.rivals) - {"Z"} == set(old.rivals) - {"Z"}
        assert after.subjects["area", "martissant"] == before.subjects["area", "martissant"]


@law
@given(rows(), dates, dates)
def test_what_is_known_only_grows(found, one, other):
    early, late = sorted((one, other))
    assert set(at(found, early).claims.index) <= set(at(found, late).claims.index)


@law
@given(rows(), dates, dates)
def test_what_has_ended_never_holds_again(found, one, other):
    early, late = (at(found, day).claims for day in sorted((one, other)))
    ended = set(early.index[early["expired"]])
    assert ended <= set(late.index[late["expired"]])
    assert not set(late.index[late["holds"]]) & ended


@law
@given(rows(), dates)
def test_each_known_claim_is_one_of_three(found, day):
    claims = at(found, day).claims
    assert (claims[["holds", "expired", "upcoming"]].sum(axis=1) == 1).all()


@law
@given(rows(), dates)
def test_the_parts_of_an_aspect_fit_its_basis(found, day):
    state = at(found, day)
    holds = set(state.claims.index[state.claims["holds"]])
    for ground in state.subjects.values():
        for aspect in (ground.control, ground.status):
            says = aspect.basis in ("claim", "contradicted")
            assert (aspect.value is not None) == says == (aspect.claim_id in holds)
            assert set(aspect.rivals) <= holds - {aspect.claim_id}
            assert (aspect.basis == "expired") == bool(aspect.expired_claims)
            assert not set(aspect.expired_claims) & holds
            assert 0.5 <= aspect.probability <= 1


@law
@given(rows(), dates)
def test_nothing_that_contradicts_is_more_cautious_than_what_counts(found, day):
    state = at(found, day)
    values = state.claims["value"].to_dict()
    levels = state.claims["reliability_now"].fillna(0).to_dict()
    days = state.claims["as_of"].to_dict()
    for ground in state.subjects.values():
        aspect = ground.status
        if aspect.basis == "contradicted":
            peers = [
                claim
                for claim in aspect.rivals
                if (levels[claim], days[claim]) == (aspect.reliability, days[aspect.claim_id])
            ]
            assert peers
            caution = REPORTED[aspect.value].caution
            assert all(REPORTED[values[claim]].caution <= caution for claim in peers)


@law
@given(rows(), dates)
def test_copies_of_no_reliability_never_outrank(found, day):
    state = at(found, day)
    for ground in state.subjects.values():
        aspect = ground.control
        if aspect.claim_id:
            rest = [row for row in found if row["claim_id"] in (aspect.claim_id, *aspect.rivals)]
            best = max(int(row["reliability"] or 0) for row in rest)
            if aspect.reliability == 0:
                assert best <= 1  # one level may have gone with age


def test_an_empty_ledger_says_nothing():
    empty = read_ledger([], {})
    state = resolve(empty, moment("2024-01-05"), RULES)
    assert (len(state.subjects), len(state.claims), len(state.actors)) == (0, 0, 0)
