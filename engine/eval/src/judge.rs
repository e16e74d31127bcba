//! Verdicts (DESIGN: honest verdicts; absence never counts as compliance).
//!
//! In: the columns of a run and the plans of its rules. Out: one verdict a rule and subject. A subject that does not exist,
//! for which no clause is in force, or to whom the clause does not apply, is not judged and not listed. Not here: sentences and colours.

mod before;
mod lack;
mod sides;
mod who;

use std::cmp::Ordering;

use ramme_diag::SourceMap;
use ramme_rulebook::model::{Axis, Compare, EntityId, ExprKind, KeyValue, Rule, Rulebook, Type};
use ramme_syntax::tree::RuleKind;
use ramme_table::{Block, CauseId, Causes, Data};
use ramme_value::{Date, Decimal, Ratio};

use crate::output::{CellId, Reading};
use crate::plan::{ClausePlan, ComparisonPlan, Op, RulePlan, StepId, is_ratio, scale};
use crate::result::{Deadline, Exact, Verdict, VerdictKind};
use crate::run::kernel::compare_parts;
use crate::run::layout::{Layout, Map};
use crate::words;
use sides::SidesOf;

/// What is worked out once a rule and said in many verdicts.
struct Beside {
    sides: SidesOf,
    before: before::ByDay,
}

/// The verdicts of one rule.
pub(crate) fn verdicts(r: &Reading, sources: &SourceMap, plan: &RulePlan) -> Vec<Verdict> {
    let Some(subjects) = Subjects::of(r, plan) else { return Vec::new() };
    let beside = Beside {
        sides: sides::of(r.env, plan),
        before: plan.before.map(|p| before::by_day(r, p)).unwrap_or_default(),
    };
    subjects.all().into_iter().filter_map(|c| subjects.judge(sources, plan, &beside, c)).collect()
}

/// The subjects of a rule.
pub(crate) struct Subjects<'a> {
    r: &'a Reading<'a>,
    rule: &'a Rule,
    layout: Layout,
}

/// A value that decides, or why it is not known.
type Known<'a> = Result<(&'a Block, usize), CauseId>;

