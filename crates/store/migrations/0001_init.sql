-- The first schema, one text for SQLite and PostgreSQL.
--
-- Times are BIGINT milliseconds since the epoch, from our own clocks. Amounts are BIGINT minor
-- units. JSON is TEXT, read in Rust. (account, livemode) leads every key that a merchant can
-- reach; ids are unique by themselves, so a primary key is the id alone and every look-up by id
-- also names the scope.

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL,
    -- What `account create` called it; the public names are in settings.
    name TEXT NOT NULL,
    settings TEXT NOT NULL
);

-- Kept apart from accounts, because every request reads that row and none needs the picture.
CREATE TABLE account_icons (
    account TEXT PRIMARY KEY REFERENCES accounts (id),
    mime TEXT NOT NULL,
    base64 TEXT NOT NULL,
    hash TEXT NOT NULL
);

-- Business time of each scope. Live clocks never move from real time.
CREATE TABLE clocks (
    account TEXT NOT NULL REFERENCES accounts (id),
    livemode BOOLEAN NOT NULL,
    offset_ms BIGINT NOT NULL DEFAULT 0,
    -- Set while a test clock walks from due time to due time.
    frozen_at BIGINT,
    PRIMARY KEY (account, livemode)
);

CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    livemode BOOLEAN NOT NULL,
    -- SHA-256 of the secret, hex. The secret itself is shown once and never stored.
    hash TEXT NOT NULL UNIQUE,
    prefix TEXT NOT NULL,
    name TEXT,
    note TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_at BIGINT
);
CREATE INDEX keys_by_account ON keys (account, livemode, id);

CREATE TABLE idempotency (
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    key TEXT NOT NULL,
    -- The path and the body as canonical JSON fields, each hashed: a difference can be named.
    fingerprint TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, livemode, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE customers (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    -- Lower case; what lists filter by. Null when the customer has none.
    email TEXT,
    name TEXT,
    locale TEXT,
    -- The rest of the object, as JSON.
    details TEXT NOT NULL,
    deleted_at BIGINT
);
-- Indexes of lists are in the order of the list and hold what its count looks at.
CREATE INDEX customers_by_scope ON customers (account, livemode, id, created_at) WHERE deleted_at IS NULL;
CREATE INDEX customers_by_email ON customers (account, livemode, email, id, created_at) WHERE deleted_at IS NULL;

CREATE TABLE payment_sessions (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    customer TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    payment_method_types TEXT NOT NULL,
    reporting_type TEXT NOT NULL,
    description TEXT,
    metadata TEXT NOT NULL,
    return_url TEXT,
    statement_descriptor TEXT,
    locale TEXT,
    -- The terms frozen at creation.
    paid_when TEXT NOT NULL CHECK (paid_when IN ('collected', 'cleared')),
    reopen TEXT NOT NULL CHECK (reopen IN ('manual', 'auto')),
    tolerance BIGINT NOT NULL DEFAULT 0,
    -- Recorded decisions.
    expires_at BIGINT,
    canceled_at BIGINT,
    cancellation_reason TEXT CHECK (cancellation_reason IN ('requested', 'expired', 'customer_deleted')),
    reopened_at BIGINT,
    accepted_shortfall BIGINT NOT NULL DEFAULT 0,
    accepted_at BIGINT,
    customer_snapshot TEXT,
    -- What becomes of the money besides paying the session: `transaction_data` as it was given, and
    -- what the program reads of it. Null for most.
    transaction_data TEXT,
    -- Pay from the customer's balance where there is credit.
    apply_credit BOOLEAN NOT NULL DEFAULT FALSE,
    -- How the money is split between owners, frozen at the first movement.
    split TEXT,
    -- True once there are refunds, disputes or transfers, so that most cases are read without them.
    has_more BOOLEAN NOT NULL DEFAULT FALSE,
    -- Derived from the facts as they were at as_of; `quittance verify` recomputes them.
    as_of BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('unpaid', 'paid', 'canceled')),
    payment_status TEXT NOT NULL,
    current_transaction TEXT,
    amount_received BIGINT NOT NULL,
    amount_returned BIGINT NOT NULL,
    amount_refunded BIGINT NOT NULL,
    amount_in_flight BIGINT NOT NULL,
    amount_remaining BIGINT NOT NULL,
    amount_credit_applied BIGINT NOT NULL DEFAULT 0,
    paid_at BIGINT,
    first_paid_at BIGINT
);
CREATE INDEX payment_sessions_by_scope ON payment_sessions (account, livemode, id, created_at);
CREATE INDEX payment_sessions_by_customer ON payment_sessions (account, livemode, customer, id, created_at);
CREATE INDEX payment_sessions_by_status ON payment_sessions (account, livemode, status, id, created_at);

