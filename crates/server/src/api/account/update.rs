//! `POST /v1/account`.

use axum::extract::State;
use domain::autogiro::bankgiro::Bankgiro;
use domain::autogiro::person_id::{PayerId, PayerKind};
use domain::bacs::service_user_number::ServiceUserNumber;
use domain::calendar;
use domain::descriptor;
use domain::method::MethodType;
use domain::sepa::creditor::CreditorId;
use domain::session::{PaidWhen, Reopen};
use domain::text::{LINE_MAX, NAME_MAX};
use jiff::civil::Date;
use store::accounts::{self, Icon, OwnerDebt, Settings};
use store::address::Address;
use store::keys;
use utoipa::ToSchema;

use super::AccountView;
use super::icon::read_icon;
use super::notice::{self, AdvanceNoticeBody};
use super::view::{OwnerDebtName, PaidWhenName, ReopenName};
use crate::api::address::{AddressBody, read_address};
use crate::app::App;
use crate::extract::rules::{Wrong, email, line, spelled, web_url};
use crate::extract::{Body, Call, Fields, Given, Query, Reply};
use crate::problem::Problem;

/// Most entries of the allow-list.
const RETURN_URLS_MAX: usize = 50;

/// Changes of the account. What is left out keeps its value; null clears it.
#[derive(ToSchema)]
pub struct UpdateAccount {
    /// The trading name.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub business_name: Option<String>,
    /// The name of the legal person.
    #[schema(min_length = 1, max_length = 200)]
    pub legal_name: Option<String>,
    /// What pages and mails call the merchant.
    #[schema(min_length = 1, max_length = 200)]
    pub display_name: Option<String>,
    /// Where it is.
    pub address: Option<AddressBody>,
    /// The zone in which its days begin, by its IANA name, such as `Europe/London`.
    #[schema(min_length = 1, max_length = 64, nullable = false)]
    pub time_zone: Option<String>,
    /// The colour of pages and mails.
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    pub color: Option<String>,
    /// A PNG or WebP of at most 32 kB, as a `data:` URL.
    #[schema(pattern = "^data:image/(png|webp);base64,", max_length = 44000)]
    pub icon: Option<String>,
    /// Where payers write to.
    #[schema(format = "email", max_length = 254)]
    pub support_email: Option<String>,
    /// Whom payers call.
    #[schema(min_length = 1, max_length = 200)]
    pub support_phone: Option<String>,
    /// Where payers read on.
    #[schema(format = "uri", max_length = 2048)]
    pub support_website: Option<String>,
    /// The merchant's privacy notice.
    #[schema(format = "uri", max_length = 2048)]
    pub privacy_url: Option<String>,
    /// What stands on payers' statements, for sessions that do not say.
    #[schema(min_length = 1, max_length = 140)]
    pub statement_descriptor: Option<String>,
    /// Who debits, as banks know it.
    #[schema(min_length = 8, max_length = 50)]
    pub sepa_creditor_identifier: Option<String>,
    /// The service user number by which it debits through Bacs: six digits.
    #[schema(min_length = 6, max_length = 6, pattern = "^[0-9]{6}$")]
    pub bacs_service_user_number: Option<String>,
    /// The bankgiro number by which it collects with Autogiro, such as `991-2346`.
    #[schema(min_length = 7, max_length = 20)]
    pub autogiro_bankgiro: Option<String>,
    /// The merchant's bank agreed that payments by Autogiro are tried again, on three more bank days,
    /// where there is no money.
    #[schema(nullable = false)]
    pub autogiro_retries: Option<bool>,
    /// Its number in the Swedish register of organisations, which mandates of Autogiro name: `556016-0680`.
    #[schema(min_length = 10, max_length = 20)]
    pub organisation_number: Option<String>,
    /// What is agreed with the bank about notice in advance; a scheme that is left out keeps what
    /// it has.
    #[schema(value_type = Option<AdvanceNoticeBody>)]
    pub advance_notice: Option<AdvanceNoticeBody>,
    /// When a payment counts as paid.
    #[schema(value_type = Option<PaidWhenName>, nullable = false)]
    pub paid_when: Option<String>,
    /// Whether a page opens again by itself after the payer took the money back.
    #[schema(value_type = Option<ReopenName>, nullable = false)]
    pub reopen: Option<String>,
    /// Where payers may be sent after paying; empty for anywhere.
    #[schema(max_items = 50)]
    pub allowed_return_urls: Option<Vec<String>>,
    /// Let deposits and holding fees be passed on to owners, as the merchant's contracts allow.
    #[schema(nullable = false)]
    pub transfer_held_money: Option<bool>,
    /// Who bears what an owner cannot give back.
    #[schema(value_type = Option<OwnerDebtName>, nullable = false)]
    pub owner_debt: Option<String>,
}

