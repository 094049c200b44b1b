//! The mails to payers.

use jiff::civil::date;

use super::autogiro::payee;
use super::transfers::{euros, partly};
use super::{Book, COLLECTION, SESSION, Sample, creditor, merchant, payment, service_user};
use crate::RenderError;
use crate::amount::Amount;
use crate::locale::Locale;
use crate::mail::{
    BankAccountChangeMail, DebitPostponedMail, MandateConfirmationMail, PartPaymentMail,
    PaymentLinkMail, PaymentReturnedMail, PostponedBecause, RefundedMail, TransferDetailsMail,
};
use crate::payment::{DebitScheme, DeclineReason};
use crate::texts::SchemeTexts;
use crate::transfer::TransferKind;

/// The mail with the link to pay.
pub fn payment_link_mail(locale: Locale) -> PaymentLinkMail {
    let payment = payment();
    PaymentLinkMail {
        locale,
        test_mode: true,
        merchant: merchant(locale),
        amount: payment.amount,
        description: payment.description,
        purpose: payment.purpose,
        link: format!("https://pay.example/sessions/{SESSION}"),
        expires_on: Some(date(2026, 12, 1)),
    }
}

/// The mail that confirms a mandate.
pub fn mandate_confirmation_mail(locale: Locale) -> MandateConfirmationMail {
    let payment = payment();
    MandateConfirmationMail {
        scheme: DebitScheme::SepaCore,
        locale,
        test_mode: false,
        merchant: merchant(locale),
        creditor: creditor(locale),
        guarantee: None,
        amount: payment.amount,
        description: None,
        purpose: payment.purpose,
        mandate_reference: "M-01KAQV8V1JXM3F7N".to_owned(),
        signed_on: date(2026, 11, 23),
        collection_on: COLLECTION,
        account_holder_name: "Åsa Öberg".to_owned(),
        account_masked: "CH93 •••• •••• •••• 957".to_owned(),
        statement_text: Some("BJORKHAGEN RENT".to_owned()),
    }
}

/// The mail that confirms a Direct Debit Instruction of Bacs.
pub fn instruction_confirmation_mail(locale: Locale) -> MandateConfirmationMail {
    MandateConfirmationMail {
        scheme: DebitScheme::Bacs,
        test_mode: true,
        creditor: service_user(locale),
        guarantee: Some(SchemeTexts::shipped().bacs_guarantee(10)),
        amount: Amount::new(125_000, "gbp"),
        mandate_reference: "1JXM3F7N2P8R5T6W9Z".to_owned(),
        account_masked: "00-00-00 ••••9911".to_owned(),
        statement_text: Some("BJORKHAGEN HOMES".to_owned()),
        ..mandate_confirmation_mail(locale)
    }
}

/// The mail that confirms a mandate of Autogiro.
pub fn autogiro_confirmation_mail(locale: Locale) -> MandateConfirmationMail {
    MandateConfirmationMail {
        scheme: DebitScheme::Autogiro,
        creditor: payee(locale),
        amount: Amount::new(1_250_000, "sek"),
        mandate_reference: "0000001748236519".to_owned(),
        account_masked: "6789 ••••6789".to_owned(),
        ..mandate_confirmation_mail(locale)
    }
}

/// The mail with the details of a transfer.
pub fn transfer_details_mail(locale: Locale) -> TransferDetailsMail {
    let payment = payment();
    TransferDetailsMail {
        kind: TransferKind::Bank,
        locale,
        test_mode: false,
        merchant: merchant(locale),
        details: euros(),
        description: payment.description,
        purpose: payment.purpose,
        link: format!("https://pay.example/sessions/{SESSION}"),
    }
}

/// The mail that tells of a transfer which paid a part.
pub fn part_payment_mail(locale: Locale) -> PartPaymentMail {
    let payment = payment();
    PartPaymentMail {
        locale,
        test_mode: false,
        merchant: merchant(locale),
        arrived: Amount::new(60_000, "eur"),
        arrived_on: date(2026, 11, 25),
        details: partly(),
        description: payment.description,
        purpose: payment.purpose,
        link: format!("https://pay.example/sessions/{SESSION}"),
    }
}

