//! A statement entry, as the API shows it.

use domain::ids::{
    BankAccountId, EntryMatchId, MovementId, RefundId, SessionId, StatementEntryId,
    VirtualAccountId,
};
use domain::money::Currency;
use domain::scope::Scope;
use jiff::civil::Date;
use serde::Serialize;
use store::statement_entries::{EntryMatch, StatementEntry};
use utoipa::ToSchema;

use crate::api::names::CurrencyName;
use crate::api::object_name;

object_name! { StatementEntryObject = "statement_entry" }

/// Money that came into one of the merchant's accounts, or left it, as its bank tells it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StatementEntry)]
pub struct StatementEntryView {
    /// Its id.
    #[schema(value_type = String, example = "stmt_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: StatementEntryId,
    /// Always `statement_entry`.
    #[schema(value_type = String, pattern = "^statement_entry$")]
    object: StatementEntryObject,
    /// When we learnt of it, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The account whose statement it is on.
    #[schema(value_type = String)]
    bank_account: BankAccountId,
    /// The customer's own account within it that was credited.
    #[schema(value_type = Option<String>)]
    virtual_account: Option<VirtualAccountId>,
    /// The bank's own id of it.
    bank_reference: String,
    /// `credit` for money that came, `debit` for money that went.
    #[schema(pattern = "^(credit|debit)$")]
    direction: &'static str,
    /// Minor units.
    amount: i64,
    /// Its currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// The bank's date of it.
    #[schema(value_type = String, format = "date")]
    value_date: Date,
    /// The free text, line by line, as the bank has it.
    text: Vec<String>,
    /// Fields that carry nothing but a reference.
    fields: Vec<EntryFieldView>,
    /// What the bank calls the payer.
    payer_name: Option<String>,
    /// The payer's account, masked.
    payer_account: Option<String>,
    /// The bank's id of the entry that this one takes back.
    reverses: Option<String>,
    /// Why it does.
    code: Option<String>,
    /// The entry by which the bank took this one back.
    #[schema(value_type = Option<String>)]
    reversed_by: Option<StatementEntryId>,
    /// `matched`, or `unmatched` while its money is in suspense.
    #[schema(pattern = "^(matched|unmatched)$")]
    status: &'static str,
    /// What was decided of it last: a stable code.
    decision: String,
    /// Why, in a sentence.
    reason: String,
    /// The session that it was taken for.
    #[schema(value_type = Option<String>)]
    payment_session: Option<SessionId>,
    /// The movement that books it.
    #[schema(value_type = String)]
    balance_transaction: MovementId,
    /// Every match, also those that were undone; the oldest first.
    matches: Vec<EntryMatchView>,
}

/// A field that carries nothing but a reference.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StatementEntryField)]
pub struct EntryFieldView {
    /// `creditor_reference` or `end_to_end_id`.
    name: String,
    /// What it says.
    text: String,
}

/// For which session an entry's money was taken, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StatementEntryMatch)]
pub struct EntryMatchView {
    /// Its id.
    #[schema(value_type = String)]
    id: EntryMatchId,
    /// When it was made, in Unix seconds.
    created: i64,
    /// The session.
    #[schema(value_type = String)]
    payment_session: SessionId,
    /// The rule that made it; null for a person.
    rule: Option<String>,
    /// What it rests on, in plain words.
    evidence: Vec<String>,
    /// Why, in a sentence.
    reason: String,
    /// The API key by which a person made it.
    key: Option<String>,
    /// The person's words.
    note: Option<String>,
    /// The movement by which the session got it, or gave it back.
    #[schema(value_type = Option<String>)]
    balance_transaction: Option<MovementId>,
    /// The movement that links it to what was marked as received, or as sent.
    #[schema(value_type = Option<String>)]
    settlement: Option<MovementId>,
    /// The refund, sent by hand, that it shows as it went, or as it came back.
    #[schema(value_type = Option<String>)]
    refund: Option<RefundId>,
    /// When it was undone, in Unix seconds.
    undone_at: Option<i64>,
    /// The API key by which a person undid it.
    undone_key: Option<String>,
    /// That person's words.
    undone_note: Option<String>,
}

impl StatementEntryView {
    /// Of an entry and its matches.
    pub fn of(entry: &StatementEntry, matches: &[EntryMatch], scope: &Scope) -> Self {
        let told = &entry.told;
        let field = |(name, text): &(String, String)| EntryFieldView {
            name: name.clone(),
            text: text.clone(),
        };
        Self {
            id: entry.id,
            object: StatementEntryObject::Name,
            created: entry.created_at.seconds(),
            livemode: scope.livemode,
            bank_account: entry.bank_account,
            virtual_account: entry.virtual_account,
            bank_reference: entry.entry.clone(),
            direction: entry.direction.as_str(),
            amount: entry.amount,
            currency: entry.currency,
            value_date: entry.value_date,
            text: told.lines.clone(),
            fields: told.fields.iter().map(field).collect(),
            payer_name: told.payer_name.clone(),
            payer_account: told.payer_account.clone(),
            reverses: entry.reverses.clone(),
            code: entry.code.clone(),
            reversed_by: entry.reversed_by,
            status: if entry.standing.is_some() { "matched" } else { "unmatched" },
            decision: entry.decision.clone(),
            reason: entry.why.clone(),
            payment_session: entry.standing.map(|it| it.session),
            balance_transaction: entry.movement,
            matches: matches.iter().map(EntryMatchView::of).collect(),
        }
    }
}

impl EntryMatchView {
    fn of(it: &EntryMatch) -> Self {
        let undone = it.undone.as_ref();
        Self {
            id: it.id,
            created: it.created_at.seconds(),
            payment_session: it.session,
            rule: it.rule.clone(),
            evidence: it.evidence.clone(),
            reason: it.why.clone(),
            key: it.key.clone(),
            note: it.note.clone(),
            balance_transaction: it.movement,
            settlement: it.settlement,
            refund: it.refund,
            undone_at: undone.map(|it| it.at.seconds()),
            undone_key: undone.map(|it| it.key.clone()),
            undone_note: undone.map(|it| it.note.clone()),
        }
    }
}
