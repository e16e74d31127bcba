//! Arithmetic on whole numbers and on ratios of two.
//!
//! In: mantissas of known scales, numerators and denominators. Out: the same. A ratio is missing where its numerator is NULL;
//! its denominator is above zero wherever it is not. Nothing is rounded but by `round`, and that by what a division of whole
//! numbers leaves over. Not here: a database's words for quotient and rest (`dialect`).

use ramme_eval::plan::{Op, Step, StepId, is_ratio, scale};
use ramme_value::{Rounding, pow10};

use crate::frame::Frame;
use crate::maker::{Maker, Stuck};
use crate::value::{Piece, Val};
use crate::why::Why;

impl<'a> Maker<'a> {
    pub(crate) fn number(&mut self, frame: &mut Frame, id: StepId, step: &'a Step) -> Result<Val, Stuck> {
        match &step.op {
            Op::Negate => Ok(match self.arg(frame, id, 0)? {
                Val::One(a) => Val::One(Piece::of(format!("(-{})", a.sql), &[&a])),
                Val::Ratio(n, d) => Val::Ratio(Piece::of(format!("(-{})", n.sql), &[&n]), d),
            }),
            Op::Add | Op::Sub => {
                let (a, b) = (self.one(frame, id, 0)?, self.one(frame, id, 1)?);
                let sign = if step.op == Op::Add { "+" } else { "-" };
                Ok(Val::One(Piece::of(format!("({} {sign} {})", self.wide(&a, &b), b.sql), &[&a, &b])))
            }
            Op::Mul => self.product(frame, id, step),
            Op::Div => self.division(frame, id, step),
            Op::Rescale(more) => {
                let a = self.one(frame, id, 0)?;
                let power = Piece::literal(pow10(*more).unwrap_or(1).to_string());
                Ok(Val::One(self.times(&a, &power)))
            }
            Op::ToRatio => {
                let arg = step.args.first().copied().ok_or(Stuck { step: id, why: Why::NoForm })?;
                let value = self.value(frame, arg)?;
                let (top, bottom) = self.as_ratio(arg, value)?;
                Ok(Val::Ratio(top, bottom))
            }
            Op::Round(mode, mantissa, of_step) => self.rounded(frame, id, step, (*mode, *mantissa, *of_step)),
            _ => self.extreme(frame, id, step),
        }
    }

    /// The left side of an operation: in the type of all numbers where both are literals, which may be narrower.
    fn wide(&self, a: &Piece, b: &Piece) -> String {
        if a.literal && b.literal {
            return format!("CAST({} AS {})", a.sql, self.speak.whole());
        }
        a.sql.clone()
    }

    /// The product of two whole numbers.
    pub(crate) fn times(&self, a: &Piece, b: &Piece) -> Piece {
        if b.sql == "1" && b.literal {
            return a.clone();
        }
        if a.sql == "1" && a.literal {
            return b.clone();
        }
        Piece::of(format!("({} * {})", self.wide(a, b), b.sql), &[a, b])
    }

    /// A value as a numerator and a denominator: those of a decimal are its mantissa and a power of ten.
    pub(crate) fn as_ratio(&self, of: StepId, val: Val) -> Result<(Piece, Piece), Stuck> {
        let ty = &self.step(of)?.ty;
        Ok(match val {
            Val::Ratio(top, bottom) => (top, bottom),
            Val::One(one) => (one, Piece::literal(pow10(scale(ty)).unwrap_or(1).to_string())),
        })
    }

    fn product(&mut self, frame: &mut Frame, id: StepId, step: &'a Step) -> Result<Val, Stuck> {
        let [left, right] = step.args.as_slice() else { return Err(Stuck { step: id, why: Why::NoForm }) };
        let (a, b) = (self.value(frame, *left)?, self.value(frame, *right)?);
        if let (Val::One(a), Val::One(b)) = (&a, &b) {
            return Ok(Val::One(self.times(a, b)));
        }
        let (a, b) = (self.as_ratio(*left, a)?, self.as_ratio(*right, b)?);
        Ok(Val::Ratio(self.times(&a.0, &b.0), self.times(&a.1, &b.1)))
    }

