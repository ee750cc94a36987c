"""Writes fsrs-vectors.json: what py-fsrs makes of random histories, for tests/it/vectors.rs to compare with.

    pip install fsrs==6.3.2
    python3 tests/data/make_fsrs_vectors.py

py-fsrs computes in 64-bit floats and knows no longest stability; a history therefore ends before its stability
passes 36,500 days, where the fsrs crate stops. Steps are off, so every answer counts; fuzz plays no part in
stability and difficulty.
"""

import json
import pathlib
import random
from datetime import datetime, timedelta, timezone

from fsrs import Card, Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

HISTORIES_BY_DEFAULT = 200
OTHER_PARAMETERS = 20
HISTORIES_OF_OTHERS = 6
LONGEST_STABILITY_DAYS = 36_500

chance = random.Random(20261123)


def other_parameters():
    """Valid parameters, each up to a third of the way from its default to one of its bounds, as 32-bit decimals."""
    values = []
    for default, low, high in zip(DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS):
        bound = chance.choice((low, high))
        values.append(round(default + chance.uniform(0, 1 / 3) * (bound - default), 4))
    return [min(max(v, lo), hi) for v, lo, hi in zip(values, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS)]


def elapsed_days():
    """Every size of gap: the same day, days, months, years."""
    kind = chance.random()
    if kind < 0.2:
        return 0
    if kind < 0.6:
        return chance.randint(1, 20)
    if kind < 0.9:
        return chance.randint(21, 400)
    return chance.randint(401, 4000)


def history(scheduler):
    card = Card(card_id=1)
    now = datetime(2000, 1, 1, tzinfo=timezone.utc)
    reviews = []
    for number in range(chance.randint(1, 12)):
        elapsed = 0 if number == 0 else elapsed_days()
        now += timedelta(days=elapsed)
        rating = chance.choices((1, 2, 3, 4), weights=(3, 2, 5, 2))[0]
        card, _ = scheduler.review_card(card, Rating(rating), now)
        if card.stability >= LONGEST_STABILITY_DAYS:
            break
        reviews.append([elapsed, rating, round(card.stability, 9), round(card.difficulty, 9)])
    return reviews


def main():
    sets = [(None, HISTORIES_BY_DEFAULT)]
    sets += [(other_parameters(), HISTORIES_OF_OTHERS) for _ in range(OTHER_PARAMETERS)]
    lines = []
    for parameters, count in sets:
        scheduler = Scheduler(
            parameters=parameters or DEFAULT_PARAMETERS,
            learning_steps=(),
            relearning_steps=(),
            enable_fuzzing=False,
        )
        for _ in range(count):
            lines.append(json.dumps({"parameters": parameters, "reviews": history(scheduler)}))
    head = '"columns": ["elapsed_days", "rating", "stability", "difficulty"]'
    text = "{" + head + ',\n"histories": [\n' + ",\n".join(lines) + "\n]}\n"
    pathlib.Path(__file__).with_name("fsrs-vectors.json").write_text(text)


if __name__ == "__main__":
    main()
