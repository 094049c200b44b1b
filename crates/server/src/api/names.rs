//! Schemas of values that have one spelling each, told by the enums of the domain themselves.

use std::borrow::Cow;

use domain::method::MethodType;
use domain::owner::BusinessType;
use domain::refund::RefundStatus;
use domain::{
    books, dispute, finality, ledger, money, movement, payout, refund, session, transaction,
    transfer, work,
};
use store::mandates::MandateStatus;
use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A text that is one of `names`.
fn one_of<'a>(about: &str, names: impl Iterator<Item = &'a str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(about))
        .enum_values(Some(names))
        .into()
}

/// Declares the schema of an enum; `all` gives its values.
macro_rules! names {
    ($($(#[doc = $doc:literal])+ $name:ident as $public:literal = $all:expr;)+) => {$(
        $(#[doc = $doc])+
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                one_of(concat!($($doc),+).trim(), $all.map(|value| value.as_str()))
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                $public.into()
            }
        }
    )+};
}

names! {
    /// A currency, by its ISO 4217 code in lower case.
    CurrencyName as "Currency" = money::Currency::ALL.iter();
    /// A type of payment method.
    MethodTypeName as "PaymentMethodType" = MethodType::ALL.iter();
    /// What a payment is for, in reports.
    ReportingTypeName as "ReportingType" = session::ReportingType::ALL.iter();
    /// Whether a payment session is paid.
    SessionStatusName as "PaymentSessionStatus" = session::SessionStatus::ALL.iter();
    /// Where a payment stands, finer than the status.
    PaymentStatusName as "PaymentStatus" = session::PaymentStatus::ALL.iter();
    /// What becomes of money that a part-paid session received, when it is canceled.
    ReceivedMoneyName as "ReceivedMoney" = session::ReceivedMoney::ALL.iter();
    /// Why a payment session was canceled.
    CancellationReasonName as "CancellationReason" = session::CancellationReason::ALL.iter();
    /// Where a transaction stands.
    TransactionStatusName as "TransactionStatus" = transaction::TransactionStatus::ALL.iter();
    /// How final a payment is.
    FinalityStateName as "FinalityState" = finality::FinalityState::ALL.iter();
    /// A right to undo a payment.
    RightName as "FinalityRight" = finality::Right::ALL.iter();
    /// What an owner is in law.
    BusinessTypeName as "BusinessType" = BusinessType::ALL.iter();
    /// What kind of fact a movement of money is.
    MovementKindName as "MovementType" = movement::MovementKind::ALL.iter();
    /// What a movement of money counts towards.
    AllocationName as "Allocation" = movement::Allocation::ALL.iter();
    /// How far a transfer has come.
    TransferStatusName as "TransferStatus" = transfer::TransferStatus::ALL.iter();
    /// How far an owner payout has come.
    PayoutStatusName as "OwnerPayoutStatus" = payout::PayoutStatus::ALL.iter();
    /// Why a person has to look at something.
    WorkKindName as "WorkItemType" = work::WorkKind::ALL.iter();
    /// How far a refund has come.
    RefundStatusName as "RefundStatus" = RefundStatus::ALL.iter();
    /// Who asked for a refund.
    RefundOriginName as "RefundOrigin" = refund::RefundOrigin::ALL.iter();
    /// Why the merchant gives money back.
    RefundReasonName as "RefundReason" = refund::RefundReason::ALL.iter();
    /// Where a dispute stands.
    DisputeStatusName as "DisputeStatus" = dispute::DisputeStatus::ALL.iter();
    /// Which way a customer's balance moves.
    BalanceDirectionName as "BalanceDirection" = books::Direction::ALL.iter();
    /// Why a customer's balance changed.
    BalanceKindName as "CustomerBalanceTransactionType" = ledger::BalanceKind::ALL.iter();
    /// Whether a mandate can be collected under.
    MandateStatusName as "MandateStatus" = [
        MandateStatus::Pending, MandateStatus::Active, MandateStatus::Inactive,
    ].iter();
}
