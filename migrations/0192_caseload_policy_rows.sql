-- What the service itself set of grade fit, tier capacity, thresholds and need without risk, each from a day on.
CREATE TABLE workload_policy (
    id ID NOT NULL,
    from_day DATE NOT NULL,
    said JSON NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (id)
);
