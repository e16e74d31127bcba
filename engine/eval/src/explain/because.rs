//! Why a limit is what it is: the choice or the cap that decided it.
//!
//! In: the explanation of a rule for one subject. Out: the conditions that the limit follows from, as they turned out, or the
//! cap that bound; none where nothing was chosen on the way. Not here: sentences.

use super::node::{How, Node, Role};
use crate::result::{Because, Condition, Exact};

/// So many conditions are told; more say less.
const MOST: usize = 4;

/// How far names are followed.
const DEEPEST: usize = 16;

/// What decided the limit of the comparison that does not hold.
#[must_use]
pub fn because(rule: &Node) -> Option<Because> {
    let compared = broken(rule)?;
    let mut at = compared.parts.iter().find(|part| part.role == Role::Right)?;
    for _ in 0..DEEPEST {
        match at.how {
            How::Allotted { .. } => match cap(at) {
                Some(cap) => return Some(cap),
                None => at = at.parts.iter().find(|part| part.role == Role::Asked)?,
            },
            How::Chosen => {
                let mut told = Vec::new();
                let conditions = at.parts.iter().filter(|part| is_condition(part));
                conditions.for_each(|part| decisive(part, &mut told));
                if !told.is_empty() {
                    told.truncate(MOST);
                    return Some(Because::Conditions(told));
                }
                at = at.parts.iter().find(|part| part.role == Role::Taken)?;
            }
            How::Least | How::Greatest => at = at.parts.iter().find(|part| part.role == Role::Taken)?,
            How::Same | How::Rounded(..) => {
                at = at.parts.iter().find(|part| matches!(part.role, Role::Of | Role::Taken))?;
            }
            _ => return None,
        }
    }
    None
}

/// The comparison that does not hold: the rule itself, or one of those that `and` joins.
fn broken(node: &Node) -> Option<&Node> {
    match node.how {
        How::Compared(_) => Some(node),
        How::And | How::Same => node.parts.iter().filter(|part| holds(part) == Some(false)).find_map(broken),
        _ => None,
    }
}

fn is_condition(node: &Node) -> bool {
    matches!(node.role, Role::Condition | Role::When(_))
}

fn holds(node: &Node) -> Option<bool> {
    match node.exact() {
        Some(Exact::YesNo(yes)) => Some(*yes),
        _ => None,
    }
}

/// The parts of a condition that made it what it is.
fn decisive(node: &Node, out: &mut Vec<Condition>) {
    let Some(so) = holds(node) else { return };
    match (node.how, &node.name) {
        (How::And | How::Or | How::Not, None) => {
            let of_not = node.how == How::Not;
            // All parts of a yes that needs all, or of a no that needs none; else those that go the way of the whole.
            let same = node.parts.iter().filter(|part| of_not || holds(part) == Some(so));
            same.for_each(|part| decisive(part, out));
        }
        _ => {
            let text = node.name.as_ref().map_or_else(|| node.text.clone(), |name| name.name.clone());
            let one = Condition { text, name: node.name.as_ref().map(|name| name.name.clone()), holds: so };
            if !out.contains(&one) {
                out.push(one);
            }
        }
    }
}

/// The cap that left less than was asked for.
fn cap(node: &Node) -> Option<Because> {
    let asked = node.parts.iter().find(|part| part.role == Role::Asked)?;
    let got = node.exact()?;
    if asked.exact() == Some(got) {
        return None;
    }
    let cap = node.parts.iter().find(|part| part.role == Role::CapLeft && part.exact() == Some(got))?;
    let whole = cap.parts.iter().find(|part| part.role == Role::Plus)?;
    let used = cap.parts.iter().find(|part| part.role == Role::Minus)?;
    let rest = used.rest.as_ref().map_or(0, |rest| rest.count);
    Some(Because::Cap {
        cap: whole.name.as_ref().map_or_else(|| cap.text.clone(), |name| name.name.clone()),
        whole: whole.exact()?.clone(),
        used: used.exact()?.clone(),
        before: used.parts.len().saturating_add(rest),
    })
}
