//! Leaves: what a bare name, a path and quoted text stand for, in their own shape.
//!
//! In: names and the scope. Out: typed leaves, not yet placed in the shape around (`place`). Not here: keys (`index`).

use super::words::spelled;
use super::{Checker, Scope, constant};
use crate::model::{
    DefinitionId, EntityId, Expr, ExprKind, InputId, ParameterId, SetId, Shape, Symbol, Type, Value,
};
use crate::names::Found;
use crate::versions::{is_dated, undated};
use ramme_diag::{Code, Diagnostic, Span, Text, closest};
use ramme_syntax::tree::{self, Name};
use ramme_value::PeriodKind;

/// After so many problems a name that is not there is said without the one that was meant: nobody is shown that many, and
/// each is held against every name.
const MOST_SUGGESTED: usize = 500;

impl Checker {
    /// A name, path or name with keys in its own shape; anything else as it is inferred.
    pub(super) fn raw(&mut self, expr: &tree::Expr, scope: &Scope, want: Option<&Type>) -> Option<Expr> {
        match &*expr.kind {
            tree::ExprKind::Name(name) => self.bare(name, expr.span, scope, want),
            tree::ExprKind::Field(base, field) => self.path(base, field, expr.span, scope),
            tree::ExprKind::Index(base, keys) => self.index(base, keys, expr.span, scope),
            _ => self.infer(expr, scope, want),
        }
    }

    /// Quoted text: a member of the set that is wanted, or text where text is wanted.
    pub(super) fn quoted(&mut self, text: &str, span: Span, want: Option<&Type>) -> Option<Expr> {
        match want {
            Some(Type::Member(set)) => match self.book.member(*set, text) {
                Some(position) => Some(constant(Value::Member(*set, position), Type::Member(*set), span)),
                None => self.unknown_member(text, *set, span),
            },
            Some(Type::Text) => Some(constant(Value::Text(text.to_owned()), Type::Text, span)),
            _ => self.wrong_kind(
                text,
                Text::both("quoted text", "tekst i anførselstegn"),
                Text::both("a value", "en værdi"),
                span,
            ),
        }
    }

    /// Says that a set has no such member.
    pub(crate) fn unknown_member<T>(&mut self, text: &str, set: SetId, span: Span) -> Option<T> {
        let members = self.book.sets.get(set.index()).map(|s| s.members.clone()).unwrap_or_default();
        let name = self.book.set_name(set).to_owned();
        self.report(
            Diagnostic::new(Code::UnknownMember)
                .arg("member", text)
                .arg("set", name)
                .maybe_arg("suggestion", closest(text, &members))
                .at(span)
                .note(Text::both(
                    format!("its members are {}", members.join(", ")),
                    format!("dens medlemmer er {}", members.join(", ")),
                )),
        )
    }

    /// Says that a name is one thing where another is needed.
    pub(crate) fn wrong_kind<T>(
        &mut self,
        name: &str,
        found: impl Into<Text>,
        expected: impl Into<Text>,
        span: Span,
    ) -> Option<T> {
        self.report(
            Diagnostic::new(Code::WrongKindOfName)
                .arg("name", name)
                .arg("found", found)
                .arg("expected", expected)
                .at(span),
        )
    }

    /// A bare name: a member that is wanted, a global name, a field of the entity at hand, or a kind of period.
    fn bare(&mut self, name: &str, span: Span, scope: &Scope, want: Option<&Type>) -> Option<Expr> {
        let member = match want {
            Some(Type::Member(set)) => self.book.member(*set, name).map(|position| (*set, position)),
            _ => None,
        };
        if self.names.shadowed.contains(name) {
            return None;
        }
        let other = self.is_something(name, scope);
        match member {
            Some((set, _)) if other => {
                let set = self.book.set_name(set).to_owned();
                let first = Text::both(format!("a member of `{set}`"), format!("et medlem af `{set}`"));
                let second = Text::both("something else of that name", "noget andet af det navn");
                let proposal = format!("\"{name}\"");
                self.either(name, first, second, proposal, span)
            }
            Some((set, position)) => Some(constant(Value::Member(set, position), Type::Member(set), span)),
            None => self.value_of_name(name, span, scope, want),
        }
    }

    /// Whether a bare name stands for anything but a member.
    pub(super) fn is_something(&self, name: &str, scope: &Scope) -> bool {
        !matches!(self.names.find(name), Found::Nothing)
            || PeriodKind::parse(name).is_some()
            || self.owners_at_hand(scope).iter().any(|entity| self.names.field(*entity, name).is_some())
    }

    /// The entities whose fields can be named bare: the aggregate's, then the body's around it.
    fn owners_at_hand(&self, scope: &Scope) -> Vec<EntityId> {
        scope.shape.entity.into_iter().chain(scope.outer.as_ref().map(|(entity, _)| *entity)).collect()
    }

