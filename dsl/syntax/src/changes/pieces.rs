//! Items taken apart: what they are declared as, and each clause, value or table alone.
//!
//! In: files. Out: pieces, with the dates and citations of each part beside what it says. What stands once for several
//! clauses is given to each of them. Not here: comparing.

use super::{Cites, Version, dated, word};
use crate::tree::{
    Body, BoundValue, Clause, ClauseGroup, Header, Item, ItemKind, Key, Name, ReadingRef, Role, SourceFile,
};
use ramme_diag::Span;

/// From when to when.
pub(super) type Dates = (Option<BoundValue>, Option<BoundValue>);

/// An item taken apart.
pub(super) struct Piece<'a> {
    /// Where it stands.
    pub(super) version: Version<'a>,
    /// The word that it begins with.
    pub(super) word: &'static str,
    /// Its name.
    pub(super) name: String,
    /// The item without its parts.
    pub(super) head: ItemKind,
    /// Its parts.
    pub(super) parts: Vec<Part>,
    /// Its place.
    pub(super) span: Span,
    item: &'a Item,
}

/// A clause, value or table.
pub(super) struct Part {
    /// What tells it from the others, but for its dates.
    pub(super) key: String,
    /// The same for people.
    pub(super) label: Option<String>,
    /// The item with this part alone, without dates and citations.
    pub(super) body: ItemKind,
    /// When it holds.
    pub(super) dates: Dates,
    /// Where it is from.
    pub(super) cites: Cites,
    /// The item with this part alone as text.
    pub(super) text: String,
    /// File and line; amendments of one thing may stand in several files.
    pub(super) place: String,
}

impl Piece<'_> {
    /// True for two versions of one item.
    pub(super) fn is(&self, other: &Piece<'_>) -> bool {
        // A rule that becomes a target is the same rule.
        let kind = |word: &'static str| if word == "target" { "rule" } else { word };
        self.name == other.name && kind(self.word) == kind(other.word)
    }

    /// The whole item as text.
    pub(super) fn text(&self) -> String {
        printed(&self.item.kind, self.span, self.version)
    }

    /// The first line of it: what it is declared as.
    pub(super) fn head_text(&self) -> String {
        let text = self.text();
        let parts = !self.parts.is_empty();
        if parts { text.lines().next().unwrap_or_default().to_owned() } else { text }
    }

    /// File and line.
    pub(super) fn place(&self) -> String {
        place(self.version, self.span)
    }
}

fn place(version: Version<'_>, span: Span) -> String {
    let before = version.text.get(..span.start as usize).unwrap_or_default();
    format!("{}:{}", version.name, before.matches('\n').count().saturating_add(1))
}

fn printed(kind: &ItemKind, span: Span, version: Version<'_>) -> String {
    let items = vec![Item { kind: kind.clone(), span }];
    let file = SourceFile { file: version.file.file, items, comments: Vec::new() };
    crate::format(&file, version.text).trim_end().to_owned()
}

/// Every item that says something of the rules.
pub(super) fn of<'a>(versions: &[Version<'a>]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    for version in versions {
        for item in &version.file.items {
            if let (Some(word), Some(name)) = (word(&item.kind), name(&item.kind)) {
                let (head, parts) = apart(item, *version);
                let name = name.to_owned();
                // One thing may be amended in several places; together they are its amendments.
                let held = pieces
                    .iter_mut()
                    .find(|p: &&mut Piece<'_>| word == "amend" && p.word == word && p.name == name);
                if let Some(held) = held {
                    held.parts.extend(parts);
                    continue;
                }
                pieces.push(Piece { version: *version, word, name, head, parts, span: item.span, item });
            }
        }
    }
    pieces
}

pub(super) fn name(kind: &ItemKind) -> Option<&str> {
    let name: &Name = match kind {
        ItemKind::Language(_) | ItemKind::Test(_) => return None,
        ItemKind::Document(x) => &x.name,
        ItemKind::Unit(x) => &x.name,
        ItemKind::Set(x) => &x.name,
        ItemKind::Entity(x) => &x.name,
        ItemKind::Input(x) => &x.name,
        ItemKind::Parameter(x) => &x.name,
        ItemKind::Scale(x) => &x.name,
        ItemKind::Readings(x) => &x.name,
        ItemKind::Define(x) => &x.name,
        ItemKind::Rule(x) => &x.name,
        ItemKind::Amend(x) => &x.name,
    };
    Some(&name.text)
}

