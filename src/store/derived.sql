-- Derived from the log, in the same transaction as the log grows. Never the truth, never migrated: another
-- version of these tables drops them and replays. Sums are those of store/sum.rs.

DROP TABLE IF EXISTS state;
DROP TABLE IF EXISTS history;
DROP TABLE IF EXISTS alias;
DROP TABLE IF EXISTS derived;

CREATE TABLE state (
    deck       TEXT    NOT NULL,
    question   TEXT    NOT NULL,
    stability  REAL,
    difficulty REAL,
    last       INTEGER,
    due        INTEGER,
    reviews    INTEGER NOT NULL,
    lapses     INTEGER NOT NULL,
    rating     INTEGER,
    relearning INTEGER NOT NULL,
    suspended  INTEGER NOT NULL,
    meaning    INTEGER,
    sum        INTEGER NOT NULL,
    PRIMARY KEY (deck, question)
) STRICT, WITHOUT ROWID;

-- The answers of a question that stand, packed: see store/packed.rs.
CREATE TABLE history (
    deck     TEXT NOT NULL,
    question TEXT NOT NULL,
    answers  BLOB NOT NULL,
    sum      INTEGER NOT NULL,
    PRIMARY KEY (deck, question)
) STRICT, WITHOUT ROWID;

-- Renamed questions: the id they have now.
CREATE TABLE alias (
    deck     TEXT NOT NULL,
    question TEXT NOT NULL,
    now      TEXT NOT NULL,
    PRIMARY KEY (deck, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_now ON alias (deck, now);

-- One row: what the tables above were derived with, and how many questions state and history have each.
CREATE TABLE derived (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    by        TEXT    NOT NULL,
    questions INTEGER NOT NULL
) STRICT;
