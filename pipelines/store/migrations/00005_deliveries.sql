-- +goose Up
ALTER TABLE attempts ADD COLUMN waiting BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN delivery TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN newest BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN accepted BIGINT NOT NULL DEFAULT 1;
ALTER TABLE attempts ADD COLUMN accepted_by TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN accepted_why TEXT NOT NULL DEFAULT '';
CREATE TABLE issued_reports (
    id BIGINT PRIMARY KEY,
    period TEXT NOT NULL,
    file TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    corrects BIGINT NOT NULL
);
CREATE INDEX issued_reports_period ON issued_reports (period);

-- +goose Down
SELECT 'migrations go forward only';
