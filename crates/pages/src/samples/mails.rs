//! The mails to payers.

use domain::debit::Scheme;
use jiff::civil::date;

use super::{Book, COLLECTION, SESSION, Sample, creditor, merchant, payment, service_user};
use crate::RenderError;
use crate::amount::Amount;
use crate::locale::Locale;
use crate::mail::{MandateConfirmationMail, PaymentLinkMail, PaymentReturnedMail, RefundedMail};
use crate::payment::DeclineReason;

/// The mail with the link to pay.
pub fn payment_link_mail(locale: Locale) -> PaymentLinkMail {
    let payment = payment();
    PaymentLinkMail {
        locale,
        test_mode: true,
        merchant: merchant(),
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
        scheme: Scheme::SepaCore,
        locale,
        test_mode: false,
        merchant: merchant(),
        creditor: creditor(),
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
        scheme: Scheme::Bacs,
        test_mode: true,
        creditor: service_user(),
        amount: Amount::new(125_000, "gbp"),
        mandate_reference: "1JXM3F7N2P8R5T6W9Z".to_owned(),
        account_masked: "00-00-00 ••••9911".to_owned(),
        statement_text: Some("BJORKHAGEN HOMES".to_owned()),
        ..mandate_confirmation_mail(locale)
    }
}

/// The mail that tells of a refund.
pub fn refunded_mail(locale: Locale) -> RefundedMail {
    let payment = payment();
    RefundedMail {
        locale,
        test_mode: true,
        merchant: merchant(),
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
        merchant: merchant(),
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
