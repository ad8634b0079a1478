-- What a seal covers, chain by chain: which entry was the newest. Only chains that grew since the seal before have a row. By the
-- time of recording it could not be told again: a transaction may commit after a seal what it dated before it, and a clock may
-- be set back.
CREATE TABLE ledger_sealed_head (
    chain_id ID NOT NULL,
    sealed_at INSTANT NOT NULL,
    seq INT NOT NULL,
    PRIMARY KEY (chain_id, sealed_at)
);
-- Empty in a seal that covers what was recorded up to its time.
ALTER TABLE ledger_seal ADD COLUMN covers TEXT;
