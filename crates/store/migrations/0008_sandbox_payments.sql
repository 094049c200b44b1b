-- What payers are asked for at the pretend processors' own pages: one table instead of one for each page.
CREATE TABLE sandbox_payments (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL,
    -- Our attempt id, which the sandbox knows only as the idempotency key.
    idempotency_key TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    payee TEXT NOT NULL,
    -- What will be read on a statement.
    reference TEXT NOT NULL,
    -- Where it is approved, where the payer chose a bank.
    bank TEXT,
    -- The mandate that is signed, where one is.
    bankgiro TEXT,
    account_masked TEXT,
    collection_on TEXT,
    return_url TEXT NOT NULL,
    scenario TEXT,
    state TEXT NOT NULL,
    code TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sandbox_payments_by_key
    ON sandbox_payments (account, livemode, connection, idempotency_key);

INSERT INTO sandbox_payments (id, account, livemode, connection, idempotency_key, amount, currency, payee, reference,
    return_url, scenario, state, code, created_at, changed_at)
    SELECT id, account, livemode, connection, idempotency_key, amount, currency, merchant, descriptor, return_url,
        scenario, state, code, created_at, changed_at FROM sandbox_cards;
INSERT INTO sandbox_payments (id, account, livemode, connection, idempotency_key, amount, currency, payee, reference,
    bank, return_url, scenario, state, code, created_at, changed_at)
    SELECT id, account, livemode, connection, idempotency_key, amount, currency, payee, reference, bank, return_url,
        scenario, COALESCE(payment, consent), code, created_at, changed_at FROM sandbox_consents;
INSERT INTO sandbox_payments (id, account, livemode, connection, idempotency_key, amount, currency, payee, reference,
    bankgiro, account_masked, collection_on, return_url, scenario, state, created_at, changed_at)
    SELECT id, account, livemode, connection, idempotency_key, amount, currency, payee, '', bankgiro, account_masked,
        collection_on, return_url, CASE WHEN state = 'away' THEN 'walk_away' END,
        CASE WHEN state = 'away' THEN 'waiting' ELSE state END, created_at, changed_at FROM sandbox_signings;

CREATE TABLE sandbox_card_refunds (
    -- Our refund id, which the sandbox knows only as the idempotency key.
    idempotency_key TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    payment TEXT NOT NULL REFERENCES sandbox_payments (id),
    amount BIGINT NOT NULL,
    state TEXT NOT NULL,
    code TEXT,
    changed_at BIGINT NOT NULL
);
CREATE INDEX sandbox_card_refunds_by_payment ON sandbox_card_refunds (payment);
INSERT INTO sandbox_card_refunds (idempotency_key, account, livemode, payment, amount, state, code, changed_at)
    SELECT idempotency_key, account, livemode, card, amount, state, code, changed_at FROM sandbox_refunds;

DROP TABLE sandbox_refunds;
DROP TABLE sandbox_cards;
DROP TABLE sandbox_consents;
DROP TABLE sandbox_signings;
