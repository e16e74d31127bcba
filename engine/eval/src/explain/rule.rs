//! Rules and targets: what they require, and whether it holds.
//!
//! In: a rule and a subject. Out: its node, with the requirement taken apart. Not here: verdicts (`judge`); a test holds the
//! two against each other.

use ramme_rulebook::model::{RuleId, Type};

use super::Walk;
use super::clause::both;
use super::node::{Node, Role, What};
use super::spot::Spot;
use crate::plan::Between;
use ramme_value::Date;

impl Walk<'_, '_> {
    /// A rule for one subject.
    pub(super) fn rule(&mut self, id: RuleId, spot: &Spot) -> Node {
        let env = self.x.reading.env;
        let mut node = Node::new(What::Rule, Role::Root, Type::YesNo);
        let book = env.book;
        let Some(rule) = book.rules.get(id.index()) else { return node };
        node.name = Some(self.named(&rule.name, &rule.shape, &rule.axes, spot));
        let days = rule.shape.period.and_then(|_| env.days(spot.t));
        let in_play = env.view.rule_clauses(id);
        let mut applied = None;
        for held in in_play {
            let Some(clause) = rule.clauses.get(held.clause) else { continue };
            let between = Between::of(held);
            let day: Option<Option<Date>> = clause.dated_by.as_ref().map(|d| self.day(d, spot));
            let holds = match (day, days) {
                (Some(day), _) => day.is_some_and(|day| between.covers(day, day)),
                (None, Some((first, last))) => between.covers(first, last),
                (None, None) => between.is_open(),
            };
            let not = (!holds || applied.is_some()).then(|| both("not in force", "gælder ikke"));
            if not.is_none() {
                applied = Some(clause);
            }
            node.clauses.push(self.x.seen_between(&clause.version, between, clause.label(), not));
        }
        for (_, clause) in
            rule.clauses.iter().enumerate().filter(|(at, _)| !in_play.iter().any(|held| held.clause == *at))
        {
            let not = self.x.out_of_play(&clause.version).or_else(|| {
                Some(both("an amendment stands in its place", "en ændring er trådt i dens sted"))
            });
            node.clauses.push(self.x.clause_seen(&clause.version, clause.label(), not));
        }
        node.clauses.sort_by_key(|c| c.not.is_some());
        let Some(clause) = applied else {
            node.said.push(both(
                "no clause is in force, so nothing is judged",
                "ingen bestemmelse gælder, så intet bedømmes",
            ));
            return node;
        };
        if let Some(date) = &clause.dated_by {
            node.parts.push(self.expr(date, spot, Role::At, 1));
        }
        if let Some(applies) = &clause.applies {
            node.parts.push(self.expr(applies, spot, Role::Condition, 1));
            let answer = self.x.yes(applies, spot);
            if let Some(answer) = answer {
                self.x.note_answer(applies.span, answer);
            }
            match answer {
                Some(true) => {}
                Some(false) => {
                    node.said.push(both(
                        "it does not apply here, so nothing is judged",
                        "den gælder ikke her, så intet bedømmes",
                    ));
                    return node;
                }
                None => return node,
            }
        }
        if let Some(step) = self.x.seen.step(&clause.body) {
            self.fill(&mut node, step, spot);
        }
        self.body(clause, spot, self.extent.depth, &mut node);
        let holds = self.x.yes(&clause.body, spot);
        if let Some(holds) = holds {
            self.x.note_answer(clause.body.span, holds);
        }
        if let Some(unless) = &rule.unless {
            // Whether there is an excuse matters only where one is needed.
            if let (Some(false), Some(answer)) = (holds, self.x.yes(unless, spot)) {
                self.x.note_answer(unless.span, answer);
            }
            node.parts.push(self.expr(unless, spot, Role::Unless, 1));
        }
        node
    }
}
