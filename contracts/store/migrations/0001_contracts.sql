-- Contracts, their revisions and steps, and what was done with them.
-- Times are UTC, written like 2026-11-26T15:40:00.000Z, so that their order is the order of their letters.
-- Hashes are SHA-256, 64 lower-case hexadecimal digits.

CREATE TABLE contracts (
    id         TEXT    NOT NULL PRIMARY KEY,
    created_at TEXT    NOT NULL,
    -- The terms came from the other side: they can be read, not edited.
    locked     INTEGER NOT NULL CHECK (locked IN (0, 1)),
    -- Sample data, which nobody agreed and nobody measured.
    sample     INTEGER NOT NULL CHECK (sample IN (0, 1)),
    -- Put away by its owner; nothing is deleted.
    removed_at TEXT
) STRICT, WITHOUT ROWID;

-- What both sides share. A state of the terms has one number however often one comes back to it.
CREATE TABLE revisions (
    contract  TEXT    NOT NULL REFERENCES contracts (id),
    number    INTEGER NOT NULL CHECK (number >= 1),
    -- Version of the format of the bytes.
    version   INTEGER NOT NULL,
    agreement BLOB    NOT NULL,
    sha256    TEXT    NOT NULL CHECK (length(sha256) = 64),
    at        TEXT    NOT NULL,
    PRIMARY KEY (contract, number),
    UNIQUE (contract, sha256)
) STRICT;

-- One side's own, apart from the terms.
CREATE TABLE private_states (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL REFERENCES contracts (id),
    version  INTEGER NOT NULL,
    private  BLOB    NOT NULL,
    at       TEXT    NOT NULL,
    UNIQUE (contract, id)
) STRICT;

-- Observed history, named by the hash of its bytes.
CREATE TABLE baselines (
    sha256   TEXT    NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    version  INTEGER NOT NULL,
    baseline BLOB    NOT NULL,
    at       TEXT    NOT NULL
) STRICT;

-- The file that a baseline was read from, and how: its rows can be looked at and its columns read otherwise. One's own.
CREATE TABLE imports (
    baseline TEXT NOT NULL PRIMARY KEY REFERENCES baselines (sha256),
    name     TEXT NOT NULL,
    bytes    BLOB NOT NULL,
    -- JSON.
    mapping  TEXT NOT NULL
) STRICT;

-- An edit is a step; its parent is the state that it was made on.
CREATE TABLE steps (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    contract        TEXT    NOT NULL REFERENCES contracts (id),
    parent          INTEGER,
    revision        INTEGER NOT NULL,
    private_state   INTEGER NOT NULL,
    baseline        TEXT    REFERENCES baselines (sha256),
    baseline_shared INTEGER NOT NULL CHECK (baseline_shared IN (0, 1)),
    label           TEXT    NOT NULL,
    at              TEXT    NOT NULL,
    UNIQUE (contract, id),
    CHECK (baseline IS NOT NULL OR baseline_shared = 0),
    FOREIGN KEY (contract, parent) REFERENCES steps (contract, id),
    FOREIGN KEY (contract, revision) REFERENCES revisions (contract, number),
    FOREIGN KEY (contract, private_state) REFERENCES private_states (contract, id)
) STRICT;

-- Where a contract stands. From `tip` back to `step` lies what can be redone; an edit makes both the new step.
CREATE TABLE heads (
    contract TEXT    NOT NULL PRIMARY KEY REFERENCES contracts (id),
    step     INTEGER NOT NULL,
    tip      INTEGER NOT NULL,
    FOREIGN KEY (contract, step) REFERENCES steps (contract, id),
    FOREIGN KEY (contract, tip) REFERENCES steps (contract, id)
) STRICT, WITHOUT ROWID;

-- Recorded on this computer; whether one still holds follows from the head's hash and is not stored.
CREATE TABLE approvals (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    sha256   TEXT    NOT NULL,
    side     TEXT    NOT NULL CHECK (side IN ('client', 'vendor')),
    role     TEXT    NOT NULL,
    at       TEXT    NOT NULL,
    -- The last entry of the trail when it was given: what moved the terms later is behind it.
    trail    INTEGER NOT NULL,
    UNIQUE (contract, sha256, side, role),
    FOREIGN KEY (contract, revision) REFERENCES revisions (contract, number)
) STRICT;

-- Everything that was done, in order, with the hash of the terms after it.
CREATE TABLE trail (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL REFERENCES contracts (id),
    at       TEXT    NOT NULL,
    deed     TEXT    NOT NULL,
    what     TEXT    NOT NULL,
    sha256   TEXT    NOT NULL CHECK (length(sha256) = 64),
    -- Concerns one side's own alone: never printed and never shared.
    private  INTEGER NOT NULL CHECK (private IN (0, 1))
) STRICT;
CREATE INDEX trail_of_contract ON trail (contract, id);

-- Results of simulations. They can be computed again, so old ones may be deleted.
CREATE TABLE runs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    contract      TEXT    NOT NULL REFERENCES contracts (id),
    sha256        TEXT    NOT NULL CHECK (length(sha256) = 64),
    inputs_sha256 TEXT    NOT NULL CHECK (length(inputs_sha256) = 64),
    results       BLOB    NOT NULL,
    at            TEXT    NOT NULL,
    UNIQUE (contract, inputs_sha256)
) STRICT;

CREATE TRIGGER revisions_are_not_changed BEFORE UPDATE ON revisions
BEGIN SELECT RAISE(ABORT, 'revisions are only added'); END;
CREATE TRIGGER revisions_are_not_deleted BEFORE DELETE ON revisions
BEGIN SELECT RAISE(ABORT, 'revisions are only added'); END;

CREATE TRIGGER private_states_are_not_changed BEFORE UPDATE ON private_states
BEGIN SELECT RAISE(ABORT, 'private states are only added'); END;
CREATE TRIGGER private_states_are_not_deleted BEFORE DELETE ON private_states
BEGIN SELECT RAISE(ABORT, 'private states are only added'); END;

CREATE TRIGGER baselines_are_not_changed BEFORE UPDATE ON baselines
BEGIN SELECT RAISE(ABORT, 'baselines are only added'); END;
CREATE TRIGGER baselines_are_not_deleted BEFORE DELETE ON baselines
BEGIN SELECT RAISE(ABORT, 'baselines are only added'); END;

CREATE TRIGGER steps_are_not_changed BEFORE UPDATE ON steps
BEGIN SELECT RAISE(ABORT, 'steps are only added'); END;
CREATE TRIGGER steps_are_not_deleted BEFORE DELETE ON steps
BEGIN SELECT RAISE(ABORT, 'steps are only added'); END;

CREATE TRIGGER approvals_are_not_changed BEFORE UPDATE ON approvals
BEGIN SELECT RAISE(ABORT, 'approvals are only added'); END;
CREATE TRIGGER approvals_are_not_deleted BEFORE DELETE ON approvals
BEGIN SELECT RAISE(ABORT, 'approvals are only added'); END;

CREATE TRIGGER trail_is_not_changed BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
CREATE TRIGGER trail_is_not_deleted BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
