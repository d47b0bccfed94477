-- +goose Up
CREATE TABLE probes (
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    at BIGINT NOT NULL,
    reached BIGINT NOT NULL,
    latency BIGINT NOT NULL,
    class TEXT NOT NULL,
    PRIMARY KEY (system, watch, at)
);

-- +goose Down
SELECT 'migrations go forward only';
