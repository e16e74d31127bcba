//! Expressions to tree: the flat list of operands and operators that the grammar gives, by how they bind.
//!
//! In: what the grammar found of one expression. Out: its tree. Not here: what operands mean.

use super::Found;
use super::build::{Build, Inner};
use super::grammar::Rule;
use crate::literal;
use crate::say;
use crate::tree::{Banded, Binary, BinaryOp, Convert, Expr, ExprKind, Name, UnaryOp};
use ramme_diag::Span;
use ramme_value::EndOfMonth;

mod apportion;
mod line;
mod primary;

/// How operators bind, loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// `a if c else b`
    If,
    /// `or`
    Or,
    /// `and`
    And,
    /// `not`
    Not,
    /// `is`, `<` and the like
    Compare,
    /// `+`, `-`
    Add,
    /// `*`, `/`
    Multiply,
    /// `-x`
    Minus,
    /// `previous x`, `year of x`
    Previous,
    /// `SCALE at x`
    Banded,
    /// `x in 2023-pl by pl`
    Convert,
    /// `x[…]`, `x.field`
    Postfix,
}

impl Level {
    /// The next tighter level.
    pub(crate) const fn tighter(self) -> Level {
        match self {
            Level::If => Level::Or,
            Level::Or => Level::And,
            Level::And => Level::Not,
            Level::Not => Level::Compare,
            Level::Compare => Level::Add,
            Level::Add => Level::Multiply,
            Level::Multiply => Level::Minus,
            Level::Minus => Level::Previous,
            Level::Previous => Level::Banded,
            Level::Banded => Level::Convert,
            Level::Convert | Level::Postfix => Level::Postfix,
        }
    }
}

/// The level at which an operator stands.
pub(crate) const fn level_of(op: BinaryOp) -> Level {
    match op {
        BinaryOp::Or => Level::Or,
        BinaryOp::And => Level::And,
        BinaryOp::Add | BinaryOp::Sub => Level::Add,
        BinaryOp::Mul | BinaryOp::Div => Level::Multiply,
        _ => Level::Compare,
    }
}

/// An expression that is being built: its extent with parentheses, and how deep it is.
pub(crate) struct Built {
    pub expr: Expr,
    /// Parentheses around it count here, and not in the span of the expression itself.
    pub extent: Span,
    pub depth: u64,
}

impl Built {
    fn new(kind: ExprKind, extent: Span, depth: u64) -> Built {
        Built { expr: Expr { kind: Box::new(kind), span: extent }, extent, depth }
    }
}

