//! Conditions that are settled before any data are: branches, arms, filters and exceptions that are never taken, or always.
//!
//! In: a rulebook without errors. Out: a warning at each condition of which one answer cannot come. Not here: what is known
//! of a value (`known`). What stands in a branch that is never taken is not looked into: one mistake is said once.

use super::known::{Knower, Known};
use super::scene::{Reason, Scene, Why};
use crate::model::{Clause, Definition, Expr, ExprKind, Rule, Rulebook};
use ramme_diag::{Code, Diagnostic, Span, Text};

/// Every condition that is settled.
pub(super) fn settled(book: &Rulebook, out: &mut Vec<Diagnostic>) {
    let knower = Knower::new(book);
    let mut walk = Walk { knower: &knower, name: "", out };
    for definition in &book.definitions {
        walk.definition(definition);
    }
    for rule in &book.rules {
        walk.rule(rule);
    }
}

struct Walk<'b, 'k> {
    knower: &'k Knower<'b>,
    name: &'b str,
    out: &'k mut Vec<Diagnostic>,
}

/// What follows from the answer of a condition.
#[derive(Clone, Copy, Default)]
struct Follows {
    /// What is taken where it holds.
    holds: Option<Span>,
    /// What is taken where it does not.
    fails: Option<Span>,
}

