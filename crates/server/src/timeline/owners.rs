//! What became of owners' parts.

use domain::calendar::local_date;
use domain::payout::OwnerPayout;
use domain::transfer::{Reversal, Transfer};
use jiff::tz::TimeZone;

use super::Teller;

/// When owners can be paid.
const TRANSFER_RULE: &str = "An owner can be paid out once the payment has cleared";

impl Teller<'_> {
    pub(super) fn owners(&mut self) {
        let sources = self.sources;
        self.fees();
        let parts = self.case.transfers.iter().chain(&sources.by_hand);
        let parts: Vec<&Transfer> = parts.collect();
        for transfer in &parts {
            self.transfer(transfer);
        }
        for reversal in &sources.reversals {
            let of = parts.iter().find(|it| it.id == reversal.transfer);
            let owner = of.map_or_else(|| "the owner".to_owned(), |it| sources.owner(it.owner));
            self.reversal(reversal, &owner);
        }
        for (owner, payout) in &sources.failed_payouts {
            self.failed_payout(payout, &sources.owner(*owner));
        }
    }

    /// What the merchant kept, and what of it was given up or went back.
    fn fees(&mut self) {
        for (at, change) in &self.sources.fees {
            let amount = self.money(change.abs());
            let (kind, text) = match *change > 0 {
                true => ("fees", format!("{amount} of it are the merchant's fees.")),
                false => ("fees_reversed", format!("The merchant's fees are {amount} less.")),
            };
            self.tell(*at, kind, "quittance", text);
        }
    }

    fn transfer(&mut self, transfer: &Transfer) {
        let (amount, owner) = (self.money(transfer.amount), self.sources.owner(transfer.owner));
        let (by, text) = match transfer.automatic {
            true => ("quittance", format!("{amount} of it is the part of {owner}.")),
            false => ("merchant", format!("{amount} was transferred to {owner} by hand.")),
        };
        self.tell(transfer.created_at, "transfer", by, text);
        let reversed = transfer.reversed + transfer.reversed_by_hand;
        if let Some(at) = transfer.paid_out_at {
            let text = format!("The part of {owner} was paid out.");
            self.tell(at, "paid_out", "merchant", text);
        } else if reversed < transfer.amount {
            let day = local_date(transfer.available_at, &TimeZone::UTC);
            let day = day.map(|day| format!(" ({day})")).unwrap_or_default();
            let text = format!("The part of {owner} can be paid out{day}.");
            self.expect(transfer.available_at, "transfer_available", TRANSFER_RULE, text);
        }
    }

    fn reversal(&mut self, reversal: &Reversal, owner: &str) {
        let mut text = format!("{} was taken back from {owner}.", self.money(reversal.amount));
        if reversal.owed > 0 {
            let owed = self.money(reversal.owed);
            text.push_str(&format!(" {owed} of that had been paid out, and is owed."));
        }
        if reversal.borne > 0 {
            let borne = self.money(reversal.borne);
            text.push_str(&format!(" {borne} of that had been paid out; the merchant bears it."));
        }
        let by = if reversal.automatic { "quittance" } else { "merchant" };
        self.tell(reversal.created_at, "transfer_reversed", by, text);
    }

    fn failed_payout(&mut self, payout: &OwnerPayout, owner: &str) {
        if let Some(at) = payout.paid_at {
            let text = format!("The part of {owner} was paid out.");
            self.tell(at, "paid_out", "merchant", text);
        }
        let Some(at) = payout.failed_at else { return };
        let why = payout.failure_message.as_deref().unwrap_or("no reason was given");
        let what = match payout.paid_at {
            Some(_) => "came back",
            None => "failed",
        };
        let text = format!("A payout to {owner} with this part {what} ({why}).");
        self.tell(at, "payout_failed", "merchant", text);
    }
}
