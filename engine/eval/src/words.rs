//! Causes, readings and citations in the user's words, in both languages.
//!
//! In: what a run met. Out: notes. Not here: diagnostics (they have their catalogue), number formats.

use ramme_diag::SourceMap;
use ramme_rulebook::View;
use ramme_rulebook::model::{Citation, DefinitionId, KeyValue, ParameterId, ReadingId, Rulebook, Version};
use ramme_syntax::tree::CitePlace;
use ramme_table::{Cause, CauseId, Causes, Sharing};
use std::collections::BTreeMap;

use crate::dataset::Extending;
use crate::result::{Cited, Note};
use crate::run::env::Env;
use crate::run::series;

/// Why a cell is missing: one sentence a cause.
pub(crate) fn missing(causes: &Causes, id: CauseId) -> Vec<Note> {
    let Some(set) = causes.get(id) else { return Vec::new() };
    let mut out: Vec<Note> = set.kept.iter().map(cause).collect();
    if set.more > 0 {
        out.push(Note { en: format!("and {} more", set.more), da: format!("og {} mere", set.more) });
    }
    out
}

/// One cause in a sentence.
pub(crate) fn cause(c: &Cause) -> Note {
    let (en, da) = match c {
        Cause::Blank { what, file, line, column, heading } => (
            format!("{what} is blank in {file}, line {line}, column {column} ({heading})"),
            format!("{what} er tom i {file}, linje {line}, kolonne {column} ({heading})"),
        ),
        Cause::NoRow { what } => (format!("{what} is not in the data"), format!("{what} findes ikke i data")),
        Cause::NotOnRoll { what, subject } => {
            let da = danish_subject(subject);
            (format!("{what}: {subject} is not on the roll"), format!("{what}: {da} er ikke på listen"))
        }
        Cause::NotMapped { what } => (
            format!("{what} is given by no table of the scenario"),
            format!("{what} gives af ingen tabel i scenariet"),
        ),
        Cause::NoValue { what } => {
            (format!("{what} has no value; set it"), format!("{what} har ingen værdi; angiv den"))
        }
        Cause::NotInForce { what } => {
            (format!("no clause of {what} is in force"), format!("ingen bestemmelse for {what} gælder"))
        }
        Cause::DivisionByZero { what } => {
            (format!("{what} divides by zero"), format!("{what} dividerer med nul"))
        }
        Cause::Forecast { what } => (
            format!("{what} lies in the future and is not forecast"),
            format!("{what} ligger i fremtiden og er ikke fremskrevet"),
        ),
        Cause::NotYetKnown { what, published } => (
            format!("{what} was published on {published}, after the day to which knowledge is pinned"),
            format!("{what} blev offentliggjort {published}, efter den dag, som viden er låst til"),
        ),
        Cause::NoDay { what } => {
            (format!("{what}: there is no such day"), format!("{what}: der er ingen sådan dag"))
        }
        Cause::NoneBefore { what } => (
            format!("{what}: no row stands before it in the order"),
            format!("{what}: ingen række står før den i rækkefølgen"),
        ),
        Cause::BelowBands { what, scale } => (
            format!("{what}: what is looked up lies below the first band of {scale}"),
            format!("{what}: det, der slås op, ligger under det første trin i {scale}"),
        ),
        Cause::Suppressed { what, complement, place } => suppressed(what, *complement, place),
        Cause::Excluded { what, reason } => {
            (format!("{what} is left out: {reason}"), format!("{what} er udeladt: {reason}"))
        }
        Cause::NotShared { what, why } => {
            let (en, da) = unshared(*why);
            (format!("{what}: {en}"), format!("{what}: {da}"))
        }
        Cause::EarlierUnknown { what } => (
            format!("{what}: a row served before it asks for an unknown amount"),
            format!("{what}: en række før den beder om et ukendt beløb"),
        ),
    };
    Note { en, da }
}

fn suppressed(what: &str, complement: bool, place: &str) -> (String, String) {
    // A count that is worked out stands in no file.
    let place = if place.is_empty() { String::new() } else { format!(" ({place})") };
    if complement {
        return (
            format!("{what} is suppressed{place}: it would give away a small count beside it"),
            format!("{what} er diskretioneret{place}: den ville røbe et lille antal ved siden af"),
        );
    }
    (format!("{what} is suppressed{place}"), format!("{what} er diskretioneret{place}"))
}

/// Why a total can't be shared out.
fn unshared(why: Sharing) -> (&'static str, &'static str) {
    match why {
        Sharing::NegativeWeight => ("its weight is negative", "dens vægt er negativ"),
        Sharing::NoWeight => {
            ("the weights that share the total add up to nothing", "de vægte, der deler helheden, giver nul")
        }
        Sharing::NotInSteps => (
            "the total is no whole number of steps; round it first",
            "helheden er ikke et helt antal trin; afrund den først",
        ),
        Sharing::TotalsDiffer => (
            "those that share one total state different ones",
            "de, der deler én helhed, angiver forskellige",
        ),
    }
}

