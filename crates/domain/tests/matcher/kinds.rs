//! What is done to entries, and what has to come of it.

use domain::matching::{Reason, Rule};

/// What is done to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    // Formatting: always found.
    Plain,
    LowerCase,
    Grouped,
    Punctuated,
    Spaced,
    Surrounded,
    GluedToWords,
    CutBehind,
    Wrapped27,
    Wrapped35,
    Wrapped65,
    Wrapped70,
    RfInText,
    RfSpaced,
    OcrInText,
    Twice,
    CentUnder,
    CentOver,
    // Structured fields.
    RfField,
    OcrField,
    EndToEnd,
    // One character for another.
    Confused,
    ConfusedAndWrapped,
    // By the account.
    OwnAccount,
    OwnAccountOfOther,
    // By the payer.
    KnownPayer,
    KnownPayerTypo,
    KnownPayerBusy,
    KnownPayerCentUnder,
    SharedPayer,
    SimilarName,
    // Never applied.
    OneTypo,
    TwoTypos,
    Swapped,
    Missing,
    Inserted,
    CutThrough,
    ConfusedTwice,
    TestReference,
    WrongCurrency,
    TwoReferences,
    FieldAgainstText,
    ReferenceInName,
    NoReference,
    NobodysReference,
}

/// What has to come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Applied to the truth, by that rule.
    Applied(Rule),
    /// Applied to the truth by that rule, or by nobody: the world may hold a second that fits.
    AppliedIfSure(Rule),
    /// Not applied.
    Nothing,
    /// Not applied, for that reason.
    Waits(Reason),
    /// Not applied; the truth is suggested, unless more fit than are shown.
    Suggested(Rule),
}

use Kind::{
    CentOver, CentUnder, Confused, ConfusedAndWrapped, ConfusedTwice, CutBehind, CutThrough,
    EndToEnd, FieldAgainstText, GluedToWords, Grouped, Inserted, KnownPayer, KnownPayerBusy,
    KnownPayerCentUnder, KnownPayerTypo, LowerCase, Missing, NoReference, NobodysReference,
    OcrField, OcrInText, OneTypo, OwnAccount, OwnAccountOfOther, Plain, Punctuated,
    ReferenceInName, RfField, RfInText, RfSpaced, SharedPayer, SimilarName, Spaced, Surrounded,
    Swapped, TestReference, Twice, TwoReferences, TwoTypos, Wrapped27, Wrapped35, Wrapped65,
    Wrapped70, WrongCurrency,
};

/// Every kind, by what has to come of it.
pub(crate) const KINDS: &[(Wanted, &[Kind])] = &[
    (
        Wanted::Applied(Rule::ReferenceInText),
        &[
            Plain,
            LowerCase,
            Grouped,
            Punctuated,
            Spaced,
            Surrounded,
            GluedToWords,
            CutBehind,
            Wrapped27,
            Wrapped35,
            Wrapped65,
            Wrapped70,
            RfInText,
            RfSpaced,
            OcrInText,
            Twice,
            CentUnder,
            CentOver,
            Confused,
            ConfusedAndWrapped,
        ],
    ),
    (Wanted::Applied(Rule::StructuredReference), &[RfField, OcrField, EndToEnd]),
    (Wanted::AppliedIfSure(Rule::OwnAccount), &[OwnAccount]),
    (Wanted::AppliedIfSure(Rule::KnownPayer), &[KnownPayer, KnownPayerTypo]),
    (Wanted::Suggested(Rule::SimilarName), &[SimilarName]),
    (
        Wanted::Nothing,
        &[
            KnownPayerBusy,
            KnownPayerCentUnder,
            SharedPayer,
            OneTypo,
            TwoTypos,
            Swapped,
            Missing,
            Inserted,
            CutThrough,
            ConfusedTwice,
            ReferenceInName,
            NoReference,
        ],
    ),
    (Wanted::Waits(Reason::AccountDisagrees), &[OwnAccountOfOther]),
    (Wanted::Waits(Reason::OtherMode), &[TestReference]),
    (Wanted::Waits(Reason::WrongCurrency), &[WrongCurrency]),
    (Wanted::Waits(Reason::TwoReferences), &[TwoReferences, FieldAgainstText]),
    (Wanted::Waits(Reason::UnknownReference), &[NobodysReference]),
];
