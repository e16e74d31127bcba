//! Worked values beside published, rounded ones.
//!
//! In: a definition, and the input that holds what was published of it. Out: for each cell both figures, the range that the
//! rounding of the inputs allows, the range that rounds to the published figure, and whether the two meet. A difference
//! inside the rounding is shown, never hidden. Not here: relations between several published figures (an audit's).

use ramme_diag::{Code, Diagnostic};
use ramme_rulebook::model::Type;
use ramme_value::{Decimal, Ratio};

use crate::output::{CellId, Reading};
use crate::plan::{Op, StepId};
use crate::result::{Exact, PublishedOutcome};
use crate::run::layout::Map;
use crate::scenario::PublishedCheck;

/// The cells of `value` that have a published figure.
///
/// # Errors
/// The two differ in unit or price level, or one is no number.
pub(crate) fn outcomes(
    r: &Reading,
    check: &PublishedCheck,
    value: StepId,
    published: StepId,
) -> Result<Vec<PublishedOutcome>, Diagnostic> {
    let types = |s: StepId| r.env.plan.step(s).map(|x| x.ty.clone());
    let (worked, printed) = (types(value), types(published));
    let (Some(Type::Num(a)), Some(Type::Num(b))) = (&worked, &printed) else {
        return Err(unlike(check));
    };
    if (&a.unit, a.level) != (&b.unit, b.level) {
        return Err(unlike(check));
    }
    let (Some(worked), Some(printed)) = (worked.clone(), printed.clone()) else { return Ok(Vec::new()) };
    Ok(r.cells(value)
        .into_iter()
        .filter_map(|c| outcome(r, (value, &worked), (published, &printed), c))
        .collect())
}

fn unlike(check: &PublishedCheck) -> Diagnostic {
    Diagnostic::new(Code::CheckUnlike)
        .arg("value", check.value.text())
        .arg("published", check.published.text())
        .at(check.published.span)
}

fn outcome(
    r: &Reading,
    (value, ty): (StepId, &Type),
    (published, printed): (StepId, &Type),
    c: CellId,
) -> Option<PublishedOutcome> {
    let (to, from) = (r.env.layouts.get(value.index())?, r.env.layouts.get(published.index())?);
    let there = CellId { t: c.t, cell: Map::between(to, from).at(c.cell) };
    let worked = known(r, value, ty, c);
    let figure = known(r, published, printed, there)?;
    // A value that rests on what is held back is not known, and may have a range all the same.
    let allowed = r.range(value, ty, c).or_else(|| worked.clone().map(|x| (x.clone(), x)))?;
    let rounds_from = r.range(published, printed, there).unwrap_or_else(|| (figure.clone(), figure.clone()));
    let agrees = ratio(&allowed.0)? <= ratio(&rounds_from.1)? && ratio(&rounds_from.0)? <= ratio(&allowed.1)?;
    let (name, keys) = r.named_keys(value, c)?;
    let place = match r.env.plan.step(published)?.op {
        Op::Input(id) => r.input_place(id, r.env.has_period(published), there),
        _ => None,
    };
    Some(PublishedOutcome {
        name,
        keys,
        ty: ty.clone(),
        worked,
        allowed,
        published: figure,
        rounds_from,
        agrees,
        place,
    })
}

fn known(r: &Reading, step: StepId, ty: &Type, c: CellId) -> Option<Exact> {
    let block = r.block(step, c.t)?;
    block.cause(c.cell).is_known().then(|| r.exact_at(ty, block, c.cell))?
}

fn ratio(x: &Exact) -> Option<Ratio> {
    match x {
        Exact::Dec(d) => Some(Ratio::from_decimal(*d)),
        Exact::Count(n) => Some(Ratio::from_decimal(Decimal::whole(*n))),
        Exact::Ratio(r) => Some(*r),
        _ => None,
    }
}
