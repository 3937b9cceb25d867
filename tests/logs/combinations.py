"""All combinations of layouts that can be, and the conversation that each of them carries."""

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


def talk_of(recipe: Recipe, number: int) -> Conversation:
    """One, two or three stations, if their names are anywhere; names and scenes take turns too."""
    many = 1 + number % 3 if recipe.names_stations else 1
    names = tuple(NAMES[(number + step * 2) % len(NAMES)] for step in range(many))
    extra = [(), ("tricky",), ("big",)][number % 7 % 3] if number % 3 else ()
    return conversation(number % 11, names, (*MORE_SCENES, *extra) if many == 1 else extra)
