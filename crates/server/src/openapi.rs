//! The description of the API: written next to each handler, completed here, served offline.
//!
//! What every operation shares is added in one place: the key, the refusals, `Request-Id`,
//! `Idempotency-Key`, and that unknown fields of bodies are refused.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Schema, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Components, Content, ContentBuilder, ObjectBuilder, OpenApi, Ref, RefOr, Required,
    ResponseBuilder,
};
use utoipa::{IntoResponses, OpenApi as _};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::api::{
    account, balance, balance_transactions, bank_accounts, customer_balance_transactions,
    customers, disputes, events, ledger_entries, mandates, owner_payouts, owners, payment_methods,
    payment_sessions, refunds, reports, statement_entries, test_helpers, transactions, transfers,
    units, work_items,
};
use crate::app::App;
use crate::problem::{ErrorBody, ErrorView, Fault, ProblemType};

/// Every operation, in the order of the route table.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Quittance",
        description = "Payments that merchants run themselves: customers, payment sessions, transactions.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        account::retrieve::retrieve,
        account::update::update,
        customers::create::create,
        customers::list::list,
        customers::retrieve::retrieve,
        customers::update::update,
        customers::delete::delete,
        payment_sessions::create::create,
        payment_sessions::list::list,
        payment_sessions::retrieve::retrieve,
        payment_sessions::update::update,
        payment_sessions::cancel::cancel,
        payment_sessions::reopen::reopen,
        payment_sessions::accept_shortfall::accept_shortfall,
        payment_sessions::mark_received::mark_received,
        payment_sessions::unmark_received::unmark_received,
        payment_sessions::send_email::send_email,
        payment_sessions::timeline::timeline,
        owners::create::create,
        owners::list::list,
        owners::retrieve::retrieve,
        owners::update::update,
        owners::delete::delete,
        units::create::create,
        units::list::list,
        units::retrieve::retrieve,
        units::update::update,
        units::delete::delete,
        transfers::create::create,
        transfers::list::list,
        transfers::retrieve::retrieve,
        transfers::update::update,
        transfers::reverse::reverse,
        transfers::list_reversals::list_reversals,
        owner_payouts::create::create,
        owner_payouts::list::list,
        owner_payouts::retrieve::retrieve,
        owner_payouts::update::update,
        owner_payouts::approve::approve,
        owner_payouts::mark_paid::mark_paid,
        owner_payouts::mark_failed::mark_failed,
        owner_payouts::cancel::cancel,
        balance::owners::list,
        owners::statement::show,
        transactions::list::list,
        transactions::retrieve::retrieve,
        balance::retrieve::retrieve,
        balance_transactions::list::list,
        balance_transactions::retrieve::retrieve,
        ledger_entries::list::list,
        reports::payments::payments,
        reports::payment_rows::payment_rows,
        bank_accounts::create::create,
        bank_accounts::list::list,
        bank_accounts::retrieve::retrieve,
        bank_accounts::update::update,
        bank_accounts::delete::delete,
        statement_entries::list::list,
        statement_entries::retrieve::retrieve,
        statement_entries::match_entry::match_,
        statement_entries::unmatch::unmatch,
        work_items::list::list,
        work_items::retrieve::retrieve,
        work_items::resolve::resolve,
        disputes::list::list,
        disputes::retrieve::retrieve,
        disputes::update::update,
        disputes::mark_resolved::mark_resolved,
        customers::balance::balance,
        customer_balance_transactions::create::create,
        customer_balance_transactions::list::list,
        customer_balance_transactions::retrieve::retrieve,
        refunds::create::create,
        refunds::list::list,
        refunds::retrieve::retrieve,
        refunds::update::update,
        refunds::cancel::cancel,
        refunds::mark_sent::mark_sent,
        refunds::mark_failed::mark_failed,
        mandates::retrieve::retrieve,
        payment_methods::retrieve::retrieve,
        events::list::list,
        events::retrieve::retrieve,
        test_helpers::show_clock::show_clock,
        test_helpers::advance_clock::advance_clock,
        test_helpers::pay::pay,
        test_helpers::transfer::transfer,
        test_helpers::walk_away::walk_away,
        test_helpers::fail::fail,
        test_helpers::return_payment::return_payment,
        test_helpers::close_dispute::close_dispute,
        test_helpers::bounce_refund::bounce_refund,
    ),
    components(schemas(ErrorBody<'static>, ErrorView<'static>, Fault, ProblemType)),
)]
struct Description;

