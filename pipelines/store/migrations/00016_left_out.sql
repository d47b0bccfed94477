-- +goose Up
ALTER TABLE patrols ADD COLUMN left_out TEXT NOT NULL DEFAULT '[]';

-- +goose Down
SELECT 'migrations go forward only';
