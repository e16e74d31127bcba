//! What could have stood at a place, in the user's words.
//!
//! In: the rules of the grammar that were tried there. Out: a short list: signs and words as written, kinds of thing by
//! their names. Not here: what stands there instead.

use crate::parse::grammar::Rule;
use crate::split::Keyword;
use ramme_diag::Text;

/// How many things a message lists.
const MOST: usize = 5;

/// What a change begins with.
const CHANGES: [&str; 3] = ["replaces", "repeals", "adds"];

/// One thing that could stand there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    /// A sign or word as it is written.
    Written(String),
    /// A kind of thing: English and Danish.
    Kind(&'static str, &'static str),
    /// An operator; said last, since it is true after every value.
    Operator,
}

/// What could stand at a place.
pub(crate) struct Expected {
    things: Vec<Thing>,
    /// A value could stand there.
    pub value: bool,
    /// An operator could stand there: a value is before it.
    pub operator: bool,
    /// A name could stand there, and nothing but a name.
    pub only_name: bool,
    /// `)` could stand there, or `]`, or `}`.
    pub close: bool,
}

impl Expected {
    /// From the rules that were tried.
    pub(crate) fn of(tried: &[Rule], keyword: Option<Keyword>) -> Expected {
        let mut things: Vec<Thing> = Vec::new();
        let value = tried.iter().any(|&rule| is_value(rule));
        let keys = tried.iter().any(|rule| matches!(rule, Rule::keys | Rule::key_word | Rule::loose_key));
        for &rule in tried {
            let found: Vec<Thing> = match rule {
                Rule::change => CHANGES.iter().map(|verb| Thing::Written((*verb).to_owned())).collect(),
                _ => thing(rule, keyword, value, keys).into_iter().collect(),
            };
            for thing in found {
                if !things.contains(&thing) {
                    things.push(thing);
                }
            }
        }
        things.sort_by_key(rank);
        let named = |rule: &Rule| {
            matches!(rule, Rule::name | Rule::key_word | Rule::keys | Rule::quoted | Rule::value_ref)
        };
        Expected {
            value,
            operator: tried.iter().any(|&rule| is_operator(rule)),
            only_name: !tried.is_empty() && tried.iter().all(named),
            close: tried
                .iter()
                .any(|rule| matches!(rule, Rule::close_paren | Rule::close_bracket | Rule::close_brace)),
            things,
        }
    }

    /// The words among them, for a suggestion.
    pub(crate) fn words(&self) -> Vec<&str> {
        let operators = if self.operator { ["and", "or", "is", "if", "else"].as_slice() } else { &[] };
        let word =
            |thing: &'_ Thing| matches!(thing, Thing::Written(text) if text.starts_with(char::is_alphabetic));
        let written = self.things.iter().filter(|thing| word(thing)).map(|thing| match thing {
            Thing::Written(text) => text.as_str(),
            _ => "",
        });
        written.chain(operators.iter().copied()).collect()
    }

    /// The list as a part of a sentence.
    pub(crate) fn text(&self) -> Text {
        let shown = self.things.get(..MOST.min(self.things.len())).unwrap_or(&[]);
        if shown.is_empty() {
            return Text::both("something else", "noget andet");
        }
        let list = |or: &str, word: fn(&Thing) -> String| {
            let mut text = String::new();
            for (at, thing) in shown.iter().enumerate() {
                let between = match at {
                    0 => "",
                    _ if at.saturating_add(1) == shown.len() => or,
                    _ => ", ",
                };
                text.push_str(between);
                text.push_str(&word(thing));
            }
            text
        };
        Text::both(list(" or ", |thing| in_words(thing).0), list(" eller ", |thing| in_words(thing).1))
    }
}

fn in_words(thing: &Thing) -> (String, String) {
    match thing {
        Thing::Written(text) => (format!("`{text}`"), format!("`{text}`")),
        Thing::Kind(en, da) => ((*en).to_owned(), (*da).to_owned()),
        Thing::Operator => ("an operator".to_owned(), "et regnetegn".to_owned()),
    }
}

fn is_operator(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::operator
            | Rule::arith_operator
            | Rule::is_known
            | Rule::if_known
            | Rule::if_part
            | Rule::convert
            | Rule::banded
    )
}

fn is_value(rule: Rule) -> bool {
    matches!(rule, Rule::expr | Rule::arith | Rule::prefix | Rule::number | Rule::paren | Rule::cell)
}

/// What is said first: signs and what opens a clause, then kinds of thing, then words, then operators.
fn rank(thing: &Thing) -> u8 {
    match thing {
        Thing::Written(text) if matches!(text.as_str(), "require" | "aim") => 0,
        Thing::Written(text) if !text.starts_with(char::is_alphabetic) => 0,
        Thing::Kind(..) => 1,
        Thing::Written(_) => 2,
        Thing::Operator => 3,
    }
}