CREATE TABLE transactions (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    payment_session TEXT NOT NULL REFERENCES payment_sessions (id),
    customer TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    -- Derived.
    status TEXT NOT NULL,
    payment_method TEXT,
    last_payment_error TEXT,
    amount_received BIGINT NOT NULL,
    amount_returned BIGINT NOT NULL,
    amount_refunded BIGINT NOT NULL,
    amount_credit_applied BIGINT NOT NULL,
    disputed BOOLEAN NOT NULL,
    confirmed_at BIGINT,
    paid_at BIGINT
);
CREATE INDEX transactions_by_session ON transactions (payment_session, id);
CREATE INDEX transactions_by_scope ON transactions (account, livemode, id, created_at, status, customer);

CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    payment_session TEXT NOT NULL REFERENCES payment_sessions (id),
    transaction_id TEXT NOT NULL REFERENCES transactions (id),
    method TEXT NOT NULL,
    connection TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    payment_method TEXT,
    mandate TEXT,
    confirmed_at BIGINT,
    -- How far it has come, and what exists at that point.
    progress TEXT NOT NULL CHECK (progress IN ('redirected', 'awaiting', 'submitted', 'scheduled', 'exported', 'collected', 'failed', 'canceled')),
    reference TEXT,
    url TEXT,
    cutoff_at BIGINT,
    collection_on TEXT,
    batch TEXT,
    collected_at BIGINT,
    clears_at BIGINT,
    ended_at BIGINT,
    code TEXT
);
CREATE INDEX attempts_by_session ON attempts (payment_session, id);
CREATE UNIQUE INDEX attempts_by_reference ON attempts (account, livemode, connection, reference) WHERE reference IS NOT NULL;
CREATE INDEX attempts_to_export ON attempts (account, livemode, connection, cutoff_at) WHERE progress = 'scheduled';

-- Facts. Rows are added, never changed.
CREATE TABLE movements (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    payment_session TEXT,
    transaction_id TEXT,
    attempt TEXT,
    kind TEXT NOT NULL,
    allocation TEXT NOT NULL CHECK (allocation IN ('payment', 'surplus', 'suspense')),
    amount BIGINT NOT NULL CHECK (amount > 0),
    fee BIGINT NOT NULL CHECK (fee >= 0),
    currency TEXT NOT NULL,
    code TEXT,
    value_date TEXT NOT NULL,
    booked_at BIGINT NOT NULL,
    -- Who told us: a connection, or `merchant` for what the merchant did here.
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    -- From when on the money can be used.
    available_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX movements_by_source ON movements (account, livemode, source, kind, source_id);
CREATE INDEX movements_by_session ON movements (payment_session, id);
CREATE INDEX movements_by_scope ON movements (account, livemode, booked_at, id);

-- One row is one posting with both its sides, so the books sum to zero by construction.
CREATE TABLE ledger_entries (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    movement TEXT NOT NULL REFERENCES movements (id),
    debit_account TEXT NOT NULL,
    credit_account TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    booked_at BIGINT NOT NULL,
    -- From when on the money can be used: what lies ahead is pending.
    available_at BIGINT NOT NULL
);
CREATE INDEX ledger_entries_by_scope ON ledger_entries (account, livemode, id, booked_at);
CREATE INDEX ledger_entries_by_debit ON ledger_entries (account, livemode, debit_account, id);
CREATE INDEX ledger_entries_by_credit ON ledger_entries (account, livemode, credit_account, id);
CREATE INDEX ledger_entries_by_movement ON ledger_entries (movement);
CREATE INDEX ledger_entries_by_available ON ledger_entries (account, livemode, available_at);
-- Owners' statements; the condition stands in their queries word for word.
CREATE INDEX ledger_entries_by_owner_credit ON ledger_entries (account, livemode, credit_account, booked_at)
    WHERE credit_account LIKE 'owner%';
CREATE INDEX ledger_entries_by_owner_debit ON ledger_entries (account, livemode, debit_account, booked_at)
    WHERE debit_account LIKE 'owner%';

CREATE TABLE ledger_balances (
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    ledger_account TEXT NOT NULL,
    currency TEXT NOT NULL,
    debits BIGINT NOT NULL,
    credits BIGINT NOT NULL,
    PRIMARY KEY (account, livemode, ledger_account, currency)
);

CREATE TABLE payment_methods (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    customer TEXT NOT NULL,
    type TEXT NOT NULL,
    -- Masked details for the API, as JSON.
    details TEXT NOT NULL,
    -- The account number, encrypted; null where the processor keeps it.
    secret TEXT
);
CREATE INDEX payment_methods_by_customer ON payment_methods (account, livemode, customer, id);

CREATE TABLE mandates (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    customer TEXT NOT NULL,
    payment_session TEXT NOT NULL,
    payment_method TEXT NOT NULL REFERENCES payment_methods (id),
    scheme TEXT NOT NULL,
    reference TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'inactive')),
    -- When the payer's bank said that it has it, where the scheme lodges mandates.
    lodged_at BIGINT,
    ended_at BIGINT,
    end_reason TEXT,
    -- What the payer saw and did when signing: texts, hashes, address, time.
    evidence TEXT NOT NULL
);
CREATE UNIQUE INDEX mandates_by_reference ON mandates (account, livemode, scheme, reference);
CREATE INDEX mandates_by_session ON mandates (payment_session);

