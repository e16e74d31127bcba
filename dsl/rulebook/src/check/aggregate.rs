//! Aggregates: over the rows of an entity, the members of a set, or periods (TYPES P2, P4, P5, T4).
//!
//! In: trees. Out: typed aggregates with their inside shape, grouping and result shape. Not here: placing of names.

use super::number::num;
use super::place::quoted_list;
use super::{Checker, Scope, joined};
use crate::model::{Aggregate, Axis, EntityId, Expr, ExprKind, Shape, Symbol, Type};
use crate::names::{Chain, Found};
use ramme_diag::{Code, Diagnostic, Span, Text, closest};
use ramme_syntax::tree::{self, AggregateFn, Name};
use ramme_value::{NumType, PeriodKind, PriceLevel, Repr, Unit};

impl Checker {
    /// `sum of x over E via R where P weighted by W`
    pub(super) fn aggregate(&mut self, tree: &tree::Aggregate, span: Span, scope: &Scope) -> Option<Expr> {
        let axes: Vec<Option<Axis>> = tree.over.iter().map(|name| self.aggregated_axis(name)).collect();
        let over: Vec<Axis> = axes.into_iter().collect::<Option<_>>()?;
        let (inside, group) = self.inside(tree, &over, span, scope)?;
        let per = self.own_keys(tree, &over, &inside, scope);
        let value = self.part(tree.value.as_ref(), &inside, None);
        let filter = self.part(tree.filter.as_ref(), &inside, Some(&Type::YesNo));
        let weight = self.part(tree.weight.as_ref(), &inside, None);
        let (value, filter, weight, per) = (value?, filter?, weight?, per?);
        let ty = self.aggregated_type(tree, value.as_ref(), weight.as_ref())?;
        let parts: Vec<&Expr> =
            value.iter().chain(&filter).chain(&weight).chain(&group).chain(&per).collect();
        let natural = joined(parts);
        let mut shape = result_shape(&natural, &over, group.as_ref(), scope);
        if !per.is_empty() {
            shape.entity = scope.shape.entity;
        }
        let aggregate = Aggregate {
            func: tree.func,
            value,
            known: tree.known,
            inside: inside_shape(&natural, &shape, &over),
            over,
            group,
            per,
            filter,
            weight,
        };
        Some(Expr { kind: ExprKind::Aggregate(Box::new(aggregate)), ty, shape, span })
    }

    fn part(&mut self, tree: Option<&tree::Expr>, scope: &Scope, ty: Option<&Type>) -> Option<Option<Expr>> {
        match (tree, ty) {
            (None, _) => Some(None),
            (Some(tree), None) => self.infer(tree, scope, None).map(Some),
            (Some(tree), Some(ty)) => self.expect(tree, scope, ty).map(Some),
        }
    }

    /// `per K`: keys of the rows of the body, which are what the aggregate runs over.
    fn own_keys(
        &mut self,
        tree: &tree::Aggregate,
        over: &[Axis],
        inside: &Scope,
        scope: &Scope,
    ) -> Option<Vec<Expr>> {
        let Some(first) = tree.per.first() else { return Some(Vec::new()) };
        let own = scope.shape.entity.map(Axis::Entity);
        if own.is_none() || over != own.as_slice() {
            let found: Vec<&str> = tree.over.iter().map(|name| name.text.as_str()).collect();
            return self.not_own_rows("per", &found.join(", "), scope, first.span);
        }
        let keys = self.all(&tree.per, inside)?;
        self.plain_keys(&keys)?;
        Some(keys)
    }

    /// What stands after `over`.
    pub(super) fn aggregated_axis(&mut self, name: &Name) -> Option<Axis> {
        if let Some(kind) = PeriodKind::parse(&name.text) {
            return Some(Axis::Period(kind));
        }
        match self.names.find(&name.text) {
            Found::Symbol(Symbol::Entity(id)) => Some(Axis::Entity(id)),
            Found::Symbol(Symbol::Set(id)) => Some(Axis::Set(id)),
            Found::Poisoned => None,
            Found::Symbol(_) | Found::Unsettled => {
                let found = self.names.global.get(&name.text).map(|entry| entry.kind.clone());
                let expected =
                    Text::both("an entity, a set or a period", "en entitet, en mængde eller en periode");
                self.wrong_kind(&name.text, found.unwrap_or_default(), expected, name.span)
            }
            Found::Nothing => {
                let fits = |symbol| matches!(symbol, Some(Symbol::Entity(_) | Symbol::Set(_)));
                let suggestion = self.names.suggest(&name.text, fits);
                let problem = Diagnostic::new(Code::UnknownEntity).arg("name", &name.text).at(name.span);
                self.report(problem.maybe_arg("suggestion", suggestion))
            }
        }
    }

    /// The scope inside, and which row of the body each inner row belongs to.
    fn inside(
        &mut self,
        tree: &tree::Aggregate,
        over: &[Axis],
        span: Span,
        scope: &Scope,
    ) -> Option<(Scope, Option<Expr>)> {
        let mut inside = Scope { day: false, ..scope.clone() };
        let mut inner_entity = None;
        for axis in over {
            match axis {
                Axis::Entity(entity) => inner_entity = Some(*entity),
                Axis::Period(kind) => inside.shape.period = Some(*kind),
                Axis::Set(set) => {
                    if !inside.shape.sets.contains(set) {
                        inside.shape.sets.push(*set);
                        inside.shape.sets.sort();
                    }
                }
            }
        }
        let Some(entity) = inner_entity else {
            if let Some(via) = &tree.via {
                return self.report(Diagnostic::new(Code::RowsNeeded).arg("word", "via").at(via.span));
            }
            return Some((inside, None));
        };
        let body = scope.shape.entity.filter(|body| *body != entity);
        inside.shape.entity = Some(entity);
        inside.outer = None;
        let Some(body) = body else {
            if let Some(via) = &tree.via {
                return self.report(Diagnostic::new(Code::RowsNeeded).arg("word", "via").at(via.span));
            }
            return Some((inside, None));
        };
        let chain = self.backwards(entity, body, tree.via.as_ref(), span)?;
        let row = self.follow(&chain, tree.via.as_ref().map_or(span, |via| via.span))?;
        inside.outer = Some((body, row.clone()));
        Some((inside, Some(row)))
    }