impl<'a> Subjects<'a> {
    /// Those of a rule.
    pub(crate) fn of(r: &'a Reading<'a>, plan: &RulePlan) -> Option<Subjects<'a>> {
        let rule = r.env.book.rules.get(plan.rule.index())?;
        Some(Subjects { r, rule, layout: Layout::of(&rule.shape, r.env.book, &r.env.data.entities) })
    }

    /// The rule.
    pub(crate) fn rule(&self) -> &'a Rule {
        self.rule
    }

    /// The rulebook.
    pub(crate) fn book(&self) -> &'a Rulebook {
        self.r.env.book
    }

    /// Why cells are missing.
    pub(crate) fn causes(&self) -> &'a Causes {
        &self.r.env.data.causes
    }

    /// The type of a side of a comparison.
    pub(crate) fn ty(&self, step: StepId) -> Option<Type> {
        self.r.env.plan.step(step).map(|s| s.ty.clone())
    }

    /// A side of a comparison for a subject; the cause where it is not known.
    pub(crate) fn side(&self, step: StepId, c: CellId) -> Result<Option<Exact>, CauseId> {
        let (block, cell) = self.known(step, c)?;
        Ok(self.ty(step).and_then(|ty| self.r.exact_at(&ty, block, cell)))
    }

    /// Everyone whom the rule is about and who exists.
    pub(crate) fn all(&self) -> Vec<CellId> {
        let env = self.r.env;
        let dated = self.rule.shape.period.is_some();
        let (first, last) = self.r.years;
        let periods = if dated { 0..env.years.count } else { 0..1 };
        periods
            .filter(|t| !dated || (first..=last).contains(&env.years.year(*t)))
            .flat_map(|t| (0..self.layout.len()).map(move |cell| CellId { t, cell }))
            .filter(|c| {
                let row = self.layout.split(c.cell).1;
                self.rule.shape.entity.is_none_or(|e| env.exists(e, row, dated.then_some(c.t)))
            })
            .collect()
    }

    /// A step's cell for a subject.
    fn at(&self, step: StepId, c: CellId) -> Option<(&'a Block, usize)> {
        let from = self.r.env.layouts.get(step.index())?;
        let cell = Map::between(&self.layout, from).at(c.cell);
        Some((self.r.block(step, c.t)?, cell))
    }

    fn known(&self, step: StepId, c: CellId) -> Known<'a> {
        let (block, cell) = self.at(step, c).ok_or(CauseId::KNOWN)?;
        match block.cause(cell) {
            CauseId::KNOWN => Ok((block, cell)),
            cause => Err(cause),
        }
    }

    fn yes(&self, step: StepId, c: CellId) -> Result<bool, CauseId> {
        let (block, cell) = self.known(step, c)?;
        Ok(block.data.int(cell) == Some(1))
    }

    /// The clause that is in force for a subject and applies to it; the cause where the date that decides, or whether it
    /// applies, is not known.
    pub(crate) fn clause<'p>(
        &self,
        plan: &'p RulePlan,
        c: CellId,
    ) -> Option<Result<&'p ClausePlan, (CauseId, &'p ClausePlan)>> {
        let days = self.rule.shape.period.and_then(|_| self.r.env.days(c.t));
        for clause in &plan.clauses {
            let holds = match (clause.dated_by, days) {
                (Some(date), _) => match self.known(date, c) {
                    Err(cause) => return Some(Err((cause, clause))),
                    Ok((block, cell)) => day(block, cell).is_some_and(|d| clause.between.covers(d, d)),
                },
                (None, Some((first, last))) => clause.between.covers(first, last),
                (None, None) => clause.between.is_open(),
            };
            if holds {
                return match clause.applies.map(|applies| self.yes(applies, c)) {
                    None | Some(Ok(true)) => Some(Ok(clause)),
                    Some(Ok(false)) => None,
                    Some(Err(cause)) => Some(Err((cause, clause))),
                };
            }
        }
        None
    }

    fn judge(&self, sources: &SourceMap, plan: &RulePlan, beside: &Beside, c: CellId) -> Option<Verdict> {
        let (clause, outcome, cause) = match self.clause(plan, c)? {
            Err((cause, clause)) => (clause, VerdictKind::Undetermined, cause),
            Ok(clause) => {
                let (outcome, cause) = self.outcome(plan, clause, c);
                (clause, outcome, cause)
            }
        };
        let version = &self.rule.clauses.get(clause.clause)?.version;
        let comparison = self.deciding(clause, c);
        let mut verdict = Verdict {
            rule: self.rule.name.clone(),
            subject: self.subject(c),
            outcome,
            measured: None,
            limit: None,
            excess: None,
            ty: None,
            comparison: comparison.map(|p| sources.slice(p.span).to_owned()),
            clause: words::place(sources, version),
            cites: words::citations(self.r.env.book, version),
            missing: words::missing(&self.r.env.data.causes, cause),
            lacks: lack::lacks(self.r.env.book, &self.r.env.data.causes, cause),
            name: None,
            belongs: self.whose(c, who::belongs),
            addressee: self.rule.addressee.clone(),
            deadline: plan.deadline.map(|step| self.deadline(step, c)),
            deadline_is: plan.deadline.and_then(|_| self.deadline_is(c)),
            rests_on: Vec::new(),
            adopted: Vec::new(),
            place: comparison.and_then(|p| self.place(p.measured, c)),
            sides: comparison
                .and_then(|p| beside.sides.get(&(p.measured, p.limit)))
                .cloned()
                .unwrap_or_default(),
            called: None,
            keys_called: Vec::new(),
            because: None,
            before: None,
        };
        if let Some(Deadline::Day(day)) = verdict.deadline {
            verdict.before = beside.before.get(&day).cloned();
        }
        if let Some(p) = comparison {
            self.sides(p, c, &mut verdict);
        }
        Some(verdict)
    }

    /// By which day something has to be done.
    fn deadline(&self, step: StepId, c: CellId) -> Deadline {
        let found = self.known(step, c).ok().and_then(|(block, cell)| day(block, cell));
        found.map_or(Deadline::NotKnown, Deadline::Day)
    }

    /// What is said of the subject's row.
    fn whose<T>(
        &self,
        c: CellId,
        of: impl Fn(&Reading, EntityId, usize, Option<usize>) -> Option<T>,
    ) -> Option<T> {
        let row = self.layout.split(c.cell).1;
        of(self.r, self.rule.shape.entity?, row, self.rule.shape.period.map(|_| c.t))
    }

    /// Why the deadline is that day, where it is a parameter that the scenario sets: the reason it gives.
    fn deadline_is(&self, c: CellId) -> Option<String> {
        let ExprKind::Parameter(id) = self.rule.deadline.as_ref()?.kind else { return None };
        let year = self.rule.shape.period.map(|_| self.r.env.years.year(c.t));
        let fits = |key: &KeyValue| matches!(key, KeyValue::Period(held) if Some(*held) == year);
        let set = self.r.env.data.overrides.iter().rev();
        let held = set.clone().find(|set| set.parameter == id && set.keys.iter().all(fits))?;
        let (reason, _author) =
            held.origin.rsplit_once(" (").filter(|_| !held.origin.starts_with("--set"))?;
        Some(reason.to_owned())
    }

    fn outcome(&self, plan: &RulePlan, clause: &ClausePlan, c: CellId) -> (VerdictKind, CauseId) {
        let target = self.rule.kind == RuleKind::Target;
        match self.yes(clause.holds, c) {
            Err(cause) => (VerdictKind::Undetermined, cause),
            Ok(true) => (if target { VerdictKind::Met } else { VerdictKind::Complies }, CauseId::KNOWN),
            Ok(false) if target => (VerdictKind::NotMet, CauseId::KNOWN),
            Ok(false) => match plan.unless.map(|u| self.yes(u, c)) {
                None | Some(Ok(false)) => (VerdictKind::Breach, CauseId::KNOWN),
                Some(Ok(true)) => (VerdictKind::Explained, CauseId::KNOWN),
                Some(Err(cause)) => (VerdictKind::Undetermined, cause),
            },
        }
    }

    /// The first comparison that does not hold, else the first that is not known, else the first.
    fn deciding<'p>(&self, clause: &'p ClausePlan, c: CellId) -> Option<&'p ComparisonPlan> {
        let all = &clause.comparisons;
        let first =
            |want: fn(&Result<bool, CauseId>) -> bool| all.iter().find(|p| want(&self.yes(p.holds, c)));
        first(|x| *x == Ok(false)).or_else(|| first(Result::is_err)).or_else(|| all.first())
    }

    /// Axis and key of a subject, in declared order.
    pub(crate) fn subject(&self, c: CellId) -> Vec<(String, String)> {
        let env = self.r.env;
        let keys = env.keys(&self.rule.shape, &self.rule.axes, c.t, c.cell);
        let entity = self.rule.shape.entity.and_then(|e| env.book.entities.get(e.index()));
        let mut names: Vec<String> = entity.map(|e| e.name.clone()).into_iter().collect();
        let axes = self.rule.axes.iter().filter(|a| !matches!(a.axis, Axis::Entity(_)));
        names.extend(axes.map(|a| a.name.clone()));
        names.into_iter().zip(keys).collect()
    }

    fn place(&self, measured: StepId, c: CellId) -> Option<String> {
        let Op::Input(id) = self.r.env.plan.step(self.source(measured))?.op else { return None };
        self.r.input_place(id, self.r.env.has_period(measured), c)
    }

    /// The step behind names and changes of scale.
    fn source(&self, step: StepId) -> StepId {
        let mut at = step;
        while let Some(s) = self.r.env.plan.step(at) {
            match (&s.op, s.args.as_slice()) {
                (Op::Rescale(_) | Op::Definition(_) | Op::ToRatio, [one]) => at = *one,
                _ => break,
            }
        }
        at
    }

    /// Measured, limit and excess, each where it is known.
    fn sides(&self, p: &ComparisonPlan, c: CellId, out: &mut Verdict) {
        let ty = |s: StepId| self.r.env.plan.step(s).map(|x| x.ty.clone());
        let (Some(mt), Some(lt)) = (ty(p.measured), ty(p.limit)) else { return };
        let measured = self.known(p.measured, c).ok();
        let limit = self.known(p.limit, c).ok();
        out.measured = measured.and_then(|(b, i)| self.r.exact_at(&mt, b, i));
        out.limit = limit.and_then(|(b, i)| self.r.exact_at(&lt, b, i));
        if let (Some((mb, mi)), Some((lb, li)), Type::Num(_)) = (measured, limit, &mt) {
            out.excess = excess(p.op, (&mb.data, mi, scale(&mt)), (&lb.data, li, scale(&lt)));
        }
        out.ty = Some(if is_ratio(&lt) { lt } else { mt });
    }
}

