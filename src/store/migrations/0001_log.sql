-- The log is the truth: it only grows. Everything else in the file can be dropped and is rebuilt from it.

CREATE TABLE event (
    arrival      INTEGER PRIMARY KEY,   -- the order of arrival in this file; no part of the event
    id           BLOB    NOT NULL UNIQUE,
    device       BLOB    NOT NULL,
    sequence     INTEGER NOT NULL,
    time         INTEGER NOT NULL,      -- milliseconds since 1970 UTC, the ordering time
    clock        INTEGER NOT NULL,      -- milliseconds since 1970 UTC, what the clock said
    offset       INTEGER NOT NULL,      -- minutes east of UTC
    day          INTEGER NOT NULL,      -- study day, days since 1970-01-01
    kind         TEXT    NOT NULL,
    deck         TEXT,
    question     TEXT,
    target       BLOB,                  -- the event that this one is about
    rating       INTEGER,               -- 1 again, 2 hard, 3 good, 4 easy
    score        REAL,                  -- 0 to 1
    outcome      TEXT,                  -- wrong, near, right
    milliseconds INTEGER,               -- from question to response
    purpose      TEXT,                  -- study, relearn, cram
    meaning      INTEGER,               -- the 64 bits of the hash, as a signed number
    due          INTEGER,               -- study day
    body         TEXT    NOT NULL,      -- JSON object: the members that have no column
    checksum     BLOB    NOT NULL       -- first 8 bytes of the SHA-256 of the canonical JSON line
) STRICT;

-- An index and never a key: a copied home may count twice.
CREATE INDEX event_device ON event (device, sequence);
CREATE INDEX event_subject ON event (deck, question) WHERE deck IS NOT NULL;
CREATE INDEX event_target ON event (target) WHERE target IS NOT NULL;
CREATE INDEX event_time ON event (time);
CREATE INDEX event_rare ON event (kind, deck) WHERE kind = 'rename' OR kind = 'parameters' OR kind = 'note'
    OR kind = 'mnemonic' OR kind = 'accept' OR kind = 'unaccept' OR kind = 'goal' OR kind = 'forecast'
    OR kind = 'sitting';

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;

-- Events that came in with a known id and other content.
CREATE TABLE quarantine (
    id   BLOB NOT NULL,
    line TEXT NOT NULL,                 -- the canonical JSON line as it came
    PRIMARY KEY (id, line)
) STRICT, WITHOUT ROWID;

-- The user's lasting choices. They belong to this file and are not merged.
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL                 -- JSON
) STRICT, WITHOUT ROWID;
