-- Volumes and locked forecasts of months, and what came from the other side's file: figures, marks, words about marks.

CREATE TABLE month_amounts_next (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    contract TEXT    NOT NULL,
    source   INTEGER NOT NULL,
    month    TEXT    NOT NULL CHECK (length(month) = 7),
    what     TEXT    NOT NULL CHECK (what IN ('charges', 'units', 'saving', 'volume', 'forecast')),
    amount   TEXT    NOT NULL,
    FOREIGN KEY (contract, source) REFERENCES actual_sources (contract, id)
) STRICT;
INSERT INTO month_amounts_next (id, contract, source, month, what, amount)
SELECT id, contract, source, month, what, amount FROM month_amounts ORDER BY id;
DROP TABLE month_amounts;
ALTER TABLE month_amounts_next RENAME TO month_amounts;
CREATE INDEX month_amounts_of_contract ON month_amounts (contract, month, what, id);

CREATE TRIGGER month_amounts_are_not_changed BEFORE UPDATE ON month_amounts
BEGIN SELECT RAISE(ABORT, 'amounts of months are only added'); END;
CREATE TRIGGER month_amounts_are_not_deleted BEFORE DELETE ON month_amounts
BEGIN SELECT RAISE(ABORT, 'amounts of months are only added'); END;

-- Sources that the other side keeps. Its own files stay there: only their hash came along.
CREATE TABLE sources_elsewhere (
    source INTEGER NOT NULL PRIMARY KEY REFERENCES actual_sources (id),
    sha256 TEXT CHECK (sha256 IS NULL OR length(sha256) = 64),
    -- Name of the contract file that it came in, without its folder.
    file   TEXT NOT NULL,
    -- When it was taken in.
    at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Words about marks that were recorded on the other side's computer.
CREATE TABLE decisions_elsewhere (
    decision INTEGER NOT NULL PRIMARY KEY REFERENCES mark_decisions (id),
    file     TEXT    NOT NULL,
    at       TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sources_elsewhere_are_not_changed BEFORE UPDATE ON sources_elsewhere
BEGIN SELECT RAISE(ABORT, 'sources of the other side are only added'); END;
CREATE TRIGGER sources_elsewhere_are_not_deleted BEFORE DELETE ON sources_elsewhere
BEGIN SELECT RAISE(ABORT, 'sources of the other side are only added'); END;

CREATE TRIGGER decisions_elsewhere_are_not_changed BEFORE UPDATE ON decisions_elsewhere
BEGIN SELECT RAISE(ABORT, 'words of the other side are only added'); END;
CREATE TRIGGER decisions_elsewhere_are_not_deleted BEFORE DELETE ON decisions_elsewhere
BEGIN SELECT RAISE(ABORT, 'words of the other side are only added'); END;
