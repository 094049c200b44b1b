-- Mandates that are signed at the payer's bank, and debits that move to a later day.

-- What a payer confirmed on our page, until the bank tells whether it was signed. It is the mandate's
-- from then on.
CREATE TABLE mandate_drafts (
    attempt TEXT PRIMARY KEY REFERENCES attempts (id),
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    mandate TEXT NOT NULL,
    payment_method TEXT NOT NULL REFERENCES payment_methods (id),
    scheme TEXT NOT NULL,
    reference TEXT NOT NULL,
    -- The day of the debit that the payer was told.
    collection_on TEXT NOT NULL,
    language TEXT NOT NULL,
    email TEXT NOT NULL,
    account_holder_name TEXT NOT NULL,
    account_masked TEXT NOT NULL,
    evidence TEXT NOT NULL
);

-- Debits that were not made on the day that was planned. Rows are added, never changed.
CREATE TABLE collection_moves (
    attempt TEXT NOT NULL REFERENCES attempts (id),
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    moved_at BIGINT NOT NULL,
    -- Why: the bank has not answered about the mandate, or tries again.
    reason TEXT NOT NULL CHECK (reason IN ('mandate_unanswered', 'retried')),
    collection_on TEXT NOT NULL,
    PRIMARY KEY (attempt, collection_on)
);

-- The sandbox's bank: how often a debit is still tried again, and on which day.
ALTER TABLE sandbox_debits ADD COLUMN retries_left BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sandbox_debits ADD COLUMN retry_on TEXT;

-- Mandates that a payer signs at a pretend bank, or does not.
CREATE TABLE sandbox_signings (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL,
    -- Our attempt id, which the sandbox knows only as the idempotency key.
    idempotency_key TEXT NOT NULL,
    bank TEXT NOT NULL,
    payee TEXT NOT NULL,
    bankgiro TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    collection_on TEXT NOT NULL,
    account_masked TEXT NOT NULL,
    return_url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'away', 'signed', 'refused', 'lapsed')),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sandbox_signings_by_key
    ON sandbox_signings (account, livemode, connection, idempotency_key);
