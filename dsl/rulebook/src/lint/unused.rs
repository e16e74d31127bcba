//! What is declared and never used.
//!
//! In: a rulebook. Out: a warning for parameters, scales, sets, entities, units and groups of readings; a note for inputs and
//! fields, which may be data that are only shown. Not here: definitions and rules, which are results (`tested` says what no
//! test reaches); documents, which may be listed before anything cites them.

use super::bodies;
use crate::model::{
    Axis, AxisName, EntityId, Expr, ExprKind, InputId, ParameterId, Rulebook, ScaleId, SetId, Shape, Type,
    Version,
};
use ramme_diag::{Code, Diagnostic};
use ramme_value::NumType;
use std::collections::BTreeSet;

/// What is used.
#[derive(Default)]
struct Used<'b> {
    parameters: BTreeSet<ParameterId>,
    scales: BTreeSet<ScaleId>,
    inputs: BTreeSet<InputId>,
    sets: BTreeSet<SetId>,
    entities: BTreeSet<EntityId>,
    units: BTreeSet<&'b str>,
}

/// Everything that nothing uses.
pub(super) fn unused(book: &Rulebook, out: &mut Vec<Diagnostic>) {
    let used = Used::of(book);
    let name = |name: &str| Diagnostic::new(Code::UnusedName).arg("name", name);
    for (at, parameter) in book.parameters.iter().enumerate() {
        if !used.parameters.contains(&ParameterId::at(at)) {
            out.push(name(&parameter.name).at(parameter.span));
        }
    }
    for (at, scale) in book.scales.iter().enumerate() {
        if !used.scales.contains(&ScaleId::at(at)) {
            out.push(name(&scale.name).at(scale.span));
        }
    }
    for (at, set) in book.sets.iter().enumerate() {
        if !used.sets.contains(&SetId::at(at)) {
            out.push(name(&set.name).at(set.span));
        }
    }
    for (at, entity) in book.entities.iter().enumerate() {
        if !used.entities.contains(&EntityId::at(at)) {
            out.push(name(&entity.name).at(entity.span));
        }
    }
    for (unit, span) in &book.units {
        if !used.units.contains(unit.as_str()) {
            out.push(name(unit).at(*span));
        }
    }
    groups(book, out);
    for (at, input) in book.inputs.iter().enumerate() {
        if used.inputs.contains(&InputId::at(at)) {
            continue;
        }
        match input.field_of {
            None => out.push(Diagnostic::new(Code::UnusedInput).arg("name", &input.name).at(input.span)),
            // Where the entity itself is never used, that is said already.
            Some(entity) if used.entities.contains(&entity) => {
                let name = format!("{}.{}", book.entity_name(entity), input.name);
                out.push(Diagnostic::new(Code::UnusedField).arg("name", name).at(input.span));
            }
            Some(_) => {}
        }
    }
}

/// Groups of readings under which nothing stands.
fn groups(book: &Rulebook, out: &mut Vec<Diagnostic>) {
    let parameters = book.parameters.iter().flat_map(|p| p.values.iter().map(|v| &v.version));
    let scales = book.scales.iter().flat_map(|s| s.tables.iter().map(|t| &t.version));
    let definitions = book.definitions.iter().flat_map(|d| d.clauses.iter().map(|c| &c.version));
    let rules = book.rules.iter().flat_map(|r| r.clauses.iter().map(|c| &c.version));
    let amendments = book.parameters.iter().flat_map(|p| &p.amendments);
    let amendments = amendments.chain(book.definitions.iter().flat_map(|d| &d.amendments));
    let amendments = amendments.chain(book.rules.iter().flat_map(|r| &r.amendments)).map(|a| &a.version);
    let all = parameters.chain(scales).chain(definitions).chain(rules).chain(amendments);
    let used: BTreeSet<_> = all.filter_map(|version: &Version| version.reading.map(|r| r.group)).collect();
    for (at, group) in book.groups.iter().enumerate() {
        if !used.contains(&crate::model::GroupId::at(at)) {
            out.push(Diagnostic::new(Code::UnusedName).arg("name", &group.name).at(group.span));
        }
    }
}

impl<'b> Used<'b> {
    fn of(book: &'b Rulebook) -> Used<'b> {
        let mut used = Used::default();
        for input in &book.inputs {
            used.ty(&input.ty);
            used.axes(&input.axes);
            // An entity is not used by having fields of its own.
            if input.field_of.is_none() {
                used.shape(&input.shape);
            }
        }
        for parameter in &book.parameters {
            used.ty(&parameter.ty);
            used.axes(&parameter.axes);
            used.shape(&parameter.shape);
            used.parameters.extend(parameter.indexed.map(|indexed| indexed.index));
        }
        for scale in &book.scales {
            used.number(&scale.from);
            used.ty(&scale.to);
            used.axes(&scale.axes);
            used.shape(&scale.shape);
        }
        for definition in &book.definitions {
            used.ty(&definition.ty);
            used.shape(&definition.shape);
        }
        for rule in &book.rules {
            used.shape(&rule.shape);
        }
        for body in bodies(book) {
            body.visit(&mut |part| used.expr(part));
        }
        // A test may count on something as well, such as an entity that only its tables name.
        for test in &book.tests {
            used.entities.extend(test.rows.iter().map(|row| row.entity));
        }
        used
    }

    fn expr(&mut self, part: &'b Expr) {
        match &part.kind {
            ExprKind::Parameter(id) => {
                self.parameters.insert(*id);
            }
            ExprKind::Scale(id) => {
                self.scales.insert(*id);
            }
            ExprKind::Input(id) => {
                self.inputs.insert(*id);
            }
            ExprKind::Aggregate(made) => self.shape(&made.inside),
            ExprKind::ThisMember(set) => {
                self.sets.insert(*set);
            }
            _ => {}
        }
        self.ty(&part.ty);
    }

    fn ty(&mut self, ty: &'b Type) {
        match ty {
            Type::Num(num) => self.number(num),
            Type::Member(set) => {
                self.sets.insert(*set);
            }
            Type::Row(entity) => {
                self.entities.insert(*entity);
            }
            Type::YesNo | Type::Date | Type::Text | Type::Period(_) => {}
        }
    }

    fn number(&mut self, num: &'b NumType) {
        self.units.extend(num.unit.factors().map(|(name, _)| name));
    }

    fn axes(&mut self, axes: &[AxisName]) {
        self.sets.extend(axes.iter().filter_map(|axis| match axis.axis {
            Axis::Set(set) => Some(set),
            _ => None,
        }));
    }

    fn shape(&mut self, shape: &Shape) {
        self.entities.extend(shape.entity);
        self.sets.extend(shape.sets.iter().copied());
    }
}
