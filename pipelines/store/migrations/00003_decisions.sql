-- +goose Up
CREATE TABLE acceptances (
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    check_id TEXT NOT NULL,
    definition TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (system, watch, check_id)
);
CREATE TABLE baselines (
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    check_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    period TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (system, watch, check_id)
);
CREATE TABLE stock (
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    check_id TEXT NOT NULL,
    group_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    masked TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (system, watch, check_id, group_key, fingerprint)
);
CREATE TABLE exceptions (
    id BIGINT PRIMARY KEY,
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    check_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    masked TEXT NOT NULL,
    reason TEXT NOT NULL,
    owner TEXT NOT NULL,
    expires BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL
);
CREATE INDEX exceptions_check ON exceptions (system, watch, check_id);
CREATE TABLE notes (
    id BIGINT PRIMARY KEY,
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    check_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    masked TEXT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL
);
CREATE INDEX notes_check ON notes (system, watch, check_id);
ALTER TABLE marks ADD COLUMN standing TEXT NOT NULL DEFAULT '';
CREATE INDEX marks_fingerprint ON marks (fingerprint);

-- +goose Down
SELECT 'migrations go forward only';
