//! Whether two expressions ask for the same value.
//!
//! In: two checked expressions of one body. Out: yes where they are written alike, whatever blanks and brackets stand in
//! the text. Not here: whether they always come to the same (`a + b` and `b + a` are not alike).

use crate::model::{Expr, ExprKind, Rulebook};

/// Whether two expressions are written alike.
pub(super) fn same(book: &Rulebook, a: &Expr, b: &Expr) -> bool {
    use ExprKind as K;
    let both = |x: &Expr, y: &Expr| same(book, x, y);
    match (&a.kind, &b.kind) {
        (K::Const(x), K::Const(y)) => x == y,
        (K::Input(x), K::Input(y)) => x == y,
        (K::Parameter(x), K::Parameter(y)) => x == y,
        (K::Definition(x), K::Definition(y)) => x == y,
        (K::ThisRow(x), K::ThisRow(y)) => x == y,
        (K::ThisPeriod(x), K::ThisPeriod(y)) => x == y,
        (K::ThisMember(x), K::ThisMember(y)) => x == y,
        (K::Day, K::Day) => true,
        (K::Lookup { row: r, inner: i }, K::Lookup { row: s, inner: j }) => both(i, j) && both(r, s),
        (K::Shift { back: m, inner: i }, K::Shift { back: n, inner: j }) => m == n && both(i, j),
        (K::AtPeriod { period: m, inner: i }, K::AtPeriod { period: n, inner: j }) => m == n && both(i, j),
        (K::AtMember { set: s, member: m, inner: i }, K::AtMember { set: t, member: n, inner: j }) => {
            s == t && both(m, n) && both(i, j)
        }
        (K::Negate(x), K::Negate(y)) | (K::Not(x), K::Not(y)) => both(x, y),
        (K::Arith { op: o, left: l, right: r }, K::Arith { op: p, left: m, right: s }) => {
            o == p && both(l, m) && both(r, s)
        }
        (K::Compare { op: o, left: l, right: r }, K::Compare { op: p, left: m, right: s }) => {
            o == p && both(l, m) && both(r, s)
        }
        (K::Logic { and: o, left: l, right: r }, K::Logic { and: p, left: m, right: s }) => {
            o == p && both(l, m) && both(r, s)
        }
        (K::IsKnown { value: x, known: k }, K::IsKnown { value: y, known: l }) => k == l && both(x, y),
        (K::PeriodOf { kind: k, date: x }, K::PeriodOf { kind: l, date: y }) => k == l && both(x, y),
        // What is rarer is written out, and the writing compared.
        _ if std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind) => {
            a.ty == b.ty && book.expr_as_text(a) == book.expr_as_text(b)
        }
        _ => false,
    }
}
