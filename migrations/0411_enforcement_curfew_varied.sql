-- The times and the address of a curfew before and after an officer moved it.
ALTER TABLE power_use ADD COLUMN curfew JSON;
