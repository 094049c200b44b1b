//! Owner payouts: money that is sent to an owner, and the transfers that it pays.
//!
//! A payout has whole transfers: what is left of them belongs to it until it is paid, fails or is
//! canceled, so nothing else can draw from them meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::books::OwnerBook;
use crate::ids::{OwnerId, OwnerPayoutId, TransferId};
use crate::ledger::{Channel, LedgerAccount, Writer};
use crate::money::Currency;
use crate::movement::{Movement, MovementSource};
use crate::source::Source;
use crate::spelled::spelled;
use crate::time::Timestamp;
use crate::transfer::Transfer;

/// Why a transfer made by hand was booked.
pub const TRANSFER_CODE: &str = "transfer";
/// Why a reversal made by hand was booked.
pub const REVERSAL_CODE: &str = "transfer_reversal";
/// Why an owner's debt was paid from transfers that a payout had.
pub const DEBT_NETTED_CODE: &str = "debt_netted";

spelled! {
    /// How far an owner payout has come.
    pub enum PayoutStatus {
        /// It has its transfers, and waits for approval.
        Draft = "draft",
        /// Approved, and to be sent.
        Pending = "pending",
        /// Sent, and not confirmed yet.
        InTransit = "in_transit",
        /// Paid.
        Paid = "paid",
        /// It was not paid, or the money came back.
        Failed = "failed",
        /// Withdrawn before it was sent.
        Canceled = "canceled",
    }
}

/// A transfer that a payout pays, and what was left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayoutPart {
    /// The transfer.
    pub transfer: TransferId,
    /// Minor units, more than zero.
    pub amount: i64,
}

/// Money that is sent to an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerPayout {
    /// Its id.
    pub id: OwnerPayoutId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who is paid.
    pub owner: OwnerId,
    /// Its currency.
    pub currency: Currency,
    /// The sum of its parts, in minor units.
    pub amount: i64,
    /// How far it has come.
    pub status: PayoutStatus,
    /// The merchant's words.
    pub description: Option<String>,
    /// What the owner's statement is to say.
    pub statement_descriptor: Option<String>,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
    /// What it pays; kept when a failure frees the transfers.
    pub parts: Vec<PayoutPart>,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// When it was marked as paid.
    pub paid_at: Option<Timestamp>,
    /// The day on which it was paid.
    pub paid_on: Option<Date>,
    /// The bank's reference of the payment.
    pub reference: Option<String>,
    /// When it failed, or came back.
    pub failed_at: Option<Timestamp>,
    /// The day on which it failed, or its money came back.
    pub failed_on: Option<Date>,
    /// Why, in the merchant's words.
    pub failure_message: Option<String>,
    /// The bank's reference of the money that came back.
    pub failure_reference: Option<String>,
    /// When it was canceled.
    pub canceled_at: Option<Timestamp>,
}

/// That a payout was not paid, or that its money came back, as somebody says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayoutFailure<'a> {
    /// Why, in the merchant's words.
    pub reason: &'a str,
    /// The day; today when nobody says it.
    pub on: Option<Date>,
    /// The bank's reference.
    pub reference: Option<&'a str>,
}

/// A payout cannot do that in the state that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayoutRefusal(pub PayoutStatus);

/// What comes of asking a payout to take a step: true when it did, false when it had before.
pub type Stepped = Result<bool, PayoutRefusal>;

impl OwnerPayout {
    /// It may be sent.
    ///
    /// # Errors
    /// It has ended.
    pub const fn approve(&mut self, now: Timestamp) -> Stepped {
        match self.status {
            PayoutStatus::Draft => {
                self.status = PayoutStatus::Pending;
                self.approved_at = Some(now);
                Ok(true)
            }
            PayoutStatus::Pending | PayoutStatus::InTransit => Ok(false),
            status => Err(PayoutRefusal(status)),
        }
    }

