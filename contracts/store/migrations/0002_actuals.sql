-- What was delivered under a contract: actuals with where they came from, marks, statements, corrections, rectification.
-- Everything here is only added to: a later row for the same thing holds, the earlier ones stay.
-- Months are written like 2027-09. Decimals are text.

-- Where figures came from. Both parties may see all of it but the file's bytes.
CREATE TABLE actual_sources (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL REFERENCES contracts (id),
    origin   TEXT    NOT NULL CHECK (origin IN ('measured', 'imported', 'typed')),
    side     TEXT    NOT NULL CHECK (side IN ('client', 'vendor')),
    -- Name of the file without its folder, or what the figure was read from.
    name     TEXT    NOT NULL,
    sha256   TEXT    CHECK (sha256 IS NULL OR length(sha256) = 64),
    bytes    BLOB,
    -- JSON: what was not taken, each with its place, kept until it is corrected.
    problems TEXT    NOT NULL,
    at       TEXT    NOT NULL,
    CHECK ((sha256 IS NULL) = (bytes IS NULL)),
    UNIQUE (contract, id)
) STRICT;

CREATE TABLE actuals (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    contract  TEXT    NOT NULL,
    source    INTEGER NOT NULL,
    month     TEXT    NOT NULL CHECK (length(month) = 7),
    measure   TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('value', 'no_activity', 'not_reported')),
    -- JSON: a quantity with its unit.
    value     TEXT,
    -- Observations that it rests on.
    n         TEXT,
    -- How the month was made from its parts.
    weighting TEXT    NOT NULL,
    -- Days with figures, where these are not all of the month.
    days      INTEGER CHECK (days IS NULL OR days BETWEEN 1 AND 31),
    CHECK ((value IS NOT NULL) = (state = 'value')),
    FOREIGN KEY (contract, source) REFERENCES actual_sources (contract, id)
) STRICT;
CREATE INDEX actuals_of_contract ON actuals (contract, month, measure, id);

-- Amounts of a month beside its measures.
CREATE TABLE month_amounts (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL,
    source   INTEGER NOT NULL,
    month    TEXT    NOT NULL CHECK (length(month) = 7),
    what     TEXT    NOT NULL CHECK (what IN ('charges', 'units', 'saving')),
    amount   TEXT    NOT NULL,
    FOREIGN KEY (contract, source) REFERENCES actual_sources (contract, id)
) STRICT;
CREATE INDEX month_amounts_of_contract ON month_amounts (contract, month, what, id);

-- What is said about a month's levels: late reports, relief, samples, incidents.
CREATE TABLE marks (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL REFERENCES contracts (id),
    month    TEXT    NOT NULL CHECK (length(month) = 7),
    side     TEXT    NOT NULL CHECK (side IN ('client', 'vendor')),
    -- JSON.
    mark     TEXT    NOT NULL,
    at       TEXT    NOT NULL
) STRICT;
CREATE INDEX marks_of_contract ON marks (contract, id);

CREATE TABLE mark_decisions (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    mark     INTEGER NOT NULL REFERENCES marks (id),
    side     TEXT    NOT NULL CHECK (side IN ('client', 'vendor')),
    decision TEXT    NOT NULL CHECK (decision IN ('approved', 'rejected', 'withdrawn')),
    at       TEXT    NOT NULL
) STRICT;
CREATE INDEX decisions_of_mark ON mark_decisions (mark, id);

-- Statements as they were posted.
CREATE TABLE statements (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    contract  TEXT    NOT NULL,
    month     TEXT    NOT NULL CHECK (length(month) = 7),
    -- The terms that it was settled under.
    revision  INTEGER NOT NULL,
    sha256    TEXT    NOT NULL CHECK (length(sha256) = 64),
    -- JSON, and the hash of its bytes.
    statement        BLOB NOT NULL,
    statement_sha256 TEXT NOT NULL CHECK (length(statement_sha256) = 64),
    at        TEXT    NOT NULL,
    UNIQUE (contract, month),
    FOREIGN KEY (contract, revision) REFERENCES revisions (contract, number)
) STRICT;

