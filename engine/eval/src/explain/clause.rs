//! Definitions: which clause applied, and why the others did not.
//!
//! In: a definition and a spot. Out: its node, with the body of the clause that applied taken apart. Not here: rules
//! (`rule`), values of parameters (`parameter`).

use ramme_diag::Text;
use ramme_rulebook::model::{Clause, Definition, DefinitionId, Document, Version};
use ramme_table::CauseId;
use ramme_value::Date;

use super::node::{ClauseSeen, Folded, How, Node, Role, What};
use super::spot::Spot;
use super::{Explainer, Walk};
use crate::plan::{Between, ExceptionOp, Op, StepId};
use crate::result::{CellValue, Note};
use crate::run::kernel::exception::{Holds, State, decide, state};
use crate::words;

/// Why a clause did not apply.
pub(super) fn both(en: impl Into<String>, da: impl Into<String>) -> Note {
    Note { en: en.into(), da: da.into() }
}

impl Explainer<'_> {
    /// A clause or value as it is shown; `not` is why it did not apply.
    pub(super) fn clause_seen(&self, v: &Version, label: Option<&str>, not: Option<Note>) -> ClauseSeen {
        self.seen_between(v, Between { from: v.from, to: v.to }, label, not)
    }

    /// The same, on the days on which it is in play: an amendment may have cut them.
    pub(super) fn seen_between(
        &self,
        v: &Version,
        days: Between,
        label: Option<&str>,
        not: Option<Note>,
    ) -> ClauseSeen {
        if not.is_none() {
            self.note_clause(v.span);
        }
        let book = self.reading.env.book;
        ClauseSeen {
            place: words::place(self.sources, v),
            span: v.span,
            from: days.from.map(|d| d.to_string()),
            to: days.to.map(|d| d.to_string()),
            reading: v.reading.map(|r| words::reading(book, r)),
            awaited: v.awaited.clone(),
            label: label.map(str::to_owned),
            cites: words::citations(book, v),
            not,
        }
    }

    /// Why a version is not in play: not known yet, or read otherwise.
    pub(super) fn out_of_play(&self, v: &Version) -> Option<Note> {
        let (book, view) = (self.reading.env.book, self.reading.env.view);
        if let (Some(from), Some(on)) = (v.known_from, view.known_on)
            && from > on
        {
            let document = v.cites.first().and_then(|cite| book.documents.get(cite.document.index()));
            let published = document.and_then(Document::published_in_words);
            let Text { en, da } = published.unwrap_or_else(|| Text::same(from.to_string()));
            return Some(both(
                format!("not known on {on}: published {en}"),
                format!("ikke kendt {on}: offentliggjort {da}"),
            ));
        }
        let reading = v.reading.filter(|r| view.reading(r.group) != Some(*r))?;
        Some(match view.reading(reading.group).map(|r| words::reading(book, r)) {
            Some(taken) => both(format!("{taken} is taken"), format!("{taken} bruges")),
            None => both("no reading of its group is taken", "ingen l\u{e6}sning i dens gruppe bruges"),
        })
    }

    /// Why a version in play was not in force.
    fn out_of_force(&self, v: Between, day: Option<Date>, spot: &Spot, dated: bool) -> Note {
        let year = self.reading.env.years.year(spot.t);
        let (en, da) = match (day, dated) {
            (Some(day), _) => (day.to_string(), day.to_string()),
            (None, true) => ("a day that is not known".to_owned(), "en dag, der ikke kendes".to_owned()),
            (None, false) => (year.to_string(), year.to_string()),
        };
        match (v.from, v.to) {
            (Some(from), _) if day.is_some_and(|d| d < from) || (!dated && year < from.year()) => {
                both(format!("begins {from}, after {en}"), format!("begynder {from}, efter {da}"))
            }
            (_, Some(to)) if day.is_some_and(|d| d > to) || (!dated && year > to.year()) => {
                both(format!("ended {to}, before {en}"), format!("ophørte {to}, før {da}"))
            }
            _ => both(format!("not in force for {en}"), format!("gælder ikke for {da}")),
        }
    }
}

/// A clause in play, on its days.
type InPlay<'b> = (&'b Clause, Between);

