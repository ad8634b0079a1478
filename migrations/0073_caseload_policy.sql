-- Intervals between contacts that the service has set itself, over those that are shipped.
CREATE TABLE contact_interval (
    id ID NOT NULL,
    tier TEXT NOT NULL,
    days INT NOT NULL,
    from_day DATE NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (id)
);