    fn value_of_name(&mut self, name: &str, span: Span, scope: &Scope, want: Option<&Type>) -> Option<Expr> {
        match self.names.find(name) {
            Found::Poisoned | Found::Unsettled => return None,
            Found::Symbol(symbol) => return self.value_of_symbol(symbol, name, span, scope),
            Found::Nothing => {}
        }
        if let Some(kind) = PeriodKind::parse(name) {
            let shape = Shape { period: Some(kind), ..Shape::default() };
            return Some(Expr { kind: ExprKind::ThisPeriod(kind), ty: Type::Period(kind), shape, span });
        }
        let owners: Vec<EntityId> = self.owners_at_hand(scope);
        let held: Vec<EntityId> =
            owners.into_iter().filter(|entity| self.names.field(*entity, name).is_some()).collect();
        match held.as_slice() {
            [entity] => self.names.field(*entity, name).flatten().and_then(|input| self.input(input, span)),
            [inner, outer, ..] => {
                let path = |entity: &EntityId| format!("{}.{name}", self.book.entity_name(*entity));
                let (first, second) = (path(inner), path(outer));
                let quoted = |path: &str| Text::same(format!("`{path}`"));
                self.either(name, quoted(&first), quoted(&second), first, span)
            }
            [] => self.unknown(name, span, scope, want),
        }
    }

    /// Says that a name can mean either of two things.
    pub(super) fn either<T>(
        &mut self,
        name: &str,
        first: Text,
        second: Text,
        proposal: String,
        span: Span,
    ) -> Option<T> {
        self.report(
            Diagnostic::new(Code::NameAmbiguous)
                .arg("name", name)
                .arg("first", first)
                .arg("second", second)
                .arg("proposal", proposal)
                .at(span),
        )
    }

    /// Says that there is no such name, and which was probably meant.
    fn unknown(&mut self, name: &str, span: Span, scope: &Scope, want: Option<&Type>) -> Option<Expr> {
        if let Some(owner) = self.names.owners(name).first().copied() {
            return self.field_of_another(name, owner, span, scope);
        }
        if self.problems.len() > MOST_SUGGESTED {
            return self.report(Diagnostic::new(Code::UnknownName).arg("name", name).at(span));
        }
        let mut candidates: Vec<String> = self.names.global.keys().cloned().collect();
        for entity in self.owners_at_hand(scope) {
            candidates.extend(self.names.fields_of(entity).map(str::to_owned));
        }
        if let Some(Type::Member(set)) = want {
            let members: Vec<String> =
                self.book.sets.get(set.index()).map(|s| s.members.clone()).unwrap_or_default();
            if closest(name, &candidates).is_none() {
                return self.unknown_member(name, *set, span);
            }
            candidates.extend(members);
        }
        self.report(
            Diagnostic::new(Code::UnknownName)
                .arg("name", name)
                .maybe_arg("suggestion", closest(name, &candidates))
                .at(span),
        )
    }

    /// A field of an entity that is not at hand: the path that leads to it, or that there is none.
    fn field_of_another(&mut self, name: &str, owner: EntityId, span: Span, scope: &Scope) -> Option<Expr> {
        let Some(from) = scope.shape.entity else {
            return self.names.field(owner, name).flatten().and_then(|input| self.input(input, span));
        };
        let chains = self.book.chains(from, owner);
        if chains.is_empty() {
            return self.not_reached(name, owner, from, span);
        }
        let paths: Vec<String> =
            chains.iter().map(|chain| format!("{}.{name}", self.book.chain_as_written(chain))).collect();
        self.report(
            Diagnostic::new(Code::UnknownName)
                .arg("name", name)
                .arg("suggestion", alternatives(&paths))
                .at(span),
        )
    }

    /// Says that no relation leads from one entity to another.
    pub(super) fn not_reached<T>(
        &mut self,
        name: &str,
        owner: EntityId,
        from: EntityId,
        span: Span,
    ) -> Option<T> {
        let (owner, here) = (self.book.entity_name(owner), self.book.entity_name(from));
        let problem = Diagnostic::new(Code::NotReached)
            .arg("name", name)
            .arg("owner", format!("`{owner}`"))
            .arg("here", format!("`{here}`"))
            .at(span);
        self.report(problem)
    }

    fn value_of_symbol(&mut self, symbol: Symbol, name: &str, span: Span, scope: &Scope) -> Option<Expr> {
        match symbol {
            Symbol::Input(id) => self.input(id, span),
            Symbol::Parameter(id) => self.parameter_value(id, span, scope),
            Symbol::Definition(id) => self.definition_value(id, span, scope),
            Symbol::Entity(id) => Some(row(id, span)),
            Symbol::Set(id) => {
                let shape = Shape { sets: vec![id], ..Shape::default() };
                Some(Expr { kind: ExprKind::ThisMember(id), ty: Type::Member(id), shape, span })
            }
            Symbol::Scale(_) | Symbol::Document(_) | Symbol::Group(_) | Symbol::Rule(_) | Symbol::Unit => {
                let entry = self.names.global.get(name);
                let kind = entry.map_or_else(Text::default, |entry| entry.kind.clone());
                self.wrong_kind(name, kind, Text::both("a value", "en værdi"), span)
            }
        }
    }

