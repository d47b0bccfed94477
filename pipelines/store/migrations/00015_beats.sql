-- +goose Up
CREATE TABLE beats (
    system TEXT NOT NULL,
    watch TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system, watch, at)
);

-- +goose Down
SELECT 'migrations go forward only';
