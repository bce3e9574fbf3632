-- Templates that somebody made from an agreement of theirs, with their limits. One's own: no contract refers to them here,
-- an agreement only names the one that it began from.

CREATE TABLE templates (
    id         TEXT NOT NULL PRIMARY KEY,
    created_at TEXT NOT NULL,
    -- Put away by its owner; nothing is deleted.
    removed_at TEXT
) STRICT, WITHOUT ROWID;

-- What a template says; the newest state holds.
CREATE TABLE template_states (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    template TEXT    NOT NULL REFERENCES templates (id),
    -- Version of the format of the bytes.
    version  INTEGER NOT NULL,
    bytes    BLOB    NOT NULL,
    at       TEXT    NOT NULL
) STRICT;
CREATE INDEX template_states_of_template ON template_states (template, id);

CREATE TRIGGER template_states_are_not_changed BEFORE UPDATE ON template_states
BEGIN SELECT RAISE(ABORT, 'states of templates are only added'); END;
CREATE TRIGGER template_states_are_not_deleted BEFORE DELETE ON template_states
BEGIN SELECT RAISE(ABORT, 'states of templates are only added'); END;
