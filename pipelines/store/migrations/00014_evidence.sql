-- +goose Up
CREATE TABLE confirmations (
    patrol_id TEXT PRIMARY KEY REFERENCES patrols (id),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE TABLE evidence (
    id BIGINT PRIMARY KEY,
    service_year TEXT NOT NULL,
    clause_row TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL
);
CREATE INDEX evidence_row ON evidence (service_year, clause_row);

-- +goose Down
SELECT 'migrations go forward only';
