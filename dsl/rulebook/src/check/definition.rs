//! Definitions: signatures first, then bodies in an order in which every type that is used is known.
//!
//! In: the trees. Out: definitions with typed clauses. Not here: dates against each other (`versions`).

use super::amendments::{Amended, changes_of, in_order};
use super::exceptions::roles;
use super::fit::Body;
use super::{Checker, Scope};
use crate::model::{Amendment, Clause, Definition, DefinitionId, Expr, Shape, Symbol, Type};
use crate::names::Pending;
use crate::versions::{Chooser, Dating, Kind, apart};
use ramme_diag::{Code, Diagnostic, Text};
use ramme_syntax::tree::{self, Change, Define, Opener, Role};
use ramme_value::{NumType, Repr};

impl Checker {
    /// Names, types and shapes of all definitions; the ids are in the order in which bodies can be checked.
    pub(crate) fn signatures<'a>(&mut self, pending: &Pending<'a>) -> Vec<(DefinitionId, &'a Define)> {
        let of_parameters = pending.parameters.iter().map(|made| (&made.name, &made.dated_by));
        let of_scales = pending.scales.iter().map(|made| (&made.name, &made.dated_by));
        let dates = of_parameters.chain(of_scales);
        let dates = dates.filter_map(|(name, date)| Some((name.text.as_str(), date.as_ref()?))).collect();
        let order = self.ordered(&pending.definitions, &dates, &pending.changes);
        order.into_iter().filter_map(|define| Some((self.signature(define)?, define))).collect()
    }

    fn signature(&mut self, define: &Define) -> Option<DefinitionId> {
        let ty = self.type_of(&define.ty);
        let declared = self.shape(&define.shape);
        let (ty, declared) = (ty?, declared?);
        if define.shape.for_a_day {
            self.for_a_day(define, &ty, &declared.shape)?;
        }
        let id = DefinitionId::at(self.book.definitions.len());
        self.book.definitions.push(Definition {
            name: define.name.text.clone(),
            axes: declared.axes,
            shape: declared.shape,
            ty,
            for_a_day: define.shape.for_a_day,
            clauses: Vec::new(),
            amendments: Vec::new(),
            span: define.name.span,
        });
        self.settle(&define.name.text, Symbol::Definition(id));
        Some(id)
    }

    /// A `for a day` definition is a yes or no or a number, and has no period: its day is one.
    fn for_a_day(&mut self, define: &Define, ty: &Type, shape: &Shape) -> Option<()> {
        if !matches!(ty, Type::YesNo | Type::Num(_)) {
            let (found, name) = (self.book.type_in_words(ty), &define.name.text);
            let expected = Text::both("a yes or no, or a number", "et ja eller nej eller et tal");
            return self.wrong_kind(name, found, expected, define.ty.span);
        }
        if let (Some(kind), Some(name)) = (shape.period, define.shape.by.first()) {
            let expected =
                Text::both("no period beside `for a day`", "ingen periode ved siden af `for a day`");
            return self.wrong_kind(kind.name(), Text::both("a period", "en periode"), expected, name.span);
        }
        Some(())
    }

    /// The body of every definition.
    pub(crate) fn definitions(&mut self, declared: &[(DefinitionId, &Define)], pending: &Pending) {
        for (id, define) in declared {
            self.define(*id, define, &changes_of(pending, &define.name.text));
        }
    }

    fn define(&mut self, id: DefinitionId, define: &Define, changes: &[&Change]) {
        let Some(definition) = self.book.definitions.get(id.index()) else { return };
        let (declared, shape) = (definition.ty.clone(), definition.shape.clone());
        let scope = Scope { day: define.shape.for_a_day, ..Scope::of(&define.name.text, &shape) };
        let (mut dated, mut whole) =
            self.dated_clauses(&define.name, &define.body, &shape, define.shape.for_a_day, Kind::Definition);
        let chooser = Checker::chooser(&shape, define.shape.for_a_day);
        let amended = Amended { name: &define.name, chooser, opener: Opener::Is };
        let kind = define.shape.for_a_day.then(for_a_day);
        whole &= self.exceptions_allowed(&define.name, &define.body, changes, kind.as_ref());
        let amendments = self.changes(&amended, changes, &mut dated, &scope);
        let bodies: Vec<Body> =
            dated.iter().map(|dated| (self.body(dated.body, &scope, &declared), dated.body)).collect();
        let ty = self.settled_type(&declared, &define.ty, &bodies);
        let mut clauses = Vec::new();
        for (dated, (body, written)) in dated.into_iter().zip(bodies) {
            let fitted = body.and_then(|body| self.fit(&define.name, body, written, &ty, &define.ty));
            match fitted {
                Some(body) => {
                    let Dated { version, dated_by, exception, .. } = dated;
                    clauses.push(Clause { version, dated_by, exception, applies: None, body });
                }
                None => whole = false,
            }
        }
        let open = matches!(&declared, Type::Num(NumType { repr: Repr::Dec(_), .. }))
            && define.ty.decimals.is_none();
        if !whole && open {
            self.unsettled.insert(id);
        }
        let amendments = amendments.filter(|_| whole).unwrap_or_default();
        if whole {
            let own: Vec<Clause> = clauses.iter().filter(|c| !c.version.amends).cloned().collect();
            self.definition_clauses(&define.name, &own);
            self.amended(&define.name, &clauses, &amendments, |me, left| {
                me.definition_clauses(&define.name, left);
            });
        }
        if let Some(definition) = self.book.definitions.get_mut(id.index()) {
            definition.ty = ty;
            definition.clauses = clauses;
            definition.amendments = amendments;
        }
    }

    /// Whether exceptions stand where they may, and override what is there; `kind` is of something without exceptions.
    pub(super) fn exceptions_allowed(
        &mut self,
        name: &tree::Name,
        body: &tree::Body,
        changes: &[&Change],
        kind: Option<&Text>,
    ) -> bool {
        let mut written = roles(body);
        written.extend(changes.iter().map(|change| &change.role));
        match kind {
            Some(kind) => self.no_exceptions(name, &written, kind),
            None => self.labels(name, &written),
        }
    }

    /// The amendments of a definition or rule; what they say is added to the clauses. None where one is wrong.
    pub(super) fn changes<'t>(
        &mut self,
        of: &Amended,
        changes: &[&'t Change],
        dated: &mut Vec<Dated<'t>>,
        scope: &Scope,
    ) -> Option<Vec<Amendment>> {
        let dated_by = dated.iter().find_map(|clause| clause.dated_by.clone());
        let chooser = if dated_by.is_some() { Chooser::Row } else { of.chooser };
        let of = Amended { chooser, ..*of };
        let labels: Vec<String> =
            dated.iter().filter_map(|clause| clause.exception.as_ref()).map(|e| e.label.clone()).collect();
        let labels = labels.iter().map(String::as_str).collect();
        let mut out = Vec::new();
        let mut sound = true;
        for change in changes {
            let keyless = self.without_keys(of.name, change, &labels);
            let at = change.says.as_ref().map(|_| dated.len());
            let amendment = keyless.and_then(|()| self.change(&of, change, Vec::new(), at));
            let kind = if of.opener == Opener::Is { Kind::Definition } else { Kind::Rule };
            let said = self.conditions(kind, (&change.role, change.when.as_ref()), scope);
            let (Some(amendment), Some((exception, applies))) = (amendment, said) else {
                sound = false;
                continue;
            };
            if let Some((_, body)) = &change.says {
                let (version, dated_by) = (amendment.version.clone(), dated_by.clone());
                dated.push(Dated { version, dated_by, exception, applies, body });
            }
            out.push(amendment);
        }
        sound.then(|| in_order(out))
    }

    /// A typed body; on a `for a day` definition the day is asked for in the one way that can be cut.
    fn body(&mut self, body: &tree::Expr, scope: &Scope, declared: &Type) -> Option<Expr> {
        let typed = self.infer(body, scope, Some(declared))?;
        match &typed.ty {
            Type::Num(num) if scope.day && num.repr == Repr::Ratio => {
                return self.round_first(&typed, body, Text::both("used for a day", "bruges for en dag"));
            }
            Type::Num(_) if scope.day => self.day_number(&typed)?,
            _ if scope.day => self.day_condition(&typed)?,
            _ => {}
        }
        Some(typed)
    }

    /// What chooses among the clauses of something with this shape.
    pub(super) fn chooser(shape: &Shape, for_a_day: bool) -> Chooser {
        match (for_a_day, shape.period) {
            (true, _) => Chooser::Day,
            (false, Some(kind)) => Chooser::Period(kind),
            (false, None) => Chooser::Nothing,
        }
    }

    /// What a clause takes to hold: as an exception, or, in a rule, for whom it is. None where that is wrong.
    fn conditions(
        &mut self,
        kind: Kind,
        (role, when): (&Role, Option<&tree::Expr>),
        scope: &Scope,
    ) -> Option<(Option<crate::model::Exception>, Option<Expr>)> {
        match (kind, role, when) {
            (Kind::Rule, Role::Plain | Role::Base, Some(when)) => {
                self.expect(when, scope, &Type::YesNo).map(|applies| (None, Some(applies)))
            }
            _ => self.exception(role, when, scope).map(|exception| (exception, None)),
        }
    }

    /// The clauses with their versions, in the order of the text; false where some stand under an unknown reading.
    pub(super) fn dated_clauses<'t>(
        &mut self,
        name: &tree::Name,
        body: &'t tree::Body,
        shape: &Shape,
        for_a_day: bool,
        kind: Kind,
    ) -> (Vec<Dated<'t>>, bool) {
        let mut whole = true;
        let scope = Scope::of(&name.text, shape);
        let mut out = Vec::new();
        for group in &body.groups {
            let reading = match &group.reading {
                None => None,
                Some(reading) => match self.reading(reading) {
                    Some(reading) => Some(reading),
                    None => {
                        whole = false;
                        continue;
                    }
                },
            };
            for clause in &group.clauses {
                let date = clause.header.dated_by.as_ref().or(body.header.dated_by.as_ref());
                let dated_by = date.and_then(|date| self.expect(date, &scope, &Type::Date));
                let chooser = if date.is_some() { Chooser::Row } else { Checker::chooser(shape, for_a_day) };
                let dating =
                    Dating { name: &name.text, own: &clause.header, common: Some(&body.header), chooser };
                let version = self.version(&dating, reading, clause.span);
                let said = self.conditions(kind, (&clause.role, clause.when.as_ref()), &scope);
                whole &= said.is_some();
                let (exception, applies) = said.unwrap_or_default();
                out.push(Dated { version, dated_by, exception, applies, body: &clause.body });
            }
        }
        whole &= self.one_date(name, &out);
        (out, whole)
    }

    /// The clauses that hold one after the other are held against one date; an exception has its own.
    fn one_date(&mut self, name: &tree::Name, clauses: &[Dated]) -> bool {
        let base: Vec<&Dated> = clauses.iter().filter(|clause| clause.exception.is_none()).collect();
        let text = |clause: &Dated| clause.dated_by.as_ref().map(|date| self.book.expr_as_text(date));
        let differ = base.iter().enumerate().find_map(|(at, second)| {
            let earlier = base.iter().take(at);
            let together = |first: &&&Dated| !apart(first.version.reading, second.version.reading);
            let first = earlier.filter(together).find(|first| text(first) != text(second))?;
            Some((*first, *second))
        });
        let Some((first, second)) = differ else { return true };
        let words = |clause: &Dated| match text(clause) {
            Some(date) => Text::same(format!("`{date}`")),
            None => Text::both("the period", "perioden"),
        };
        let place = |clause: &Dated| clause.dated_by.as_ref().map_or(clause.version.span, |date| date.span);
        let problem = Diagnostic::new(Code::DatedByDiffers)
            .arg("name", &name.text)
            .arg("first", words(first))
            .arg("second", words(second))
            .at(place(second))
            .also(place(first), Text::both("the other clause", "den anden bestemmelse"));
        self.problems.push(problem);
        false
    }
}

fn for_a_day() -> Text {
    Text::both("a definition `for a day`", "en definition `for a day`")
}

/// A clause with its version, before its body is typed.
pub(super) struct Dated<'t> {
    /// When it holds.
    pub version: crate::model::Version,
    /// The date of the row that its dates bind to.
    pub dated_by: Option<Expr>,
    /// What it is an exception for.
    pub exception: Option<crate::model::Exception>,
    /// Whom it applies to, in a rule.
    pub applies: Option<Expr>,
    /// What it says.
    pub body: &'t tree::Expr,
}
