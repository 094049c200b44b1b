//! Transfers that the payer makes.

use domain::epc_qr::{EpcQr, Remittance};
use jiff::civil::date;

use super::{Book, bare_frame, frame, here, payment};
use crate::RenderError;
use crate::amount::Amount;
use crate::choose::{Choose, ChooseProblem};
use crate::payment::{Method, MethodKind, Payment};
use crate::status::{PageOpen, Status, StatusPage};
use crate::transfer::{
    MailOffer, PayeeAccount, TransferDetails, TransferInstructions, TransferKind,
};

const IBAN: &str = "SE4550000000058398257466";
const NAME: &str = "Björkhagen Bostäder AB";
const RF: &str = "RF97XABCDEFGH1";

/// In euro, with the code for banking apps.
pub(super) fn euros() -> TransferDetails {
    let amount = payment().amount;
    TransferDetails {
        account: PayeeAccount::Iban {
            account_name: NAME.to_owned(),
            iban: IBAN.to_owned(),
            bic: Some("HANDSESS".to_owned()),
        },
        reference: RF.to_owned(),
        epc_qr: code(amount.minor),
        amount,
        received: None,
        deadline: Some(date(2026, 12, 1)),
    }
}

/// What remains of it after a part arrived.
pub(super) fn partly() -> TransferDetails {
    TransferDetails {
        amount: Amount::new(65_000, "eur"),
        received: Some(Amount::new(60_000, "eur")),
        epc_qr: code(65_000),
        ..euros()
    }
}

fn code(minor: i64) -> Option<EpcQr> {
    let iban = IBAN.parse().ok()?;
    EpcQr::new(NAME, Some("HANDSESS"), &iban, minor, Remittance::Unstructured(RF)).ok()
}

fn pounds() -> TransferDetails {
    TransferDetails {
        account: PayeeAccount::British {
            account_name: "Bjorkhagen Homes Ltd".to_owned(),
            sort_code: "000000".to_owned(),
            account_number: "55779911".to_owned(),
        },
        reference: "XABCDEFGH1".to_owned(),
        amount: Amount::new(125_000, "gbp"),
        received: None,
        deadline: Some(date(2026, 12, 1)),
        epc_qr: None,
    }
}

fn bankgiro() -> TransferDetails {
    TransferDetails {
        account: PayeeAccount::Bankgiro {
            account_name: NAME.to_owned(),
            bankgiro: "991-2346".to_owned(),
        },
        reference: "20174823651907178".to_owned(),
        amount: Amount::new(1_250_000, "sek"),
        ..pounds()
    }
}

fn swedish() -> TransferDetails {
    TransferDetails {
        account: PayeeAccount::Swedish {
            account_name: NAME.to_owned(),
            clearing: "6789".to_owned(),
            account_number: "123456789".to_owned(),
        },
        reference: "XABCDEFGH1".to_owned(),
        deadline: None,
        ..bankgiro()
    }
}

fn instructions(book: &Book, kind: TransferKind, details: TransferDetails) -> TransferInstructions {
    TransferInstructions {
        kind,
        frame: frame(book.locale),
        payment: Payment { amount: details.amount.clone(), ..payment() },
        token: "t0ken".to_owned(),
        details,
        mail: Some(MailOffer::Open),
        chooser_url: Some(here()),
    }
}

pub(super) fn add(book: &mut Book) -> Result<(), RenderError> {
    let methods = vec![
        Method::Transfer(TransferKind::Bank),
        Method::Transfer(TransferKind::Direct),
        Method::PayByBank,
    ];
    let (frame, payment) = (frame(book.locale), payment());
    let chooser = Choose { frame, payment, methods, problem: ChooseProblem::None };
    book.add("choose", "transfers", chooser.render())?;
    pages(book)?;
    statuses(book)
}

fn pages(book: &mut Book) -> Result<(), RenderError> {
    let euro = instructions(book, TransferKind::Bank, euros());
    book.add("transfer", "eur", euro.render())?;
    let live = TransferInstructions {
        frame: bare_frame(book.locale),
        mail: None,
        chooser_url: None,
        ..euro.clone()
    };
    book.add("transfer", "live", live.render())?;
    let rest = instructions(book, TransferKind::Bank, partly());
    book.add("transfer", "partly", rest.render())?;
    let sent = Some(MailOffer::Sent("asa@example.com".to_owned()));
    book.add(
        "transfer",
        "mail_sent",
        TransferInstructions { mail: sent, ..euro.clone() }.render(),
    )?;
    let wrong = Some(MailOffer::NotAnEmail("asa@\"<".to_owned()));
    book.add(
        "transfer",
        "mail_wrong",
        TransferInstructions { mail: wrong, ..euro.clone() }.render(),
    )?;
    let changed = Payment { amount_changed: true, ..euro.payment.clone() };
    book.add(
        "transfer",
        "amount_changed",
        TransferInstructions { payment: changed, ..euro }.render(),
    )?;
    let others = [
        ("gbp", TransferKind::Bank, pounds()),
        ("direct_gbp", TransferKind::Direct, pounds()),
        ("bankgiro", TransferKind::Bank, bankgiro()),
        ("direct_sek", TransferKind::Direct, swedish()),
    ];
    for (name, kind, details) in others {
        book.add("transfer", name, instructions(book, kind, details).render())?;
    }
    Ok(())
}

fn statuses(book: &mut Book) -> Result<(), RenderError> {
    let said = |kind, details| Status::AwaitingTransfer {
        kind,
        said_on: date(2026, 11, 23),
        details: Box::new(details),
        other_url: Some(here()),
    };
    let states = [
        ("transfer_said", said(TransferKind::Bank, euros())),
        ("transfer_said_direct", said(TransferKind::Direct, pounds())),
        (
            "transfer_partly",
            Status::PartiallyPaid {
                received: Amount::new(60_000, "eur"),
                remaining: Amount::new(65_000, "eur"),
                open: PageOpen::Open(here()),
                transfer: Some(Box::new(partly())),
            },
        ),
        (
            "paid_by_transfer",
            Status::Paid { on: date(2026, 11, 25), method: MethodKind::BankTransfer },
        ),
    ];
    for (name, state) in states {
        let amount = match &state {
            Status::AwaitingTransfer { details, .. } => details.amount.clone(),
            _ => payment().amount,
        };
        let page = StatusPage {
            frame: frame(book.locale),
            payment: Payment { amount, ..payment() },
            state,
            statement_text: None,
            guarantee: None,
            onward: None,
            refunds: Vec::new(),
        };
        book.add("status", name, page.render())?;
    }
    Ok(())
}