/// What came of the clauses of a definition.
struct Decided<'b> {
    applied: Option<&'b Clause>,
    seen: Vec<ClauseSeen>,
    /// Conditions and dates that decided, with the roles that they had.
    asked: Vec<(Role, &'b ramme_rulebook::model::Expr)>,
}

impl Walk<'_, '_> {
    /// A definition.
    pub(super) fn definition(&mut self, id: DefinitionId, spot: &Spot, role: Role, depth: usize) -> Node {
        let env = self.x.reading.env;
        let book = env.book;
        let Some(d) = book.definitions.get(id.index()) else {
            return Node::new(What::Definition, role, ramme_rulebook::model::Type::YesNo);
        };
        let mut node = Node::new(What::Definition, role.clone(), d.ty.clone());
        node.name = Some(self.named(&d.name, &d.shape, &d.axes, spot));
        if let Some(step) = self.x.seen.definition(id) {
            self.fill(&mut node, step, spot);
        }
        // What a count that is held back was worked from would give it away.
        if env.data.held_back.contains_key(&id) && matches!(node.value, Some(CellValue::Missing(..))) {
            return node;
        }
        let own = spot.within(&d.shape);
        if self.above.contains(&(id, own.clone())) {
            node.folded = Folded::Above;
            return node;
        }
        let decided = self.decided(id, d, spot);
        if depth == 0 && role != Role::Root {
            node.folded = Folded::Deep;
            node.clauses = decided.seen.into_iter().filter(|c| c.not.is_none()).collect();
            return node;
        }
        if self.x.noted.borrow().passing {
            self.aside.push((id, own.clone()));
        }
        self.above.insert((id, own));
        node.clauses = decided.seen;
        let below = if role == Role::Root { depth } else { depth.saturating_sub(1) };
        for (role, e) in decided.asked {
            node.parts.push(self.expr(e, spot, role, below.min(1)));
        }
        if let Some(clause) = decided.applied {
            self.body(clause, spot, below, &mut node);
        }
        node
    }

    /// The body of a clause, merged into the node that has its name.
    pub(super) fn body(&mut self, clause: &Clause, spot: &Spot, depth: usize, node: &mut Node) {
        let body = self.expr(&clause.body, spot, Role::Of, depth);
        node.text = self.x.text_of(&clause.body);
        if body.what == What::Expression {
            node.how = body.how;
            node.said.extend(body.said);
            node.rest = body.rest;
            node.parts.extend(body.parts);
        } else {
            node.how = How::Same;
            node.parts.push(body);
        }
    }

