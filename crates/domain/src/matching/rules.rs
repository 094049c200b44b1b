//! The rules themselves, in their order, and what keeps them from being applied.

use super::clues::{Clue, Clues};
use super::{
    Candidate, Candidates, Decision, Entry, Evidence, Reason, Rule, SUGGESTIONS_MAX, Standing,
    Verdict, names,
};
use crate::ids::{CustomerId, SessionId};

/// What becomes of the entry, given the sessions that it may be for. The same entry and the same
/// candidates give the same decision, in whatever order they come.
pub fn match_entry(entry: &Entry, candidates: &Candidates) -> Decision {
    let clues = Clues::of(entry);
    refused(entry, &clues)
        .or_else(|| by_reference(entry, &clues, candidates))
        .or_else(|| of_other_mode(&clues))
        .or_else(|| own_account(entry, candidates))
        .or_else(|| known_payer(entry, &clues, candidates))
        .or_else(|| similar_name(entry, &clues, candidates))
        .unwrap_or_else(|| nothing(&clues))
}

/// What is not looked at at all.
fn refused(entry: &Entry, clues: &Clues) -> Option<Decision> {
    let reason = if entry.amount.minor() <= 0 { Some(Reason::NotACredit) } else { clues.refused };
    reason.map(|reason| suspend(reason, Vec::new(), Vec::new()))
}

/// A session whose reference the entry quotes.
struct Hit<'a> {
    candidate: &'a Candidate,
    clue: &'a Clue,
}

/// Rules 2 and 3, and rule 1 where a reference says which of the customer's sessions it is.
fn by_reference(entry: &Entry, clues: &Clues, candidates: &Candidates) -> Option<Decision> {
    let hits: Vec<Hit> = clues.ours.iter().flat_map(|clue| hits_of(clue, candidates)).collect();
    let first = hits.first()?;
    let sessions = ids(hits.iter().map(|hit| hit.candidate));
    if sessions.len() > 1 {
        return Some(suspend(Reason::TwoReferences, sessions, evidence_of(&hits)));
    }
    let candidate = first.candidate;
    let mut evidence = evidence_of(&hits);
    let rule = match entry.own_account_of {
        Some(customer) => {
            evidence.insert(0, Evidence::OwnAccount { customer });
            if customer != candidate.customer {
                return Some(suspend(Reason::AccountDisagrees, sessions, evidence));
            }
            Rule::OwnAccount
        }
        None if hits.iter().any(|hit| hit.clue.is_structured()) => Rule::StructuredReference,
        None => Rule::ReferenceInText,
    };
    let (received, asked) = (entry.amount.currency(), candidate.remaining.currency());
    if received != asked {
        evidence.push(Evidence::Currency { received, asked });
        return Some(suspend(Reason::WrongCurrency, sessions, evidence));
    }
    Some(apply(candidate, rule, evidence))
}

fn hits_of<'a>(clue: &'a Clue, candidates: &'a Candidates) -> impl Iterator<Item = Hit<'a>> {
    let quoted = candidates.by_reference.iter().filter(|it| it.reference == clue.reference);
    quoted.map(move |candidate| Hit { candidate, clue })
}

fn evidence_of(hits: &[Hit]) -> Vec<Evidence> {
    hits.iter().take(SUGGESTIONS_MAX).map(|hit| hit.clue.evidence.clone()).collect()
}

/// A reference of the other mode, and none of ours. It is known by its check character alone, so one
/// that does belong here speaks louder.
fn of_other_mode(clues: &Clues) -> Option<Decision> {
    if unknown_reference(clues).is_some() {
        return None;
    }
    let evidence = clues.others.first()?.evidence.clone();
    Some(suspend(Reason::OtherMode, Vec::new(), vec![evidence]))
}

