//! What declarations say: types, shapes, fields and inputs.
//!
//! In: trees of declarations. Out: types, shapes, and the inputs of the rulebook. Not here: bodies.

use super::Checker;
use super::constant::{Exactness, Wanted};
use super::words::unit_as_written;
use crate::model::{Axis, AxisName, EntityId, Input, InputId, Shape, Symbol, Type};
use crate::names::{Found, Pending};
use ramme_diag::{Code, Diagnostic, Text};
use ramme_syntax::tree::{self, LevelExpr, Name, ShapeExpr, TypeExpr, TypeKind};
use ramme_value::{Decimal, MAX_SCALE, NumType, PeriodKind, PriceLevel, Unit};

/// A shape as declared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Declared {
    /// The shape.
    pub shape: Shape,
    /// The axes after `by`, in order.
    pub axes: Vec<AxisName>,
}

impl Checker {
    /// Fields of entities, then inputs.
    pub(crate) fn inputs(&mut self, pending: &Pending) {
        for (id, entity) in &pending.entities {
            for field in &entity.fields {
                self.field(*id, field);
            }
        }
        for input in &pending.inputs {
            self.declare_input(input);
        }
        self.relations_end();
    }

    fn field(&mut self, entity: EntityId, field: &tree::Field) {
        let key = (entity, field.name.text.clone());
        let first = self.names.fields.get(&key).is_some_and(|entry| entry.span == field.name.span);
        if !first {
            return;
        }
        let ty = self.type_of(&field.ty);
        let declared = self.shape(&ShapeExpr { of: None, by: field.by.clone(), for_a_day: false });
        let (Some(ty), Some(declared)) = (ty, declared) else { return };
        let id = self.push_input(Input {
            name: field.name.text.clone(),
            field_of: Some(entity),
            shape: Shape { entity: Some(entity), ..declared.shape },
            axes: declared.axes,
            ty,
            between: None,
            span: field.name.span,
        });
        if let Some(entry) = self.names.fields.get_mut(&key) {
            entry.input = Some(id);
        }
        if let Some(entity) = self.book.entities.get_mut(entity.index()) {
            entity.fields.push(id);
        }
    }

    fn push_input(&mut self, input: Input) -> InputId {
        let id = InputId::at(self.book.inputs.len());
        self.book.inputs.push(input);
        id
    }

    fn declare_input(&mut self, input: &tree::Input) {
        let ty = self.type_of(&input.ty);
        let declared = self.shape(&input.shape);
        self.no_day(&input.shape, &input.name);
        let (Some(ty), Some(declared)) = (ty, declared) else { return };
        let between = match &input.between {
            None => None,
            Some((low, high)) => self.bounds(&input.name.text, low, high, &ty),
        };
        let id = self.push_input(Input {
            name: input.name.text.clone(),
            field_of: None,
            shape: declared.shape,
            axes: declared.axes,
            ty,
            between,
            span: input.name.span,
        });
        self.settle(&input.name.text, Symbol::Input(id));
    }

    /// From now on a name stands for a symbol.
    pub(super) fn settle(&mut self, name: &str, symbol: Symbol) {
        if let Some(entry) = self.names.global.get_mut(name) {
            entry.symbol = Some(symbol);
        }
    }

    /// Only definitions ask about a day.
    pub(super) fn no_day(&mut self, shape: &ShapeExpr, name: &Name) {
        if shape.for_a_day {
            let found = Text::both("no definition", "ingen definition");
            let expected = Text::both(
                "a definition, since it is declared `for a day`,",
                "en definition, da det er erklæret `for a day`,",
            );
            self.wrong_kind::<()>(&name.text, found, expected, name.span);
        }
    }

    /// `between LOW and HIGH`
    fn bounds(
        &mut self,
        name: &str,
        low: &tree::Expr,
        high: &tree::Expr,
        ty: &Type,
    ) -> Option<(Decimal, Decimal)> {
        let wanted = Wanted { name, ty, exactness: Exactness::AnyScale, declared: None };
        let low = self.constant_of(low, &wanted);
        let high = self.constant_of(high, &wanted);
        match (low?, high?) {
            (crate::model::Value::Dec(low), crate::model::Value::Dec(high)) => Some((low, high)),
            _ => None,
        }
    }

