//! Days allotted in running years: a limit that opens anew a year after it was first used.
//!
//! In: the tree of an `allot` with `in running years`. Out: a typed allotment of days. Not here: the serving.

use super::arith::days_type;
use super::{Checker, Scope, joined};
use crate::model::{AllotDays, Expr, ExprKind, Shape, Type};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, DaysAsk};

impl Checker {
    /// `allot days from A until B where P at most LIMIT per K in running years from D opening again … in order of …`
    pub(super) fn allot_days(
        &mut self,
        allot: &tree::Allot,
        running: &tree::RunningYears,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let asked = match &*allot.asked.kind {
            tree::ExprKind::Days(days) if days.ask == DaysAsk::Count => days,
            _ => {
                let found =
                    Text::both("anything but `days from … until …`", "andet end `days from … until …`");
                return self.not_in_running_years(found, allot.asked.span);
            }
        };
        let (cap, more) = allot.caps.split_first()?;
        if let Some(second) = more.first() {
            let found = Text::both("a second `at most`", "endnu et `at most`");
            return self.not_in_running_years(found, second.cap.span);
        }
        if allot.whole {
            return self.not_in_running_years(Text::same("`all or nothing`"), span);
        }
        let outside = Scope { day: false, ..scope.clone() };
        let inside = Scope { day: true, ..scope.clone() };
        let days = self.span_of_days(asked, &outside, &inside);
        let limit = self.infer(&cap.cap, &inside, None);
        let per = self.all(&cap.per, &outside);
        let opens = self.expect(&running.from, &outside, &Type::Date);
        let order = self.all(&allot.order, &outside);
        let (days, limit, per, opens, order) = (days?, limit?, per?, opens?, order?);
        if limit.ty != Type::Num(days_type()) {
            let expected = Text::both("a whole number of days", "et helt antal dage");
            let found = self.book.type_in_words(&limit.ty);
            let problem = Diagnostic::new(Code::TypeNeeded).arg("expected", expected).arg("found", found);
            return self.report(problem.at(limit.span));
        }
        self.day_number(&limit)?;
        self.has_order(&order)?;
        self.plain_keys(&per)?;
        let parts = [&days.from, &days.until, &limit, &opens];
        let natural = joined(parts.into_iter().chain(&days.filter).chain(&per).chain(&order));
        let shape = Shape { sets: natural.sets, ..scope.shape.clone() };
        let made =
            AllotDays { days, limit, per, opens, opening: running.opening, keeps: running.keeps, order };
        let kind = ExprKind::AllotDays(Box::new(made));
        Some(Expr { kind, ty: Type::Num(days_type()), shape, span })
    }

    fn not_in_running_years<T>(&mut self, found: Text, span: Span) -> Option<T> {
        self.report(Diagnostic::new(Code::RunningYearsForm).arg("found", found).at(span))
    }
}
