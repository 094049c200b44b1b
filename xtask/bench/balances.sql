-- The books hold one payment so far, and {factor} when its copies are counted.
UPDATE ledger_balances SET debits = debits * {factor}, credits = credits * {factor};