/// What a body says of an account.
#[derive(Clone, Debug)]
struct Changes {
    business_name: Option<String>,
    legal_name: Given<String>,
    display_name: Given<String>,
    address: Given<Address>,
    time_zone: Option<String>,
    color: Given<String>,
    icon: Given<Icon>,
    support_email: Given<String>,
    support_phone: Given<String>,
    support_website: Given<String>,
    privacy_url: Given<String>,
    statement_descriptor: Given<String>,
    sepa_creditor_identifier: Given<String>,
    bacs_service_user_number: Given<String>,
    autogiro_bankgiro: Given<String>,
    autogiro_retries: Option<bool>,
    organisation_number: Given<String>,
    advance_notice: Given<notice::Changes>,
    paid_when: Option<PaidWhen>,
    reopen: Option<Reopen>,
    return_urls: Given<Vec<String>>,
    transfer_held_money: Option<bool>,
    owner_debt: Option<OwnerDebt>,
}

/// Update the account
///
/// What is left out keeps its value; null clears it. An account with a live key is changed with
/// a live key: a test key may be in many hands.
///
/// # Errors
/// 400 for what is wrong with the body, 403 `live_key_required`.
#[utoipa::path(
    post, path = "/v1/account", tag = "Account", operation_id = "update_account",
    request_body = UpdateAccount,
    responses((status = 200, description = "The account.", body = AccountView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(Changes::read(fields))).and(query.none());
    let public_url = app.public_url.clone();
    call.write(&app, input, move |tx, merchant, changes| {
        let id = merchant.scope.account;
        if !merchant.scope.livemode && keys::any_live(tx, id)? {
            let message = "This account has a live key. Change it with a live key.";
            return Err(Problem::forbidden("live_key_required", message));
        }
        let locked = accounts::lock(tx, id)?;
        let account = locked.ok_or_else(|| Problem::not_found("account", None))?;
        let mut settings = Settings::clone(&account.settings);
        match &changes.icon {
            Given::Absent => {}
            Given::Null => accounts::set_icon(tx, id, None)?,
            Given::Value(icon) => accounts::set_icon(tx, id, Some(icon))?,
        }
        changes.clone().apply(&mut settings);
        accounts::update(tx, id, &settings)?;
        Ok(AccountView::of(merchant, &settings, &public_url))
    })
    .await
}

