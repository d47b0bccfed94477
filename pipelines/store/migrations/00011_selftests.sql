-- +goose Up
CREATE TABLE selftests (
    source TEXT NOT NULL PRIMARY KEY,
    server TEXT NOT NULL,
    differs TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- +goose Down
SELECT 'migrations go forward only';