/// Rule 1 without a reference: the customer is certain, and so is the session when there is only
/// one, or only one of that amount.
fn own_account(entry: &Entry, candidates: &Candidates) -> Option<Decision> {
    let customer = entry.own_account_of?;
    let mut evidence = vec![Evidence::OwnAccount { customer }];
    let asking: Vec<&Candidate> = distinct(&candidates.of_own_account)
        .into_iter()
        .filter(|it| it.customer == customer && it.standing.asks())
        .collect();
    let in_currency = |it: &&Candidate| it.remaining.currency() == entry.amount.currency();
    let fitting: Vec<&Candidate> = asking.iter().copied().filter(in_currency).collect();
    let exact: Vec<&Candidate> =
        fitting.iter().copied().filter(|it| it.remaining == entry.amount).collect();
    let decision = match (fitting.as_slice(), exact.as_slice(), asking.first()) {
        ([only], ..) => apply(only, Rule::OwnAccount, evidence),
        ([], _, Some(other)) => {
            let (received, asked) = (entry.amount.currency(), other.remaining.currency());
            evidence.push(Evidence::Currency { received, asked });
            suspend(Reason::WrongCurrency, ids(asking), evidence)
        }
        ([], ..) => suspend(Reason::NoOpenSession, Vec::new(), evidence),
        (_, [only], _) => {
            evidence.push(Evidence::Amount { amount: entry.amount });
            apply(only, Rule::OwnAccount, evidence)
        }
        _ => suspend(Reason::SeveralOpenSessions, ids(fitting), evidence),
    };
    Some(decision)
}

/// Rule 4. An account that paid for several customers may be a bank's or an agent's: it tells
/// nothing about who pays now, and only suggests. So it does beside a reference that is not ours, and
/// where a session that is being paid otherwise could be meant.
fn known_payer(entry: &Entry, clues: &Clues, candidates: &Candidates) -> Option<Decision> {
    let mut customers: Vec<CustomerId> = candidates.payer_customers.clone();
    customers.sort_unstable();
    customers.dedup();
    let fitting: Vec<&Candidate> = of_exact_amount(entry, &candidates.of_payer)
        .into_iter()
        .filter(|it| customers.contains(&it.customer))
        .collect();
    let mut evidence = vec![
        Evidence::KnownPayer { account: entry.payer_account.clone(), customers: customers.len() },
        Evidence::Amount { amount: entry.amount },
    ];
    let unknown = unknown_reference(clues);
    match fitting.as_slice() {
        [] => None,
        [only] if customers.len() == 1 && unknown.is_none() && only.standing == Standing::Open => {
            Some(apply(only, Rule::KnownPayer, evidence))
        }
        _ => {
            evidence.extend(unknown);
            Some(suggest(&fitting, Rule::KnownPayer, evidence))
        }
    }
}

/// Rule 5: for a person to look at.
fn similar_name(entry: &Entry, clues: &Clues, candidates: &Candidates) -> Option<Decision> {
    let payer = entry.payer_name.as_ref()?;
    let fitting: Vec<&Candidate> = of_exact_amount(entry, &candidates.of_amount)
        .into_iter()
        .filter(|it| names::are_similar(payer, &it.customer_name))
        .collect();
    let first = fitting.first()?;
    let (payer, customer) = (payer.clone(), first.customer_name.clone());
    let mut evidence =
        vec![Evidence::Amount { amount: entry.amount }, Evidence::Name { payer, customer }];
    evidence.extend(unknown_reference(clues));
    Some(suggest(&fitting, Rule::SimilarName, evidence))
}

/// No rule has anything to say.
fn nothing(clues: &Clues) -> Decision {
    match unknown_reference(clues) {
        Some(evidence) => suspend(Reason::UnknownReference, Vec::new(), vec![evidence]),
        None => suspend(Reason::NothingToGoBy, Vec::new(), Vec::new()),
    }
}

/// A reference that is written right. Asked for once none of them has a session.
fn unknown_reference(clues: &Clues) -> Option<Evidence> {
    clues.ours.iter().find(|clue| clue.is_exact()).map(|clue| clue.evidence.clone())
}

/// Those that ask for exactly what came.
fn of_exact_amount<'a>(entry: &Entry, from: &'a [Candidate]) -> Vec<&'a Candidate> {
    let fits = |it: &&Candidate| it.standing.asks() && it.remaining == entry.amount;
    distinct(from).into_iter().filter(fits).collect()
}

/// Each session once, in the order of their ids.
fn distinct(candidates: &[Candidate]) -> Vec<&Candidate> {
    let mut sorted: Vec<&Candidate> = candidates.iter().collect();
    sorted.sort_by_key(|candidate| candidate.session);
    sorted.dedup_by_key(|candidate| candidate.session);
    sorted
}

