//! Parameters: declared types, dated values, keys.
//!
//! In: the trees. Out: parameters with exact values. Not here: what a scenario sets.

use super::amendments::{Amended, changes_of, in_order};
use super::constant::{Exactness, Wanted};
use super::{Checker, Scope};
use crate::model::{
    Amendment, Axis, AxisName, KeyValue, Parameter, ParameterId, ParameterValue, Shape, Symbol, Type, Version,
};
use crate::names::{Found, Pending};
use crate::versions::{Chooser, Dating, Kind};
use ramme_diag::{Code, Diagnostic, Text};
use ramme_syntax::tree::{self, Key, Opener};
use ramme_value::{Period, PeriodKind};
use std::collections::BTreeMap;

impl Checker {
    /// Names, types and axes of all parameters.
    pub(crate) fn parameters<'a>(
        &mut self,
        pending: &Pending<'a>,
    ) -> Vec<(ParameterId, &'a tree::Parameter)> {
        pending.parameters.iter().filter_map(|tree| Some((self.parameter(tree)?, *tree))).collect()
    }

    fn parameter(&mut self, tree: &tree::Parameter) -> Option<ParameterId> {
        self.no_day(&tree.shape, &tree.name);
        if let Some(entity) = &tree.shape.of {
            self.problems.push(
                Diagnostic::new(Code::ParameterOfEntity)
                    .arg("name", &tree.name.text)
                    .arg("entity", &entity.text)
                    .at(entity.span),
            );
            return None;
        }
        let ty = self.type_of(&tree.ty);
        let declared = self.shape(&tree.shape);
        let (ty, declared) = (ty?, declared?);
        let id = ParameterId::at(self.book.parameters.len());
        self.book.parameters.push(Parameter {
            name: tree.name.text.clone(),
            axes: declared.axes,
            shape: declared.shape,
            ty,
            dated_by: None,
            indexed: None,
            values: Vec::new(),
            amendments: Vec::new(),
            span: tree.name.span,
        });
        self.settle(&tree.name.text, Symbol::Parameter(id));
        Some(id)
    }

    /// What chooses among dated values, and the values.
    pub(crate) fn parameter_values(
        &mut self,
        declared: &[(ParameterId, &tree::Parameter)],
        pending: &Pending,
    ) {
        for (id, tree) in declared {
            self.dated_by(*id, tree);
            self.values(*id, tree, &changes_of(pending, &tree.name.text));
        }
        self.indexing(declared);
    }

    fn dated_by(&mut self, id: ParameterId, tree: &tree::Parameter) {
        let Some(date) = &tree.dated_by else { return };
        let entity = self.entity_of(date);
        let Some(shape) = self.book.parameters.get(id.index()).map(|p| p.shape.clone()) else { return };
        let shape = Shape { entity, ..shape };
        let scope = Scope::of(&tree.name.text, &shape);
        let typed = self.expect(date, &scope, &Type::Date);
        if let Some(parameter) = self.book.parameters.get_mut(id.index()) {
            parameter.shape = shape;
            parameter.dated_by = typed;
        }
    }

    /// The entity whose row a date belongs to: that of the first name in it.
    pub(super) fn entity_of(&self, date: &tree::Expr) -> Option<crate::model::EntityId> {
        match &*date.kind {
            tree::ExprKind::Field(base, _) => self.entity_of(base),
            tree::ExprKind::Index(base, _) => self.entity_of(base),
            tree::ExprKind::Binary(binary) => {
                self.entity_of(&binary.left).or_else(|| self.entity_of(&binary.right))
            }
            tree::ExprKind::IfKnown { value, .. } => self.entity_of(value),
            tree::ExprKind::Name(name) => match self.names.find(name) {
                Found::Symbol(Symbol::Entity(id)) => Some(id),
                Found::Symbol(Symbol::Input(id)) => self.book.inputs.get(id.index())?.shape.entity,
                Found::Symbol(Symbol::Definition(id)) => self.book.definitions.get(id.index())?.shape.entity,
                _ => match self.names.owners(name).as_slice() {
                    [owner] => Some(*owner),
                    _ => None,
                },
            },
            _ => None,
        }
    }

    fn values(&mut self, id: ParameterId, tree: &tree::Parameter, changes: &[&tree::Change]) {
        let Some(parameter) = self.book.parameters.get(id.index()) else { return };
        let (axes, ty) = (parameter.axes.clone(), parameter.ty.clone());
        let typed: Vec<Option<ParameterValue>> =
            tree.values.iter().map(|value| self.value(value, tree, &axes, &ty)).collect();
        let mut values: Vec<ParameterValue> = typed.into_iter().flatten().collect();
        self.values_apart(&tree.name.text, &axes, &values);
        let amendments = self.changed_values(tree, changes, (&axes, &ty), &mut values).unwrap_or_default();
        self.amended(&tree.name, &values, &amendments, |me, left| {
            me.values_apart(&tree.name.text, &axes, left);
        });
        if let Some(parameter) = self.book.parameters.get_mut(id.index()) {
            parameter.values = values;
            parameter.amendments = amendments;
        }
    }

    /// The values of each key against each other in time.
    fn values_apart(&mut self, name: &str, axes: &[AxisName], values: &[ParameterValue]) {
        let mut by_key: BTreeMap<&[KeyValue], Vec<Version>> = BTreeMap::new();
        for value in values {
            by_key.entry(&value.keys).or_default().push(value.version.clone());
        }
        for (keys, versions) in &by_key {
            let name = format!("{name}{}", self.book.keys_as_written(axes, keys));
            self.against_each_other(&name, versions, Kind::Parameter);
        }
    }

    /// The amendments of a parameter; what they say is added to the values. None where one is wrong.
    fn changed_values(
        &mut self,
        tree: &tree::Parameter,
        changes: &[&tree::Change],
        (axes, ty): (&[AxisName], &Type),
        values: &mut Vec<ParameterValue>,
    ) -> Option<Vec<Amendment>> {
        // What chooses is known where the parameter is used.
        let of = Amended { name: &tree.name, chooser: Chooser::Row, opener: Opener::Is };
        let kind = Text::both("a parameter", "en parameter");
        let roles: Vec<&tree::Role> = changes.iter().map(|change| &change.role).collect();
        let mut sound = self.no_exceptions(&tree.name, &roles, &kind);
        let mut out = Vec::new();
        for change in changes {
            if let (Some(when), tree::Role::Plain | tree::Role::Base) = (&change.when, &change.role) {
                self.problems.push(Diagnostic::new(Code::WhenWithoutException).at(when.span));
                sound = false;
            }
            let keys = self.keys(&tree.name.text, &change.keys, axes, change.span);
            let at = change.says.as_ref().map(|_| values.len());
            let amendment = keys.and_then(|keys| self.change(&of, change, keys, at));
            let wanted =
                Wanted { name: &tree.name.text, ty, exactness: Exactness::OfType, declared: Some(&tree.ty) };
            let value = match &change.says {
                Some((_, value)) => self.constant_of(value, &wanted).map(Some),
                None => Some(None),
            };
            let (Some(amendment), Some(value)) = (amendment, value) else {
                sound = false;
                continue;
            };
            if let Some(value) = value {
                let (version, keys) = (amendment.version.clone(), amendment.keys.clone());
                values.push(ParameterValue { version, keys, value });
            }
            out.push(amendment);
        }
        sound.then(|| in_order(out))
    }

    fn value(
        &mut self,
        value: &tree::ParameterValue,
        tree: &tree::Parameter,
        axes: &[AxisName],
        ty: &Type,
    ) -> Option<ParameterValue> {
        let reading = match &value.reading {
            None => Some(None),
            Some(reading) => self.reading(reading).map(Some),
        };
        // What chooses is known where the parameter is used.
        let dating =
            Dating { name: &tree.name.text, own: &value.header, common: None, chooser: Chooser::Row };
        let version = self.version(&dating, reading.flatten(), value.span);
        let keys = self.keys(&tree.name.text, &value.keys, axes, value.value.span);
        let declared = Some(&tree.ty);
        let wanted = Wanted { name: &tree.name.text, ty, exactness: Exactness::OfType, declared };
        let exact = self.constant_of(&value.value, &wanted);
        Some(ParameterValue { version: reading.map(|_| version)?, keys: keys?, value: exact? })
    }

    /// One key an axis.
    pub(crate) fn keys(
        &mut self,
        name: &str,
        keys: &[Key],
        axes: &[AxisName],
        otherwise: ramme_diag::Span,
    ) -> Option<Vec<KeyValue>> {
        self.key_count(name, keys, axes, otherwise)?;
        let said: Vec<Option<KeyValue>> =
            keys.iter().zip(axes).map(|(key, axis)| self.key_on(name, key, axis)).collect();
        said.into_iter().collect()
    }

    /// Says where the number of keys is not that of the axes.
    pub(crate) fn key_count(
        &mut self,
        name: &str,
        keys: &[Key],
        axes: &[AxisName],
        otherwise: ramme_diag::Span,
    ) -> Option<()> {
        if keys.len() != axes.len() {
            let span = keys.iter().map(|key| key.span).reduce(ramme_diag::Span::join).unwrap_or(otherwise);
            let names: Vec<&str> = axes.iter().map(|axis| axis.name.as_str()).collect();
            return self.report(
                Diagnostic::new(Code::WrongKeyCount)
                    .arg("name", name)
                    .arg("expected", axes.len())
                    .arg("axes", names.join(", "))
                    .arg("found", keys.len())
                    .at(span),
            );
        }
        Some(())
    }

    /// A key on an axis.
    pub(crate) fn key_on(&mut self, name: &str, key: &Key, axis: &AxisName) -> Option<KeyValue> {
        match axis.axis {
            Axis::Period(kind) => match Period::parse(&key.text) {
                Some(period) if period.kind() == kind => Some(KeyValue::Period(period.index())),
                _ => self.no_key(name, key, &axis.name, kind),
            },
            Axis::Set(set) => match self.book.member(set, &key.text) {
                Some(position) => Some(KeyValue::Member(position)),
                None => self.unknown_member(&key.text, set, key.span),
            },
            Axis::Entity(_) => None,
        }
    }

    fn no_key<T>(&mut self, name: &str, key: &Key, axis: &str, kind: PeriodKind) -> Option<T> {
        let example = match kind {
            PeriodKind::Year => "2024",
            PeriodKind::Quarter => "2024K1",
            PeriodKind::Month => "2024M01",
        };
        self.report(
            Diagnostic::new(Code::NoSuchAxis)
                .arg("name", name)
                .arg("key", &key.text)
                .arg("suggestion", example)
                .at(key.span)
                .note(Text::both(format!("its axis is {axis}"), format!("dens akse er {axis}"))),
        )
    }
}
