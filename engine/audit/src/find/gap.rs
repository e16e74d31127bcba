//! Budget, accounts, the gap between them and its percent.
//!
//! In: cells. Out: whether gap and percent follow from what stands beside them. Not here: wholes of gaps (`total`).

use super::Index;
use crate::cell::{Cell, Computed, hold};
use crate::interval::{Interval, whole};
use crate::relation::{Kind, Outcome, Reason, Relation, Token};
use crate::words::{self, Concept, What};

pub(crate) fn relations(cells: &[Cell]) -> Vec<Relation> {
    let index = Index::new(cells);
    let mut out = Vec::new();
    for cell in cells {
        match cell.key.what {
            What::Gap => out.extend(gap(cell, &index)),
            What::GapPercent => out.extend(percent(cell, &index)),
            _ => {}
        }
    }
    out
}

/// The accounts beside a cell, where it has the level of the level that is given.
fn accounts<'c>(beside: &[&'c Cell], like: &Cell) -> Option<&'c Cell> {
    let fits = |c: &&&Cell| {
        c.key.base == like.key.base && c.key.level == like.key.level && c.key.from == like.key.from
    };
    let cost = |c: &&&Cell| c.amount().is_some_and(|name| words::concept(name) == Some(Concept::Cost));
    let find = |wanted: &dyn Fn(&&&Cell) -> bool| beside.iter().filter(fits).find(wanted).copied();
    find(&|c| c.key.what == What::Accounts).or_else(|| find(&cost))
}

fn gap(stated: &Cell, index: &Index) -> Vec<Relation> {
    let beside = index.beside(stated);
    let fits = |c: &&&Cell| {
        c.key.base == stated.key.base && c.key.level == stated.key.level && c.key.from == stated.key.from
    };
    let budgets = beside.iter().filter(fits).filter(|c| c.key.what == What::Budget);
    let one = |budget: &&Cell| {
        let accounts = accounts(beside, budget)?;
        let computed = Computed {
            range: accounts.range.minus(&budget.range),
            printed: &accounts.printed - &budget.printed,
        };
        let formula = vec![accounts.token(), Token::Sign("-"), budget.token()];
        Some(hold(Kind::Gap, stated, &computed, formula, &[accounts, budget]))
    };
    budgets.filter_map(one).collect()
}

fn percent(stated: &Cell, index: &Index) -> Vec<Relation> {
    let beside = index.beside(stated);
    let budgets: Vec<&Cell> = beside.iter().copied().filter(|c| c.key.what == What::Budget).collect();
    let mut out = Vec::new();
    for budget in &budgets {
        let gap = beside.iter().copied().find(|c| c.key.what == What::Gap && c.key.level == budget.key.level);
        if let Some(accounts) = accounts(beside, budget) {
            out.extend(over_budget(stated, accounts, budget));
        }
        if let Some(gap) = gap {
            let formula = vec![gap.token(), Token::Sign("/"), budget.token()];
            out.extend(quotient(stated, (gap, budget), None, formula));
        }
    }
    out
}

/// The quotient of two cells less one, or as it is.
fn quotient(
    stated: &Cell,
    (above, below): (&Cell, &Cell),
    less: Option<i64>,
    formula: Vec<Token>,
) -> Option<Relation> {
    let less = whole(less.unwrap_or(0));
    let range = above.range.over(&below.range)?.minus(&Interval::point(less.clone()));
    let printed = &above.printed / &below.printed - less;
    Some(hold(Kind::GapPercent, stated, &Computed { range, printed }, formula, &[above, below]))
}

/// The percent over the budget; where only the accounts as divisor give it, that is said: no document says which it is.
fn over_budget(stated: &Cell, accounts: &Cell, budget: &Cell) -> Option<Relation> {
    let difference = |divisor: &Cell| {
        let sign = Token::Sign;
        vec![sign("("), accounts.token(), sign("-"), budget.token(), sign(")"), sign("/"), divisor.token()]
    };
    let mut relation = quotient(stated, (accounts, budget), Some(1), difference(budget))?;
    if let Some(part) = budget.range.over(&accounts.range) {
        let other = Interval::point(whole(1)).minus(&part);
        relation.accounts_too = relation.outcome == Outcome::Holds && other.meets(&stated.range);
        if relation.outcome == Outcome::CannotHold && other.meets(&stated.range) {
            relation.outcome = Outcome::Undecided;
            relation.reason = Some(Reason::OverAccounts);
            relation.computed = Some(other.scaled(&stated.one.recip()));
            relation.formula = difference(accounts);
        }
    }
    Some(relation)
}