fn ids<'a>(candidates: impl IntoIterator<Item = &'a Candidate>) -> Vec<SessionId> {
    let mut ids: Vec<SessionId> = candidates.into_iter().map(|it| it.session).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn apply(candidate: &Candidate, rule: Rule, evidence: Vec<Evidence>) -> Decision {
    let (session, standing) = (candidate.session, candidate.standing);
    let verdict = if standing.asks() {
        Verdict::Apply { session }
    } else {
        Verdict::Late { session, standing }
    };
    Decision { verdict, rule: Some(rule), evidence }
}

fn suggest(candidates: &[&Candidate], rule: Rule, evidence: Vec<Evidence>) -> Decision {
    let mut sessions = ids(candidates.iter().copied());
    sessions.truncate(SUGGESTIONS_MAX);
    Decision { verdict: Verdict::Suggest { sessions }, rule: Some(rule), evidence }
}

fn suspend(reason: Reason, mut sessions: Vec<SessionId>, evidence: Vec<Evidence>) -> Decision {
    sessions.truncate(SUGGESTIONS_MAX);
    Decision { verdict: Verdict::Suspend { reason, sessions }, rule: None, evidence }
}

#[cfg(test)]
mod tests {
    use super::super::{Confusion, FIELDS_MAX, Field, REFERENCES_MAX, TEXT_MAX, references_in};
    use super::*;
    use crate::case::Openness;
    use crate::ids::Id;
    use crate::money::{Currency, Money};
    use crate::reference::{Form, Mode, Reference};
    use crate::session::CancellationReason;

    fn session(number: u8) -> SessionId {
        SessionId::from_parts(1, [number; 10])
    }

    fn customer(number: u8) -> CustomerId {
        CustomerId::from_parts(1, [number; 10])
    }

    fn reference(number: u8) -> Reference {
        Reference::draw(Mode::Live, [number, 77, 202, 24, 37])
    }

    fn gbp(minor: i64) -> Money {
        Money::new(minor, Currency::Gbp)
    }

    /// An open session of customer `number` that asks for £500.00.
    fn candidate(number: u8) -> Candidate {
        Candidate {
            session: session(number),
            reference: reference(number),
            customer: customer(number),
            customer_name: "Jenny Rosen".to_owned(),
            remaining: gbp(50_000),
            standing: Standing::Open,
        }
    }

    fn entry(lines: &[&str]) -> Entry {
        Entry {
            mode: Mode::Live,
            amount: gbp(50_000),
            own_account_of: None,
            fields: Vec::new(),
            lines: lines.iter().map(|&line| line.to_owned()).collect(),
            payer_name: None,
            payer_account: None,
        }
    }

    fn by_reference(candidates: &[Candidate]) -> Candidates {
        Candidates { by_reference: candidates.to_vec(), ..Candidates::default() }
    }

    fn rent() -> Entry {
        entry(&["RENT QMN6WM6150"])
    }

    #[test]
    fn the_samples_read_as_they_are_written() {
        assert_eq!(reference(165).core(), "QMN6WM6150");
        assert_eq!(Reference::draw(Mode::Test, [48, 187, 29, 109, 19]).core(), "X62XHTV8K6");
    }

    #[test]
    fn a_reference_in_the_text_is_applied_whatever_the_amount() {
        for amount in [1, 49_999, 50_000, 50_001, 9_900_000] {
            let decision = match_entry(
                &Entry { amount: gbp(amount), ..rent() },
                &by_reference(&[candidate(165)]),
            );
            assert_eq!(decision.session(), Some(session(165)));
            assert_eq!((decision.rule, decision.code()), (Some(Rule::ReferenceInText), "applied"));
            assert_eq!(
                decision.why(),
                "Applied to the session: the text says “QMN6WM6150” (line 1, characters 6 to 15), which \
                 is the reference QMN6 WM6 150."
            );
        }
    }

    #[test]
    fn a_field_that_is_the_reference_comes_before_the_text() {
        for (text, form) in [
            ("RF44QMN6WM6150", Form::Rf),
            ("rf44 qmn6 wm61 50", Form::Rf),
            ("QMN6WM6150", Form::Core),
            ("0000000012271919020560072", Form::Ocr),
        ] {
            let fields = vec![(Field::CreditorReference, text.to_owned())];
            let asked = Entry { fields, ..rent() };
            assert_eq!(references_in(&asked), [reference(165)]);
            let decision = match_entry(&asked, &by_reference(&[candidate(165)]));
            assert_eq!(decision.rule, Some(Rule::StructuredReference), "{text}");
            let Some(Evidence::Field { form: found, .. }) = decision.evidence.first() else {
                panic!("{decision:?}")
            };
            assert_eq!(*found, form);
        }
        // A field that is no reference is a text like any other.
        let fields = vec![(Field::EndToEndId, "E2E-qmn6wm6150-1".to_owned())];
        let decision =
            match_entry(&Entry { fields, ..entry(&[]) }, &by_reference(&[candidate(165)]));
        assert_eq!(decision.rule, Some(Rule::ReferenceInText));
        assert!(
            decision.why().contains("the end-to-end id says “qmn6wm6150” (line 1, characters 5")
        );
    }

    #[test]
    fn one_character_may_be_taken_for_another_if_the_check_fits() {
        for (text, read, meant, at) in [
            ("QMN6WM61SO", ' ', ' ', 0),
            ("QMN6WM615O", 'O', '0', 10),
            ("QMN6WM6I50", 'I', '1', 8),
            ("qmn6wm6l50", 'L', '1', 8),
            ("QMN6WM61S0", 'S', '5', 9),
            ("QMN6WM6II50", ' ', ' ', 0),
        ] {
            let decision = match_entry(&entry(&[text]), &by_reference(&[candidate(165)]));
            if at == 0 {
                assert_eq!(decision.session(), None, "{text}");
                continue;
            }
            assert_eq!(decision.session(), Some(session(165)), "{text}");
            let Some(Evidence::Text { found, .. }) = decision.evidence.first() else {
                panic!("{decision:?}")
            };
            assert_eq!(found.confusion, Some(Confusion { character: at, read, meant }), "{text}");
            let said = format!(", with {read} read as {meant}, as its check character confirms.");
            assert!(decision.why().ends_with(&said), "{}", decision.why());
        }
    }

    #[test]
    fn a_reference_broken_over_lines_is_found_and_shown() {
        let decision = match_entry(
            &entry(&["RENT FLAT 2 QMN", "6WM6150 ROSEN"]),
            &by_reference(&[candidate(165)]),
        );
        assert_eq!(
            decision.why(),
            "Applied to the session: the text says “QMN↵6WM6150” (from line 1, character 13 to line 2, \
             character 7), which is the reference QMN6 WM6 150."
        );
    }

    #[test]
    fn late_money_belongs_to_its_session_for_ever() {
        for (standing, said) in [
            (Standing::Paid, "which is paid already"),
            (Standing::Canceled, "which was canceled"),
            (Standing::Expired, "which has expired"),
            (Standing::Closed, "which is closed until it is reopened"),
        ] {
            let late = Candidate { standing, ..candidate(165) };
            let decision = match_entry(&rent(), &by_reference(&[late]));
            assert_eq!(decision.verdict, Verdict::Late { session: session(165), standing });
            assert_eq!(decision.code(), "late");
            assert!(decision.why().contains(said), "{}", decision.why());
        }
        let busy = Candidate { standing: Standing::Busy, ..candidate(165) };
        assert_eq!(match_entry(&rent(), &by_reference(&[busy])).code(), "applied");
    }

    #[test]
    fn doubts_have_their_names() {
        let code = |entry: &Entry, candidates: &[Candidate]| {
            let decision = match_entry(entry, &by_reference(candidates));
            assert_eq!(decision.session(), None, "{decision:?}");
            assert!(decision.why().starts_with("Waits for a person: "), "{}", decision.why());
            decision.code()
        };
        let both = entry(&["QMN6WM6150", &reference(3).rf()]);
        assert_eq!(code(&both, &[candidate(165), candidate(3)]), "two_references");
        // One that no session has is noise beside one that a session has.
        assert_eq!(match_entry(&both, &by_reference(&[candidate(3)])).session(), Some(session(3)));
        let euros = Entry { amount: Money::new(50_000, Currency::Eur), ..rent() };
        assert_eq!(code(&euros, &[candidate(165)]), "wrong_currency");
        let canceled = Candidate { standing: Standing::Canceled, ..candidate(165) };
        assert_eq!(code(&euros, &[canceled]), "wrong_currency");
        assert_eq!(code(&Entry { amount: gbp(0), ..rent() }, &[candidate(165)]), "not_a_credit");
        assert_eq!(code(&Entry { amount: gbp(-1), ..rent() }, &[candidate(165)]), "not_a_credit");
        assert_eq!(code(&rent(), &[]), "unknown_reference");
        assert_eq!(code(&entry(&["RENT"]), &[candidate(165)]), "nothing_to_go_by");
        let other = entry(&["RENT X62XHTV8K6"]);
        assert_eq!(code(&other, &[candidate(165)]), "other_mode");
        let in_test = Entry { mode: Mode::Test, ..rent() };
        assert_eq!(code(&in_test, &[candidate(165)]), "other_mode");
        let own = Entry { own_account_of: Some(customer(3)), ..rent() };
        assert_eq!(code(&own, &[candidate(165)]), "account_disagrees");
    }

    #[test]
    fn a_customers_own_account_decides_who_paid() {
        let decide = |entry: &Entry, sessions: &[Candidate]| {
            let of_own_account = sessions.to_vec();
            match_entry(entry, &Candidates { of_own_account, ..Candidates::default() })
        };
        let own = Entry { own_account_of: Some(customer(3)), ..entry(&["hello"]) };
        let part = Entry { amount: gbp(12_345), ..own.clone() };
        for it in [&own, &part] {
            let decision = decide(it, &[candidate(3)]);
            assert_eq!(decision.rule, Some(Rule::OwnAccount));
            assert_eq!(decision.session(), Some(session(3)));
        }
        // Somebody else's session is none of its business, however well it fits.
        assert_eq!(decide(&own, &[candidate(165)]).code(), "no_open_session");
        let paid = Candidate { standing: Standing::Paid, ..candidate(3) };
        assert_eq!(decide(&own, &[paid]).code(), "no_open_session");
        let remaining = Money::new(50_000, Currency::Eur);
        let euros = Candidate { remaining, session: session(8), ..candidate(3) };
        assert_eq!(decide(&own, std::slice::from_ref(&euros)).code(), "wrong_currency");
        assert_eq!(decide(&own, &[euros, candidate(3)]).session(), Some(session(3)));
        // Of two, a reference or the exact amount says which; nothing else does.
        let second = Candidate {
            remaining: gbp(7_000),
            session: session(9),
            reference: reference(9),
            ..candidate(3)
        };
        let two = [candidate(3), second.clone()];
        assert_eq!(decide(&own, &two).session(), Some(session(3)));
        assert_eq!(decide(&part, &two).code(), "several_open_sessions");
        let quoted = Entry { lines: vec![reference(9).to_string()], ..own };
        let known = Candidates { of_own_account: two.to_vec(), ..by_reference(&[second]) };
        let decision = match_entry(&quoted, &known);
        assert_eq!((decision.session(), decision.rule), (Some(session(9)), Some(Rule::OwnAccount)));
    }

    #[test]
    fn a_known_payer_needs_the_exact_amount_of_one_open_session() {
        let decide = |entry: &Entry, customers: &[u8], sessions: &[Candidate]| {
            let payer_customers = customers.iter().map(|&number| customer(number)).collect();
            let of_payer = sessions.to_vec();
            match_entry(entry, &Candidates { payer_customers, of_payer, ..Candidates::default() })
        };
        let plain =
            Entry { payer_account: Some("GB •••• 4321".to_owned()), ..entry(&["rent"]) };
        let decision = decide(&plain, &[3, 3], &[candidate(3), candidate(3)]);
        assert_eq!((decision.session(), decision.rule), (Some(session(3)), Some(Rule::KnownPayer)));
        assert_eq!(
            decision.why(),
            "Applied to the session: the payer's account GB •••• 4321 has paid for this customer \
             before; GBP 500.00 is exactly what is asked for."
        );
        for amount in [49_999, 50_001] {
            let inexact = Entry { amount: gbp(amount), ..plain.clone() };
            assert_eq!(decide(&inexact, &[3], &[candidate(3)]).code(), "nothing_to_go_by");
        }
        // A session that is being paid otherwise may be meant, and so may an open one beside it.
        let busy = Candidate { standing: Standing::Busy, session: session(8), ..candidate(3) };
        assert_eq!(decide(&plain, &[3], std::slice::from_ref(&busy)).code(), "suggested");
        assert_eq!(decide(&plain, &[3], &[candidate(3), busy]).code(), "suggested");
        let paid = Candidate { standing: Standing::Paid, ..candidate(3) };
        assert_eq!(decide(&plain, &[3], &[paid]).code(), "nothing_to_go_by");
        assert_eq!(decide(&plain, &[3], &[candidate(4)]).code(), "nothing_to_go_by");
        assert_eq!(decide(&plain, &[], &[candidate(3)]).code(), "nothing_to_go_by");
        // Two sessions of that amount; an account that pays for many; a reference that is not ours.
        let second = Candidate { session: session(9), ..candidate(3) };
        assert_eq!(decide(&plain, &[3], &[candidate(3), second]).code(), "suggested");
        assert_eq!(decide(&plain, &[3, 4], &[candidate(3)]).code(), "suggested");
        let other = Entry { lines: rent().lines, ..plain };
        let decision = decide(&other, &[3], &[candidate(3)]);
        assert_eq!(decision.code(), "suggested");
        assert!(decision.why().contains("QMN6 WM6 150"), "{}", decision.why());
    }

    #[test]
    fn a_name_and_an_amount_only_suggest() {
        let payer_name = Some("MRS J ROSEN".to_owned());
        let named = Entry { payer_name, ..entry(&["thanks"]) };
        let of_amount: Vec<Candidate> = (1..20).map(candidate).collect();
        let decision = match_entry(&named, &Candidates { of_amount, ..Candidates::default() });
        assert_eq!((decision.session(), decision.rule), (None, Some(Rule::SimilarName)));
        let sessions: Vec<SessionId> = (1..=5).map(session).collect();
        assert_eq!(decision.verdict, Verdict::Suggest { sessions });
        assert!(
            decision
                .why()
                .contains("“MRS J ROSEN” is called almost like the customer “Jenny Rosen”")
        );
        let stranger = Candidate { customer_name: "Anna Berg".to_owned(), ..candidate(1) };
        let known = Candidates { of_amount: vec![stranger], ..Candidates::default() };
        assert_eq!(match_entry(&named, &known).code(), "nothing_to_go_by");
    }

    #[test]
    fn standings_follow_what_a_page_would_say() {
        let canceled = Openness::Canceled(CancellationReason::Requested);
        let expired = Openness::Canceled(CancellationReason::Expired);
        let closed = Openness::ContactOnly(crate::case::Closed::Disputed);
        let pages = [Openness::Open, Openness::Busy, Openness::Paid, canceled, expired, closed];
        assert_eq!(pages.map(Standing::from).as_slice(), Standing::ALL);
    }

    #[test]
    fn more_than_can_be_read_is_left_to_a_person() {
        let known = by_reference(&[candidate(165)]);
        let long = entry(&["QMN6WM6150", &" ".repeat(TEXT_MAX)]);
        assert_eq!(match_entry(&long, &known).code(), "too_much_text");
        let cores =
            |count: u8| -> Vec<String> { (0..count).map(|it| reference(it).to_string()).collect() };
        let listed = Entry { lines: cores(32), ..rent() };
        assert_eq!(match_entry(&listed, &known).code(), "too_many_references");
        assert_eq!(references_in(&listed).len(), REFERENCES_MAX);
        let fewer = Entry { lines: cores(31), ..rent() };
        assert_eq!(match_entry(&fewer, &known).code(), "unknown_reference");
        let fields = vec![(Field::EndToEndId, "NOTPROVIDED".to_owned()); FIELDS_MAX + 1];
        assert_eq!(match_entry(&Entry { fields, ..rent() }, &known).code(), "too_many_references");
    }

    #[test]
    fn ten_kilobytes_of_malice_are_read_in_bounded_work() {
        let references: String = (0..=255).map(|it| reference(it).to_string()).collect();
        let ocrs: String = (0..=255).map(|it| reference(it).ocr()).collect();
        for seed in
            ["Q", "Q5", "QS5B8Z2", "1", "17", "X", "XQ", "QO", "\u{1F3E0}Q", &references, &ocrs]
        {
            let text: String = seed.chars().cycle().take(10_000).collect();
            let decision = match_entry(&entry(&[&text]), &by_reference(&[candidate(165)]));
            assert_eq!(decision.session(), None, "{seed}");
            let why = decision.why();
            assert!(why.chars().count() < 400 && !why.contains('\n'), "{why}");
        }
    }
}
