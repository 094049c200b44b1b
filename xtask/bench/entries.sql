-- One pass over all entries, which verification cannot do without.
SELECT COUNT(*), SUM(amount) FROM ledger_entries WHERE debit_account <> credit_account;
