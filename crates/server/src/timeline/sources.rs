//! What a timeline is told from, beside the case.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::case::Case;
use domain::ids::OwnerId;
use domain::payout::OwnerPayout;
use domain::time::Timestamp;
use domain::transfer::{Reversal, Transfer};
use store::collection_moves::{self, Move};
use store::mandate_orders::{self, OrderOfSession};
use store::mandates::{self, Mandate};
use store::messages::{self, Message};
use store::session_decisions::{self, Decision};
use store::statement_entries::{self, EntryMatch, ReceiptMark};
use store::work_items::{self, WorkItemRow};
use store::{DbError, Tx, ledger_entries, owner_payouts, owners, transfers};

/// What a timeline is told from, beside the case.
pub struct Sources {
    /// Mandates signed at the session.
    pub mandates: Vec<Mandate>,
    /// What banks are told of them.
    pub orders: Vec<OrderOfSession>,
    /// Debits that were made on another day than planned.
    pub moves: Vec<Move>,
    /// Mails about it.
    pub messages: Vec<Message>,
    /// What a person has to look at.
    pub work: Vec<WorkItemRow>,
    /// What the merchant decided.
    pub decisions: Vec<Decision>,
    /// What banks told of money for it, and why that was taken for it.
    pub matches: Vec<EntryMatch>,
    /// What people marked as received.
    pub marks: Vec<ReceiptMark>,
    /// Owners' parts that were made by hand.
    pub by_hand: Vec<Transfer>,
    /// What was taken back of any part.
    pub reversals: Vec<Reversal>,
    /// What the merchant kept as fees, and below zero what was given up of that.
    pub fees: Vec<(Timestamp, i64)>,
    /// Payouts of any part that failed.
    pub failed_payouts: Vec<(OwnerId, OwnerPayout)>,
    /// The names of the owners, or their addresses where they have none.
    pub owners: BTreeMap<OwnerId, String>,
}

impl Sources {
    /// Reads them.
    ///
    /// # Errors
    /// Only the database's.
    pub fn load(tx: &mut Tx<'_>, case: &Case) -> Result<Self, DbError> {
        let (scope, id) = (&case.session.scope, case.session.id);
        let by_hand = transfers::by_hand_of_session(tx, id)?;
        let mut owners = BTreeMap::new();
        let mut failed_payouts: Vec<(OwnerId, OwnerPayout)> = Vec::new();
        for transfer in case.transfers.iter().chain(&by_hand) {
            let owner = transfer.owner;
            if let Entry::Vacant(unknown) = owners.entry(owner) {
                let found = owners::find(tx, scope, owner)?;
                let name = found.map(|it| it.name.unwrap_or(it.email));
                unknown.insert(name.unwrap_or_default());
            }
            for payout in owner_payouts::failed_with(tx, scope, owner, transfer.id)? {
                if failed_payouts.iter().all(|(_, known)| known.id != payout.id) {
                    failed_payouts.push((owner, payout));
                }
            }
        }
        Ok(Self {
            mandates: mandates::of_session(tx, scope, id)?,
            orders: mandate_orders::of_session(tx, scope, id)?,
            moves: collection_moves::of_session(tx, scope, id)?,
            messages: messages::of_session(tx, scope, id)?,
            work: work_items::of_session(tx, scope, id)?,
            decisions: session_decisions::of_session(tx, scope, id)?,
            matches: statement_entries::matches_of_session(tx, id)?,
            marks: statement_entries::marks_of_session(tx, id)?,
            reversals: transfers::reversals_of_session(tx, id)?,
            fees: ledger_entries::fees_of_session(tx, id)?,
            by_hand,
            failed_payouts,
            owners,
        })
    }

    /// What an owner is called, with its id.
    pub(super) fn owner(&self, id: OwnerId) -> String {
        match self.owners.get(&id).filter(|name| !name.is_empty()) {
            Some(name) => format!("{name} ({id})"),
            None => id.to_string(),
        }
    }
}