CREATE TABLE instructions (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    attempt TEXT NOT NULL UNIQUE REFERENCES attempts (id),
    mandate TEXT NOT NULL REFERENCES mandates (id),
    batch TEXT,
    end_to_end_id TEXT NOT NULL UNIQUE,
    collection_on TEXT NOT NULL
);
CREATE INDEX instructions_by_batch ON instructions (batch);

-- What a payer's bank is to be told about a mandate, where its scheme lodges them.
CREATE TABLE mandate_orders (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    mandate TEXT NOT NULL REFERENCES mandates (id),
    connection TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('lodge', 'cancel')),
    -- When it leaves at the earliest.
    cutoff_at BIGINT NOT NULL,
    -- With which batch it left.
    batch TEXT
);
CREATE UNIQUE INDEX mandate_orders_by_mandate ON mandate_orders (mandate, kind);
CREATE INDEX mandate_orders_to_export ON mandate_orders (account, livemode, connection, cutoff_at) WHERE batch IS NULL;
CREATE INDEX mandate_orders_by_batch ON mandate_orders (batch) WHERE batch IS NOT NULL;

CREATE TABLE batches (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL,
    cutoff_at BIGINT NOT NULL,
    exported_at BIGINT NOT NULL,
    acknowledged_at BIGINT,
    instructions BIGINT NOT NULL,
    mandate_orders BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL
);
CREATE INDEX batches_by_scope ON batches (account, livemode, id);

CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    processor TEXT NOT NULL,
    settings TEXT NOT NULL,
    -- Encrypted; signs the processor's notices.
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX connections_by_processor ON connections (account, livemode, processor);

-- What processors and banks told us, as it came.
CREATE TABLE inbox (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL REFERENCES connections (id),
    -- The sender's own id of the notice: a repeat is a no-op.
    notice TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE UNIQUE INDEX inbox_by_notice ON inbox (account, livemode, connection, notice);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    type TEXT NOT NULL,
    -- The object that it is about.
    object TEXT NOT NULL,
    request TEXT,
    idempotency_key TEXT,
    body TEXT NOT NULL,
    previous_attributes TEXT,
    -- Orders events of one process until they are numbered.
    written BIGINT NOT NULL,
    -- Gapless within the scope; given in one pass after COMMIT. Readers see numbered events only.
    number BIGINT
);
CREATE INDEX events_unnumbered ON events (written) WHERE number IS NULL;
CREATE UNIQUE INDEX events_by_number ON events (account, livemode, number) WHERE number IS NOT NULL;
CREATE INDEX events_by_object ON events (object, id);

CREATE TABLE event_counters (
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    last_number BIGINT NOT NULL,
    PRIMARY KEY (account, livemode)
);