-- Why something was changed that a posted statement rests on.
CREATE TABLE corrections (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL REFERENCES contracts (id),
    month    TEXT    NOT NULL CHECK (length(month) = 7),
    what     TEXT    NOT NULL,
    reason   TEXT    NOT NULL CHECK (length(reason) > 0),
    at       TEXT    NOT NULL
) STRICT;
CREATE INDEX corrections_of_contract ON corrections (contract, id);

CREATE TABLE rectification_plans (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL REFERENCES contracts (id),
    month    TEXT    NOT NULL CHECK (length(month) = 7),
    -- The service level that it is about; none where it is about the month.
    level    TEXT,
    -- The trigger's words, or why a person opened it.
    cause    TEXT    NOT NULL,
    -- Number of the trigger in the terms; none where a person opened it.
    opened_by_trigger INTEGER,
    at       TEXT    NOT NULL
) STRICT;
CREATE INDEX plans_of_contract ON rectification_plans (contract, id);

-- The last one holds.
CREATE TABLE rectification_entries (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    plan       INTEGER NOT NULL REFERENCES rectification_plans (id),
    root_cause TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    -- ISO date.
    due_on     TEXT,
    done       INTEGER NOT NULL CHECK (done IN (0, 1)),
    at         TEXT    NOT NULL
) STRICT;
CREATE INDEX entries_of_plan ON rectification_entries (plan, id);

CREATE TRIGGER actual_sources_are_not_changed BEFORE UPDATE ON actual_sources
BEGIN SELECT RAISE(ABORT, 'sources of actuals are only added'); END;
CREATE TRIGGER actual_sources_are_not_deleted BEFORE DELETE ON actual_sources
BEGIN SELECT RAISE(ABORT, 'sources of actuals are only added'); END;

CREATE TRIGGER actuals_are_not_changed BEFORE UPDATE ON actuals
BEGIN SELECT RAISE(ABORT, 'actuals are only added'); END;
CREATE TRIGGER actuals_are_not_deleted BEFORE DELETE ON actuals
BEGIN SELECT RAISE(ABORT, 'actuals are only added'); END;

CREATE TRIGGER month_amounts_are_not_changed BEFORE UPDATE ON month_amounts
BEGIN SELECT RAISE(ABORT, 'amounts of months are only added'); END;
CREATE TRIGGER month_amounts_are_not_deleted BEFORE DELETE ON month_amounts
BEGIN SELECT RAISE(ABORT, 'amounts of months are only added'); END;

CREATE TRIGGER marks_are_not_changed BEFORE UPDATE ON marks
BEGIN SELECT RAISE(ABORT, 'marks are only added'); END;
CREATE TRIGGER marks_are_not_deleted BEFORE DELETE ON marks
BEGIN SELECT RAISE(ABORT, 'marks are only added'); END;

CREATE TRIGGER mark_decisions_are_not_changed BEFORE UPDATE ON mark_decisions
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
CREATE TRIGGER mark_decisions_are_not_deleted BEFORE DELETE ON mark_decisions
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;

CREATE TRIGGER statements_are_not_changed BEFORE UPDATE ON statements
BEGIN SELECT RAISE(ABORT, 'posted statements are only added'); END;
CREATE TRIGGER statements_are_not_deleted BEFORE DELETE ON statements
BEGIN SELECT RAISE(ABORT, 'posted statements are only added'); END;

CREATE TRIGGER corrections_are_not_changed BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections are only added'); END;
CREATE TRIGGER corrections_are_not_deleted BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections are only added'); END;

CREATE TRIGGER rectification_plans_are_not_changed BEFORE UPDATE ON rectification_plans
BEGIN SELECT RAISE(ABORT, 'rectification plans are only added'); END;
CREATE TRIGGER rectification_plans_are_not_deleted BEFORE DELETE ON rectification_plans
BEGIN SELECT RAISE(ABORT, 'rectification plans are only added'); END;

CREATE TRIGGER rectification_entries_are_not_changed BEFORE UPDATE ON rectification_entries
BEGIN SELECT RAISE(ABORT, 'entries of plans are only added'); END;
CREATE TRIGGER rectification_entries_are_not_deleted BEFORE DELETE ON rectification_entries
BEGIN SELECT RAISE(ABORT, 'entries of plans are only added'); END;