    /// It was paid on a day. Said again of a paid one, nothing may differ.
    ///
    /// # Errors
    /// It is not approved, or has ended otherwise.
    pub fn pay(
        &mut self,
        on: Option<Date>,
        reference: Option<&str>,
        today: Date,
        now: Timestamp,
    ) -> Stepped {
        match self.status {
            PayoutStatus::Pending | PayoutStatus::InTransit => {
                self.status = PayoutStatus::Paid;
                self.paid_at = Some(now);
                self.paid_on = Some(on.unwrap_or(today));
                self.reference = reference.map(str::to_owned);
                Ok(true)
            }
            PayoutStatus::Paid
                if on.is_none_or(|on| self.paid_on == Some(on))
                    && reference.is_none_or(|it| self.reference.as_deref() == Some(it)) =>
            {
                Ok(false)
            }
            status => Err(PayoutRefusal(status)),
        }
    }

    /// It was not paid, or the money came back. Said again of a failed one, nothing may differ.
    ///
    /// # Errors
    /// It is not approved, or was canceled.
    pub fn fail(&mut self, said: PayoutFailure<'_>, today: Date, now: Timestamp) -> Stepped {
        match self.status {
            PayoutStatus::Pending | PayoutStatus::InTransit | PayoutStatus::Paid => {
                self.status = PayoutStatus::Failed;
                self.failed_at = Some(now);
                self.failed_on = Some(said.on.unwrap_or(today));
                self.failure_message = Some(said.reason.to_owned());
                self.failure_reference = said.reference.map(str::to_owned);
                Ok(true)
            }
            PayoutStatus::Failed
                if self.failure_message.as_deref() == Some(said.reason)
                    && said.on.is_none_or(|on| self.failed_on == Some(on))
                    && said
                        .reference
                        .is_none_or(|it| self.failure_reference.as_deref() == Some(it)) =>
            {
                Ok(false)
            }
            status => Err(PayoutRefusal(status)),
        }
    }

    /// It is not sent after all.
    ///
    /// # Errors
    /// It was sent, or has failed.
    pub const fn cancel(&mut self, now: Timestamp) -> Stepped {
        match self.status {
            PayoutStatus::Draft | PayoutStatus::Pending => {
                self.status = PayoutStatus::Canceled;
                self.canceled_at = Some(now);
                Ok(true)
            }
            PayoutStatus::Canceled => Ok(false),
            status => Err(PayoutRefusal(status)),
        }
    }
}

/// Where money is that was sent to an owner by hand, until the bank's statement shows it.
const SENT: LedgerAccount = LedgerAccount::InTransit(Channel(MovementSource::Merchant));

impl OwnerBook {
    /// Puts free transfers into a payout, each with all that is left of it.
    pub fn put_into(
        &mut self,
        payout: OwnerPayoutId,
        chosen: &BTreeSet<TransferId>,
    ) -> Vec<PayoutPart> {
        let free = std::mem::take(&mut self.free);
        let (taken, free) = free.into_iter().partition(|it| chosen.contains(&it.id));
        self.free = free;
        let mut parts = Vec::new();
        for transfer in taken {
            parts.push(PayoutPart { transfer: transfer.id, amount: transfer.left });
            self.note(Transfer { payout: Some(payout), ..transfer });
        }
        parts
    }

    /// A payout of these transfers was paid, as `movement` books it.
    pub fn pay_out(&mut self, transfers: Vec<Transfer>, movement: &Movement, source: &dyn Source) {
        let writer = Writer { movement: movement.id, currency: movement.currency, source };
        let (_, owned) = self.accounts();
        self.entries.extend(writer.entry(owned, SENT, movement.amount));
        for transfer in transfers {
            self.note(Transfer { paid_out_at: Some(movement.booked_at), ..transfer });
        }
    }

    /// The money of a paid payout came back, as `movement` books it.
    pub fn bounce(&mut self, movement: &Movement, source: &dyn Source) {
        let writer = Writer { movement: movement.id, currency: movement.currency, source };
        let (_, owned) = self.accounts();
        self.entries.extend(writer.entry(SENT, owned, movement.amount));
    }

    /// Frees the transfers of a payout that pays nothing.
    pub fn release(&mut self, transfers: Vec<Transfer>) {
        for transfer in transfers {
            let free = Transfer { payout: None, paid_out_at: None, ..transfer };
            self.free.push(free.clone());
            self.note(free);
        }
        self.free.sort_by_key(|it| it.id);
    }
}