-- What is still to do. A claim moves run_at to the end of the lease and adds one to fence, so a
-- job whose runner died comes back by itself and a late runner cannot finish it.
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    kind TEXT NOT NULL,
    -- What it is about; (kind, subject) is unique among waiting jobs.
    subject TEXT NOT NULL,
    payload TEXT NOT NULL,
    -- 'business': due_at is on the scope's clock. 'real': on the world's.
    clock TEXT NOT NULL CHECK (clock IN ('business', 'real')),
    due_at BIGINT NOT NULL,
    -- When it may be claimed, in real time.
    run_at BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    last_error TEXT
);
CREATE UNIQUE INDEX jobs_by_subject ON jobs (account, livemode, kind, subject);
CREATE INDEX jobs_by_time ON jobs (run_at);
CREATE INDEX jobs_by_due ON jobs (account, livemode, clock, due_at);

CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    payment_session TEXT,
    customer TEXT,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    tries BIGINT NOT NULL,
    last_error TEXT,
    ended_at BIGINT
);
CREATE INDEX messages_by_session ON messages (payment_session, id);
CREATE INDEX messages_by_scope ON messages (account, livemode, id);

CREATE TABLE work_items (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payment_session TEXT,
    transaction_id TEXT,
    movement TEXT,
    -- Says the same thing once: repeats of a report add no second item.
    cause TEXT NOT NULL,
    -- What happened, and why it is here.
    text TEXT NOT NULL,
    -- What else it is about.
    customer TEXT,
    owner TEXT,
    refund TEXT,
    amount BIGINT,
    currency TEXT,
    -- The decision that closed it, from those that its kind allows, and the words of who took it.
    resolution TEXT,
    note TEXT,
    resolved_at BIGINT
);
CREATE UNIQUE INDEX work_items_by_cause ON work_items (account, livemode, cause);
CREATE INDEX work_items_by_session ON work_items (payment_session, id);
CREATE INDEX work_items_open ON work_items (account, livemode, id) WHERE resolved_at IS NULL;

-- The sandbox rails' own books: an outside party, with its own ids. Nothing else reads them.
CREATE TABLE sandbox_cards (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL,
    -- Our attempt id, which the sandbox knows only as the idempotency key.
    idempotency_key TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    merchant TEXT NOT NULL,
    descriptor TEXT NOT NULL,
    return_url TEXT NOT NULL,
    scenario TEXT,
    state TEXT NOT NULL,
    code TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sandbox_cards_by_key ON sandbox_cards (account, livemode, connection, idempotency_key);

CREATE TABLE sandbox_refunds (
    -- Our refund id, which the sandbox knows only as the idempotency key.
    idempotency_key TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    card TEXT NOT NULL REFERENCES sandbox_cards (id),
    amount BIGINT NOT NULL,
    state TEXT NOT NULL,
    code TEXT,
    changed_at BIGINT NOT NULL
);
CREATE INDEX sandbox_refunds_by_card ON sandbox_refunds (card);

CREATE TABLE sandbox_debits (
    end_to_end_id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL,
    batch TEXT NOT NULL,
    scheme TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    collection_on TEXT NOT NULL,
    mandate_reference TEXT NOT NULL,
    scenario TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT,
    -- The day on which the money of an indemnity claim leaves the creditor.
    claim_debit_on TEXT
);
CREATE INDEX sandbox_debits_by_batch ON sandbox_debits (batch);

-- Mandates at the pretend bank, where their scheme lodges them.
CREATE TABLE sandbox_mandates (
    reference TEXT NOT NULL,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL,
    batch TEXT NOT NULL,
    scheme TEXT NOT NULL,
    received_on TEXT NOT NULL,
    scenario TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT,
    PRIMARY KEY (account, livemode, connection, reference)
);
CREATE INDEX sandbox_mandates_by_batch ON sandbox_mandates (batch);

-- Payments at the pretend banks that a payer approves there.
CREATE TABLE sandbox_consents (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL,
    -- Our attempt id, which the sandbox knows only as the idempotency key.
    idempotency_key TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    bank TEXT NOT NULL,
    payee TEXT NOT NULL,
    reference TEXT NOT NULL,
    return_url TEXT NOT NULL,
    scenario TEXT,
    -- Where the payer's consent stands, and then the payment, in the words of Open Banking.
    consent TEXT NOT NULL,
    payment TEXT,
    code TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sandbox_consents_by_key
    ON sandbox_consents (account, livemode, connection, idempotency_key);

CREATE TABLE sandbox_notices (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    livemode BOOLEAN NOT NULL,
    connection TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