    /// `a / b` as a ratio, missing where `b` is zero; of decimals with the scales aligned.
    fn division(&mut self, frame: &mut Frame, id: StepId, step: &'a Step) -> Result<Val, Stuck> {
        let [left, right] = step.args.as_slice() else { return Err(Stuck { step: id, why: Why::NoForm }) };
        let (a, b) = (self.value(frame, *left)?, self.value(frame, *right)?);
        let ((above, over), (below, under)) = if let (Val::One(a), Val::One(b)) = (&a, &b) {
            let (sa, sb) = (scale(&self.step(*left)?.ty), scale(&self.step(*right)?.ty));
            let power = |more: u8| Piece::literal(pow10(more).unwrap_or(1).to_string());
            let a = self.times(a, &power(sb.saturating_sub(sa)));
            let b = self.times(b, &power(sa.saturating_sub(sb)));
            ((a, Piece::literal("1")), (b, Piece::literal("1")))
        } else {
            (self.as_ratio(*left, a)?, self.as_ratio(*right, b)?)
        };
        let top = self.times(&above, &under);
        let top = self.keep(frame, top, &format!("s{}_a", id.0));
        let below = self.keep(frame, below, &format!("s{}_b", id.0));
        Ok(self.quotient_of(&top, &below, &over))
    }

    /// `top / (below × over)`, the sign above the line; missing where `below` is zero. `over` is above zero.
    pub(crate) fn quotient_of(&self, top: &Piece, below: &Piece, over: &Piece) -> Val {
        let above = format!(
            "CASE WHEN {b} > 0 THEN {a} WHEN {b} < 0 THEN -{a} END",
            a = self.typed_whole(top),
            b = below.sql
        );
        let size = Piece::of(format!("ABS({})", self.typed_whole(below)), &[below]);
        Val::Ratio(Piece::of(above, &[top, below]), self.times(&size, over))
    }

    /// A number in the type of all numbers.
    fn typed_whole(&self, piece: &Piece) -> String {
        if piece.literal {
            format!("CAST({} AS {})", piece.sql, self.speak.whole())
        } else {
            piece.sql.clone()
        }
    }

    /// To a step, whose mantissa and scale are given.
    fn rounded(
        &mut self,
        frame: &mut Frame,
        id: StepId,
        step: &'a Step,
        (mode, mantissa, of_step): (Rounding, i128, u8),
    ) -> Result<Val, Stuck> {
        let arg = step.args.first().copied().ok_or(Stuck { step: id, why: Why::NoForm })?;
        let ty = self.step(arg)?.ty.clone();
        let power = |n: u8| pow10(n).unwrap_or(1);
        let one = |n: i128| Piece::literal(n.to_string());
        let steps = match self.value(frame, arg)? {
            Val::One(a) if !is_ratio(&ty) => {
                let from = scale(&ty);
                if from <= of_step && mantissa == 1 {
                    return Ok(Val::One(self.times(&a, &one(power(of_step.saturating_sub(from))))));
                }
                let top = self.times(&a, &one(power(of_step.saturating_sub(from))));
                let below = mantissa.saturating_mul(power(from.saturating_sub(of_step)));
                self.divided(frame, id, (top, 1, one(below)), mode)
            }
            val => {
                let (top, bottom) = self.as_ratio(arg, val)?;
                let below = self.times(&bottom, &one(mantissa));
                self.divided(frame, id, (top, power(of_step), below), mode)
            }
        };
        Ok(Val::One(self.times(&steps, &one(mantissa))))
    }

    /// `top × times / below` as a whole number. The whole part is taken before `times`, so that nothing grows without need.
    pub(crate) fn divided(
        &self,
        frame: &mut Frame,
        id: StepId,
        (top, times, below): (Piece, i128, Piece),
        mode: Rounding,
    ) -> Piece {
        let name = |end: &str| format!("s{}_{end}", id.0);
        let top = self.keep(frame, top, &name("top"));
        let below = self.keep(frame, below, &name("below"));
        let size = format!("ABS({})", self.typed_whole(&top));
        let (q, r) = (self.speak.quotient(&size, &below.sql), self.speak.rest(&size, &below.sql));
        let (mut whole, mut rest) = (Piece::of(q, &[&top, &below]), Piece::of(r, &[&top, &below]));
        if times > 1 {
            let grown = self.times(&rest, &Piece::literal(times.to_string()));
            let grown = self.keep(frame, grown, &name("rest"));
            let more = self.speak.quotient(&grown.sql, &below.sql);
            whole = self.times(&whole, &Piece::literal(times.to_string()));
            whole = Piece::of(format!("({} + {more})", whole.sql), &[&whole, &grown, &below]);
            rest = Piece::of(self.speak.rest(&grown.sql, &below.sql), &[&grown, &below]);
        }
        let whole = self.keep(frame, whole, &name("whole"));
        let rest = self.keep(frame, rest, &name("left"));
        let more = self.one_more(mode, &top, (&whole, &rest), &below);
        let size = more.map_or_else(
            || whole.sql.clone(),
            |when| format!("({} + CASE WHEN {when} THEN 1 ELSE 0 END)", whole.sql),
        );
        let sql = format!("CASE WHEN {} < 0 THEN -{size} ELSE {size} END", top.sql);
        let made = Piece::of(sql, &[&top, &whole, &rest, &below]);
        self.keep(frame, made, &name("steps"))
    }

