-- Why something ended, and the kinds of key dates, each as it is from a day on. Seeded from the shipped files.
CREATE TABLE sentence_list_entry (
    set_name TEXT NOT NULL,
    code TEXT NOT NULL,
    from_day DATE NOT NULL,
    place INT NOT NULL,
    content JSON NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (set_name, code, from_day)
);
