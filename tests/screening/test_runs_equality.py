"""A change of a list, compared with the customers alone, leaves what a full run of all customers would find.

Pure: over the 48 real publications of a list (45 changed something) and 19,300 real names of customers, with their identifiers.
"""

import pytest

from screening.runs.comparing import Names, Numbers, backward, forward
from screening.runs.deciding import after, delta
from tests.screening.changing_lists import customers, publications


def names_of(parties) -> Names:
    """An index of the names of some parties, customers or listed ones."""
    rows = []
    for place, party in enumerate(parties):
        listed = hasattr(party, "listed_key")
        for one in party.names:
            kind = party.kind if listed else party.party
            rows.append((place, one.name if listed else one, kind, one.weak if listed else False))
    return Names.build(rows)


def numbers_of(parties) -> Numbers:
    """Who of some parties has which identifier."""
    rows = ((place, party.attributes.identifiers) for place, party in enumerate(parties))
    return Numbers((value, place) for place, known in rows for values in known.values() for value in values)


def full(parties, entities) -> dict:
    """What a full run finds: each customer against an index of the list."""
    held = dict(enumerate(entities))
    found = forward(parties, names_of(entities), numbers_of(entities), lambda places: {at: held[at] for at in places})
    return {pair: one.explanation.score for pair, one in found.items()}


@pytest.fixture(scope="module")
def world(shared_data, tmp_path_factory):
    data = shared_data / "screening"
    published = list(publications(data / "lists", tmp_path_factory.mktemp("publications")))
    planted: dict[str, list[str]] = {}
    for publication in published[1:]:
        for entity in publication.came:
            for scheme, values in entity.attributes.identifiers.items():
                planted.setdefault(scheme, []).extend(values[:1])
    numbers = {scheme: tuple(values[:12]) for scheme, values in planted.items()}
    parties = customers(data)
    return published, plant(parties, numbers)


def plant(parties, numbers):
    """Give some customers the numbers of listed parties, spread over all of them."""
    from screening.runs.parties import Party
    from screening.scoring import Attributes

    pairs = [(scheme, value) for scheme, values in sorted(numbers.items()) for value in values]
    for at, (scheme, value) in enumerate(pairs):
        place = at * len(parties) // len(pairs)
        one = parties[place]
        known = Attributes(one.attributes.countries, one.attributes.birth_dates, {scheme: (value.lower(),)})
        parties[place] = Party(one.key, one.names, one.party, known)
    return parties


def test_after_each_of_the_publications_a_change_leaves_what_a_full_run_finds(world):
    published, parties = world
    assert len(published) == 46  # the first, and the 45 of 48 days on which something had changed
    versions = [entity for publication in published for entity in publication.came]
    # Each version of a party is an entity of its own, and no score depends on what else is listed: the full run of
    # a publication is that of all versions narrowed to those on the list then. Runs of their own confirm it below.
    everything = full(parties, versions)
    index, numbers, held = names_of(parties), numbers_of(parties), dict(enumerate(parties))
    listed: set = set()
    standing: dict = {}
    changed = ended = 0
    for publication in published:
        listed = (listed - set(publication.left)) | {entity.id for entity in publication.came}
        if publication is published[0]:
            standing = {pair: score for pair, score in everything.items() if pair[1] in listed}
            continue
        found = backward(publication.came, index, numbers, lambda places: {at: held[at] for at in places})
        change = delta(standing, found, publication.left)
        standing = after(standing, change)
        changed, ended = changed + len(change.new), ended + len(change.ended)
        assert standing == {pair: score for pair, score in everything.items() if pair[1] in listed}, publication.day
    assert changed > 10 and ended > 0  # the proof would be empty otherwise


@pytest.mark.parametrize("number", [0, 22, 45])
def test_a_full_run_against_one_publication_finds_what_all_versions_together_say_of_it(world, number):
    published, parties = world
    some = parties[::10]
    held: dict = {}
    for publication in published[: number + 1]:
        for left in publication.left:
            held.pop(left)
        held.update({entity.id: entity for entity in publication.came})
    versions = [entity for publication in published for entity in publication.came]
    everything = full(some, versions)
    assert full(some, list(held.values())) == {pair: value for pair, value in everything.items() if pair[1] in held}
