-- For how many months who looked at a record can be looked up before it may be archived: assumed, for a service to choose.
INSERT INTO access_policy (name, number, version) VALUES ('read_log_months', 24, 1);