impl<'b> Walk<'b, '_> {
    fn definition(&mut self, definition: &'b Definition) {
        self.name = &definition.name;
        for clause in &definition.clauses {
            let mut scene = Scene::of_clause(clause, definition.shape.period, definition.for_a_day);
            let when = clause.exception.as_ref().and_then(|exception| exception.when.as_ref());
            if self.led_by(when, clause, &mut scene) {
                self.value(&clause.body, &mut scene);
            }
        }
    }

    fn rule(&mut self, rule: &'b Rule) {
        self.name = &rule.name;
        for clause in &rule.clauses {
            let mut scene = Scene::of_clause(clause, rule.shape.period, false);
            if self.led_by(clause.applies.as_ref(), clause, &mut scene) {
                self.value(&clause.body, &mut scene);
            }
        }
        if let Some(unless) = &rule.unless {
            self.condition(unless, &mut Scene::default(), Follows::default());
        }
    }

    /// The `when` of a clause, and what its body may take for granted; false where the body is never asked.
    fn led_by(&mut self, when: Option<&'b Expr>, clause: &'b Clause, scene: &mut Scene<'b>) -> bool {
        let Some(when) = when else { return true };
        let body = Follows { holds: Some(clause.body.span), fails: None };
        let answer = self.condition(when, scene, body);
        scene.facts.extend(self.knower.assume(when, true, scene));
        answer != Some(false)
    }

    /// Looks into an expression that is no condition itself.
    fn value(&mut self, e: &'b Expr, scene: &mut Scene<'b>) {
        match &e.kind {
            ExprKind::If { condition, then, otherwise } => self.choice(condition, then, otherwise, scene),
            ExprKind::Compare { .. } | ExprKind::Logic { .. } | ExprKind::Not(_) => {
                self.condition(e, scene, Follows::default());
            }
            ExprKind::Aggregate(made) => {
                let mut inside = scene.inside(made);
                for part in made.group.iter().chain(&made.per) {
                    self.value(part, &mut inside);
                }
                if let Some(filter) = &made.filter {
                    self.condition(filter, &mut inside, Follows::default());
                    inside.facts.extend(self.knower.assume(filter, true, &inside));
                }
                for part in made.value.iter().chain(&made.weight) {
                    self.value(part, &mut inside);
                }
            }
            ExprKind::Days(days) => {
                for part in [&days.from, &days.until] {
                    self.value(part, scene);
                }
                let mut of_days = Scene { day: None, ..scene.elsewhere() };
                if let Some(filter) = &days.filter {
                    self.condition(filter, &mut of_days, Follows::default());
                }
                if let crate::model::DaysAsk::Sum(value) = &days.ask {
                    self.value(value, &mut of_days);
                }
            }
            // Other rows are asked in the same period; a value moved in time is asked in another.
            ExprKind::Shift { .. } | ExprKind::AtPeriod { .. } | ExprKind::RunningTotal(_) => {
                self.values(e, &mut Scene::default());
            }
            ExprKind::AtMember { .. }
            | ExprKind::Lookup { .. }
            | ExprKind::Line(_)
            | ExprKind::Allot(_)
            | ExprKind::AllotDays(_)
            | ExprKind::Apportion(_) => self.values(e, &mut scene.elsewhere()),
            _ => self.values(e, scene),
        }
    }

    fn values(&mut self, e: &'b Expr, scene: &mut Scene<'b>) {
        for part in e.children() {
            self.value(part, scene);
        }
    }

    fn choice(&mut self, condition: &'b Expr, then: &'b Expr, otherwise: &'b Expr, scene: &mut Scene<'b>) {
        let follows = Follows { holds: Some(then.span), fails: Some(otherwise.span) };
        // A single arm that names every member has its value on both sides.
        let one_arm = condition.is_arm() && then.span == otherwise.span;
        let answer = if one_arm { None } else { self.condition(condition, scene, follows) };
        for (branch, taken) in [(then, true), (otherwise, false)] {
            if answer == Some(!taken) || (one_arm && !taken) {
                continue;
            }
            let before = scene.facts.len();
            scene.facts.extend(self.knower.assume(condition, taken, scene));
            self.value(branch, scene);
            scene.facts.truncate(before);
        }
    }

    /// The answer of a condition, where it is settled; what settles a part of it is said of that part alone.
    fn condition(&mut self, e: &'b Expr, scene: &mut Scene<'b>, follows: Follows) -> Option<bool> {
        match &e.kind {
            ExprKind::Logic { and, left, right } => {
                // Of `a or b`, a part that never holds leads nowhere by itself; of `a and b`, one that always does.
                let part =
                    Follows { holds: follows.holds.filter(|_| *and), fails: follows.fails.filter(|_| !*and) };
                let left_answer = self.condition(left, scene, part);
                let before = scene.facts.len();
                // The right side matters only where the left one does not decide.
                scene.facts.extend(self.knower.assume(left, *and, scene));
                let right_answer =
                    if left_answer == Some(!*and) { None } else { self.condition(right, scene, part) };
                scene.facts.truncate(before);
                match (left_answer, right_answer) {
                    (Some(a), _) if a != *and => Some(a),
                    (_, Some(b)) if b != *and => Some(b),
                    (Some(_), Some(b)) => Some(b),
                    _ => None,
                }
            }
            ExprKind::Not(inner) => {
                let turned = Follows { holds: follows.fails, fails: follows.holds };
                self.condition(inner, scene, turned).map(|answer| !answer)
            }
            ExprKind::If { .. } => {
                self.value(e, scene);
                None
            }
            _ => {
                self.values(e, scene);
                let found = self.knower.of(e, scene);
                let Known::YesNo(answer) = found.known else { return None };
                self.say(e, answer, found.why, follows);
                Some(answer)
            }
        }
    }

    fn say(&mut self, e: &Expr, answer: bool, why: Option<Why>, follows: Follows) {
        let words = if answer {
            Text::both("always holds", "er denne betingelse altid opfyldt")
        } else {
            Text::both("never holds", "er denne betingelse aldrig opfyldt")
        };
        let mut said =
            Diagnostic::new(Code::SettledCondition).arg("name", self.name).arg("answer", words).at(e.span);
        if let Some(why) = why {
            said = said.also(why.span, reason(why.reason));
        }
        let dead = if answer { follows.fails } else { follows.holds };
        if let Some(dead) = dead.filter(|dead| *dead != e.span) {
            said = said.also(dead, Text::both("this is never taken", "dette tages aldrig"));
        }
        self.out.push(said);
    }
}

fn reason(reason: Reason) -> Text {
    match reason {
        Reason::Condition => Text::both("this is settled before", "dette er afgjort forinden"),
        Reason::Dates => {
            Text::both("the clause holds on these days only", "bestemmelsen gælder kun disse dage")
        }
        Reason::Bounds => Text::both("it lies between these bounds", "det ligger mellem disse grænser"),
        Reason::Definition => {
            Text::both("no clause of this gives anything else", "ingen bestemmelse i denne giver andet")
        }
        Reason::Scale => Text::both("no band gives anything else", "intet trin giver andet"),
    }
}
