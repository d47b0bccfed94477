-- +goose Up
ALTER TABLE marks ADD COLUMN difference TEXT NOT NULL DEFAULT '';

-- +goose Down
SELECT 'migrations go forward only';
