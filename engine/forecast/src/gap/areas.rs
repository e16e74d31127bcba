//! Several areas and their total from the same draws. In: one history and plan an area. Out: a simulation an
//! area and the total, which is their sum draw by draw: never two models.
//!
//! Areas of one year share a shock. A share ρ of each area's variance is common: ε_it = σ_i (√ρ c_t + √(1 − ρ)
//! e_it), for the drift's error likewise. Not here: the size of σ_i, which each area's own history gives.

use super::budget::{BudgetPlan, BudgetRule};
use super::history::GapHistory;
use super::simulate::{GapOptions, GapSimulation, Source, simulate_joint};
use crate::common::common_share;
use crate::error::ForecastError;
use crate::random::series_key;
use crate::words::Words;
use ndarray::Array2;

/// One area.
#[derive(Clone, Debug)]
pub struct Area<'a> {
    /// Its name: also the address of its random numbers.
    pub name: &'a str,
    /// Its accounts and budgets; all areas end in the same year.
    pub history: &'a GapHistory,
    /// What is decided for the years to come; the same years in all areas.
    pub plan: &'a [BudgetPlan],
}

/// The share of a year's variance that all areas have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum CommonYear {
    /// Declared, in [0, 1].
    Share(f64),
    /// The mean correlation ρ̂ of the areas' log changes over n years, drawn towards one half by a prior worth
    /// two years, (n ρ̂ + 1)/(n + 2), and kept in [0, .95].
    #[default]
    Estimated,
}

/// Areas and their total.
#[derive(Clone, Debug, PartialEq)]
pub struct AreasSimulation {
    /// One simulation an area, in the order given.
    pub areas: Vec<GapSimulation>,
    /// Their sum, draw by draw. A year's budget is decided (proposed) where it is so in every area.
    pub total: GapSimulation,
    /// The share of variance in common that was used.
    pub common: f64,
}

/// Simulates all areas with one set of common shocks.
///
/// Errors: no areas; two areas of one name; histories that end in different years or have plans of
/// different lengths; a declared share outside [0, 1]; those of [`super::simulate`].
pub fn simulate_areas(
    areas: &[Area<'_>],
    common: CommonYear,
    options: &GapOptions,
) -> Result<AreasSimulation, ForecastError> {
    simulate_areas_by(areas, common, &vec![*options; areas.len()])
}

/// As [`simulate_areas`], with options of its own for each area, as where variance falls with size.
///
/// Error besides those: another number of options than of areas.
pub fn simulate_areas_by(
    areas: &[Area<'_>],
    common: CommonYear,
    options: &[GapOptions],
) -> Result<AreasSimulation, ForecastError> {
    check(areas)?;
    if options.len() != areas.len() {
        return Err(ForecastError::Lengths { what: "areas", found: options.len(), needed: areas.len() });
    }
    let share = match common {
        CommonYear::Share(share) if (0.0..=1.0).contains(&share) => share,
        CommonYear::Share(_) => {
            return Err(ForecastError::Option { name: "the common share", must: "between 0 and 1" });
        }
        CommonYear::Estimated => estimate(areas),
    };
    let share = if areas.len() == 1 { 0.0 } else { share };
    let simulations: Vec<GapSimulation> = areas
        .iter()
        .zip(options)
        .map(|(area, options)| {
            simulate_joint(area.history, area.plan, options, series_key(area.name), Source::Own(share))
        })
        .collect::<Result<_, _>>()?;
    let total = sum(areas, &simulations, share);
    Ok(AreasSimulation { areas: simulations, total, common: share })
}

/// Refuses areas that cannot be added.
fn check(areas: &[Area<'_>]) -> Result<(), ForecastError> {
    let Some(first) = areas.first() else {
        return Err(ForecastError::TooFew { what: "areas", found: 0, needed: 1 });
    };
    for (i, area) in areas.iter().enumerate() {
        if areas[..i].iter().any(|other| other.name == area.name) {
            let (en, da) = ("two areas are called", "to områder hedder");
            let why = Words::both(format!("{en} {}", area.name), format!("{da} {}", area.name));
            return Err(ForecastError::Structure { why });
        }
        if area.history.last_year() != first.history.last_year() {
            let (a, b) = (first.history.last_year(), area.history.last_year());
            let why = Words::both(
                format!("the accounts of {} end in {a}, those of {} in {b}", first.name, area.name),
                format!("regnskaberne for {} slutter i {a}, de for {} i {b}", first.name, area.name),
            );
            return Err(ForecastError::Structure { why });
        }
        if area.plan.len() != first.plan.len() {
            let what = "years of the budget plan";
            return Err(ForecastError::Lengths { what, found: area.plan.len(), needed: first.plan.len() });
        }
    }
    Ok(())
}

/// The estimate that [`CommonYear::Estimated`] documents, over the years that all areas have.
fn estimate(areas: &[Area<'_>]) -> f64 {
    let n = areas.iter().map(|a| a.history.accounts.nrows()).min().unwrap_or(0).saturating_sub(1);
    let changes: Vec<Vec<f64>> = areas
        .iter()
        .map(|area| {
            let logs: Vec<f64> = area.history.accounts.column(0).iter().map(|x| libm::log(*x)).collect();
            let all: Vec<f64> = logs.windows(2).map(|w| w[1] - w[0]).collect();
            all[all.len().saturating_sub(n)..].to_vec()
        })
        .collect();
    common_share(&changes)
}

/// The total, draw by draw.
fn sum(areas: &[Area<'_>], parts: &[GapSimulation], share: f64) -> GapSimulation {
    let shape = parts[0].accounts.raw_dim();
    let (mut accounts, mut budgets) = (Array2::zeros(shape), Array2::zeros(shape));
    for part in parts {
        accounts += &part.accounts;
        budgets += &part.budgets;
    }
    let basis = (0..parts[0].basis.len()).map(|step| joint_plan(parts, step)).collect();
    let mut notes: Vec<Words> = Vec::new();
    for (area, part) in areas.iter().zip(parts) {
        let named =
            |n: &Words| Words::both(format!("{}: {}", area.name, n.en), format!("{}: {}", area.name, n.da));
        notes.extend(part.notes.iter().map(named));
    }
    if parts.len() > 1 {
        notes.push(Words::both(
            format!("areas have {:.0}% of a year's variance in common", 100.0 * share),
            format!("områderne har {:.0} % af et års varians til fælles", 100.0 * share),
        ));
    }
    let mixed = parts.iter().any(|p| p.rule != parts[0].rule);
    let rule = if mixed { BudgetRule::Mixture } else { parts[0].rule };
    GapSimulation { years: parts[0].years.clone(), accounts, budgets, basis, rule, notes }
}

/// The plan of the total in one year: the sum where every area has a figure, else by rule.
fn joint_plan(parts: &[GapSimulation], step: usize) -> BudgetPlan {
    let (mut sum, mut decided) = (0.0, true);
    for part in parts {
        match part.basis[step] {
            BudgetPlan::Decided(value) => sum += value,
            BudgetPlan::Proposed(value) => {
                sum += value;
                decided = false;
            }
            BudgetPlan::ByRule => return BudgetPlan::ByRule,
        }
    }
    if decided { BudgetPlan::Decided(sum) } else { BudgetPlan::Proposed(sum) }
}