impl Build<'_> {
    /// An expression.
    pub(crate) fn expr(&mut self, pair: Found<'_>) -> Option<Expr> {
        self.built(pair, 0).map(|built| built.expr)
    }

    /// The expression that stands last in a pair.
    pub(crate) fn last_expr(&mut self, pair: Found<'_>) -> Option<Expr> {
        self.expr(pair.into_inner().last()?)
    }

    /// Expressions, all or none.
    pub(crate) fn exprs<'i>(&mut self, pairs: impl Iterator<Item = Found<'i>>) -> Option<Vec<Expr>> {
        pairs.map(|pair| self.expr(pair)).collect()
    }

    /// An expression with its extent and depth; `nest` is how deep it stands itself.
    fn built(&mut self, pair: Found<'_>, nest: u64) -> Option<Built> {
        let mut inner = Inner::of(pair);
        self.operators(&mut inner, Level::If, nest)
    }

    fn check_depth(&mut self, span: Span, depth: u64) -> Option<()> {
        if depth > super::deepest(self.limits) {
            return self.refuse(say::too_deep(span, depth, self.limits));
        }
        Some(())
    }

    /// An operand and the operators after it that bind at least as tightly as `least`.
    fn operators(&mut self, inner: &mut Inner<'_>, least: Level, nest: u64) -> Option<Built> {
        let mut left = self.operand(inner, nest)?;
        while let Some(next) = inner.peek() {
            let (rule, text) = (next.as_rule(), next.as_str());
            let level = match rule {
                Rule::operator | Rule::arith_operator => operator(text).map_or(Level::If, level_of),
                Rule::is_known => Level::Compare,
                Rule::end_of_month => Level::Add,
                _ => Level::If,
            };
            if level < least {
                break;
            }
            let pair = inner.take()?;
            let span = self.span(&pair);
            left = match rule {
                Rule::operator | Rule::arith_operator => self.binary(left, &pair, inner, nest)?,
                Rule::is_known => {
                    let known = pair.as_str().ends_with("known");
                    self.chain(&left)?;
                    let extent = left.extent.join(span);
                    Built::new(
                        ExprKind::IsKnown { value: left.expr, known },
                        extent,
                        left.depth.saturating_add(1),
                    )
                }
                Rule::end_of_month => self.end_of_month(left, pair)?,
                _ => self.choice(left, pair, inner, nest)?,
            };
            self.check_depth(left.extent, left.depth)?;
        }
        Some(left)
    }

    /// Refuses a comparison as the operand of a comparison, unless it stands in parentheses.
    fn chain(&mut self, left: &Built) -> Option<()> {
        let compares = match left.expr.kind.as_ref() {
            ExprKind::Binary(binary) => level_of(binary.op) == Level::Compare,
            ExprKind::IsKnown { .. } => true,
            _ => false,
        };
        if compares && left.extent == left.expr.span {
            return self.refuse(say::chained(left.extent));
        }
        Some(())
    }

    fn binary(&mut self, left: Built, sign: &Found<'_>, inner: &mut Inner<'_>, nest: u64) -> Option<Built> {
        let op = operator(sign.as_str())?;
        let op_span = self.span(sign);
        let level = level_of(op);
        if level == Level::Compare {
            self.chain(&left)?;
        }
        let right = self.operators(inner, level.tighter(), nest)?;
        let extent = left.extent.join(right.extent);
        let depth = left.depth.max(right.depth).saturating_add(1);
        let binary = Binary { op, op_span, left: left.expr, right: right.expr, end_of_month: None };
        Some(Built::new(ExprKind::Binary(binary), extent, depth))
    }

    /// `(end of month: clamp)` belongs to the sum or difference before it.
    fn end_of_month(&mut self, left: Built, pair: Found<'_>) -> Option<Built> {
        let span = self.span(&pair);
        let mode = Inner::of(pair).first(Rule::month_mode)?;
        let mode = EndOfMonth::parse(mode.as_str())?;
        let Built { mut expr, extent, depth } = left;
        match expr.kind.as_mut() {
            ExprKind::Binary(Binary {
                op: BinaryOp::Add | BinaryOp::Sub, end_of_month: slot @ None, ..
            }) => {
                *slot = Some(mode);
                let extent = extent.join(span);
                expr.span = extent;
                Some(Built { expr, extent, depth })
            }
            _ => {
                let expected =
                    ramme_diag::Text::both("a sum such as `date + 3 months`", "en sum som `date + 3 months`");
                let found = self.slice(span).to_owned();
                self.refuse(say::unexpected(span, expected, &found, None))
            }
        }
    }

    /// `a if c else b`, `x if known else y`
    fn choice(&mut self, left: Built, pair: Found<'_>, inner: &mut Inner<'_>, nest: u64) -> Option<Built> {
        let nest = nest.saturating_add(1);
        self.check_depth(left.extent, nest)?;
        let condition = match pair.as_rule() {
            Rule::if_part => {
                let condition = Inner::of(pair).first(Rule::expr)?;
                Some(self.built(condition, nest)?)
            }
            _ => None,
        };
        let otherwise = self.operators(inner, Level::If, nest)?;
        let extent = left.extent.join(otherwise.extent);
        let inside = condition.as_ref().map_or(0, |condition| condition.depth);
        let depth = left.depth.max(otherwise.depth).max(inside).saturating_add(1);
        let kind = match condition {
            Some(condition) => {
                ExprKind::If { condition: condition.expr, then: left.expr, otherwise: otherwise.expr }
            }
            None => ExprKind::IfKnown { value: left.expr, otherwise: otherwise.expr },
        };
        Some(Built::new(kind, extent, depth))
    }

    /// Signs before a thing, the thing, and what is taken of it.
    fn operand(&mut self, inner: &mut Inner<'_>, nest: u64) -> Option<Built> {
        let pair = inner.take()?;
        if pair.as_rule() == Rule::prefix {
            return self.prefixed(&pair, inner, nest.saturating_add(1));
        }
        let mut built = self.primary(pair, nest.saturating_add(1))?;
        while let Some(Rule::index | Rule::member_of) = inner.rule() {
            let pair = inner.take()?;
            let extent = built.extent.join(self.span(&pair));
            let mut depth = built.depth;
            let kind = if pair.as_rule() == Rule::index {
                let mut keys = Vec::new();
                for key in Inner::of(pair).all(Rule::expr) {
                    let key = self.built(key, nest.saturating_add(1))?;
                    depth = depth.max(key.depth);
                    keys.push(key.expr);
                }
                ExprKind::Index(built.expr, keys)
            } else {
                let name = Inner::of(pair).first(Rule::name)?;
                ExprKind::Field(built.expr, Name { text: name.as_str().to_owned(), span: self.span(&name) })
            };
            built = Built::new(kind, extent, depth.saturating_add(1));
            self.check_depth(built.extent, built.depth)?;
        }
        while let Some(pair) = inner.take_if(Rule::convert) {
            built = self.converted(built, pair)?;
            self.check_depth(built.extent, built.depth)?;
        }
        if let Some(pair) = inner.take_if(Rule::banded) {
            built = self.banded(built, pair, nest.saturating_add(1))?;
            self.check_depth(built.extent, built.depth)?;
        }
        Some(built)
    }

    /// `x in 2023-pl by pl`
    fn converted(&mut self, value: Built, pair: Found<'_>) -> Option<Built> {
        let extent = value.extent.join(self.span(&pair));
        let mut inner = Inner::of(pair);
        inner.skip(Rule::kw_in);
        let level = literal::level(inner.take()?.as_str());
        let index = inner.first(Rule::name)?;
        let index = self.name(&index);
        let kind = ExprKind::Convert(Convert { value: value.expr, level, index });
        Some(Built::new(kind, extent, value.depth.saturating_add(1)))
    }

    /// `income_tax on bands of income`, `fee at places`
    fn banded(&mut self, scale: Built, pair: Found<'_>, nest: u64) -> Option<Built> {
        let extent = scale.extent.join(self.span(&pair));
        self.check_depth(extent, nest)?;
        let mut inner = Inner::of(pair);
        let on_bands = inner.rule() == Some(Rule::kw_on);
        let of = self.built(inner.first(Rule::tight)?, nest)?;
        if !is_keyed_name(&scale.expr) {
            let expected = ramme_diag::Text::both("the name of a scale", "navnet på en skala");
            let found = self.slice(scale.extent).split_whitespace().collect::<Vec<_>>().join(" ");
            return self.refuse(say::unexpected(scale.extent, expected, &found, None));
        }
        let depth = scale.depth.max(of.depth).saturating_add(1);
        let kind = ExprKind::Banded(Banded { scale: scale.expr, on_bands, of: of.expr });
        Some(Built::new(kind, extent, depth))
    }

    fn prefixed(&mut self, sign: &Found<'_>, inner: &mut Inner<'_>, nest: u64) -> Option<Built> {
        let span = self.span(sign);
        self.check_depth(span, nest)?;
        let level = match sign.as_str() {
            "-" => Level::Minus,
            "not" => Level::Not,
            _ => Level::Previous,
        };
        let of = self.operators(inner, level, nest)?;
        let kind = match sign.as_str() {
            "-" => ExprKind::Unary(UnaryOp::Minus, of.expr),
            "not" => ExprKind::Unary(UnaryOp::Not, of.expr),
            "previous" => ExprKind::Previous(of.expr),
            _ => ExprKind::YearOf(of.expr),
        };
        Some(Built::new(kind, span.join(of.extent), of.depth.saturating_add(1)))
    }
}

/// The operator of a sign or phrase.
fn operator(text: &str) -> Option<BinaryOp> {
    Some(match text {
        "+" => BinaryOp::Add,
        "-" => BinaryOp::Sub,
        "*" => BinaryOp::Mul,
        "/" => BinaryOp::Div,
        "<" => BinaryOp::Less,
        "<=" => BinaryOp::AtMost,
        ">" => BinaryOp::More,
        ">=" => BinaryOp::AtLeast,
        "and" => BinaryOp::And,
        "or" => BinaryOp::Or,
        "is" => BinaryOp::Is,
        _ if text.starts_with("is") => BinaryOp::IsNot,
        _ => return None,
    })
}

/// A name, with keys or without.
fn is_keyed_name(expr: &Expr) -> bool {
    match &*expr.kind {
        ExprKind::Name(_) => true,
        ExprKind::Index(base, _) => is_keyed_name(base),
        _ => false,
    }
}
