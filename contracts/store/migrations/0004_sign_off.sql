-- What approvers say: yes, no, or that an earlier yes is taken back. And what is typed but not yet entered.

-- The last word of a role about a revision holds; earlier ones stay. Whether it is about the current terms follows from
-- the head's hash and is not stored.
CREATE TABLE sign_offs (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    contract  TEXT    NOT NULL,
    revision  INTEGER NOT NULL,
    sha256    TEXT    NOT NULL,
    side      TEXT    NOT NULL CHECK (side IN ('client', 'vendor')),
    role      TEXT    NOT NULL,
    word      TEXT    NOT NULL CHECK (word IN ('approved', 'rejected', 'withdrawn')),
    reason    TEXT    NOT NULL,
    -- Recorded on the other side's computer and taken in from its file.
    elsewhere INTEGER NOT NULL CHECK (elsewhere IN (0, 1)),
    -- When it was said, by the clock of the computer that recorded it.
    at        TEXT    NOT NULL,
    -- The last entry of the trail when it was recorded here: what moved the terms later is behind it.
    trail     INTEGER NOT NULL,
    CHECK (word = 'approved' OR length(reason) > 0),
    FOREIGN KEY (contract, revision) REFERENCES revisions (contract, number)
) STRICT;
CREATE INDEX sign_offs_of_contract ON sign_offs (contract, id);

INSERT INTO sign_offs (contract, revision, sha256, side, role, word, reason, elsewhere, at, trail)
SELECT contract, revision, sha256, side, role, 'approved', '', 0, at, trail FROM approvals ORDER BY id;
DROP TABLE approvals;

CREATE TRIGGER sign_offs_are_not_changed BEFORE UPDATE ON sign_offs
BEGIN SELECT RAISE(ABORT, 'sign-offs are only added'); END;
CREATE TRIGGER sign_offs_are_not_deleted BEFORE DELETE ON sign_offs
BEGIN SELECT RAISE(ABORT, 'sign-offs are only added'); END;

-- Where the terms of a received copy came from. Copies received before this table came from the client.
CREATE TABLE received (
    contract TEXT NOT NULL PRIMARY KEY REFERENCES contracts (id),
    -- Who wrote the copy.
    side     TEXT NOT NULL CHECK (side IN ('client', 'vendor')),
    at       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Text in a field that was not left yet, kept while it is typed. One's own; gone once it is entered.
CREATE TABLE drafts (
    contract TEXT NOT NULL REFERENCES contracts (id),
    path     TEXT NOT NULL,
    text     TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (contract, path)
) STRICT, WITHOUT ROWID;
