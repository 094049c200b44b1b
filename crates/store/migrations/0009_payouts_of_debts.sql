-- The payout that had paid what an owner owes now.
ALTER TABLE work_items ADD COLUMN owner_payout TEXT REFERENCES owner_payouts (id);
-- What a movement took back of transfers.
CREATE INDEX transfer_reversals_by_movement ON transfer_reversals (movement);
