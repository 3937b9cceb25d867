"""Combinations of layouts that can be, and the conversation that each of them carries."""

import random
from collections.abc import Iterator
from itertools import cycle, product

from tests.logs.conversation import MORE_SCENES, Conversation, conversation
from tests.logs.layouts import CONTAINERS, ENCODINGS, ENVELOPES, NAMES, REPETITIONS, WRITERS, Recipe


def everything() -> Iterator[Recipe]:
    """Every writer in every envelope, repeated or not, in either order; containers and encodings take turns."""
    containers, encodings = cycle(CONTAINERS), cycle([*ENCODINGS, "utf-8"])
    for writer, envelope, repetition, newest_first in product(WRITERS, ENVELOPES, REPETITIONS, (False, True)):
        recipe = Recipe(writer, envelope, repetition, newest_first)
        if recipe.possible:
            container = next(containers)
            many = CONTAINERS[container].many
            yield recipe._replace(container=container, encoding=next(encodings), split=many and newest_first)


def pairs() -> dict[int, Recipe]:
    """Every writer in every envelope once, with a repetition and an order that chance decides, always the same."""
    chance = random.Random("pairs")
    groups: dict[tuple[str, str], list[tuple[int, Recipe]]] = {}
    for number, recipe in enumerate(everything()):
        groups.setdefault((recipe.writer, recipe.envelope), []).append((number, recipe))
    return dict(chance.choice(group) for group in groups.values())


def sample() -> dict[int, Recipe]:
    """Each writer, envelope, repetition, order, container and encoding at least once."""
    chance = random.Random("sample")
    rest = list(enumerate(everything()))
    chance.shuffle(rest)
    seen: set[tuple] = set()
    chosen = {}
    for number, recipe in rest:
        values = list(enumerate(recipe))
        if any(value not in seen for value in values):
            chosen[number] = recipe
            seen.update(values)
    return chosen


def name_of(recipe: Recipe) -> str:
    order = "newest first" if recipe.newest_first else ""
    parts = (recipe.writer, recipe.envelope, recipe.repetition, order, recipe.container, recipe.encoding)
    return " - ".join(filter(None, parts))


def talk_of(recipe: Recipe, number: int) -> Conversation:
    """One station or two, if their names are anywhere; names and scenes take turns too."""
    many = 1 + number % 2 if recipe.names_stations else 1
    names = tuple(NAMES[(number + step * 2) % len(NAMES)] for step in range(many))
    extra = [(), ("tricky",), ("big",)][number % 7 % 3] if number % 3 else ()
    return conversation(number % 11, names, (*MORE_SCENES, *extra) if many == 1 else extra)
