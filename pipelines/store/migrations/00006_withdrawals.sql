-- +goose Up
ALTER TABLE acceptances ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE acceptances ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
ALTER TABLE acceptances ADD COLUMN withdrawn_why TEXT NOT NULL DEFAULT '';
ALTER TABLE baselines ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE baselines ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
ALTER TABLE baselines ADD COLUMN withdrawn_why TEXT NOT NULL DEFAULT '';
ALTER TABLE exceptions ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exceptions ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
ALTER TABLE exceptions ADD COLUMN withdrawn_why TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN withdrawn_why TEXT NOT NULL DEFAULT '';

-- +goose Down
SELECT 'migrations go forward only';