/// The refusals that every operation may answer with.
const REFUSALS: [(&str, &str); 10] = [
    ("400", "The request cannot be carried out as it is; `param` names the field."),
    ("401", "There is no valid key."),
    ("403", "The key may not do this."),
    ("404", "There is no such thing, or it is not the caller's."),
    ("409", "Not in the state that it is in, or an idempotency key that was used otherwise."),
    ("413", "The body is too large."),
    ("415", "The body is not JSON."),
    ("429", "Too many requests; see `Retry-After`."),
    ("500", "Something went wrong on the server's side."),
    ("503", "Not now; see `Retry-After`."),
];

/// The name of the security scheme.
const KEY: &str = "secret_key";
/// What the names of our schemas are found below.
const SCHEMAS: &str = "#/components/schemas/";

/// The refusals, as an operation's responses.
pub struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let refer = |(status, _)| {
            let name = format!("#/components/responses/{status}");
            (String::from(status), RefOr::Ref(Ref::new(name)))
        };
        REFUSALS.into_iter().map(refer).collect()
    }
}

/// The whole description.
pub fn description() -> OpenApi {
    let mut api = Description::openapi();
    api.info.version = env!("CARGO_PKG_VERSION").to_owned();
    let mut bodies = BTreeSet::new();
    for (path, item) in &mut api.paths.paths {
        for operation in operations(item) {
            complete(path, operation, &mut bodies);
        }
    }
    let components = api.components.get_or_insert_default();
    for item in api.paths.paths.values_mut() {
        if let Some(post) = &mut item.post {
            relax_body(components, post);
        }
    }
    close_bodies(components, bodies);
    for (status, description) in REFUSALS {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Error"))).build();
        let refusal = with_request_id(ResponseBuilder::new())
            .description(description)
            .content("application/json", content)
            .build();
        components.responses.insert(status.to_owned(), refusal.into());
    }
    let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.security_schemes.insert(KEY.to_owned(), scheme.into());
    api
}

/// The description, as it is served and printed.
pub fn text() -> &'static str {
    static TEXT: LazyLock<String> =
        LazyLock::new(|| description().to_pretty_json().unwrap_or_default());
    &TEXT
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let changes = [&mut item.post, &mut item.delete].into_iter().flatten().map(|it| (true, it));
    changes.chain(item.get.as_mut().map(|it| (false, it)))
}

/// Adds what all operations share, and notes which schemas are bodies.
fn complete(
    path: &str,
    (is_change, operation): (bool, &mut Operation),
    bodies: &mut BTreeSet<String>,
) {
    if !path.starts_with("/v1/") {
        return;
    }
    let key = SecurityRequirement::new(KEY, Vec::<String>::new());
    operation.security.get_or_insert_default().push(key);
    let responses = &mut operation.responses.responses;
    for (status, refusal) in Refusals::responses() {
        responses.entry(status).or_insert(refusal);
    }
    if let Some(RefOr::T(answer)) = responses.get_mut("200") {
        answer.headers.insert("Request-Id".to_owned(), request_id().into());
    }
    if is_change {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(255))
            .pattern(Some("^[ -~]+$"));
        let header = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some("Makes it safe to send the request again: it is carried out once, and answered alike for 24 hours."))
            .schema(Some(text));
        operation.parameters.get_or_insert_default().push(header.build().into());
    }
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    for content in body.content.values() {
        if let RefOr::T(content) = content
            && let Some(RefOr::Ref(schema)) = &content.schema
            && let Some(name) = schema.ref_location.strip_prefix(SCHEMAS)
        {
            if name.starts_with("Update") {
                // Every field of an update may be left out, and so may all of them.
                body.required = Some(Required::False);
            }
            bodies.insert(name.to_owned());
        }
    }
}