/// `provider T07 in 2022` with the Danish word between subject and year.
fn danish_subject(subject: &str) -> String {
    subject.rsplit_once(" in ").map_or_else(|| subject.to_owned(), |(who, year)| format!("{who} i {year}"))
}

/// Years without a value of a parameter, by the keys beside the year and the last year before them that has one.
type Stretch = (ParameterId, Vec<KeyValue>, i32);

/// The values that a scenario's extension gave and a run has read: a sentence for each parameter, combination of keys and
/// stretch of years.
pub(crate) fn extended(env: &Env) -> Vec<Note> {
    let mut rows: BTreeMap<Stretch, (Option<i32>, Vec<String>)> = BTreeMap::new();
    for ((id, keys, _), (value, last)) in env.extended.all() {
        let Some(p) = env.book.parameters.get(id.index()) else { continue };
        let written = env.book.value_as_text(&value, &p.ty);
        let rest: Vec<KeyValue> = keys.iter().filter(|k| matches!(k, KeyValue::Member(_))).copied().collect();
        let next = || series::given_after(env, id, &keys, last);
        let row = rows.entry((id, rest, last)).or_insert_with(|| (next(), Vec::new()));
        row.1.push(format!("{} = {written}", series::name(env.book, p, &keys)));
    }
    let say = |id: &ParameterId, last: i32, next: Option<i32>, values: &[String]| {
        let list = values.join(", ");
        let name = env.book.parameters.get(id.index()).map_or("", |p| p.name.as_str());
        let by_index = env.data.extending.get(id).is_some_and(|e| e.how == Extending::Index);
        let (by, med) = if by_index {
            ("its index", "sit indeks")
        } else if next.is_some() {
            ("the value before", "værdien før")
        } else {
            ("its last value", "sin sidste værdi")
        };
        let (en, da) = match next {
            None => (format!("ends with {last}"), format!("slutter med {last}")),
            Some(next) => (
                format!("has no value of its own between {last} and {next}"),
                format!("har ingen egen værdi mellem {last} og {next}"),
            ),
        };
        Note {
            en: format!("{name} {en} and is extended by {by}: {list}"),
            da: format!("{name} {da} og føres videre med {med}: {list}"),
        }
    };
    rows.iter().map(|((id, _, last), (next, values))| say(id, *last, *next, values)).collect()
}

/// A citation as printed.
pub(crate) fn cited(book: &Rulebook, c: &Citation) -> Cited {
    let document = book.documents.get(c.document.index());
    let (lines, place) = match &c.place {
        CitePlace::Lines(ranges) => {
            let one = |(a, b): &(u32, u32)| if a == b { a.to_string() } else { format!("{a}-{b}") };
            (Some(ranges.iter().map(one).collect::<Vec<_>>().join(", ")), None)
        }
        CitePlace::Page(n) => (None, Some(format!("page {n}"))),
        CitePlace::Section(q) => (None, Some(q.text.clone())),
        CitePlace::Whole => (None, None),
    };
    Cited {
        document: document.map_or_else(String::new, |d| d.name.clone()),
        title: document.and_then(|d| d.title.clone()),
        lines,
        place,
        at: c.place.clone(),
        passage: None,
        external: document.and_then(|d| d.external.as_ref()).map(|(_, seen)| *seen),
    }
}

/// All citations of a clause.
pub(crate) fn citations(book: &Rulebook, v: &Version) -> Vec<Cited> {
    v.cites.iter().map(|c| cited(book, c)).collect()
}

/// What the clauses of a definition that are in play cite, each once.
#[must_use]
pub fn cites_of(book: &Rulebook, view: &View, id: DefinitionId) -> Vec<Cited> {
    let clauses = book.definitions.get(id.index()).map_or(&[][..], |d| &d.clauses);
    let in_play = view.clauses(id).iter().filter_map(|held| clauses.get(held.clause));
    let mut out: Vec<Cited> = Vec::new();
    for cited in in_play.flat_map(|clause| citations(book, &clause.version)) {
        if !out.contains(&cited) {
            out.push(cited);
        }
    }
    out
}

/// `rules/tariff/ceiling.ramme:12`
pub(crate) fn place(sources: &SourceMap, v: &Version) -> String {
    let (line, _) = sources.line_col(v.span.file, v.span.start);
    format!("{}:{line}", sources.name(v.span.file))
}

/// `group.reading`
pub(crate) fn reading(book: &Rulebook, r: ReadingId) -> String {
    let group = book.groups.get(r.group.index());
    let name = group.and_then(|g| g.members.get(r.member as usize));
    format!("{}.{}", group.map_or("", |g| g.name.as_str()), name.map_or("", String::as_str))
}
