-- Days from the order to the first day on which something was credited.
ALTER TABLE view_work_pace ADD COLUMN first_days INT;
