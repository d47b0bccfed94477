-- +goose Up
ALTER TABLE attempts ADD COLUMN pruned BIGINT NOT NULL DEFAULT 0;
CREATE TABLE first_seen (
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    aspect TEXT NOT NULL,
    check_id TEXT NOT NULL,
    group_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    period TEXT NOT NULL,
    PRIMARY KEY (system, watch, aspect, check_id, group_key, fingerprint)
);
DROP INDEX marks_fingerprint;

-- +goose Down
SELECT 'migrations go forward only';