/// No body is an empty object, so a body without required fields is not required itself.
fn relax_body(components: &Components, operation: &mut Operation) {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    let required = body.content.values().any(|content| {
        let RefOr::T(Content { schema: Some(RefOr::Ref(schema)), .. }) = content else {
            return true;
        };
        let name = schema.ref_location.strip_prefix(SCHEMAS).unwrap_or_default();
        match components.schemas.get(name) {
            Some(RefOr::T(Schema::Object(object))) => !object.required.is_empty(),
            _ => true,
        }
    });
    if !required {
        body.required = Some(Required::False);
    }
}

fn request_id() -> utoipa::openapi::Header {
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^req_[0-9a-z]{26}$"));
    HeaderBuilder::new().schema(Some(text)).description(Some("The id of the request.")).build()
}

fn with_request_id(response: ResponseBuilder) -> ResponseBuilder {
    response.header("Request-Id", request_id())
}

/// Says of every body, and of every object within one, that it has no other fields.
fn close_bodies(components: &mut Components, mut bodies: BTreeSet<String>) {
    let mut closed = BTreeSet::new();
    while let Some(name) = bodies.pop_first() {
        if closed.insert(name.clone())
            && let Some(RefOr::T(schema)) = components.schemas.get_mut(&name)
        {
            close(schema, &mut bodies);
        }
    }
}

fn close(schema: &mut Schema, bodies: &mut BTreeSet<String>) {
    match schema {
        Schema::Object(object) => {
            if object.additional_properties.is_none() && !object.properties.is_empty() {
                object.additional_properties =
                    Some(Box::new(AdditionalProperties::FreeForm(false)));
            }
            object.properties.values_mut().for_each(|it| follow(it, bodies));
        }
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                follow(items, bodies);
            }
        }
        Schema::OneOf(one) => one.items.iter_mut().for_each(|it| follow(it, bodies)),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(|it| follow(it, bodies)),
        _ => {}
    }
}

fn follow(schema: &mut RefOr<Schema>, bodies: &mut BTreeSet<String>) {
    match schema {
        RefOr::Ref(schema) => {
            bodies.extend(schema.ref_location.strip_prefix(SCHEMAS).map(str::to_owned));
        }
        RefOr::T(schema) => close(schema, bodies),
    }
}

/// `GET /openapi.json`, and `/docs` to read it with.
pub fn docs() -> Router<App> {
    let ui = SwaggerUi::new("/docs").config(Config::from("/openapi.json"));
    Router::from(ui).layer(map_response(allow_own_scripts)).route("/openapi.json", get(show))
}

async fn show() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], text())
}

/// The reader runs scripts of its own, from here and nowhere else.
async fn allow_own_scripts(mut response: Response) -> Response {
    const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_take_no_other_fields() {
        let api: serde_json::Value = serde_json::from_str(text()).unwrap();
        let schemas = &api["components"]["schemas"];
        for name in [
            "CreateCustomer",
            "UpdateCustomer",
            "AddressInput",
            "DateOfBirthInput",
            "UnitOwnerInput",
        ] {
            assert_eq!(schemas[name]["additionalProperties"], false, "{name}");
        }
        assert_eq!(schemas["Customer"]["additionalProperties"], serde_json::Value::Null);
        let metadata = &schemas["CreateCustomer"]["properties"]["metadata"];
        assert_eq!(metadata["additionalProperties"]["type"], "string");
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let text = text();
        let api: serde_json::Value = serde_json::from_str(text).unwrap();
        for found in text.split("\"$ref\": \"#").skip(1) {
            let pointer = found.split('"').next().unwrap();
            assert!(api.pointer(pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn every_operation_has_its_key_and_its_refusals() {
        let api: serde_json::Value = serde_json::from_str(text()).unwrap();
        for (path, item) in api["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                for (status, _) in REFUSALS {
                    let answer = &operation["responses"][status];
                    assert!(answer.is_object(), "{method} {path} {status}");
                }
                assert!(operation["security"].is_array(), "{method} {path}");
                assert!(operation["operationId"].is_string(), "{method} {path}");
            }
        }
    }
}
