//! Amendments to tree.
//!
//! In: what the grammar found of one item. Out: its part of the tree. Not here: clauses (`body`), expressions (`expr`).

use super::Found;
use super::build::{Build, Inner};
use super::grammar::Rule;
use crate::say;
use crate::tree::{Amend, Change, Header, Opener, Role, Verb};

impl Build<'_> {
    pub(crate) fn amend(&mut self, mut inner: Inner<'_>) -> Option<Amend> {
        let name = self.name(&inner.take()?);
        let mut changes = Vec::new();
        for pair in inner.all(Rule::change) {
            changes.push(self.change(pair)?);
        }
        Some(Amend { name, changes })
    }

    fn change(&mut self, pair: Found<'_>) -> Option<Change> {
        let span = self.span(&pair);
        let mut inner = Inner::of(pair);
        let verb = match inner.take()?.as_rule() {
            Rule::kw_replaces => Verb::Replaces,
            Rule::kw_adds => Verb::Adds,
            _ => Verb::Repeals,
        };
        let mut made = Change {
            verb,
            reading: None,
            role: Role::Plain,
            keys: Vec::new(),
            header: Header::default(),
            retroactive: false,
            when: None,
            says: None,
            span,
        };
        while let Some(part) = inner.take() {
            let (rule, place) = (part.as_rule(), self.span(&part));
            let again = match rule {
                Rule::reading => {
                    made.reading = Some(self.reading(part)?);
                    None
                }
                Rule::kw_base => {
                    made.role = Role::Base;
                    None
                }
                Rule::exception | Rule::repealed => {
                    let mut names = self.names(part).into_iter();
                    made.role = Role::Exception { label: names.next()?, overrides: names.collect() };
                    None
                }
                Rule::keys => {
                    let keyed = part.into_inner().filter(|key| key.as_rule() != Rule::comma);
                    made.keys = keyed.map(|key| self.key(&key)).collect();
                    None
                }
                Rule::kw_retroactive => {
                    std::mem::replace(&mut made.retroactive, true).then_some("retroactive")
                }
                Rule::when => made.when.replace(self.last_expr(part)?).map(|_| "when"),
                Rule::equals | Rule::kw_require | Rule::kw_aim => {
                    let opener = match rule {
                        Rule::kw_require => Opener::Require,
                        Rule::kw_aim => Opener::Aim,
                        _ => Opener::Is,
                    };
                    made.says = Some((opener, self.expr(inner.take()?)?));
                    None
                }
                _ => {
                    self.header_part(&mut made.header, part)?;
                    None
                }
            };
            if let Some(word) = again {
                return self.refuse(say::twice(place, word));
            }
        }
        Some(made)
    }
}
