-- +goose Up
CREATE TABLE patrols (
    id TEXT PRIMARY KEY,
    started BIGINT NOT NULL,
    finished BIGINT NOT NULL,
    version TEXT NOT NULL,
    definition_hash TEXT NOT NULL,
    as_of BIGINT NOT NULL
);
CREATE TABLE attempts (
    id BIGINT PRIMARY KEY,
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    aspect TEXT NOT NULL,
    period TEXT NOT NULL,
    period_start BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    patrol_id TEXT NOT NULL REFERENCES patrols (id),
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    started BIGINT NOT NULL,
    finished BIGINT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (system, watch, aspect, period, attempt)
);
CREATE INDEX attempts_patrol ON attempts (patrol_id);
CREATE INDEX attempts_history ON attempts (system, watch, aspect, state, period_start);
CREATE TABLE outcomes (
    attempt_id BIGINT NOT NULL REFERENCES attempts (id),
    place BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    check_id TEXT NOT NULL,
    group_key TEXT NOT NULL,
    verdict TEXT NOT NULL,
    measured TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (attempt_id, place)
);
CREATE INDEX outcomes_check ON outcomes (check_id, attempt_id);
CREATE TABLE marks (
    attempt_id BIGINT NOT NULL REFERENCES attempts (id),
    check_id TEXT NOT NULL,
    group_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    masked TEXT NOT NULL,
    PRIMARY KEY (attempt_id, check_id, group_key, fingerprint)
);
CREATE TABLE anomalies (
    id BIGINT PRIMARY KEY,
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    aspect TEXT NOT NULL,
    check_id TEXT NOT NULL,
    group_key TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    verdict TEXT NOT NULL,
    first_period TEXT NOT NULL,
    last_period TEXT NOT NULL,
    periods BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    outcome_id TEXT NOT NULL
);
CREATE INDEX anomalies_check ON anomalies (system, watch, check_id, closed);
CREATE TABLE source_locks (
    source TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL
);

-- +goose Down
SELECT 'migrations go forward only';