    fn input(&mut self, id: InputId, span: Span) -> Option<Expr> {
        let input = self.book.inputs.get(id.index())?;
        Some(Expr { kind: ExprKind::Input(id), ty: input.ty.clone(), shape: input.shape.clone(), span })
    }

    /// A parameter; where its values are dated, something has to choose among them (TYPES D1).
    fn parameter_value(&mut self, id: ParameterId, span: Span, scope: &Scope) -> Option<Expr> {
        let parameter = self.book.parameters.get(id.index())?;
        let (ty, mut shape) = (parameter.ty.clone(), parameter.shape.clone());
        if parameter.dated_by.is_none() && is_dated(parameter.values.iter().map(|value| &value.version)) {
            shape.period = scope.shape.period;
            let name = parameter.name.clone();
            let values = parameter.values.iter().map(|value| &value.version);
            let versions = values.chain(parameter.amendments.iter().map(|amendment| &amendment.version));
            let trouble = undated(versions, scope.shape.period);
            if let Some(trouble) = trouble {
                return self.report(trouble.diagnostic(&name, span));
            }
        }
        Some(Expr { kind: ExprKind::Parameter(id), ty, shape, span })
    }

    fn definition_value(&mut self, id: DefinitionId, span: Span, scope: &Scope) -> Option<Expr> {
        let definition = self.book.definitions.get(id.index())?;
        if definition.for_a_day && !scope.day {
            let name = definition.name.clone();
            let problem = Diagnostic::new(Code::WrongKindOfName)
                .arg("name", name)
                .arg("found", Text::both("a definition `for a day`", "en definition `for a day`"))
                .arg("expected", Text::both("a value", "en værdi"))
                .at(span)
                .note(Text::both(
                    "it can be used after `where` in `days from … until …`",
                    "den kan bruges efter `where` i `days from … until …`",
                ));
            return self.report(problem);
        }
        if self.unsettled.contains(&id) {
            return None;
        }
        let (ty, shape) = (definition.ty.clone(), definition.shape.clone());
        Some(Expr { kind: ExprKind::Definition(id), ty, shape, span })
    }

    /// `base.name`: a field or value of the entity, or of the row that the base points to.
    fn path(&mut self, base: &tree::Expr, name: &Name, span: Span, scope: &Scope) -> Option<Expr> {
        if let tree::ExprKind::Name(text) = &*base.kind
            && let Found::Symbol(Symbol::Entity(entity)) = self.names.find(text)
        {
            return self.of_entity(entity, name, span, scope);
        }
        let row = self.infer(base, scope, None)?;
        let Type::Row(entity) = row.ty else {
            let found = self.book.type_in_words(&row.ty);
            let expected = Text::both("a row of an entity", "en række af en entitet");
            return self.wrong_kind(&spelled(base), found, expected, base.span);
        };
        let inner = self.of_entity(entity, name, span, scope)?;
        self.lookup(row, inner, span)
    }

    /// A field of an entity, or a global value that has this entity.
    fn of_entity(&mut self, entity: EntityId, name: &Name, span: Span, scope: &Scope) -> Option<Expr> {
        if let Some(field) = self.names.field(entity, &name.text) {
            return field.and_then(|input| self.input(input, span));
        }
        match self.names.find(&name.text) {
            Found::Poisoned | Found::Unsettled => return None,
            Found::Symbol(symbol @ (Symbol::Input(_) | Symbol::Parameter(_) | Symbol::Definition(_))) => {
                let value = self.value_of_symbol(symbol, &name.text, span, scope)?;
                if value.shape.entity == Some(entity) {
                    return Some(value);
                }
            }
            _ => {}
        }
        let fields: Vec<String> = self.names.fields_of(entity).map(str::to_owned).collect();
        let owner = self.book.entity_name(entity).to_owned();
        self.report(
            Diagnostic::new(Code::UnknownField)
                .arg("field", &name.text)
                .arg("entity", owner)
                .maybe_arg("suggestion", closest(&name.text, &fields))
                .at(name.span),
        )
    }
}

/// Several proposals to stand between two backticks: ``a` or `b``.
pub(super) fn alternatives(items: &[String]) -> Text {
    Text::both(items.join("` or `"), items.join("` eller `"))
}

/// The row of an entity as a value.
fn row(entity: EntityId, span: Span) -> Expr {
    let shape = Shape { entity: Some(entity), ..Shape::default() };
    Expr { kind: ExprKind::ThisRow(entity), ty: Type::Row(entity), shape, span }
}