    /// When the magnitude is one more than the whole part.
    fn one_more(
        &self,
        mode: Rounding,
        top: &Piece,
        (whole, rest): (&Piece, &Piece),
        below: &Piece,
    ) -> Option<String> {
        let (r, d) = (&rest.sql, &below.sql);
        Some(match mode {
            Rounding::HalfUp => format!("{r} >= {d} - {r}"),
            Rounding::HalfEven => {
                let odd = self.speak.rest(&whole.sql, "2");
                format!("{r} > {d} - {r} OR ({r} = {d} - {r} AND {odd} = 1)")
            }
            Rounding::Up => format!("{r} > 0"),
            Rounding::Down => return None,
            Rounding::Ceiling => format!("{r} > 0 AND {} > 0", top.sql),
            Rounding::Floor => format!("{r} > 0 AND {} < 0", top.sql),
        })
    }

    /// The least or greatest of all; missing where any is.
    fn extreme(&mut self, frame: &mut Frame, id: StepId, step: &'a Step) -> Result<Val, Stuck> {
        let mut vals = Vec::new();
        for (k, arg) in step.args.iter().enumerate() {
            let val = self.value(frame, *arg)?;
            vals.push(match val {
                Val::One(one) if !is_ratio(&step.ty) => {
                    Val::One(self.keep(frame, one, &format!("s{}_{k}", id.0)))
                }
                val => {
                    let (top, bottom) = self.as_ratio(*arg, val)?;
                    let name = |end: &str| format!("s{}_{k}{end}", id.0);
                    Val::Ratio(self.keep(frame, top, &name("a")), self.keep(frame, bottom, &name("b")))
                }
            });
        }
        if is_ratio(&step.ty) {
            return self.extreme_ratio(frame, id, vals, step.op == Op::Max);
        }
        let all: Vec<&Piece> = vals.iter().map(Val::first).collect();
        let texts: Vec<String> = all.iter().map(|p| p.sql.clone()).collect();
        let best = if step.op == Op::Max { self.speak.greatest(&texts) } else { self.speak.least(&texts) };
        let known: Vec<String> =
            all.iter().filter(|p| !p.literal).map(|p| format!("{} IS NOT NULL", p.sql)).collect();
        let sql = if known.is_empty() {
            best
        } else {
            format!("CASE WHEN {} THEN {best} END", known.join(" AND "))
        };
        Ok(Val::One(Piece { literal: known.is_empty(), ..Piece::of(sql, &all) }))
    }

    fn extreme_ratio(&self, frame: &mut Frame, id: StepId, vals: Vec<Val>, max: bool) -> Result<Val, Stuck> {
        let sign = if max { ">" } else { "<" };
        let mut vals = vals.into_iter();
        let mut best = vals.next().ok_or(Stuck { step: id, why: Why::NoForm })?;
        for (k, val) in vals.enumerate() {
            let (Val::Ratio(n, d), Val::Ratio(m, e)) = (&best, &val) else {
                return Err(Stuck { step: id, why: Why::NoForm });
            };
            let (left, right) = (self.times(m, d), self.times(n, e));
            let better = Piece::of(format!("{} {sign} {}", left.sql, right.sql), &[&left, &right]);
            let not = Piece::of(format!("NOT ({})", better.sql), &[&better]);
            let Val::Ratio(top, bottom) = self.cases(&[(better, val), (not, best)], None) else {
                return Err(Stuck { step: id, why: Why::NoForm });
            };
            let name = |end: &str| format!("s{}_best{k}{end}", id.0);
            best = Val::Ratio(self.keep(frame, top, &name("a")), self.keep(frame, bottom, &name("b")));
        }
        Ok(best)
    }
}
