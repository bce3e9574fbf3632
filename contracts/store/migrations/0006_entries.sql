-- What is entered on the scorecard is a step like any other, and posted statements of the other side stand beside one's own.

-- What a step entered. It counts while the step is on the way to the contract's head: undo and redo move the head alone.
-- A row that no step entered always counts: those of before this table, and what the other side's file brought.
CREATE TABLE entries (
    step INTEGER NOT NULL REFERENCES steps (id),
    -- Its table: actual_sources, marks, mark_decisions, rectification_plans, rectification_entries, corrections, statements.
    kind TEXT    NOT NULL
         CHECK (kind IN ('source', 'mark', 'decision', 'plan', 'plan_entry', 'correction', 'statement')),
    row  INTEGER NOT NULL,
    PRIMARY KEY (kind, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_of_step ON entries (step);

-- Where the contract stood when a copy for the other side was written: what it told there is not taken back here.
CREATE TABLE sent_steps (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL,
    step     INTEGER NOT NULL,
    at       TEXT    NOT NULL,
    FOREIGN KEY (contract, step) REFERENCES steps (contract, id)
) STRICT;
CREATE INDEX sent_steps_of_contract ON sent_steps (contract, id);

-- Statements that the other side posted, as its file tells of them.
CREATE TABLE statements_elsewhere (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    contract  TEXT    NOT NULL REFERENCES contracts (id),
    month     TEXT    NOT NULL CHECK (length(month) = 7),
    side      TEXT    NOT NULL CHECK (side IN ('client', 'vendor')),
    -- Hash of the statement as it was posted there.
    sha256    TEXT    NOT NULL CHECK (length(sha256) = 64),
    -- JSON.
    statement TEXT    NOT NULL,
    -- Name of the contract file that it came in, without its folder.
    file      TEXT    NOT NULL,
    -- When it was taken in.
    at        TEXT    NOT NULL,
    UNIQUE (contract, month, side, sha256)
) STRICT;

CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;

CREATE TRIGGER sent_steps_are_not_changed BEFORE UPDATE ON sent_steps
BEGIN SELECT RAISE(ABORT, 'sent steps are only added'); END;
CREATE TRIGGER sent_steps_are_not_deleted BEFORE DELETE ON sent_steps
BEGIN SELECT RAISE(ABORT, 'sent steps are only added'); END;

CREATE TRIGGER statements_elsewhere_are_not_changed BEFORE UPDATE ON statements_elsewhere
BEGIN SELECT RAISE(ABORT, 'statements of the other side are only added'); END;
CREATE TRIGGER statements_elsewhere_are_not_deleted BEFORE DELETE ON statements_elsewhere
BEGIN SELECT RAISE(ABORT, 'statements of the other side are only added'); END;