fn apart(item: &Item, version: Version<'_>) -> (ItemKind, Vec<Part>) {
    let part = |key: PartKey<'_>, header: &Header, body: ItemKind, full: &ItemKind, span: Span| {
        let dates = (value(header.from.as_ref()), value(header.to.as_ref()));
        let label = [key.words(), dated(&dates)].into_iter().flatten().collect::<Vec<_>>().join(", ");
        Part {
            key: key.words().unwrap_or_default(),
            label: (!label.is_empty()).then_some(label),
            body,
            dates,
            cites: header.cites.clone(),
            text: printed(full, item.span, version),
            place: place(version, span),
        }
    };
    match &item.kind {
        ItemKind::Define(x) => {
            let with = |body| ItemKind::Define(crate::tree::Define { body, ..x.clone() });
            (with(nothing()), of_body(&x.body, with, part))
        }
        ItemKind::Rule(x) => {
            let with = |body| ItemKind::Rule(crate::tree::Rule { body, ..x.clone() });
            (with(nothing()), of_body(&x.body, with, part))
        }
        ItemKind::Parameter(x) => {
            let with = |values| ItemKind::Parameter(crate::tree::Parameter { values, ..x.clone() });
            let parts = x.values.iter().map(|v| {
                let bare = crate::tree::ParameterValue { header: undated(&v.header), ..v.clone() };
                let key = PartKey { reading: v.reading.as_ref(), keys: &v.keys, exception: None };
                part(key, &v.header, with(vec![bare]), &with(vec![v.clone()]), v.span)
            });
            (with(Vec::new()), parts.collect())
        }
        ItemKind::Scale(x) => {
            let with = |tables| ItemKind::Scale(crate::tree::Scale { tables, ..x.clone() });
            let parts = x.tables.iter().map(|t| {
                let bare = crate::tree::ScaleTable { header: undated(&t.header), ..t.clone() };
                let key = PartKey { reading: t.reading.as_ref(), keys: &t.keys, exception: None };
                part(key, &t.header, with(vec![bare]), &with(vec![t.clone()]), t.span)
            });
            (with(Vec::new()), parts.collect())
        }
        ItemKind::Amend(x) => {
            let with = |changes| ItemKind::Amend(crate::tree::Amend { changes, ..x.clone() });
            let parts = x.changes.iter().map(|c| {
                let bare = crate::tree::Change { header: undated(&c.header), ..c.clone() };
                let exception = PartKey::of(None, &c.role).exception;
                let key = PartKey { reading: c.reading.as_ref(), keys: &c.keys, exception };
                part(key, &c.header, with(vec![bare]), &with(vec![c.clone()]), c.span)
            });
            (with(Vec::new()), parts.collect())
        }
        other => (other.clone(), Vec::new()),
    }
}

/// The clauses of a body, each as the item with this clause alone.
fn of_body(
    body: &Body,
    with: impl Fn(Body) -> ItemKind,
    part: impl Fn(PartKey<'_>, &Header, ItemKind, &ItemKind, Span) -> Part,
) -> Vec<Part> {
    let one = |(reading, clause): (Option<&ReadingRef>, Clause)| {
        let key = PartKey::of(reading, &clause.role);
        let (bare, full) = (with(alone(reading, &clause, true)), with(alone(reading, &clause, false)));
        part(key, &clause.header, bare, &full, clause.span)
    };
    clauses(body).into_iter().map(one).collect()
}

fn value(bound: Option<&crate::tree::Bound>) -> Option<BoundValue> {
    bound.map(|b| b.value.clone())
}

fn undated(header: &Header) -> Header {
    Header { dated_by: header.dated_by.clone(), status: header.status.clone(), ..Header::default() }
}

fn nothing() -> Body {
    Body { header: Header::default(), groups: Vec::new() }
}

/// Each clause with its reading, and with what the common header says where it says nothing itself.
fn clauses(body: &Body) -> Vec<(Option<&ReadingRef>, Clause)> {
    let mut all = Vec::new();
    for group in &body.groups {
        for clause in &group.clauses {
            let (own, common) = (&clause.header, &body.header);
            let header = Header {
                from: own.from.clone().or_else(|| common.from.clone()),
                to: own.to.clone().or_else(|| common.to.clone()),
                dated_by: own.dated_by.clone().or_else(|| common.dated_by.clone()),
                status: own.status.clone().or_else(|| common.status.clone()),
                cites: if own.cites.is_empty() { common.cites.clone() } else { own.cites.clone() },
            };
            all.push((group.reading.as_ref(), Clause { header, ..clause.clone() }));
        }
    }
    all
}

/// A body of one clause.
fn alone(reading: Option<&ReadingRef>, clause: &Clause, bare: bool) -> Body {
    let header = if bare { undated(&clause.header) } else { clause.header.clone() };
    let clauses = vec![Clause { header, ..clause.clone() }];
    Body { header: Header::default(), groups: vec![ClauseGroup { reading: reading.cloned(), clauses }] }
}

/// What tells a part from the others of its item.
struct PartKey<'a> {
    reading: Option<&'a ReadingRef>,
    keys: &'a [Key],
    exception: Option<&'a str>,
}

impl<'a> PartKey<'a> {
    fn of(reading: Option<&'a ReadingRef>, role: &'a Role) -> PartKey<'a> {
        let exception = match role {
            Role::Exception { label, .. } => Some(label.text.as_str()),
            _ => None,
        };
        PartKey { reading, keys: &[], exception }
    }

    fn words(&self) -> Option<String> {
        let reading = self.reading.map(|r| match &r.group {
            Some(group) => format!("reading {}.{}", group.text, r.name.text),
            None => format!("reading {}", r.name.text),
        });
        let keys = self.keys.iter().map(|k| k.text.as_str()).collect::<Vec<_>>().join(", ");
        let keys = (!keys.is_empty()).then_some(keys);
        let exception = self.exception.map(|label| format!("exception {label}"));
        let words: Vec<String> = reading.into_iter().chain(exception).chain(keys).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}
