//! Where payments stand.

use jiff::civil::{Date, date};

use super::bacs::pounds;
use super::{Book, COLLECTION, frame, here, part_paid, payment};
use crate::RenderError;
use crate::amount::Amount;
use crate::payment::{DebitScheme, DeclineReason, MethodKind};
use crate::status::{PageOpen, RefundNote, Retry, Status, StatusPage};
use crate::texts::SchemeTexts;

const CLEARS: Date = date(2026, 12, 4);

fn status_states() -> Vec<(&'static str, Status)> {
    let open = || PageOpen::Open(here());
    let partly = |open| Status::PartiallyPaid {
        received: Amount::new(100_000, "eur"),
        remaining: Amount::new(25_000, "eur"),
        open,
        transfer: None,
    };
    let failed = |reason, again: bool| Status::Failed {
        reason,
        retry: Retry { again_url: again.then(here), other_url: Some(here()) },
    };
    vec![
        ("paid", Status::Paid { on: date(2026, 11, 23), method: MethodKind::Card }),
        ("paid_elsewhere", Status::PaidElsewhere { on: Some(date(2026, 11, 20)) }),
        (
            "debit_signed",
            Status::DebitSigned {
                scheme: DebitScheme::SepaCore,
                creditor: "Björkhagen Bostäder AB".to_owned(),
                collection_on: COLLECTION,
                clears_on: CLEARS,
                mandate_reference: "M-01KAQV8V1JXM3F7N".to_owned(),
            },
        ),
        (
            "instruction_confirmed",
            Status::DebitSigned {
                scheme: DebitScheme::Bacs,
                creditor: "Björkhagen Bostäder AB".to_owned(),
                collection_on: COLLECTION,
                clears_on: CLEARS,
                mandate_reference: "1JXM3F7N2P8R5T6W9Z".to_owned(),
            },
        ),
        ("processing", Status::Processing),
        ("failed", failed(DeclineReason::Declined, true)),
        ("failed_funds", failed(DeclineReason::InsufficientFunds, true)),
        ("failed_expired_card", failed(DeclineReason::ExpiredCard, true)),
        ("failed_authentication", failed(DeclineReason::NotAuthenticated, true)),
        ("failed_abandoned", failed(DeclineReason::Abandoned, true)),
        ("failed_account", failed(DeclineReason::AccountRefused, false)),
        ("failed_unavailable", failed(DeclineReason::Unavailable, true)),
        ("returned_open", Status::Returned(open())),
        ("returned_contact", Status::Returned(PageOpen::ContactOnly)),
        ("disputed", Status::Disputed),
        ("canceled", Status::Canceled),
        ("expired", Status::Expired),
        ("contact_only", Status::ContactOnly),
        ("partly_open", partly(open())),
        ("partly_contact", partly(PageOpen::ContactOnly)),
        ("unavailable", Status::MethodUnavailable { other_url: Some(here()) }),
        ("unavailable_only", Status::MethodUnavailable { other_url: None }),
    ]
}

pub(super) fn add(book: &mut Book) -> Result<(), RenderError> {
    for (name, state) in status_states() {
        let page = page(book, state);
        book.add("status", name, page.render())?;
    }
    let amount = Amount::new(25_000, "eur");
    let sent = RefundNote::Sent { amount: amount.clone(), on: date(2026, 12, 10) };
    let coming = RefundNote::UnderWay { amount };
    let paid = |method| Status::Paid { on: date(2026, 11, 23), method };
    let given_back = [
        ("paid_refunded", paid(MethodKind::Card), vec![sent.clone(), coming.clone()]),
        ("canceled_refunded", Status::Canceled, vec![coming]),
        ("disputed_refunded", Status::Disputed, vec![sent.clone()]),
        ("contact_only_refunded", Status::ContactOnly, vec![sent]),
    ];
    for (name, state, refunds) in given_back {
        let page = StatusPage { refunds, ..page(book, state) };
        book.add("status", name, page.render())?;
    }
    let by_credit = StatusPage { payment: part_paid(), ..page(book, paid(MethodKind::Card)) };
    book.add("status", "paid_credit", by_credit.render())
}

/// The page of a state; whoever is done is sent on.
fn page(book: &Book, state: Status) -> StatusPage {
    let onward = matches!(state, Status::Paid { .. } | Status::DebitSigned { .. })
        .then(|| "https://bjorkhagen.example/thanks?status=paid".to_owned());
    let statement_text = onward.is_some().then(|| "BJORKHAGEN RENT".to_owned());
    let payment = match state {
        Status::DebitSigned { scheme: DebitScheme::Bacs, .. } => pounds(),
        _ => payment(),
    };
    StatusPage {
        frame: frame(book.locale),
        payment,
        state,
        statement_text,
        onward,
        guarantee: Some(SchemeTexts::shipped().bacs_guarantee(10)),
        refunds: Vec::new(),
    }
}
