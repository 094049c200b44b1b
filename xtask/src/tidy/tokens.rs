//! Walks the tokens of a file, knowing which `#[expect(…)]` covers them and what is a test.
//!
//! Tokens rather than a syntax tree, because what stands inside a macro counts too.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What is known of a place in the file.
#[derive(Clone, Default)]
pub(super) struct Place {
    /// The texts of the attributes that cover it.
    pub(super) attributes: Vec<String>,
    /// Names of the macros that it stands in, outermost first.
    pub(super) macros: Vec<String>,
}

impl Place {
    /// Whether it is only built for tests.
    pub(super) fn is_test(&self) -> bool {
        let test = |text: &String| {
            text == "cfg(test)" || text == "test" || text.starts_with("tokio::test")
        };
        self.attributes.iter().any(test)
    }

    /// Whether `#[expect(LINT…)]` covers it.
    pub(super) fn expects(&self, lint: &str) -> bool {
        self.attributes.iter().any(|text| text.starts_with("expect(") && text.contains(lint))
    }
}

/// Calls `see` with every run of sibling tokens: the place, the tokens, and where in them.
pub(super) fn walk(text: &str, see: &mut dyn FnMut(&Place, &[TokenTree], usize)) {
    // Text that is no Rust is reported by the rule about lengths, which parses it too.
    if let Ok(stream) = text.parse::<TokenStream>() {
        level(stream, &Place::default(), see);
    }
}

fn level(stream: TokenStream, outer: &Place, see: &mut dyn FnMut(&Place, &[TokenTree], usize)) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut outer = outer.clone();
    let mut place = outer.clone();
    let mut begun = false;
    let mut binding = false;
    let mut at = 0;
    while at < tokens.len() {
        if let Some((attribute, inner, length)) = attribute(&tokens[at..]) {
            if inner {
                outer.attributes.push(attribute.clone());
            }
            see(&place, &tokens, at);
            place.attributes.push(attribute);
            at += length;
            continue;
        }
        if !begun {
            begun = true;
            // An item ends with its braces; `let` goes on to its semicolon.
            binding = is_word(&tokens[at], "let") || is_word(&tokens[at], "static");
        }
        see(&place, &tokens, at);
        let mut ends = matches!(&tokens[at], TokenTree::Punct(it) if it.as_char() == ';');
        if let TokenTree::Group(group) = &tokens[at] {
            let mut inside = place.clone();
            inside.macros.extend(macro_before(&tokens[..at]));
            level(group.stream(), &inside, see);
            ends |= group.delimiter() == Delimiter::Brace && !binding;
        }
        if ends {
            (place, begun, binding) = (outer.clone(), false, false);
        }
        at += 1;
    }
}

/// The text of an attribute that begins here, whether it is an inner one, and its length.
fn attribute(tokens: &[TokenTree]) -> Option<(String, bool, usize)> {
    if !is_mark(tokens.first()?, '#') {
        return None;
    }
    let inner = tokens.get(1).is_some_and(|token| is_mark(token, '!'));
    let at = if inner { 2 } else { 1 };
    match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            let text: String = group.stream().to_string().split_whitespace().collect();
            Some((text, inner, at + 1))
        }
        _ => None,
    }
}

/// The name of the macro whose arguments come next: `name! (…)`, or `macro_rules! name {…}`.
fn macro_before(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [.., TokenTree::Ident(name), mark] if is_mark(mark, '!') => Some(name.to_string()),
        [.., rules, mark, _] if is_word(rules, "macro_rules") && is_mark(mark, '!') => {
            Some(rules.to_string())
        }
        _ => None,
    }
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == mark)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(it) if it == word)
}

/// The tokens as text without spaces, a group told by its opening bracket; of an attribute, its
/// first word too.
pub(super) fn spell(tokens: &[TokenTree]) -> String {
    let spell = |token: &TokenTree| match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "(".to_owned(),
            Delimiter::Brace => "{".to_owned(),
            Delimiter::Bracket => format!("[{}", first_word(group.stream())),
            Delimiter::None => String::new(),
        },
        token => token.to_string(),
    };
    tokens.iter().map(spell).collect()
}

fn first_word(stream: TokenStream) -> String {
    let word = stream.into_iter().next().filter(|token| matches!(token, TokenTree::Ident(_)));
    word.map(|token| token.to_string()).unwrap_or_default()
}

/// The line of a token.
pub(super) fn line(token: &TokenTree) -> usize {
    token.span().start().line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<Place> {
        let mut places = Vec::new();
        walk(text, &mut |place, tokens, at| {
            if is_word(&tokens[at], "here") {
                places.push(place.clone());
            }
        });
        places
    }

    #[test]
    fn an_attribute_covers_its_item_and_no_more() {
        let text = "#[expect(clippy::a)] fn f() { g(here) } fn h() { here }";
        let covered: Vec<bool> = places(text).iter().map(|it| it.expects("clippy::a")).collect();
        assert_eq!(covered, [true, false]);
        let text = "{ #[expect(clippy::a)] let b = if c { here } else { here }; here }";
        let covered: Vec<bool> = places(text).iter().map(|it| it.expects("clippy::a")).collect();
        assert_eq!(covered, [true, true, false]);
    }

    #[test]
    fn tests_and_macros_are_known() {
        let text =
            "#[cfg(test)] mod t { fn f() { here } } m! { here } macro_rules! n { () => { here } }";
        let places = places(text);
        assert_eq!(places.iter().map(Place::is_test).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(
            (places[1].macros.join(" "), places[2].macros.join(" ")),
            ("m".into(), "macro_rules".into())
        );
    }
}
