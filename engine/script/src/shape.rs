//! What a script may not write, because nobody could bound its memory: changes to a part of a value.
//!
//! In: a script as a tree. Out: the first place that changes a part. Not here: whether the script runs.
//!
//! The size of a value is checked where a variable changes as a whole. A part of it (`a[0]`, `m.b`) can change without
//! that check, so such changes are refused before the script runs; lists have functions that change them as a whole.

use crate::functions::READING;
use ramme_diag::Text;
use rhai::{AST, ASTNode, BinaryExpr, Expr, Position, Stmt};

/// The first change to a part of a value, and what to write.
pub(crate) fn change_of_a_part(tree: &AST) -> Option<(Text, Position)> {
    let mut found = None;
    tree.walk(&mut |path: &[ASTNode<'_>]| {
        found = match path.last() {
            Some(ASTNode::Stmt(Stmt::Assignment(assigned, ..))) => match &assigned.1.lhs {
                part @ (Expr::Index(..) | Expr::Dot(..)) => Some((assigned_part(), part.start_position())),
                _ => None,
            },
            Some(ASTNode::Expr(Expr::Index(chain, ..))) => changing(&chain.rhs),
            Some(ASTNode::Expr(Expr::Dot(chain, ..))) => below_a_property(chain),
            _ => None,
        };
        found.is_none()
    });
    found
}

fn assigned_part() -> Text {
    Text::both(
        "a part of a value gets another value: write `list.set(0, value)`; a map is written out whole",
        "en del af en v\u{e6}rdi f\u{e5}r en anden v\u{e6}rdi: skriv `liste.set(0, v\u{e6}rdi)`; en opslagsliste skrives ud i sin helhed",
    )
}

/// Methods called on what a property names. What a method gives back is a value of its own.
fn below_a_property(chain: &BinaryExpr) -> Option<(Text, Position)> {
    match &chain.rhs {
        Expr::Index(next, ..) | Expr::Dot(next, ..) if !matches!(next.lhs, Expr::MethodCall(..)) => {
            changing(&next.rhs)
        }
        _ => None,
    }
}

/// A method further down that may change what it is called on.
fn changing(part: &Expr) -> Option<(Text, Position)> {
    match part {
        Expr::MethodCall(call, place) if !READING.contains(&call.name.as_str()) => {
            let name = &call.name;
            let said = Text::both(
                format!(
                    "`{name}` is called on a part of a value: keep the part in a variable of its own first"
                ),
                format!(
                    "`{name}` kaldes p\u{e5} en del af en v\u{e6}rdi: gem delen i sin egen variabel f\u{f8}rst"
                ),
            );
            Some((said, *place))
        }
        Expr::Index(next, ..) | Expr::Dot(next, ..) => changing(&next.lhs).or_else(|| changing(&next.rhs)),
        _ => None,
    }
}
