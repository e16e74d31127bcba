//! Definitions, rules and targets to tree: their headers, readings and clauses.
//!
//! In: what the grammar found of one item. Out: its part of the tree. Not here: expressions (`expr`).

use super::Found;
use super::build::{Build, Inner};
use super::grammar::Rule;
use crate::say;
use crate::tree::{
    self, Before, Body, Bound, BoundValue, Cite, CitePlace, Clause, ClauseGroup, Define, Expr, Header,
    ReadingRef, Role, RuleKind, Status,
};
use ramme_diag::Text;

/// A clause before its `=`.
struct Unfinished {
    role: Role,
    header: Header,
    when: Option<Expr>,
}

impl Default for Unfinished {
    fn default() -> Self {
        Unfinished { role: Role::Plain, header: Header::default(), when: None }
    }
}

impl Build<'_> {
    pub(crate) fn define(&mut self, mut inner: Inner<'_>) -> Option<Define> {
        let name = self.declared(&inner.take()?);
        let shape = self.shape(&mut inner);
        let ty = self.type_expr(inner.first(Rule::type_expr)?)?;
        let body = self.body(&mut inner, Rule::equals)?;
        Some(Define { name, shape, ty, body })
    }

    pub(crate) fn rule(&mut self, kind: RuleKind, mut inner: Inner<'_>) -> Option<tree::Rule> {
        let name = self.declared(&inner.take()?);
        let shape = self.shape(&mut inner);
        let opener = if kind == RuleKind::Rule { Rule::kw_require } else { Rule::kw_aim };
        let body = self.body(&mut inner, opener)?;
        let (mut unless, mut addressee, mut deadline, mut before) = (None, None, None, None);
        while let Some(pair) = inner.take() {
            let span = self.span(&pair);
            let again = match pair.as_rule() {
                Rule::unless => {
                    let condition = Inner::of(pair).first(Rule::expr)?;
                    unless.replace(self.expr(condition)?).map(|_| "unless")
                }
                Rule::addressee => {
                    let whom = Inner::of(pair).first(Rule::quoted)?;
                    addressee.replace(self.quoted(&whom)).map(|_| "addressee")
                }
                Rule::deadline => {
                    let mut parts = Inner::of(pair);
                    let day = parts.first(Rule::expr)?;
                    if let Some(lies) = parts.first(Rule::lies_before) {
                        before = Some(self.before(Inner::of(lies))?);
                    }
                    deadline.replace(self.expr(day)?).map(|_| "deadline")
                }
                _ => None,
            };
            if let Some(word) = again {
                return self.refuse(say::twice(span, word));
            }
        }
        Some(tree::Rule { kind, name, shape, body, unless, addressee, deadline, before })
    }

    /// `before meeting on held_on where …`
    fn before(&mut self, mut inner: Inner<'_>) -> Option<Before> {
        let entity = self.name(&inner.first(Rule::name)?);
        let date = inner.first(Rule::expr)?;
        let date = self.expr(date)?;
        let filter = match inner.first(Rule::filter) {
            Some(filter) => Some(self.expr(Inner::of(filter).first(Rule::expr)?)?),
            None => None,
        };
        Some(Before { entity, date, filter })
    }

    /// The clauses; `opener` is what each has to begin with in this kind of item.
    fn body(&mut self, inner: &mut Inner<'_>, opener: Rule) -> Option<Body> {
        let mut body = Body { header: Header::default(), groups: Vec::new() };
        while let Some(Rule::from_part | Rule::to_part | Rule::cite | Rule::dated_by) = inner.rule() {
            let part = inner.take()?;
            self.header_part(&mut body.header, part)?;
        }
        while let Some(group) = inner.take_if(Rule::group) {
            body.groups.push(self.group(group, opener)?);
        }
        let mut clauses = Vec::new();
        while let Some(Rule::clause | Rule::next_clause) = inner.rule() {
            let clause = inner.take()?;
            clauses.push(self.clause(clause, opener)?);
        }
        if body.groups.is_empty() {
            body.groups.push(ClauseGroup { reading: None, clauses });
        }
        Some(body)
    }

    fn group(&mut self, pair: Found<'_>, opener: Rule) -> Option<ClauseGroup> {
        let mut inner = Inner::of(pair);
        let reading = Some(self.reading(inner.take()?)?);
        let mut clauses = Vec::new();
        while let Some(clause) = inner.take() {
            clauses.push(self.clause(clause, opener)?);
        }
        Some(ClauseGroup { reading, clauses })
    }

    fn clause(&mut self, pair: Found<'_>, opener: Rule) -> Option<Clause> {
        let span = self.span(&pair);
        let mut inner = Inner::of(pair);
        let mut clause = Unfinished::default();
        loop {
            let part = inner.take()?;
            let place = self.span(&part);
            match part.as_rule() {
                Rule::equals | Rule::kw_require | Rule::kw_aim => {
                    self.check_intro(&part, opener)?;
                    let body = self.expr(inner.take()?)?;
                    let Unfinished { role, header, when } = clause;
                    return Some(Clause { role, header, when, body, span });
                }
                Rule::kw_base => clause.role = Role::Base,
                Rule::exception => {
                    let mut names = self.names(part).into_iter();
                    clause.role = Role::Exception { label: names.next()?, overrides: names.collect() };
                }
                Rule::when => {
                    let condition = self.last_expr(part)?;
                    if clause.when.replace(condition).is_some() {
                        return self.refuse(say::twice(place, "when"));
                    }
                }
                _ => self.header_part(&mut clause.header, part)?,
            }
        }
    }

    /// A definition has `=`, a rule `require`, a target `aim`.
    fn check_intro(&mut self, found: &Found<'_>, opener: Rule) -> Option<()> {
        if found.as_rule() == opener {
            return Some(());
        }
        let (word, en, da) = match opener {
            Rule::kw_require => {
                ("require", "a rule says what it requires", "en regel siger, hvad den kræver")
            }
            Rule::kw_aim => ("aim", "a target says what it aims at", "et mål siger, hvad det sigter mod"),
            _ => ("=", "a definition says what something is", "en definition siger, hvad noget er"),
        };
        let span = self.span(found);
        let said = say::unexpected(span, Text::same(format!("`{word}`")), found.as_str().trim_end(), None);
        self.refuse(said.note(Text::both(en, da)))
    }

    /// `reading exact`, `reading group.exact`
    pub(crate) fn reading(&mut self, pair: Found<'_>) -> Option<ReadingRef> {
        let mut names = self.names(pair).into_iter();
        let first = names.next()?;
        Some(match names.next() {
            Some(name) => ReadingRef { group: Some(first), name },
            None => ReadingRef { group: None, name: first },
        })
    }

    /// One part of a header, put where it belongs.
    pub(crate) fn header_part(&mut self, header: &mut Header, pair: Found<'_>) -> Option<()> {
        let span = self.span(&pair);
        let again = match pair.as_rule() {
            Rule::from_part => header.from.replace(self.bound(pair)?).map(|_| "from"),
            Rule::to_part => header.to.replace(self.bound(pair)?).map(|_| "to"),
            Rule::dated_by => header.dated_by.replace(self.last_expr(pair)?).map(|_| "dated by"),
            Rule::status => header.status.replace(self.status(pair)?).map(|_| "status"),
            _ => {
                header.cites.push(self.cite(pair)?);
                None
            }
        };
        match again {
            Some(word) => self.refuse(say::twice(span, word)),
            None => Some(()),
        }
    }

    /// `status agreed "why"`
    pub(crate) fn status(&mut self, pair: Found<'_>) -> Option<Status> {
        let span = self.span(&pair);
        let mut inner = Inner::of(pair);
        inner.take();
        let word = self.name(&inner.take()?);
        let why = inner.first(Rule::quoted).map(|pair| self.quoted(&pair));
        Some(Status { word, why, span })
    }

    fn bound(&mut self, pair: Found<'_>) -> Option<Bound> {
        let pair = pair.into_inner().last()?;
        let span = self.span(&pair);
        let value = match pair.as_rule() {
            Rule::date => BoundValue::Date(self.date(&pair)?),
            _ => BoundValue::Year(self.int(&pair)?),
        };
        Some(Bound { value, span })
    }

    fn cite(&mut self, pair: Found<'_>) -> Option<Cite> {
        let span = self.span(&pair);
        let mut inner = Inner::of(pair);
        inner.take();
        let document = self.name(&inner.take()?);
        let place = match inner.take() {
            None => CitePlace::Whole,
            Some(pair) => self.cite_place(pair)?,
        };
        Some(Cite { document, place, span })
    }

    fn cite_place(&mut self, pair: Found<'_>) -> Option<CitePlace> {
        let rule = pair.as_rule();
        let mut inner = Inner::of(pair);
        inner.take();
        Some(match rule {
            Rule::cite_page => CitePlace::Page(self.int(&inner.take()?)?),
            Rule::cite_section => CitePlace::Section(self.quoted(&inner.take()?)),
            _ => {
                let mut lines = Vec::new();
                for range in inner.all(Rule::line_range) {
                    let mut ends = Inner::of(range).all(Rule::int);
                    let first: u32 = self.int(&ends.next()?)?;
                    let last = match ends.next() {
                        Some(pair) => self.int(&pair)?,
                        None => first,
                    };
                    lines.push((first, last));
                }
                CitePlace::Lines(lines)
            }
        })
    }
}
