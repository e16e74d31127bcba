//! Whether a value follows from its parts, worked out anew with exact fractions.

use ramme_rulebook::model::Compare;
use ramme_syntax::tree::AggregateFn;
use ramme_value::{Decimal, Ratio, round_to_step};

use super::super::{Folded, How, Node, Role};
use crate::result::{CellValue, Exact};

/// None where it cannot be told: parts that are folded, drawn or missing, or figures too large for plain fractions.
pub(super) fn follows(node: &Node) -> Option<bool> {
    if node.folded != Folded::No {
        return None;
    }
    let value = node.exact();
    match &node.how {
        How::Sum => Some(sum(node, &[Role::Plus], &[Role::Minus])? == number(value?)?),
        How::Product | How::Converted => {
            let all = with(node, &Role::Times);
            let product = all.iter().try_fold(one(), |p, n| times(p, number(n.exact()?)?))?;
            Some(product == number(value?)?)
        }
        How::Quotient => {
            let (over, of) =
                (number(part(node, &Role::Over)?.exact()?)?, number(part(node, &Role::Of)?.exact()?)?);
            Some(times(number(value?)?, over)? == of)
        }
        How::Negated => Some(plus(number(value?)?, number(part(node, &Role::Of)?.exact()?)?)? == zero()),
        How::Least | How::Greatest => extreme(node),
        How::Compared(op) => {
            let (a, b) = (part(node, &Role::Left)?, part(node, &Role::Right)?);
            let order = match (number(a.exact()?), number(b.exact()?)) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => text(a.exact()?)?.cmp(&text(b.exact()?)?),
            };
            let holds = match op {
                Compare::Is => order.is_eq(),
                Compare::IsNot => order.is_ne(),
                Compare::Less => order.is_lt(),
                Compare::AtMost => order.is_le(),
                Compare::More => order.is_gt(),
                Compare::AtLeast => order.is_ge(),
            };
            Some(holds == yes(value?)?)
        }
        How::And | How::Or => {
            let settles = node.how == How::Or;
            let all: Vec<Option<bool>> =
                with(node, &Role::Condition).iter().map(|n| n.exact().and_then(yes)).collect();
            if all.contains(&Some(settles)) {
                return Some(yes(value?)? == settles);
            }
            if all.contains(&None) { None } else { Some(yes(value?)? != settles) }
        }
        How::Not => Some(yes(value?)? != yes(part(node, &Role::Of)?.exact()?)?),
        How::Chosen => Some(equal(value, part(node, &Role::Taken)?.exact())),
        How::Same => {
            let only = node.parts.iter().find(|p| p.role == Role::Of)?;
            Some(equal(value, only.exact()))
        }
        How::IsKnown(known) => {
            let missing = matches!(part(node, &Role::Of)?.value, Some(CellValue::Missing(_)));
            Some(yes(value?)? == (missing != *known))
        }
        How::Rounded(mode, step) => match part(node, &Role::Of)?.exact()? {
            Exact::Dec(d) => Some(number(value?)? == Ratio::from_decimal(round_to_step(*d, *step, *mode)?)),
            _ => None,
        },
        How::Aggregate(func) => aggregate(node, *func),
        How::Days => {
            let all = with(node, &Role::Piece);
            let days = all.iter().try_fold(zero(), |s, p| plus(s, number(p.exact()?)?))?;
            Some(days == number(value?)?)
        }
        How::DaySum => {
            let all = with(node, &Role::Piece);
            let one = |p: &Node| times(number(p.exact()?)?, number(part(p, &Role::Times)?.exact()?)?);
            let total = all.iter().try_fold(zero(), |s, p| plus(s, one(p)?))?;
            Some(total == number(value?)?)
        }
        How::AnyDay => {
            let all = with(node, &Role::Piece);
            let known: Option<Vec<&Exact>> = all.iter().map(|p| p.exact()).collect();
            Some(yes(value?)? != known?.is_empty())
        }
        How::FirstDay => {
            let first =
                with(node, &Role::Piece).iter().filter_map(|p| p.at.first().map(|(_, d)| d.clone())).min();
            Some(text(value?)? == first?)
        }
        How::Allotted { whole } => {
            let asked = number(part(node, &Role::Asked)?.exact()?)?;
            let mut got = asked;
            for cap in with(node, &Role::CapLeft) {
                got = got.min(number(cap.exact()?)?);
            }
            got = got.max(zero());
            if *whole && got < asked {
                got = zero();
            }
            Some(got == number(value?)?)
        }
        How::AllottedDays => {
            let all = with(node, &Role::CapLeft);
            if all.is_empty() && number(value?)? != zero() {
                return None;
            }
            let granted = all.iter().try_fold(zero(), |s, p| plus(s, number(p.exact()?)?))?;
            Some(granted == number(value?)?)
        }
        How::RunningSum => {
            let listed = sum(node, &[Role::Plus, Role::Before], &[])?;
            Some(plus(listed, rest(node)?)? == number(value?)?)
        }
        // The one that it is stands first, whatever else is listed.
        How::LeastBefore | How::GreatestBefore => Some(with(node, &Role::Before).first()?.exact()? == value?),
        _ => None,
    }
}

