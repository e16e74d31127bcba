//! Days allotted in running years, as steps up to the one that serves the rows.
//!
//! In: the span, the condition on the day, the limit of each day. Out: for each row how many days it asks for, and the
//! stretches of days with one limit that they lie in; the kernel grants them. Not here: the serving; the cutting (`days`).

use ramme_rulebook::model::{AllotDays, Expr, Shape, Type};

use super::day_tree::leaves;
use super::lower::Lower;
use super::step::{AllotDaysOp, Op, StepId};

impl Lower<'_> {
    /// `allot days from … in running years …`
    pub(super) fn allot_days(&mut self, a: &AllotDays, e: &Expr) -> StepId {
        let (from, until) = (self.expr(&a.days.from), self.expr(&a.days.until));
        let opens = self.expr(&a.opens);
        let from = self.push(Op::Max, vec![from, opens], Type::Date, e.shape.clone(), e.span);
        let span = (from, until);
        let condition = a.days.filter.as_ref().map(|p| self.day_condition(p));
        let filter = condition.as_ref().zip(a.days.filter.as_ref().map(|p| p.span));
        let limit = self.day_number(&a.limit);
        let limit = limit.map(&mut |step| self.as_type(step, &e.ty));
        let asked = self.counted(span, filter, e);
        let (pieces, covered) = self.value_pieces(span, filter, (&limit, a.limit.span), e);
        if self.seen.is_some() {
            let noted = pieces.iter().map(|(part, limit)| (part.clone(), Some(*limit))).collect();
            self.note_stretches(noted, span, e);
        }
        let asked = self.push(Op::Covered, vec![covered, asked], e.ty.clone(), e.shape.clone(), e.span);
        let mut args = vec![asked, span.0, span.1];
        for key in a.per.iter().chain(&a.order) {
            args.push(self.expr(key));
        }
        for (part, limit) in &pieces {
            let (first, end) = self.stretch(span, part, e);
            let holds = match self.all_hold(&part.conditions, e) {
                Some(all) => all,
                None => self.push(Op::Const(1), vec![], Type::YesNo, Shape::default(), e.span),
            };
            args.extend([first, end, *limit, holds]);
        }
        args.extend(leaves(condition.as_ref(), Some(&limit)));
        let op = AllotDaysOp {
            keys: a.per.len(),
            order: a.order.len(),
            pieces: pieces.len(),
            opening: a.opening,
            keeps: a.keeps,
            condition,
            limit,
        };
        self.push(Op::AllotDays(Box::new(op)), args, e.ty.clone(), e.shape.clone(), e.span)
    }
}