fn day(block: &Block, cell: usize) -> Option<Date> {
    let n = block.data.int(cell)?;
    i32::try_from(n).ok().and_then(Date::from_days)
}

type Side<'a> = (&'a Data, usize, u8);

/// How far over an upper limit, or under a lower one; none where the comparison holds or has no direction.
fn excess(op: Compare, measured: Side, limit: Side) -> Option<Exact> {
    let order = compare_parts(measured, limit)?;
    let (over, under) = match op {
        Compare::AtMost | Compare::Less if order != Ordering::Less => (measured, limit),
        Compare::AtLeast | Compare::More if order != Ordering::Greater => (limit, measured),
        _ => return None,
    };
    difference(over, under)
}

fn difference(a: Side, b: Side) -> Option<Exact> {
    let decimal = |(data, i, s): Side| match data {
        Data::Ratio(..) => None,
        ints => ints.int(i).map(|n| Decimal::new(n, s)),
    };
    if let (Some(x), Some(y)) = (decimal(a), decimal(b)) {
        return x.checked_sub(y).map(Exact::Dec);
    }
    let ratio = |(data, i, s): Side| {
        let (n, d) = data.at(i)?;
        match data {
            Data::Ratio(..) => Ratio::new(n, d),
            _ => Some(Ratio::from_decimal(Decimal::new(n, s))),
        }
    };
    let (x, y) = (ratio(a)?.reduced(), ratio(b)?.reduced());
    let top = x.num().checked_mul(y.den())?.checked_sub(y.num().checked_mul(x.den())?)?;
    Ratio::new(top, x.den().checked_mul(y.den())?).map(|r| Exact::Ratio(r.reduced()))
}
