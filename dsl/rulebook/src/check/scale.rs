//! Scales: their bands, and where they are read, `scale on bands of x`, `scale at x`.
//!
//! In: trees. Out: scales with exact, ordered bands; typed readings of them. Not here: which band a value falls in.

use super::constant::{Exactness, Wanted};
use super::number::{Meeting, lend_face, num, retyped};
use super::words::{number_in_words, spelled};
use super::{Checker, Scope, joined};
use crate::model::{
    Expr, ExprKind, KeyValue, Scale, ScaleId, ScaleTable, Shape, Symbol, Type, Value, Version,
};
use crate::names::{Found, Pending};
use crate::versions::{Chooser, Dating, Kind, is_dated, undated};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, Banded, Name};
use ramme_value::{Decimal, MAX_SCALE, NumType, PriceLevel, Repr};
use std::collections::BTreeMap;

impl Checker {
    /// Names, types and axes of all scales.
    pub(crate) fn scales<'a>(&mut self, pending: &Pending<'a>) -> Vec<(ScaleId, &'a tree::Scale)> {
        pending.scales.iter().filter_map(|tree| Some((self.scale(tree)?, *tree))).collect()
    }

    fn scale(&mut self, tree: &tree::Scale) -> Option<ScaleId> {
        self.no_day(&tree.shape, &tree.name);
        if let Some(entity) = &tree.shape.of {
            let problem = Diagnostic::new(Code::ParameterOfEntity).arg("name", &tree.name.text);
            return self.report(problem.arg("entity", &entity.text).at(entity.span));
        }
        let (from, to) = (self.type_of(&tree.from), self.type_of(&tree.to));
        let declared = self.shape(&tree.shape);
        let (from, to, declared) = (from?, to?, declared?);
        let Type::Num(from) = from else {
            let found = self.book.type_in_words(&from);
            return self.report(Diagnostic::new(Code::NumberNeeded).arg("found", found).at(tree.from.span));
        };
        let id = ScaleId::at(self.book.scales.len());
        self.book.scales.push(Scale {
            name: tree.name.text.clone(),
            axes: declared.axes,
            shape: declared.shape,
            from,
            to,
            dated_by: None,
            tables: Vec::new(),
            span: tree.name.span,
        });
        self.settle(&tree.name.text, Symbol::Scale(id));
        Some(id)
    }

    /// What chooses among dated tables, and the tables.
    pub(crate) fn scale_tables(&mut self, declared: &[(ScaleId, &tree::Scale)]) {
        for (id, tree) in declared {
            let Some(scale) = self.book.scales.get(id.index()).cloned() else { continue };
            let shape = match &tree.dated_by {
                None => scale.shape.clone(),
                Some(date) => Shape { entity: self.entity_of(date), ..scale.shape.clone() },
            };
            let scope = Scope::of(&tree.name.text, &shape);
            let dated_by = tree.dated_by.as_ref().and_then(|date| self.expect(date, &scope, &Type::Date));
            let tables: Vec<ScaleTable> =
                tree.tables.iter().filter_map(|table| self.scale_table(table, tree, &scale)).collect();
            self.tables_in_time(&scale, &tables);
            if let Some(scale) = self.book.scales.get_mut(id.index()) {
                (scale.shape, scale.dated_by, scale.tables) = (shape, dated_by, tables);
            }
        }
    }

    /// Two tables of one key are never in force together.
    fn tables_in_time(&mut self, scale: &Scale, tables: &[ScaleTable]) {
        let mut by_key: BTreeMap<&[KeyValue], Vec<Version>> = BTreeMap::new();
        for table in tables {
            by_key.entry(&table.keys).or_default().push(table.version.clone());
        }
        for (keys, versions) in by_key {
            let name = format!("{}{}", scale.name, self.book.keys_as_written(&scale.axes, keys));
            self.against_each_other(&name, &versions, Kind::Parameter);
        }
    }

    fn scale_table(
        &mut self,
        table: &tree::ScaleTable,
        tree: &tree::Scale,
        scale: &Scale,
    ) -> Option<ScaleTable> {
        let reading = match &table.reading {
            None => Some(None),
            Some(reading) => self.reading(reading).map(Some),
        };
        let dating =
            Dating { name: &tree.name.text, own: &table.header, common: None, chooser: Chooser::Row };
        let version = self.version(&dating, reading.flatten(), table.span);
        let first = table.bands.first().map_or(table.span, |band| band.span);
        let keys = self.keys(&tree.name.text, &table.keys, &scale.axes, first);
        let from = Type::Num(scale.from.clone());
        let mut bands: Vec<(Decimal, Value)> = Vec::new();
        let mut whole = true;
        for band in &table.bands {
            let name = &tree.name.text;
            let exactness = Exactness::OfType;
            let at = Wanted { name, ty: &from, exactness, declared: Some(&tree.from) };
            let at = self.constant_of(&band.from, &at);
            let value = Wanted { name, ty: &scale.to, exactness, declared: Some(&tree.to) };
            let value = self.constant_of(&band.value, &value);
            let (Some(Value::Dec(at)), Some(value)) = (at, value) else {
                whole = false;
                continue;
            };
            if bands.last().is_some_and(|(before, _)| at <= *before) {
                whole = false;
                self.problems.push(self.out_of_order(&table.bands, band));
            }
            bands.push((at, value));
        }
        let version = reading.map(|_| version)?;
        whole.then_some(ScaleTable { version, keys: keys?, bands })
    }

    fn out_of_order(&self, bands: &[tree::Band], band: &tree::Band) -> Diagnostic {
        let before = bands.iter().take_while(|other| other.span != band.span).last();
        let text = before.map(|before| spelled(&before.from)).unwrap_or_default();
        let problem = Diagnostic::new(Code::BandOrder).arg("second", spelled(&band.from)).arg("first", text);
        let problem = problem.at(band.from.span);
        match before {
            Some(before) => problem.also(before.from.span, Text::both("the one before", "det før")),
            None => problem,
        }
    }

    /// `scale on bands of x`, `scale at x`
    pub(super) fn banded(&mut self, made: &Banded, span: Span, scope: &Scope) -> Option<Expr> {
        let raw = self.raw_scale(&made.scale, scope);
        let of = self.infer(&made.of, scope, None);
        let (id, raw) = raw?;
        let scale = self.book.scales.get(id.index())?.clone();
        let placed = self.place(raw, scope, &made.scale)?;
        let of = self.looked_up(of?, &scale, made)?;
        let ty = if made.on_bands { self.on_bands(&scale, &of, made, span)? } else { scale.to.clone() };
        let shape = joined([&of, &placed]);
        let kind = ExprKind::Banded { scale: Box::new(placed), on_bands: made.on_bands, of: Box::new(of) };
        Some(Expr { kind, ty, shape, span })
    }

    /// A scale by its name and keys, in the shape that remains.
    fn raw_scale(&mut self, tree: &tree::Expr, scope: &Scope) -> Option<(ScaleId, Expr)> {
        match &*tree.kind {
            tree::ExprKind::Name(name) => {
                let id = self.scale_named(&Name { text: name.clone(), span: tree.span })?;
                let scale = self.book.scales.get(id.index())?;
                let (name, ty, mut shape) = (scale.name.clone(), scale.to.clone(), scale.shape.clone());
                let versions = || scale.tables.iter().map(|table| &table.version);
                if scale.dated_by.is_none() && is_dated(versions()) {
                    let kind = shape.period.or(scope.shape.period);
                    if let Some(trouble) = undated(versions(), kind) {
                        return self.report(trouble.diagnostic(&name, tree.span));
                    }
                    shape.period = kind;
                }
                Some((id, Expr { kind: ExprKind::Scale(id), ty, shape, span: tree.span }))
            }
            tree::ExprKind::Index(base, keys) => {
                let (id, value) = self.raw_scale(base, scope)?;
                Some((id, self.keyed(value, base, keys, tree.span, scope)?))
            }
            _ => None,
        }
    }

    fn scale_named(&mut self, name: &Name) -> Option<ScaleId> {
        match self.names.find(&name.text) {
            Found::Symbol(Symbol::Scale(id)) => Some(id),
            Found::Poisoned | Found::Unsettled => None,
            Found::Symbol(_) => {
                let found = self.names.global.get(&name.text).map(|entry| entry.kind.clone());
                let expected = Text::both("a scale", "en skala");
                self.wrong_kind(&name.text, found.unwrap_or_default(), expected, name.span)
            }
            Found::Nothing => {
                let suggestion = self.names.suggest(&name.text, |s| matches!(s, Some(Symbol::Scale(_))));
                let problem = Diagnostic::new(Code::UnknownName).arg("name", &name.text);
                self.report(problem.maybe_arg("suggestion", suggestion).at(name.span))
            }
        }
    }

    /// The value in the unit and prices of the thresholds.
    fn looked_up(&mut self, mut of: Expr, scale: &Scale, made: &Banded) -> Option<Expr> {
        self.numeric(&of)?;
        lend_face(&mut of, &scale.from.unit);
        let given = num(&of).cloned()?;
        if given.unit != scale.from.unit {
            return self.report(
                Diagnostic::new(Code::UnitClash)
                    .arg("left", Text::each(|lang| number_in_words(&scale.from, lang)))
                    .arg("right", Text::each(|lang| number_in_words(&given, lang)))
                    .arg("operation", Meeting::Compared.words())
                    .maybe_arg("proposal", None::<Text>)
                    .at(of.span)
                    .also(scale.span, Text::each(|lang| number_in_words(&scale.from, lang))),
            );
        }
        if given.repr == Repr::Ratio {
            return self.round_first(&of, &made.of, Text::both("looked up in bands", "slås op i trin"));
        }
        if given.level != scale.from.level {
            let to = NumType { level: scale.from.level, ..given.clone() };
            if super::number::is_constant(&of) {
                return retyped(of, &to);
            }
            return self.report(
                Diagnostic::new(Code::PriceLevelClash)
                    .arg("left", Text::each(|lang| scale.from.level.in_words(lang)))
                    .arg("right", Text::each(|lang| given.level.in_words(lang)))
                    .arg(
                        "proposal",
                        format!("{} in {} by pl", super::words::operand(&made.of), scale.from.level),
                    )
                    .at(of.span),
            );
        }
        Some(of)
    }

    /// The sum of rates times parts: units multiply, decimals add.
    fn on_bands(&mut self, scale: &Scale, of: &Expr, made: &Banded, span: Span) -> Option<Type> {
        let Type::Num(rate) = &scale.to else {
            let found = self.book.type_in_words(&scale.to);
            return self.report(Diagnostic::new(Code::NumberNeeded).arg("found", found).at(made.scale.span));
        };
        let part = num(of)?.stored_scale()?.max(scale.from.stored_scale()?);
        let decimals = part.saturating_add(rate.stored_scale()?);
        if decimals > MAX_SCALE {
            return self.too_fine(decimals, &spelled(&made.of), span);
        }
        let unit = scale.from.unit.mul(&rate.unit);
        let level = match (unit.has_money(), scale.from.level) {
            (false, _) => PriceLevel::None,
            (true, PriceLevel::None) => rate.level,
            (true, level) => level,
        };
        Some(Type::Num(NumType { unit, level, repr: Repr::Dec(decimals) }))
    }
}
