//! Fitting: what a body gives against what is declared. Nothing is rounded or widened in silence (TYPES T3).
//!
//! In: typed bodies, declared types. Out: bodies that have exactly the declared type, or errors in words. Not here:
//! inference.

use super::Checker;
use super::constant::is_ratio;
use super::number::{is_constant, lend_face, num, retyped};
use super::words::{number_in_words, spelled};
use crate::model::{Expr, ExprKind, Type};
use ramme_diag::{Code, Diagnostic, Text};
use ramme_syntax::tree::{self, Name, TypeExpr, TypeKind};
use ramme_value::{Decimal, NumType, PriceLevel, Repr};

/// One body beside its tree.
pub(super) type Body<'a> = (Option<Expr>, &'a tree::Expr);

impl Checker {
    /// The type of a definition once its bodies are known: a ratio where a body is one and no decimals are declared.
    pub(super) fn settled_type(&self, declared: &Type, tree: &TypeExpr, bodies: &[Body]) -> Type {
        let Type::Num(num) = declared else { return declared.clone() };
        let open = tree.decimals.is_none() && tree.kind != TypeKind::Count;
        let ratio = bodies.iter().any(|(body, _)| body.as_ref().is_some_and(|body| is_ratio(&body.ty)));
        if open && ratio {
            return Type::Num(NumType { repr: Repr::Ratio, ..num.clone() });
        }
        declared.clone()
    }

    /// A body as the definition's type has it.
    pub(super) fn fit(
        &mut self,
        name: &Name,
        body: Expr,
        written: &tree::Expr,
        ty: &Type,
        tree: &TypeExpr,
    ) -> Option<Expr> {
        match (ty, &body.ty) {
            (Type::Num(wanted), Type::Num(_)) => self.fit_number(name, body, written, wanted, tree),
            (a, b) if a == b => Some(body),
            _ => self.wrong_type(name, &body, ty, None),
        }
    }

    fn wrong_type<T>(
        &mut self,
        name: &Name,
        body: &Expr,
        declared: &Type,
        proposal: Option<String>,
    ) -> Option<T> {
        let (declared, found) = (self.book.type_in_words(declared), self.book.type_in_words(&body.ty));
        let proposal =
            proposal.map(|text| Text::both(format!("declare `{text}`"), format!("erklær `{text}`")));
        self.report(
            Diagnostic::new(Code::WrongType)
                .arg("name", &name.text)
                .arg("declared", declared)
                .arg("found", found)
                .maybe_arg("proposal", proposal)
                .at(body.span)
                .also(name.span, Text::both("declared here", "erklæret her")),
        )
    }

    fn fit_number(
        &mut self,
        name: &Name,
        mut body: Expr,
        written: &tree::Expr,
        wanted: &NumType,
        tree: &TypeExpr,
    ) -> Option<Expr> {
        lend_face(&mut body, &wanted.unit);
        let given = num(&body).cloned()?;
        if given.unit != wanted.unit {
            let proposal = given.unit.to_string();
            let proposal = (!proposal.is_empty()).then_some(proposal);
            return self.wrong_type(name, &body, &Type::Num(wanted.clone()), proposal);
        }
        if given.level != wanted.level && !is_constant(&body) {
            return self.other_level(name, &body, &given, wanted, written);
        }
        if is_constant(&body) && given.repr != Repr::Ratio {
            return match retyped(body.clone(), wanted) {
                Some(body) => Some(body),
                None => self.other_scale(name, &body, &given, wanted, tree),
            };
        }
        match (given.repr, wanted.repr) {
            (a, b) if a == b => Some(body),
            (Repr::Count, Repr::Dec(0)) | (Repr::Dec(0), Repr::Count) => Some(body),
            (Repr::Ratio, _) => self.unrounded(&body, wanted, written),
            (_, Repr::Ratio) => self.wrong_type(name, &body, &Type::Num(wanted.clone()), None),
            _ => match widened(body.clone(), wanted) {
                Some(body) => Some(body),
                None => self.other_scale(name, &body, &given, wanted, tree),
            },
        }
    }

    fn other_level(
        &mut self,
        name: &Name,
        body: &Expr,
        given: &NumType,
        wanted: &NumType,
        written: &tree::Expr,
    ) -> Option<Expr> {
        let proposal = match wanted.level {
            PriceLevel::None => None,
            level => Some(format!("{} in {level} by pl", super::words::operand(written))),
        };
        self.report(
            Diagnostic::new(Code::PriceLevelClash)
                .arg("left", Text::each(|lang| wanted.level.in_words(lang)))
                .arg("right", Text::each(|lang| given.level.in_words(lang)))
                .maybe_arg("proposal", proposal)
                .at(body.span)
                .label(Text::each(|lang| number_in_words(given, lang)))
                .also(name.span, Text::each(|lang| number_in_words(wanted, lang))),
        )
    }

    fn unrounded(&mut self, body: &Expr, wanted: &NumType, written: &tree::Expr) -> Option<Expr> {
        let decimals = super::words::decimals_in_words(wanted.written_scale());
        let operation =
            Text::both(format!("held with {}", decimals.en), format!("holdes med {}", decimals.da));
        self.report(
            Diagnostic::new(Code::RatioNotRounded)
                .arg("operation", operation)
                .arg("text", spelled(written))
                .arg("step", step_of(wanted))
                .at(body.span),
        )
    }

    fn other_scale(
        &mut self,
        name: &Name,
        body: &Expr,
        given: &NumType,
        wanted: &NumType,
        tree: &TypeExpr,
    ) -> Option<Expr> {
        let mut problem = Diagnostic::new(Code::ScaleDiffers)
            .arg("name", &name.text)
            .arg("declared", wanted.written_scale())
            .arg("found", given.written_scale())
            .arg("proposal", Checker::as_declared(tree, given.written_scale()))
            .at(body.span)
            .also(tree.span, Text::both("declared here", "erklæret her"));
        let step = step_of(wanted);
        problem = if matches!(body.kind, ExprKind::Round { .. }) {
            problem.note(Text::both(
                format!("the step has the decimals of the result: `{step}` has {}", wanted.written_scale()),
                format!("trinnet har resultatets decimaler: `{step}` har {}", wanted.written_scale()),
            ))
        } else {
            problem.note(Text::both(
                format!("to round: `round half up (…) to {step}`"),
                format!("for at afrunde: `round half up (…) to {step}`"),
            ))
        };
        self.report(problem)
    }
}

/// The step that has the decimals of a type: `0.01 kr/day`.
pub(super) fn step_of(num: &NumType) -> String {
    let step = Decimal::new(1, num.written_scale());
    format!("{step} {}", num.unit).trim_end().to_owned()
}

/// A choice between constants is widened like a constant; anything else is not.
fn widened(body: Expr, wanted: &NumType) -> Option<Expr> {
    let ty = Type::Num(wanted.clone());
    match body.kind {
        ExprKind::If { condition, then, otherwise } => {
            let then = Box::new(widened(*then, wanted)?);
            let otherwise = Box::new(widened(*otherwise, wanted)?);
            Some(Expr { kind: ExprKind::If { condition, then, otherwise }, ty, ..body })
        }
        _ if is_constant(&body) => retyped(body, wanted),
        _ => None,
    }
}