    /// The relations that lead from the rows inside to the row of the body.
    fn backwards(
        &mut self,
        inner: EntityId,
        body: EntityId,
        via: Option<&Name>,
        span: Span,
    ) -> Option<Chain> {
        let mut chains = self.book.chains(inner, body);
        if let Some(via) = via {
            match self.names.field(inner, &via.text) {
                Some(Some(field)) => chains.retain(|chain| chain.first() == Some(&field)),
                Some(None) => return None,
                None => return self.unknown_relation(inner, via),
            }
        }
        let name = self.book.entity_name(inner).to_owned();
        match chains.as_slice() {
            [chain] => Some(chain.clone()),
            [] => self.not_reached(&name, body, inner, via.map_or(span, |via| via.span)),
            several => {
                let first =
                    |chain: &Chain| chain.first().map(|field| self.book.input_name(*field).to_owned());
                let firsts: Vec<String> = several.iter().filter_map(first).collect();
                let proposal = firsts.first().cloned();
                self.report(
                    Diagnostic::new(Code::RelationAmbiguous)
                        .arg("name", self.book.entity_name(body).to_owned())
                        .arg("ways", quoted_list(&firsts))
                        .maybe_arg("proposal", proposal)
                        .at(span),
                )
            }
        }
    }

    fn unknown_relation<T>(&mut self, entity: EntityId, via: &Name) -> Option<T> {
        let fields: Vec<String> = self.names.fields_of(entity).map(str::to_owned).collect();
        let owner = self.book.entity_name(entity).to_owned();
        self.report(
            Diagnostic::new(Code::UnknownField)
                .arg("field", &via.text)
                .arg("entity", owner)
                .maybe_arg("suggestion", closest(&via.text, &fields))
                .at(via.span),
        )
    }

    /// The type of an aggregate.
    fn aggregated_type(
        &mut self,
        tree: &tree::Aggregate,
        value: Option<&Expr>,
        weight: Option<&Expr>,
    ) -> Option<Type> {
        if let (Some(weight), Some(text)) = (weight, &tree.weight)
            && self.numeric(weight)?.repr == Repr::Ratio
        {
            return self.round_first(weight, text, Text::both("used as a weight", "bruges som vægt"));
        }
        let plain = |repr| Type::Num(NumType { unit: Unit::none(), level: PriceLevel::None, repr });
        let (Some(value), Some(text)) = (value, &tree.value) else {
            return Some(plain(Repr::Count));
        };
        match tree.func {
            AggregateFn::Count => {
                self.yes_no(value)?;
                Some(plain(Repr::Count))
            }
            AggregateFn::Any | AggregateFn::All => {
                self.yes_no(value)?;
                Some(Type::YesNo)
            }
            AggregateFn::Share => {
                self.yes_no(value)?;
                Some(plain(Repr::Ratio))
            }
            AggregateFn::Least | AggregateFn::Greatest => match &value.ty {
                Type::Date => Some(Type::Date),
                _ => self.numeric(value).map(Type::Num),
            },
            AggregateFn::Sum | AggregateFn::Mean => {
                let inner = self.numeric(value)?;
                if num(value)?.repr == Repr::Ratio {
                    return self.round_first(value, text, Text::both("summed", "lægges sammen"));
                }
                let repr = if tree.func == AggregateFn::Mean { Repr::Ratio } else { inner.repr };
                Some(Type::Num(NumType { repr, ..inner }))
            }
        }
    }

    fn yes_no(&mut self, value: &Expr) -> Option<()> {
        if value.ty == Type::YesNo { Some(()) } else { self.needed(&Type::YesNo, value) }
    }
}

/// The axes of the result: those of the parts without those that disappear; the body's row where the rows are grouped,
/// and the body's period where rows are counted, since who exists may differ by period.
fn result_shape(natural: &Shape, over: &[Axis], group: Option<&Expr>, scope: &Scope) -> Shape {
    let entity = match (group, over.iter().any(|axis| matches!(axis, Axis::Entity(_)))) {
        (Some(_), _) => scope.shape.entity,
        (None, true) => None,
        (None, false) => natural.entity,
    };
    let rows = over.iter().any(|axis| matches!(axis, Axis::Entity(_)));
    let period = if over.iter().any(|axis| matches!(axis, Axis::Period(_))) {
        None
    } else if rows {
        scope.shape.period
    } else {
        natural.period
    };
    let sets = natural.sets.iter().copied().filter(|set| !over.contains(&Axis::Set(*set))).collect();
    Shape { entity, period, sets }
}

/// The axes inside: those of the parts and the result, and those that disappear.
fn inside_shape(natural: &Shape, result: &Shape, over: &[Axis]) -> Shape {
    let mut inside = Shape {
        entity: natural.entity.or(result.entity),
        period: natural.period.or(result.period),
        sets: natural.sets.clone(),
    };
    for axis in over {
        match axis {
            Axis::Entity(entity) => inside.entity = Some(*entity),
            Axis::Period(kind) => inside.period = Some(*kind),
            Axis::Set(set) if !inside.sets.contains(set) => inside.sets.push(*set),
            Axis::Set(_) => {}
        }
    }
    inside.sets.sort();
    inside
}
