//! Days of a span: the pieces that it falls into, each with the law that it lies under.
//!
//! In: an expression that asks for days, and a spot. Out: its node with a part for each piece. The pieces are the plan's
//! own (`plan::Piece`). Not here: how they are cut.

use ramme_rulebook::model::{AllotDays, Days, DaysAsk, Expr, ExprKind, Type};
use ramme_value::Date;

use super::Walk;
use super::clause::both;
use super::node::{How, Node, Role, What};
use super::spot::Spot;
use crate::plan::{Piece, days_type};
use crate::result::{CellValue, Exact, Note};

impl Walk<'_, '_> {
    /// `days from A until B where P`, what else is asked of days, and days allotted in running years.
    pub(super) fn days(&mut self, e: &Expr, spot: &Spot, role: Role, depth: usize) -> Node {
        let mut node = self.bare(e, spot, role);
        let span = match &e.kind {
            ExprKind::Days(days) => {
                node.how = match days.ask {
                    DaysAsk::Count => How::Days,
                    DaysAsk::Any => How::AnyDay,
                    DaysAsk::First => How::FirstDay,
                    DaysAsk::Sum(_) => How::DaySum,
                };
                days.as_ref()
            }
            ExprKind::AllotDays(allot) => {
                node.how = How::AllottedDays;
                &allot.days
            }
            _ => return node,
        };
        self.span(span, spot, depth, &mut node);
        let number = match &e.kind {
            ExprKind::AllotDays(allot) => Some(&allot.limit.ty),
            _ => match &span.ask {
                DaysAsk::Sum(value) => Some(&value.ty),
                DaysAsk::Count | DaysAsk::Any | DaysAsk::First => None,
            },
        };
        let pieces: Vec<Piece> = self.x.seen.pieces(e).to_vec();
        let mut empty = 0_usize;
        for piece in &pieces {
            match self.piece(piece, number, spot) {
                Some(part) => node.parts.push(part),
                None => empty = empty.saturating_add(1),
            }
        }
        if empty > 0 {
            node.said.push(both(
                format!("pieces of the law without a day here: {empty}"),
                format!("stykker af loven uden en dag her: {empty}"),
            ));
        }
        if let ExprKind::AllotDays(allot) = &e.kind {
            self.served(allot, e, spot, depth, &mut node);
        }
        node
    }

    fn span(&mut self, days: &Days, spot: &Spot, depth: usize, node: &mut Node) {
        let (from, until) = (&days.from, &days.until);
        node.parts.push(self.expr(from, spot, Role::From, depth.min(1)));
        node.parts.push(self.expr(until, spot, Role::Until, depth.min(1)));
    }

    /// One piece; none where it is known to hold no day.
    fn piece(&mut self, piece: &Piece, number: Option<&Type>, spot: &Spot) -> Option<Node> {
        let env = self.x.reading.env;
        let mut node = Node::new(What::Expression, Role::Piece, days_type());
        self.fill(&mut node, piece.days, spot);
        if self.x.int(piece.days, spot) == Some(Ok(0)) {
            return None;
        }
        let date = |step| {
            let n = self.x.int(step, spot)?.ok()?;
            i32::try_from(n).ok().and_then(Date::from_days)
        };
        if let (Some(first), Some(end)) = (date(piece.first), date(piece.end)) {
            let last = end.add_days(-1).unwrap_or(end);
            node.at = vec![("from".to_owned(), first.to_string()), ("to".to_owned(), last.to_string())];
        }
        for (id, at) in &piece.laws {
            let clause = env.book.definitions.get(id.index()).and_then(|d| Some((d, d.clauses.get(*at)?)));
            if let Some((d, clause)) = clause {
                node.clauses.push(self.x.clause_seen(&clause.version, Some(&d.name), None));
                node.text = self.x.text_of(&clause.body);
            }
        }
        if let (Some(value), Some(ty)) = (piece.value, number) {
            let ty = self.x.held_as(value, ty);
            let mut each = Node::new(What::Expression, Role::Times, ty);
            self.fill(&mut each, value, spot);
            node.parts.push(each);
        }
        Some(node)
    }

    /// Days granted in running years: which were opened, what was used before, and by whom.
    fn served(&mut self, allot: &AllotDays, e: &Expr, spot: &Spot, depth: usize, node: &mut Node) {
        if let Some(trace) = self.running_years(e, spot) {
            for year in &trace.years {
                let mut part = Node::new(What::Expression, Role::CapLeft, node.ty.clone());
                let n = |n: i128| Exact::Dec(ramme_value::Decimal::new(n, 0));
                part.value = Some(CellValue::Exact(n(year.granted)));
                part.said.push(running_year(year.opened, year.asked, year.used, year.limit));
                node.parts.push(part);
            }
            self.before(e, spot, &trace.before, node);
        }
        node.parts.push(self.expr(&allot.opens, spot, Role::At, depth.min(1)));
    }
}

/// `running year from 2023-11-30: 40 days asked for, 100 of 120 used before`
fn running_year(opened: Option<Date>, asked: i128, used: i128, limit: i128) -> Note {
    let day = opened.map_or_else(String::new, |d| d.to_string());
    both(
        format!("running year from {day}: {asked} days asked for, {used} of {limit} used before"),
        format!("løbende år fra {day}: {asked} dage ønsket, {used} af {limit} brugt før"),
    )
}
