-- Who set a number of unpaid work anew, from when and why.
CREATE TABLE work_policy_change (
    id ID NOT NULL,
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    from_day DATE NOT NULL,
    before TEXT NOT NULL,
    becomes TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (id)
);