/// The mail to a merchant whose account for transfers is about to change.
pub fn bank_account_change_mail(locale: Locale) -> BankAccountChangeMail {
    BankAccountChangeMail {
        locale,
        test_mode: false,
        merchant: "Björkhagen Homes".to_owned(),
        currency: "EUR".to_owned(),
        replaced: Some("DE89 •••• •••• 3000".to_owned()),
        account_name: "Björkhagen Bostäder AB".to_owned(),
        account_masked: "SE35 •••• •••• 6789".to_owned(),
        requested_by: "API key “bookkeeping”".to_owned(),
        requested_at: date(2026, 11, 23).at(9, 30, 0, 0),
        effective_at: date(2026, 11, 24).at(9, 30, 0, 0),
        server: "https://pay.example/".to_owned(),
    }
}

/// The mail that tells of a debit which waits for a bank.
pub fn debit_postponed_mail(locale: Locale) -> DebitPostponedMail {
    let payment = payment();
    DebitPostponedMail {
        locale,
        cause: PostponedBecause::MandateUnanswered,
        test_mode: true,
        merchant: merchant(locale),
        amount: Amount::new(1_250_000, "sek"),
        description: payment.description,
        purpose: payment.purpose,
        collection_on: date(2026, 12, 14),
        account_masked: "8327-9 •••• 2345".to_owned(),
    }
}

/// The mail that tells of a debit which the payer's bank tries again.
pub fn debit_retried_mail(locale: Locale) -> DebitPostponedMail {
    DebitPostponedMail { cause: PostponedBecause::NoMoney, ..debit_postponed_mail(locale) }
}

/// The mail that tells of a refund.
pub fn refunded_mail(locale: Locale) -> RefundedMail {
    let payment = payment();
    RefundedMail {
        locale,
        test_mode: true,
        merchant: merchant(locale),
        amount: Amount::new(25_000, "eur"),
        description: payment.description,
        purpose: payment.purpose,
        refunded_on: date(2026, 12, 10),
    }
}

/// The mail that tells of a payment which came back.
pub fn payment_returned_mail(locale: Locale) -> PaymentReturnedMail {
    let payment = payment();
    PaymentReturnedMail {
        locale,
        test_mode: false,
        merchant: merchant(locale),
        returned: payment.amount.clone(),
        remaining: payment.amount,
        reason: DeclineReason::InsufficientFunds,
        description: None,
        purpose: payment.purpose,
        link: format!("https://pay.example/sessions/{SESSION}"),
    }
}

pub(super) fn add(book: &mut Book) -> Result<(), RenderError> {
    let locale = book.locale;
    let mails = [
        ("payment_link", payment_link_mail(locale).render()?),
        ("mandate_confirmation", mandate_confirmation_mail(locale).render()?),
        ("instruction_confirmation", instruction_confirmation_mail(locale).render()?),
        ("autogiro_confirmation", autogiro_confirmation_mail(locale).render()?),
        ("debit_postponed", debit_postponed_mail(locale).render()?),
        ("debit_retried", debit_retried_mail(locale).render()?),
        ("transfer_details", transfer_details_mail(locale).render()?),
        ("part_payment", part_payment_mail(locale).render()?),
        ("bank_account_change", bank_account_change_mail(locale).render()?),
        ("refunded", refunded_mail(locale).render()?),
        ("payment_returned", payment_returned_mail(locale).render()?),
    ];
    for (state, mail) in mails {
        let text = format!("Subject: {}\n\n{}", mail.subject, mail.text);
        let page = "mail";
        book.samples.push(Sample { page, state, locale, extension: "txt", body: text });
        book.samples.push(Sample { page, state, locale, extension: "html", body: mail.html });
    }
    Ok(())
}