    /// A cycle of relations is refused (TYPES P4).
    fn relations_end(&mut self) {
        let Some(cycle) = self.book.relation_cycle() else { return };
        let step = |(entity, field): &(EntityId, InputId)| {
            format!("`{}.{}`", self.book.entity_name(*entity), self.book.input_name(*field))
        };
        let names: Vec<String> = cycle.iter().map(step).collect();
        let span = cycle.first().and_then(|(_, field)| self.book.inputs.get(field.index())).map(|i| i.span);
        let mut problem = Diagnostic::new(Code::RelationCycle).arg("names", names.join(", "));
        if let Some(span) = span {
            problem = problem.at(span);
        }
        self.problems.push(problem);
    }

    /// A declared shape.
    pub(crate) fn shape(&mut self, tree: &ShapeExpr) -> Option<Declared> {
        let entity = match &tree.of {
            None => Some(None),
            Some(name) => self.entity(name).map(Some),
        };
        let mut declared = Some(Declared::default());
        for name in &tree.by {
            let axis = self.axis(name);
            declared = match (axis, declared) {
                (Some(axis), Some(so_far)) => self.with_axis(so_far, axis, name),
                _ => None,
            };
        }
        let mut declared = declared?;
        declared.shape.entity = entity?;
        declared.shape.sets.sort();
        Some(declared)
    }

    /// Adds an axis, unless the shape has one of its kind (TYPES P3).
    fn with_axis(&mut self, mut declared: Declared, axis: Axis, name: &Name) -> Option<Declared> {
        let twice = match axis {
            Axis::Period(_) => declared.shape.period.is_some(),
            other => declared.axes.iter().any(|held| held.axis == other),
        };
        if twice {
            return self.report(Diagnostic::new(Code::AxisTwice).arg("axis", &name.text).at(name.span));
        }
        match axis {
            Axis::Period(kind) => declared.shape.period = Some(kind),
            Axis::Set(set) => declared.shape.sets.push(set),
            Axis::Entity(_) => {}
        }
        declared.axes.push(AxisName { name: name.text.clone(), axis });
        Some(declared)
    }

    /// An entity by name.
    pub(crate) fn entity(&mut self, name: &Name) -> Option<EntityId> {
        match self.names.find(&name.text) {
            Found::Symbol(Symbol::Entity(id)) => Some(id),
            Found::Poisoned => None,
            _ => {
                let suggestion = self.names.suggest(&name.text, |s| matches!(s, Some(Symbol::Entity(_))));
                self.report(
                    Diagnostic::new(Code::UnknownEntity)
                        .arg("name", &name.text)
                        .maybe_arg("suggestion", suggestion)
                        .at(name.span),
                )
            }
        }
    }

    fn axis(&mut self, name: &Name) -> Option<Axis> {
        if let Some(kind) = PeriodKind::parse(&name.text) {
            return Some(Axis::Period(kind));
        }
        match self.names.find(&name.text) {
            Found::Symbol(Symbol::Set(id)) => Some(Axis::Set(id)),
            Found::Poisoned => None,
            _ => {
                let periods = ["year", "quarter", "month"].into_iter().map(str::to_owned);
                let sets = self.book.sets.iter().map(|set| set.name.clone());
                let suggestion = ramme_diag::closest(&name.text, periods.chain(sets));
                self.report(
                    Diagnostic::new(Code::UnknownAxis)
                        .arg("name", &name.text)
                        .maybe_arg("suggestion", suggestion)
                        .at(name.span),
                )
            }
        }
    }