impl Changes {
    fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            business_name: fields.kept_text("business_name", line(NAME_MAX)),
            legal_name: fields.given_text("legal_name", line(NAME_MAX)),
            display_name: fields.given_text("display_name", line(NAME_MAX)),
            address: read_address(fields),
            time_zone: fields.kept_text("time_zone", time_zone),
            color: fields.given_text("color", color),
            icon: fields.given_text("icon", read_icon),
            support_email: fields.given_text("support_email", email),
            support_phone: fields.given_text("support_phone", line(LINE_MAX)),
            support_website: fields.given_text("support_website", web_url),
            privacy_url: fields.given_text("privacy_url", web_url),
            statement_descriptor: fields.given_text("statement_descriptor", statement_descriptor),
            sepa_creditor_identifier: fields.given_text("sepa_creditor_identifier", creditor_id),
            bacs_service_user_number: fields
                .given_text("bacs_service_user_number", service_user_number),
            autogiro_bankgiro: fields.given_text("autogiro_bankgiro", bankgiro),
            autogiro_retries: fields.bool("autogiro_retries"),
            organisation_number: fields.given_text("organisation_number", organisation_number),
            advance_notice: notice::read(fields),
            paid_when: fields.kept_text("paid_when", spelled(&["collected", "cleared"])),
            reopen: fields.kept_text("reopen", spelled(&["manual", "auto"])),
            return_urls: fields.given_texts("allowed_return_urls", RETURN_URLS_MAX, web_url),
            transfer_held_money: fields.bool("transfer_held_money"),
            owner_debt: fields.kept_text("owner_debt", owner_debt),
        }
    }

    fn apply(self, settings: &mut Settings) {
        let hash = match self.icon {
            Given::Absent => Given::Absent,
            Given::Null => Given::Null,
            Given::Value(icon) => Given::Value(icon.hash),
        };
        hash.apply(&mut settings.icon_hash);
        if let Some(name) = self.business_name {
            settings.business_name = name;
        }
        if let Some(zone) = self.time_zone {
            settings.time_zone = zone;
        }
        settings.paid_when = self.paid_when.unwrap_or(settings.paid_when);
        settings.reopen = self.reopen.unwrap_or(settings.reopen);
        settings.autogiro_retries = self.autogiro_retries.unwrap_or(settings.autogiro_retries);
        settings.transfer_held_money =
            self.transfer_held_money.unwrap_or(settings.transfer_held_money);
        settings.owner_debt = self.owner_debt.unwrap_or(settings.owner_debt);
        self.legal_name.apply(&mut settings.legal_name);
        self.display_name.apply(&mut settings.display_name);
        self.color.apply(&mut settings.color);
        self.support_email.apply(&mut settings.support_email);
        self.support_phone.apply(&mut settings.support_phone);
        self.support_website.apply(&mut settings.support_website);
        self.privacy_url.apply(&mut settings.privacy_url);
        self.statement_descriptor.apply(&mut settings.statement_descriptor);
        self.sepa_creditor_identifier.apply(&mut settings.sepa_creditor_identifier);
        self.bacs_service_user_number.apply(&mut settings.bacs_service_user_number);
        self.autogiro_bankgiro.apply(&mut settings.autogiro_bankgiro);
        self.organisation_number.apply(&mut settings.organisation_number);
        notice::apply(self.advance_notice, settings);
        settings.address = self.address.or_keep_or_default(std::mem::take(&mut settings.address));
        settings.return_urls =
            self.return_urls.or_keep_or_default(std::mem::take(&mut settings.return_urls));
    }
}

fn owner_debt(given: &str) -> Result<OwnerDebt, Wrong> {
    match given {
        "netted" => Ok(OwnerDebt::Netted),
        "borne" => Ok(OwnerDebt::Borne),
        _ => Err(Wrong::new("unknown_value", "must be one of: netted, borne")),
    }
}

fn service_user_number(given: &str) -> Result<String, Wrong> {
    let number: Result<ServiceUserNumber, _> = given.parse();
    number
        .map(|number| number.to_string())
        .map_err(|error| Wrong::new(error.code(), "must be six digits, not all of them 0"))
}

fn bankgiro(given: &str) -> Result<String, Wrong> {
    let number: Result<Bankgiro, _> = given.parse();
    number
        .map(|number| number.to_string())
        .map_err(|error| Wrong::new(error.code(), format!("is refused: {error}")))
}

fn organisation_number(given: &str) -> Result<String, Wrong> {
    match PayerId::parse(given, Date::MAX) {
        Ok(id) if id.kind() == PayerKind::Organisation => Ok(id.formatted()),
        Ok(_) => Err(Wrong::new(
            "organisation_number_invalid",
            "must be the number of an organisation, such as 556016-0680",
        )),
        Err(error) => Err(Wrong::new(error.code(), format!("is refused: {error}"))),
    }
}

fn time_zone(given: &str) -> Result<String, Wrong> {
    match calendar::time_zone(given) {
        Some(_) => Ok(given.to_owned()),
        None => {
            Err(Wrong::new("time_zone_unknown", "must be an IANA time zone, such as Europe/London"))
        }
    }
}

fn color(given: &str) -> Result<String, Wrong> {
    let digits = given.strip_prefix('#').filter(|digits| digits.len() == 6);
    match digits.filter(|digits| digits.bytes().all(|it| it.is_ascii_hexdigit())) {
        Some(digits) => Ok(format!("#{}", digits.to_ascii_lowercase())),
        None => Err(Wrong::new("color_invalid", "must be a colour written as #rrggbb")),
    }
}

fn statement_descriptor(given: &str) -> Result<String, Wrong> {
    match descriptor::check(given, MethodType::ALL) {
        Ok(()) => Ok(given.to_owned()),
        Err(error) => {
            Err(Wrong::new(error.code(), format!("can be printed by no payment method: {error}")))
        }
    }
}

fn creditor_id(given: &str) -> Result<String, Wrong> {
    match given.parse::<CreditorId>() {
        Ok(id) => Ok(id.as_str().to_owned()),
        Err(error) => Err(Wrong::new(error.code(), format!("is refused: {error}"))),
    }
}