/// What a rule looks like to the user; `None` where another says it, or where it is no help.
fn thing(rule: Rule, keyword: Option<Keyword>, value: bool, keys: bool) -> Option<Thing> {
    let written = |text: &str| Some(Thing::Written(text.to_owned()));
    match rule {
        _ if is_value(rule) => Some(Thing::Kind("a value", "en værdi")),
        _ if is_operator(rule) => Some(Thing::Operator),
        // these are values, or follow them, and have been said
        Rule::name | Rule::date | Rule::quoted | Rule::open_paren if value => None,
        Rule::quoted if keys => None,
        Rule::kw_if => None,
        Rule::kw_round if !value => written("round"),
        rule if is_unspoken(rule) => None,
        Rule::name | Rule::value_ref => Some(Thing::Kind("a name", "et navn")),
        Rule::arm => Some(Thing::Kind("an arm such as `lead: x`", "en gren som `lead: x`")),
        Rule::else_arm | Rule::kw_else if value => None,
        Rule::else_arm => written("else"),
        Rule::keys | Rule::key_word | Rule::loose_key => Some(Thing::Kind("a key", "en nøgle")),
        Rule::type_expr | Rule::unit_expr | Rule::yes_no_type | Rule::count_type => {
            Some(Thing::Kind("a type", "en type"))
        }
        Rule::int | Rule::line_range => Some(Thing::Kind("a whole number", "et helt tal")),
        Rule::date => Some(Thing::Kind("a date", "en dato")),
        Rule::quoted => Some(Thing::Kind("a text in quotation marks", "en tekst i anførselstegn")),
        Rule::level_year => written("2023-pl"),
        Rule::field | Rule::field_entry => Some(Thing::Kind("a field", "et felt")),
        Rule::rounding => Some(Thing::Kind("a way to round such as `half up`", "en afrunding som `half up`")),
        Rule::month_mode => {
            Some(Thing::Kind("`clamp`, `overflow` or `forbid`", "`clamp`, `overflow` eller `forbid`"))
        }
        Rule::parameter_row => Some(Thing::Kind("a row of values", "en række værdier")),
        Rule::scale_table => Some(Thing::Kind("a table of bands", "en tabel med trin")),
        Rule::table_row | Rule::table => Some(Thing::Kind("a row of a table", "en række i en tabel")),
        Rule::expect_value => written("="),
        Rule::expect_not => written("not"),
        Rule::expect_missing => written("missing"),
        Rule::expect_breached => written("breached"),
        Rule::expect_undetermined => written("undetermined"),
        Rule::clause => match keyword {
            Some(Keyword::Rule) => written("require"),
            Some(Keyword::Target) => written("aim"),
            _ => written("="),
        },
        Rule::equals if is_rule(keyword) => None,
        Rule::kw_require if keyword != Some(Keyword::Rule) => None,
        Rule::kw_aim if keyword != Some(Keyword::Target) => None,
        Rule::equals => written("="),
        Rule::colon => written(":"),
        Rule::comma => written(","),
        Rule::bar => written("|"),
        Rule::arrow => written("->"),
        Rule::open_paren => written("("),
        Rule::close_paren => written(")"),
        Rule::close_bracket => written("]"),
        Rule::open_brace | Rule::given_map => written("{"),
        Rule::close_brace => written("}"),
        other => word_of(other).map(Thing::Written),
    }
}

/// Rules that begin with something that another has said, or that no user would look for.
fn is_unspoken(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::over_days
            | Rule::over_before
            | Rule::first_of
            | Rule::kw_the_first_of
            | Rule::running_sum
            | Rule::kw_running_sum_of
            | Rule::kw_before
            | Rule::EOI
            | Rule::index
            | Rule::convert
            | Rule::banded
            | Rule::member_of
            | Rule::end_of_month
            | Rule::open_end_of_month
            | Rule::open_bracket
            | Rule::days
            | Rule::kw_days_from
            | Rule::aggregate
            | Rule::round
            | Rule::minimum
            | Rule::maximum
            | Rule::count
            | Rule::kw_count
            | Rule::clamp
            | Rule::allot
            | Rule::apportion
            | Rule::kw_apportion
            | Rule::yes_no
            | Rule::day
            | Rule::dot
            | Rule::dots
            | Rule::next_clause
            | Rule::exception
            | Rule::kw_base
            | Rule::kw_exception
            | Rule::when
            | Rule::kw_when
            | Rule::given_value
            | Rule::aggregate_fn
            | Rule::kw_min
            | Rule::kw_max
            | Rule::kw_clamp
            | Rule::kw_match
            | Rule::matching
            | Rule::kw_round
            | Rule::kw_allot
    )
}

fn is_rule(keyword: Option<Keyword>) -> bool {
    matches!(keyword, Some(Keyword::Rule | Keyword::Target))
}

/// The word that a rule begins with.
fn word_of(rule: Rule) -> Option<String> {
    let word = match rule {
        Rule::of_part => "of",
        Rule::by_part => "by",
        Rule::kw_for_a_day => "for a day",
        Rule::in_level => "in",
        Rule::with_decimals => "with",
        Rule::dated_by => "dated by",
        Rule::from_part => "from",
        Rule::to_part => "to",
        Rule::cite_lines => "lines",
        Rule::cite_page => "page",
        Rule::cite_section => "section",
        Rule::group | Rule::parameter_group | Rule::scale_group | Rule::test_reading => "reading",
        Rule::filter => "where",
        Rule::weighted => "weighted by",
        Rule::cap => "at most",
        Rule::indexed => "indexed by",
        Rule::band => "from",
        Rule::kw_whole => "all or nothing",
        Rule::in_order => "in order of",
        Rule::opening => "on the anniversary",
        Rule::given_row => "given",
        Rule::known_on => "known on",
        _ => "",
    };
    if !word.is_empty() {
        return Some(word.to_owned());
    }
    let name = format!("{rule:?}");
    Some(name.strip_prefix("kw_").unwrap_or(&name).replace('_', " "))
}
