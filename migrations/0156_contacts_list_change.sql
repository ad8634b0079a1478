-- What the service changed of its contact types and outcomes, each from a day on; the rows of 0060 hold before the first change.
CREATE TABLE contact_list_change (
    what TEXT NOT NULL,
    code TEXT NOT NULL,
    from_day DATE NOT NULL,
    content JSON NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (what, code, from_day)
);
