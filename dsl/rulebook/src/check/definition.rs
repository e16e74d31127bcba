//! Definitions: signatures first, then bodies in an order in which every type that is used is known.
//!
//! In: the trees. Out: definitions with typed clauses. Not here: dates against each other (`versions`).

use super::fit::Body;
use super::{Checker, Scope};
use crate::model::{Clause, Definition, DefinitionId, Expr, Shape, Symbol, Type};
use crate::names::Pending;
use crate::versions::{Chooser, Dating};
use ramme_diag::Text;
use ramme_syntax::tree::{self, Define};
use ramme_value::{NumType, Repr};

impl Checker {
    /// Names, types and shapes of all definitions; the ids are in the order in which bodies can be checked.
    pub(crate) fn signatures<'a>(&mut self, pending: &Pending<'a>) -> Vec<(DefinitionId, &'a Define)> {
        let of_parameters = pending.parameters.iter().map(|made| (&made.name, &made.dated_by));
        let of_scales = pending.scales.iter().map(|made| (&made.name, &made.dated_by));
        let dates = of_parameters.chain(of_scales);
        let dates = dates.filter_map(|(name, date)| Some((name.text.as_str(), date.as_ref()?))).collect();
        let order = self.ordered(&pending.definitions, &dates);
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
    pub(crate) fn definitions(&mut self, declared: &[(DefinitionId, &Define)]) {
        for (id, define) in declared {
            self.define(*id, define);
        }
    }

    fn define(&mut self, id: DefinitionId, define: &Define) {
        let Some(definition) = self.book.definitions.get(id.index()) else { return };
        let (declared, shape) = (definition.ty.clone(), definition.shape.clone());
        let scope = Scope { day: define.shape.for_a_day, ..Scope::of(&define.name.text, &shape) };
        let (dated, mut whole) =
            self.dated_clauses(&define.name, &define.body, &shape, define.shape.for_a_day);
        whole &= !define.shape.for_a_day || self.no_exceptions(&define.name, &define.body, for_a_day());
        let written: Vec<&tree::Clause> =
            define.body.groups.iter().flat_map(|group| &group.clauses).collect();
        whole &= self.labels(&define.name, &written);
        let bodies: Vec<Body> =
            dated.iter().map(|dated| (self.body(dated.body, &scope, &declared), dated.body)).collect();
        let ty = self.settled_type(&declared, &define.ty, &bodies);
        let mut clauses = Vec::new();
        for (dated, (body, written)) in dated.into_iter().zip(bodies) {
            let fitted = body.and_then(|body| self.fit(&define.name, body, written, &ty, &define.ty));
            match fitted {
                Some(body) => {
                    let Dated { version, dated_by, exception, .. } = dated;
                    clauses.push(Clause { version, dated_by, exception, body });
                }
                None => whole = false,
            }
        }
        let open = matches!(&declared, Type::Num(NumType { repr: Repr::Dec(_), .. }))
            && define.ty.decimals.is_none();
        if !whole && open {
            self.unsettled.insert(id);
        }
        if whole {
            self.definition_clauses(&define.name, &clauses);
        }
        if let Some(definition) = self.book.definitions.get_mut(id.index()) {
            definition.ty = ty;
            definition.clauses = clauses;
        }
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

    /// The clauses with their versions, in the order of the text; false where some stand under an unknown reading.
    pub(super) fn dated_clauses<'t>(
        &mut self,
        name: &tree::Name,
        body: &'t tree::Body,
        shape: &Shape,
        for_a_day: bool,
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
                let exception = self.exception(clause, &scope);
                whole &= exception.is_some();
                out.push(Dated { version, dated_by, exception: exception.flatten(), body: &clause.body });
            }
        }
        (out, whole)
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
    /// What it says.
    pub body: &'t tree::Expr,
}
