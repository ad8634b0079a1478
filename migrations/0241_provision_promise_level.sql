-- How sure a promised day is to be, and the level of the distribution that has kept that share so far. A later row takes
-- over from its day on; what was promised before keeps the level it was promised with. The first row is assumed.
CREATE TABLE promise_level (
    from_date DATE NOT NULL,
    chance REAL NOT NULL,
    level REAL NOT NULL,
    seen INT NOT NULL,
    fewest INT NOT NULL,
    source TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (from_date)
);
INSERT INTO promise_level (from_date, chance, level, seen, fewest, source, note) VALUES
    ('2015-02-01', 0.8, 0.8, 0, 30, 'assumed', 'Four chances in five, taken at its word until enough promises have come due here');
