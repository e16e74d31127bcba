//! Declarations to tree: language, documents, units, sets, entities, inputs, parameters, readings, and types.
//!
//! In: what the grammar found of one item. Out: its part of the tree.
//! Not here: clauses (`body`), tests (`test`), expressions (`expr`).

use super::Found;
use super::build::{Build, Inner};
use super::grammar::Rule;
use crate::literal;
use crate::say;
use crate::split::Keyword;
use crate::tree::{
    Document, Entity, Expr, ExprKind, Field, Header, Indexed, Input, ItemKind, Language, Parameter,
    ParameterValue, ReadingRef, Readings, RuleKind, SetDecl, ShapeExpr, TypeExpr, TypeKind, UnitDecl,
    UnitExpr,
};
use ramme_value::Rounding;

/// The version of the language that is read here.
const VERSION: u32 = 1;

impl Build<'_> {
    /// An item by its keyword.
    pub(crate) fn item(&mut self, keyword: Keyword, pair: Found<'_>) -> Option<ItemKind> {
        let mut inner = Inner::of(pair);
        inner.take(); // its keyword
        match keyword {
            Keyword::Language => self.language(inner),
            Keyword::Document => self.document(inner).map(ItemKind::Document),
            Keyword::Unit => {
                let name = self.declared_type(&inner.take()?);
                Some(ItemKind::Unit(UnitDecl { name }))
            }
            Keyword::Set => self.set(inner).map(ItemKind::Set),
            Keyword::Entity => self.entity(inner).map(ItemKind::Entity),
            Keyword::Input => self.input(inner).map(ItemKind::Input),
            Keyword::Parameter => self.parameter(inner).map(ItemKind::Parameter),
            Keyword::Scale => self.scale(inner).map(ItemKind::Scale),
            Keyword::Readings => {
                let name = self.declared(&inner.take()?);
                let mut readings = Readings { name, members: Vec::new(), status: None };
                while let Some(pair) = inner.take() {
                    match pair.as_rule() {
                        Rule::name => readings.members.push(self.name(&pair)),
                        Rule::status => readings.status = self.status(pair),
                        _ => {}
                    }
                }
                Some(ItemKind::Readings(readings))
            }
            Keyword::Define => self.define(inner).map(ItemKind::Define),
            Keyword::Rule => self.rule(RuleKind::Rule, inner).map(ItemKind::Rule),
            Keyword::Target => self.rule(RuleKind::Target, inner).map(ItemKind::Rule),
            Keyword::Test => self.test(inner).map(ItemKind::Test),
            Keyword::Amend => self.amend(inner).map(ItemKind::Amend),
        }
    }

    fn language(&mut self, mut inner: Inner<'_>) -> Option<ItemKind> {
        let pair = inner.take()?;
        match pair.as_str().parse::<u32>() {
            Ok(VERSION) => Some(ItemKind::Language(Language { version: VERSION })),
            _ => {
                let span = self.span(&pair);
                self.refuse(say::unsupported_language(span, pair.as_str()))
            }
        }
    }

    fn document(&mut self, mut inner: Inner<'_>) -> Option<Document> {
        let name = self.declared(&inner.take()?);
        let mut document = Document {
            name,
            title: None,
            rank: None,
            published: None,
            inferred: None,
            file: None,
            external: None,
        };
        while let Some(part) = inner.take() {
            self.document_part(&mut document, part)?;
        }
        Some(document)
    }

    fn document_part(&mut self, document: &mut Document, part: Found<'_>) -> Option<()> {
        let (rule, span) = (part.as_rule(), self.span(&part));
        let mut inner = Inner::of(part);
        let word = inner.take();
        let Some(first) = inner.take() else { return Some(()) }; // the end of the item
        let again = match rule {
            Rule::title => document.title.replace(self.quoted(&first)).is_some(),
            Rule::rank => document.rank.replace(self.name(&first)).is_some(),
            Rule::file => document.file.replace(self.quoted(&first)).is_some(),
            Rule::published => {
                document.inferred = inner.first(Rule::quoted).map(|pair| self.quoted(&pair));
                let date = self.date(&first)?;
                document.published.replace(date).is_some()
            }
            _ => {
                let seen = match inner.first(Rule::date) {
                    Some(pair) => Some(self.date(&pair)?),
                    None => None,
                };
                document.external.replace((self.quoted(&first), seen)).is_some()
            }
        };
        if again {
            let word = word.map(|pair| pair.as_str().to_owned()).unwrap_or_default();
            return self.refuse(say::twice(span, &word));
        }
        Some(())
    }

    fn set(&mut self, mut inner: Inner<'_>) -> Option<SetDecl> {
        let mut set = SetDecl { name: self.declared_type(&inner.take()?), members: Vec::new(), total: None };
        while let Some(pair) = inner.take() {
            match pair.as_rule() {
                Rule::name | Rule::quoted => set.members.push(self.member(&pair)),
                Rule::total => set.total = pair.into_inner().last().map(|pair| self.member(&pair)),
                _ => {}
            }
        }
        Some(set)
    }

    fn entity(&mut self, mut inner: Inner<'_>) -> Option<Entity> {
        let name = self.declared_type(&inner.take()?);
        let mut fields = Vec::new();
        for pair in inner.all(Rule::field) {
            fields.push(self.field(pair)?);
        }
        Some(Entity { name, fields })
    }

    fn field(&mut self, pair: Found<'_>) -> Option<Field> {
        let mut inner = Inner::of(pair);
        let name = self.declared(&inner.take()?);
        let ty = self.type_expr(inner.first(Rule::type_expr)?)?;
        let by = inner.take().map(|pair| self.names(pair)).unwrap_or_default();
        Some(Field { name, ty, by })
    }

    /// The names inside of a pair.
    pub(crate) fn names(&self, pair: Found<'_>) -> Vec<crate::tree::Name> {
        Inner::of(pair).all(Rule::name).map(|pair| self.name(&pair)).collect()
    }

    /// `of E by A, B for a day`
    pub(crate) fn shape(&mut self, inner: &mut Inner<'_>) -> ShapeExpr {
        let of = inner.take_if(Rule::of_part).and_then(|pair| self.names(pair).into_iter().next());
        let by = inner.take_if(Rule::by_part).map(|pair| self.names(pair)).unwrap_or_default();
        ShapeExpr { of, by, for_a_day: inner.skip(Rule::kw_for_a_day) }
    }

    /// A declared type.
    pub(crate) fn type_expr(&mut self, pair: Found<'_>) -> Option<TypeExpr> {
        let span = self.span(&pair);
        let mut inner = Inner::of(pair);
        let kind = inner.take()?;
        let kind_span = self.span(&kind);
        let mut ty = TypeExpr { kind: TypeKind::Count, level: None, decimals: None, span };
        match kind.as_rule() {
            Rule::yes_no_type => ty.kind = TypeKind::YesNo,
            Rule::unit_expr => ty.kind = literal::named_type(kind.as_str(), kind_span),
            _ => {}
        }
        if let Some(level) = inner.take_if(Rule::in_level) {
            ty.level = level.into_inner().last().map(|pair| literal::level(pair.as_str()));
        }
        if let Some(decimals) = inner.take_if(Rule::with_decimals) {
            let count = Inner::of(decimals).first(Rule::int)?;
            ty.decimals = Some(self.int(&count)?);
        }
        Some(ty)
    }

    fn input(&mut self, mut inner: Inner<'_>) -> Option<Input> {
        let name = self.declared(&inner.take()?);
        let shape = self.shape(&mut inner);
        let ty = self.type_expr(inner.first(Rule::type_expr)?)?;
        let between = match inner.take_if(Rule::between) {
            Some(pair) => {
                let mut bounds = Inner::of(pair).all(Rule::arith);
                let low = self.expr(bounds.next()?)?;
                let high = self.expr(bounds.next()?)?;
                Some((with_unit_of(low, &high), high))
            }
            None => None,
        };
        Some(Input { name, shape, ty, between })
    }

    fn parameter(&mut self, mut inner: Inner<'_>) -> Option<Parameter> {
        let name = self.declared(&inner.take()?);
        let shape = self.shape(&mut inner);
        let dated_by = match inner.take_if(Rule::dated_by) {
            Some(pair) => Some(self.last_expr(pair)?),
            None => None,
        };
        let ty = self.type_expr(inner.first(Rule::type_expr)?)?;
        let indexed = match inner.take_if(Rule::indexed) {
            Some(pair) => Some(self.indexed(pair)?),
            None => None,
        };
        let mut values = Vec::new();
        while let Some(pair) = inner.take() {
            match pair.as_rule() {
                Rule::parameter_row => values.push(self.parameter_row(None, pair)?),
                Rule::parameter_group => {
                    let mut rows = Inner::of(pair);
                    let reading = self.reading(rows.take()?)?;
                    for row in rows.all(Rule::parameter_row) {
                        values.push(self.parameter_row(Some(reading.clone()), row)?);
                    }
                }
                _ => {}
            }
        }
        Some(Parameter { name, shape, ty, dated_by, indexed, values })
    }

    /// `indexed by pl, round half up to 1 kr/day`
    fn indexed(&mut self, pair: Found<'_>) -> Option<Indexed> {
        let mut inner = Inner::of(pair);
        let index = inner.first(Rule::name)?;
        let index = self.name(&index);
        let mode = Rounding::parse(inner.first(Rule::rounding)?.as_str())?;
        let number = inner.first(Rule::number)?;
        let span = self.span(&number);
        let literal = self.settle(literal::number(number.as_str(), span))?;
        let step = Expr { kind: Box::new(ExprKind::Number(literal)), span };
        Some(Indexed { index, mode, step })
    }

    fn parameter_row(&mut self, reading: Option<ReadingRef>, pair: Found<'_>) -> Option<ParameterValue> {
        let span = self.span(&pair);
        let mut inner = Inner::of(pair);
        let (mut header, mut keys, mut value) = (Header::default(), Vec::new(), None);
        while let Some(pair) = inner.take() {
            match pair.as_rule() {
                Rule::keys => {
                    let keyed = pair.into_inner().filter(|key| key.as_rule() != Rule::comma);
                    keys = keyed.map(|key| self.key(&key)).collect();
                }
                Rule::expr => value = Some(self.expr(pair)?),
                Rule::equals => {}
                _ => self.header_part(&mut header, pair)?,
            }
        }
        Some(ParameterValue { reading, header, keys, value: value?, span })
    }
}

/// The first bound with the unit of the second, where it is written without.
fn with_unit_of(low: Expr, high: &Expr) -> Expr {
    let ExprKind::Number(literal) = low.kind.as_ref() else { return low };
    let unit = unit_in(high);
    if literal.unit.is_some() || unit.is_none() {
        return low;
    }
    let literal = crate::tree::NumberLit { value: literal.value, unit };
    Expr { kind: Box::new(ExprKind::Number(literal)), span: low.span }
}

fn unit_in(bound: &Expr) -> Option<UnitExpr> {
    match bound.kind.as_ref() {
        ExprKind::Number(literal) => literal.unit.clone(),
        ExprKind::Unary(_, inner) => unit_in(inner),
        _ => None,
    }
}
