//! Which documents a result rests on.
//!
//! In: a rulebook, the view of it, the names that a result shows. Out: the documents that clauses in play cite, of those names
//! and of all that they use. Not here: where in a document, which a verdict and an explanation say.

use ramme_rulebook::model::{Expr, ExprKind, Symbol, Version};
use ramme_rulebook::{Rulebook, View};
use std::collections::BTreeSet;

/// The positions of documents, in the order of their declarations.
pub fn documents(book: &Rulebook, view: &View, shown: impl Iterator<Item = Symbol>) -> BTreeSet<usize> {
    let mut walk = Walk { book, view, open: shown.collect(), seen: BTreeSet::new(), cited: BTreeSet::new() };
    while let Some(symbol) = walk.open.pop() {
        if walk.seen.insert(symbol) {
            walk.visit(symbol);
        }
    }
    walk.cited
}

struct Walk<'a> {
    book: &'a Rulebook,
    view: &'a View,
    open: Vec<Symbol>,
    seen: BTreeSet<Symbol>,
    cited: BTreeSet<usize>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, symbol: Symbol) {
        let (book, view) = (self.book, self.view);
        match symbol {
            Symbol::Definition(id) => {
                let clauses = book.definitions.get(id.index()).map_or(&[][..], |d| &d.clauses);
                for clause in view.clauses(id).iter().filter_map(|held| clauses.get(held.clause)) {
                    self.version(&clause.version);
                    clause.exprs().for_each(|expr| self.uses(expr));
                }
            }
            Symbol::Rule(id) => {
                let Some(rule) = book.rules.get(id.index()) else { return };
                for clause in view.rule_clauses(id).iter().filter_map(|held| rule.clauses.get(held.clause)) {
                    self.version(&clause.version);
                    clause.exprs().for_each(|expr| self.uses(expr));
                }
                rule.asides().for_each(|expr| self.uses(expr));
            }
            Symbol::Parameter(id) => {
                let Some(parameter) = book.parameters.get(id.index()) else { return };
                let values = view.values(id).iter().filter_map(|held| parameter.values.get(held.clause));
                values.for_each(|value| self.version(&value.version));
                self.open.extend(parameter.indexed.map(|made| Symbol::Parameter(made.index)));
            }
            Symbol::Scale(id) => {
                let tables = book.scales.get(id.index()).map_or(&[][..], |s| &s.tables);
                let in_play = view.tables(id).iter().filter_map(|at| tables.get(*at));
                in_play.for_each(|table| self.version(&table.version));
            }
            _ => {}
        }
    }

    fn version(&mut self, version: &Version) {
        self.cited.extend(version.cites.iter().map(|cite| cite.document.index()));
    }

    fn uses(&mut self, expr: &Expr) {
        expr.visit(&mut |part| {
            self.open.extend(match part.kind {
                ExprKind::Definition(id) => Some(Symbol::Definition(id)),
                ExprKind::Parameter(id) => Some(Symbol::Parameter(id)),
                ExprKind::Scale(id) => Some(Symbol::Scale(id)),
                _ => None,
            });
        });
    }
}
