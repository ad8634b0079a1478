-- Orders of a time, for counts of what courts pass.
CREATE INDEX sentence_order_by_day ON sentence_order (made_on);
