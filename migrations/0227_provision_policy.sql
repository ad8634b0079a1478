-- The room's own choices, as dated rows: how long a place is kept, and how early an ending is told.
CREATE TABLE provision_policy (
    name TEXT NOT NULL,
    from_date DATE NOT NULL,
    number INT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (name, from_date)
);
INSERT INTO provision_policy (name, from_date, number, assumed, source) VALUES
    ('answer_working_days', '2015-02-01', 5, TRUE, 'Working days for which an offered place is kept; the service''s own choice'),
    ('notice_days', '2015-02-01', 2, TRUE, 'Days between an offer and the first session, at least; the service''s own choice'),
    ('ending_months', '2015-02-01', 6, TRUE, 'Months ahead in which ending contracts and grants are listed'),
    ('most_volume', '2015-02-01', 100000, TRUE, 'Starts a year above which a figure is taken for a slip of the keyboard'),
    ('most_price_pence', '2015-02-01', 10000000, TRUE, 'Pence for a start above which a figure is taken for a slip of the keyboard'),
    ('most_places', '2015-02-01', 60, TRUE, 'Places of a group or week above which a figure is taken for a slip of the keyboard');