    /// A declared type.
    pub(crate) fn type_of(&mut self, tree: &TypeExpr) -> Option<Type> {
        let unit = match &tree.kind {
            TypeKind::YesNo => return self.plain(Type::YesNo, tree),
            TypeKind::Date => return self.plain(Type::Date, tree),
            TypeKind::Text => return self.plain(Type::Text, tree),
            TypeKind::Count => {
                return self.plain(Type::Num(NumType::count(Unit::none())), tree);
            }
            TypeKind::Named(name) => match self.named_type(name)? {
                Type::Num(num) => num.unit,
                other => return self.plain(other, tree),
            },
            TypeKind::Number => Unit::none(),
            TypeKind::Unit(unit) => self.unit(unit)?,
        };
        let level = match (&tree.level, unit.has_money()) {
            (None, true) | (Some(LevelExpr::Current), true) => PriceLevel::Current,
            (Some(LevelExpr::Fixed(year)), true) => PriceLevel::Fixed(*year),
            (None, false) => PriceLevel::None,
            (Some(level), false) => {
                let level = match level {
                    LevelExpr::Current => "current".to_owned(),
                    LevelExpr::Fixed(year) => format!("{year}-pl"),
                };
                return self.report(
                    Diagnostic::new(Code::LevelWithoutMoney)
                        .arg("unit", Text::each(|lang| unit.in_words(lang)))
                        .arg("level", level)
                        .at(tree.span),
                );
            }
        };
        let num = NumType::declared(unit, level, tree.decimals);
        match num.stored_scale() {
            Some(scale) if scale > MAX_SCALE => self.too_fine(scale, "…", tree.span),
            _ => Some(Type::Num(num)),
        }
    }

    /// A type that has neither price level nor decimals.
    fn plain(&mut self, ty: Type, tree: &TypeExpr) -> Option<Type> {
        if tree.level.is_none() && tree.decimals.is_none() {
            return Some(ty);
        }
        let expected = Text::both(
            "a number with a unit, for decimals or a price level,",
            "et tal med enhed, for decimaler eller prisniveau,",
        );
        let words = self.book.type_in_words(&ty);
        let written = self.book.type_as_written(&ty);
        self.wrong_kind(&written, words, expected, tree.span)
    }

    fn named_type(&mut self, name: &Name) -> Option<Type> {
        match self.names.find(&name.text) {
            Found::Symbol(Symbol::Set(id)) => Some(Type::Member(id)),
            Found::Symbol(Symbol::Entity(id)) => Some(Type::Row(id)),
            Found::Symbol(Symbol::Unit) => {
                Some(Type::Num(NumType::declared(Unit::base(&name.text), PriceLevel::None, None)))
            }
            Found::Poisoned => None,
            Found::Symbol(_) | Found::Unsettled => {
                let found = self.names.global.get(&name.text).map(|entry| entry.kind.clone());
                let expected = Text::both("a type", "en type");
                self.wrong_kind(&name.text, found.unwrap_or_default(), expected, name.span)
            }
            Found::Nothing => {
                let words =
                    ["yes/no", "date", "text", "count", "number", "kr", "day", "month", "person", "place"];
                let fits = self.names.global.iter().filter(|(_, entry)| {
                    matches!(entry.symbol, Some(Symbol::Set(_) | Symbol::Entity(_) | Symbol::Unit))
                });
                let candidates = words.into_iter().chain(fits.map(|(held, _)| held.as_str()));
                let suggestion = ramme_diag::closest(&name.text, candidates);
                self.report(
                    Diagnostic::new(Code::UnknownName)
                        .arg("name", &name.text)
                        .maybe_arg("suggestion", suggestion)
                        .at(name.span),
                )
            }
        }
    }

    /// A declared type as the text has it, for proposals.
    pub(crate) fn as_declared(tree: &TypeExpr, decimals: u8) -> String {
        let base = match &tree.kind {
            TypeKind::Unit(unit) => unit_as_written(unit),
            TypeKind::Named(name) => name.text.clone(),
            TypeKind::Count | TypeKind::Number => "number".to_owned(),
            TypeKind::YesNo => "yes/no".to_owned(),
            TypeKind::Date => "date".to_owned(),
            TypeKind::Text => "text".to_owned(),
        };
        let level = match &tree.level {
            Some(LevelExpr::Fixed(year)) => format!(" in {year}-pl"),
            Some(LevelExpr::Current) => " in current".to_owned(),
            None => String::new(),
        };
        let mark = if decimals == 1 { "" } else { "s" };
        format!("{base}{level} with {decimals} decimal{mark}")
    }
}