    fn decided<'b>(&self, id: DefinitionId, d: &'b Definition, spot: &Spot) -> Decided<'b>
    where
        Self: 'b,
    {
        let env = self.x.reading.env;
        let in_play: Vec<InPlay<'b>> = env
            .view
            .clauses(id)
            .iter()
            .filter_map(|held| Some((d.clauses.get(held.clause)?, Between::of(held))))
            .collect();
        let (exceptions, base): (Vec<InPlay>, Vec<InPlay>) =
            in_play.iter().partition(|(c, _)| c.exception.is_some());
        let mut out = Decided { applied: None, seen: Vec::new(), asked: Vec::new() };
        let holds = self.exceptions(id, spot, &exceptions, &mut out);
        self.base(d, spot, &base, holds.as_ref(), &mut out);
        for clause in d.clauses.iter().filter(|c| !in_play.iter().any(|(p, _)| std::ptr::eq(*p, *c))) {
            let not = self.x.out_of_play(&clause.version);
            let not = not.unwrap_or_else(|| {
                both("an amendment stands in its place", "en ændring er trådt i dens sted")
            });
            out.seen.push(self.x.clause_seen(&clause.version, clause.label(), Some(not)));
        }
        out.seen.sort_by_key(|c| c.not.is_some());
        out
    }

    /// The exceptions of a definition; which of them holds, where one does or it is not known.
    fn exceptions<'b>(
        &self,
        id: DefinitionId,
        spot: &Spot,
        exceptions: &[InPlay<'b>],
        out: &mut Decided<'b>,
    ) -> Option<Holds> {
        let env = self.x.reading.env;
        let step = self.x.seen.definition(id).and_then(|s| env.plan.step(s))?;
        let choose = step.args.first().and_then(|s| env.plan.step(*s))?;
        let Op::Choose(op) = &choose.op else { return None };
        let days = choose.shape.period.and_then(|_| env.days(spot.t));
        let mut args = choose.args.iter().copied();
        let mut states = Vec::new();
        for e in &op.exceptions {
            let read = |s: StepId| match self.x.int(s, spot) {
                Some(Ok(n)) => (CauseId::KNOWN, n),
                Some(Err(cause)) => (cause, 0),
                None => (CauseId::KNOWN, 0),
            };
            let date = if e.dated { args.next().map(read) } else { None };
            let when = if e.when { args.next().map(read).map(|(cause, n)| (cause, n == 1)) } else { None };
            args.next();
            states.push(state(e, days, date, when));
        }
        let holds = decide(&op.exceptions, &states);
        for (at, (clause, days)) in exceptions.iter().enumerate() {
            let (Some(e), Some(state)) = (op.exceptions.get(at), states.get(at)) else { continue };
            let exception = clause.exception.as_ref()?;
            if let (Some(when), State::Yes | State::No) = (&exception.when, state) {
                self.x.note_answer(when.span, *state == State::Yes);
            }
            let not = match (&holds, state) {
                (Holds::One(k), _) if *k == at => {
                    out.applied = Some(clause);
                    None
                }
                (_, State::Out) => {
                    let day = clause.dated_by.as_ref().and_then(|d| self.day(d, spot));
                    Some(self.x.out_of_force(*days, day, spot, clause.dated_by.is_some()))
                }
                (_, State::No) => Some(both("its condition is no", "betingelsen er nej")),
                (_, State::Unknown(_)) => Some(both(
                    "it is not known whether its condition holds",
                    "det vides ikke, om betingelsen er opfyldt",
                )),
                (Holds::One(k), State::Yes) => Some(overridden(op.exceptions.get(*k), e)),
                (_, State::Yes) => Some(both(
                    "it is not known which exception holds",
                    "det vides ikke, hvilken undtagelse der gælder",
                )),
            };
            out.seen.push(self.x.seen_between(&clause.version, *days, clause.label(), not));
            if *state != State::Out {
                let when = exception.when.as_ref().map(|w| (Role::When(exception.label.clone()), w));
                out.asked.extend(when);
            }
        }
        Some(holds)
    }

    fn base<'b>(
        &self,
        d: &Definition,
        spot: &Spot,
        base: &[InPlay<'b>],
        holds: Option<&Holds>,
        out: &mut Decided<'b>,
    ) {
        let dated = base.iter().find_map(|(c, _)| c.dated_by.as_ref());
        let day = dated.and_then(|e| self.day(e, spot));
        let days = d.shape.period.and_then(|_| self.x.reading.env.days(spot.t));
        let several = base.len() > 1;
        let mut found = false;
        for (clause, between) in base {
            let in_force = match (dated, day, days) {
                (Some(_), Some(day), _) => between.covers(day, day),
                (Some(_), None, _) => false,
                (None, _, Some((first, last))) => between.covers(first, last),
                (None, _, None) => between.is_open(),
            };
            let not = if !in_force || found {
                Some(self.x.out_of_force(*between, day, spot, dated.is_some()))
            } else if let Some(Holds::One(_)) = holds {
                found = true;
                Some(both("an exception holds instead", "en undtagelse gælder i stedet"))
            } else if matches!(holds, Some(Holds::Unknown(_) | Holds::Two(..))) {
                Some(both(
                    "it is not known whether an exception holds",
                    "det vides ikke, om en undtagelse gælder",
                ))
            } else {
                found = true;
                out.applied = Some(clause);
                None
            };
            out.seen.push(self.x.seen_between(&clause.version, *between, None, not));
        }
        if let Some(date) = dated.filter(|_| several || out.applied.is_none()) {
            out.asked.push((Role::At, date));
        }
    }

    /// A date of the row, where it is known.
    pub(super) fn day(&self, e: &ramme_rulebook::model::Expr, spot: &Spot) -> Option<Date> {
        let n = self.x.int_of(e, spot)?.ok()?;
        i32::try_from(n).ok().and_then(Date::from_days)
    }
}

fn overridden(winner: Option<&ExceptionOp>, _: &ExceptionOp) -> Note {
    let label = winner.map_or("", |w| w.label.as_str());
    both(
        format!("its condition is yes, but {label} goes before it"),
        format!("betingelsen er ja, men {label} går forud"),
    )
}
