-- What leaves bank accounts. The refund, sent by hand, whose leaving an entry shows:
ALTER TABLE entry_matches ADD COLUMN refund TEXT REFERENCES refunds (id);
-- Reversals, by the bank's id of what they take back: either may be told first.
CREATE INDEX statement_entries_by_reversed ON statement_entries (account, livemode, bank_account, reverses)
    WHERE reverses IS NOT NULL;
