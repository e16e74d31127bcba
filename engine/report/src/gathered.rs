//! What keeps verdicts from being determined, each cause once: how many verdicts it holds up, and what would set it.
//!
//! In: verdicts. Out: causes, those that hold up most first. Cells of one column, and values of one name that are missing for
//! one reason, are one cause. Not here: layout, the cause of a single verdict (`sentence`).

use crate::number;
use ramme_eval::result::{Lack, LackKind, Note, Verdict};
use ramme_value::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// A cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gathered {
    /// The cause in a sentence, without its point.
    pub message: Note,
    /// How many verdicts it holds up.
    pub verdicts: usize,
    /// The rules and targets that they are of, with how many of each.
    pub rules: Vec<(String, usize)>,
    /// What `--set` takes, where it is a single value that can be set.
    pub set: Option<String>,
}

/// What makes two causes one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Column(String, String, u32),
    Kind(LackKind, String),
    Sentence(String),
}

#[derive(Default)]
struct Pile<'v> {
    whats: BTreeSet<&'v str>,
    verdicts: usize,
    rules: Vec<(String, usize)>,
}

/// The causes behind the verdicts that are not determined.
pub(crate) fn gather<'v>(verdicts: impl Iterator<Item = &'v Verdict>) -> Vec<Gathered> {
    let mut order: Vec<(Key, &Lack)> = Vec::new();
    let mut piles: BTreeMap<Key, Pile<'v>> = BTreeMap::new();
    for verdict in verdicts {
        let mut counted: BTreeSet<Key> = BTreeSet::new();
        for lack in &verdict.lacks {
            let key = key(lack);
            let pile = piles.entry(key.clone()).or_insert_with(|| {
                order.push((key.clone(), lack));
                Pile::default()
            });
            pile.whats.insert(&lack.what);
            if counted.insert(key) {
                pile.verdicts = pile.verdicts.saturating_add(1);
                count(&mut pile.rules, &verdict.rule);
            }
        }
    }
    let mut out: Vec<Gathered> = order
        .into_iter()
        .filter_map(|(key, first)| {
            let pile = piles.remove(&key)?;
            let set = first.set.clone().filter(|_| pile.whats.len() == 1);
            let message = message(first, pile.whats.len());
            Some(Gathered { message, verdicts: pile.verdicts, rules: pile.rules, set })
        })
        .collect();
    out.sort_by_key(|cause| std::cmp::Reverse(cause.verdicts));
    out
}

fn count(rules: &mut Vec<(String, usize)>, rule: &str) {
    match rules.iter_mut().find(|(held, _)| held == rule) {
        Some((_, n)) => *n = n.saturating_add(1),
        None => rules.push((rule.to_owned(), 1)),
    }
}

fn key(lack: &Lack) -> Key {
    match (lack.kind, &lack.place) {
        (LackKind::Blank, Some((file, column, _))) => Key::Column(lack.name.clone(), file.clone(), *column),
        // Each parameter is set by itself, each input is given by a table of its own.
        (LackKind::Parameter | LackKind::NotMapped, _) => Key::Sentence(lack.note.en.clone()),
        (LackKind::NotOnRoll, _) => Key::Kind(lack.kind, lack.name.clone()),
        _ => Key::Sentence(lack.note.en.replace(&lack.what, &lack.name)),
    }
}

fn message(first: &Lack, values: usize) -> Note {
    if values == 1 {
        return first.note.clone();
    }
    let (name, what) = (&first.name, &first.what);
    let [en, da] = [Lang::En, Lang::Da].map(|lang| number::count(values, lang));
    let (en, da) = match (first.kind, &first.place) {
        (LackKind::Blank, Some((file, column, heading))) => (
            format!(
                "{en} cells of {name} are blank in {file}, column {column} ({heading}); the first is {what}"
            ),
            format!(
                "{da} celler med {name} er tomme i {file}, kolonne {column} ({heading}); den første er {what}"
            ),
        ),
        (LackKind::NoRow, _) => (
            format!("{en} values of {name} are not in the data; the first is {what}"),
            format!("{da} værdier af {name} findes ikke i data; den første er {what}"),
        ),
        (LackKind::NotOnRoll, _) => (
            format!("{en} values of {name} are of someone who was not on the roll then; the first is {what}"),
            format!("{da} værdier af {name} er for en, der ikke var på listen da; den første er {what}"),
        ),
        _ => (
            format!("{en} values of {name} are missing for one reason; the first: {}", first.note.en),
            format!("{da} værdier af {name} mangler af én grund; den første: {}", first.note.da),
        ),
    };
    Note { en, da }
}

/// A cause as a line: what is missing, what it holds up, what to write.
pub(crate) fn line(cause: &Gathered, called: &dyn Fn(&str) -> String, lang: Lang) -> String {
    let n = number::count(cause.verdicts, lang);
    let verdicts = match (cause.verdicts, lang) {
        (1, Lang::En) => "verdict".to_owned(),
        (_, Lang::En) => "verdicts".to_owned(),
        (1, Lang::Da) => "vurdering".to_owned(),
        (_, Lang::Da) => "vurderinger".to_owned(),
    };
    let rules: Vec<String> = match cause.rules.as_slice() {
        [(rule, _)] => vec![called(rule)],
        rules => {
            rules.iter().map(|(rule, n)| format!("{} {}", called(rule), number::count(*n, lang))).collect()
        }
    };
    let message = lang.pick(&cause.message.en, &cause.message.da).trim_end_matches('.');
    let holds = lang.pick("holds up", "holder");
    let up = lang.pick("", " tilbage");
    let mut out = format!("{message}; {holds} {n} {verdicts}{up} ({})", rules.join(", "));
    if let Some(set) = &cause.set {
        let write = lang.pick("write", "skriv");
        out.push_str(&format!("; {write} --set '{set}'"));
    }
    out
}
