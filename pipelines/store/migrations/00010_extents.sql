-- +goose Up
CREATE TABLE extents (
    source TEXT NOT NULL,
    relation TEXT NOT NULL,
    read_rows BIGINT NOT NULL,
    read_bytes BIGINT NOT NULL,
    read_columns BIGINT NOT NULL,
    elapsed BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (source, relation)
);

-- +goose Down
SELECT 'migrations go forward only';