fn aggregate(node: &Node, func: AggregateFn) -> Option<bool> {
    let value = node.exact()?;
    let rows = with(node, &Role::Row);
    let hidden = node.rest.as_ref().map_or(0, |r| r.count - r.missing);
    let term = |n: &Node| {
        times(number(n.exact()?)?, n.weight.as_ref().map_or(Some(one()), |w| number(Some(w))?.into())?)
    };
    match func {
        AggregateFn::Sum => {
            let listed = rows.iter().try_fold(zero(), |s, n| plus(s, term(n)?))?;
            Some(plus(listed, rest(node)?)? == number(Some(value))?)
        }
        AggregateFn::Mean => {
            let listed = rows.iter().try_fold(zero(), |s, n| plus(s, term(n)?))?;
            let total = plus(listed, rest(node)?)?;
            let weighted = rows.iter().any(|n| n.weight.is_some());
            let weight = if weighted {
                let listed = rows.iter().try_fold(zero(), |s, n| plus(s, number(n.weight.as_ref())?))?;
                let hidden = node
                    .rest
                    .as_ref()
                    .and_then(|r| r.weight.as_ref())
                    .map_or(Some(zero()), |w| number(Some(w)));
                plus(listed, hidden?)?
            } else {
                Ratio::new(i128::try_from(rows.len() + hidden).ok()?, 1)?
            };
            Some(times(number(Some(value))?, weight)? == total)
        }
        AggregateFn::Count => {
            let n = Ratio::new(i128::try_from(rows.len() + hidden).ok()?, 1)?;
            Some(number(Some(value))? == n)
        }
        AggregateFn::Least | AggregateFn::Greatest => Some(equal(Some(value), rows.first()?.exact())),
        AggregateFn::Any => Some(yes(value)? == rows.iter().any(|n| n.exact().and_then(yes) == Some(true))),
        AggregateFn::All => Some(yes(value)? == rows.iter().all(|n| n.exact().and_then(yes) == Some(true))),
        AggregateFn::Share => None,
    }
}

fn extreme(node: &Node) -> Option<bool> {
    let all = || node.parts.iter().filter(|p| matches!(p.role, Role::Taken | Role::NotTaken));
    let known: Option<Vec<&Exact>> = all().map(Node::exact).collect();
    let known = known?;
    let best = if let Some(numbers) = known.iter().map(|e| number(Some(*e))).collect::<Option<Vec<Ratio>>>() {
        let best = if node.how == How::Least { numbers.iter().min() } else { numbers.iter().max() };
        *best? == number(node.exact())?
    } else {
        let texts: Vec<String> = known.iter().map(|e| text(e)).collect::<Option<_>>()?;
        let best = if node.how == How::Least { texts.iter().min() } else { texts.iter().max() };
        *best? == text(node.exact()?)?
    };
    let taken = all().find(|p| p.role == Role::Taken)?;
    Some(best && equal(node.exact(), taken.exact()))
}

fn rest(node: &Node) -> Option<Ratio> {
    match &node.rest {
        None => Some(zero()),
        Some(rest) => number(rest.value.as_ref()),
    }
}

fn with<'n>(node: &'n Node, role: &Role) -> Vec<&'n Node> {
    node.parts.iter().filter(|p| p.role == *role).collect()
}

fn part<'n>(node: &'n Node, role: &Role) -> Option<&'n Node> {
    node.parts.iter().find(|p| p.role == *role)
}

fn sum(node: &Node, add: &[Role], take: &[Role]) -> Option<Ratio> {
    let mut total = zero();
    for p in &node.parts {
        let sign = if add.contains(&p.role) {
            1
        } else if take.contains(&p.role) {
            -1
        } else {
            continue;
        };
        let n = number(p.exact())?;
        total = plus(total, Ratio::new(n.num().checked_mul(sign)?, n.den())?)?;
    }
    Some(total)
}

fn zero() -> Ratio {
    Ratio::from_decimal(Decimal::whole(0))
}

fn one() -> Ratio {
    Ratio::from_decimal(Decimal::whole(1))
}

fn plus(a: Ratio, b: Ratio) -> Option<Ratio> {
    let top = a.num().checked_mul(b.den())?.checked_add(b.num().checked_mul(a.den())?)?;
    Ratio::new(top, a.den().checked_mul(b.den())?).map(Ratio::reduced)
}

fn times(a: Ratio, b: Ratio) -> Option<Ratio> {
    let (a, b) = (a.reduced(), b.reduced());
    Ratio::new(a.num().checked_mul(b.num())?, a.den().checked_mul(b.den())?).map(Ratio::reduced)
}

fn number<'e>(value: impl Into<Option<&'e Exact>>) -> Option<Ratio> {
    match value.into()? {
        Exact::Dec(d) => Some(Ratio::from_decimal(*d).reduced()),
        Exact::Count(n) => Ratio::new(*n, 1),
        Exact::Ratio(r) => Some(r.reduced()),
        Exact::YesNo(_) | Exact::Date(_) | Exact::Text(_) => None,
    }
}

fn yes(value: &Exact) -> Option<bool> {
    if let Exact::YesNo(yes) = value { Some(*yes) } else { None }
}

fn text(value: &Exact) -> Option<String> {
    match value {
        Exact::Text(t) => Some(t.clone()),
        Exact::Date(d) => Some(d.to_string()),
        Exact::YesNo(yes) => Some(yes.to_string()),
        Exact::Dec(_) | Exact::Count(_) | Exact::Ratio(_) => None,
    }
}

fn equal(a: Option<&Exact>, b: Option<&Exact>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => match (number(a), number(b)) {
            (Some(a), Some(b)) => a == b,
            _ => a == b,
        },
        (None, None) => true,
        _ => false,
    }
}
