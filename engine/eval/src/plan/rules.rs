//! Rules and targets as steps: whether what they require holds, and the two sides of each comparison.
//!
//! In: a rule of the rulebook and its clauses in play. Out: a [`RulePlan`]. Not here: verdicts; those are `judge`'s.

use ramme_rulebook::model::{Expr, ExprKind, RuleId};

use super::lower::Lower;
use super::step::{BeforePlan, Between, ClausePlan, ComparisonPlan, RulePlan};

impl Lower<'_> {
    /// The steps of a rule.
    pub(super) fn rule(&mut self, id: RuleId) -> Option<RulePlan> {
        let book = self.book;
        let rule = book.rules.get(id.index())?;
        let view = self.view;
        self.on_behalf(&rule.name, |me| {
            let clauses = view
                .rule_clauses(id)
                .iter()
                .filter_map(|held| Some((held, rule.clauses.get(held.clause)?)))
                .map(|(held, c)| ClausePlan {
                    clause: held.clause,
                    between: Between::of(held),
                    dated_by: c.dated_by.as_ref().map(|d| me.expr(d)),
                    applies: c.applies.as_ref().map(|applies| me.expr(applies)),
                    holds: me.expr(&c.body),
                    comparisons: me.comparisons(&c.body),
                })
                .collect();
            let unless = rule.unless.as_ref().map(|u| me.expr(u));
            let deadline = rule.deadline.as_ref().map(|day| me.expr(day));
            let before = rule.before.as_ref().map(|before| BeforePlan {
                entity: before.entity,
                date: me.expr(&before.date),
                filter: before.filter.as_ref().map(|filter| me.expr(filter)),
            });
            Some(RulePlan { rule: id, clauses, unless, deadline, before })
        })
    }

    /// The comparisons that a requirement is made of, as far as `and` joins them.
    fn comparisons(&mut self, e: &Expr) -> Vec<ComparisonPlan> {
        match &e.kind {
            ExprKind::Logic { and: true, left, right } => {
                let mut all = self.comparisons(left);
                all.extend(self.comparisons(right));
                all
            }
            ExprKind::Compare { op, left, right } => vec![ComparisonPlan {
                holds: self.expr(e),
                op: *op,
                measured: self.expr(left),
                limit: self.expr(right),
                span: e.span,
            }],
            _ => Vec::new(),
        }
    }
}
