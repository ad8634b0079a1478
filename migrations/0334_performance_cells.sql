-- Figures as counted: a share of a measure in a time, at a place, for a group. Hidden ones are kept so that their lists open,
-- and are never shown.
CREATE TABLE view_performance (
    place_id ID NOT NULL,
    grouping_code TEXT NOT NULL,
    measure TEXT NOT NULL,
    period TEXT NOT NULL,
    group_code TEXT NOT NULL,
    numerator INT NOT NULL,
    denominator INT NOT NULL,
    people INT NOT NULL,
    hidden BOOL NOT NULL,
    PRIMARY KEY (place_id, grouping_code, measure, period, group_code)
);
CREATE INDEX view_performance_by_measure ON view_performance (measure, period);
