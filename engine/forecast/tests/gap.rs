//! The budget-gap model against its reference numbers.

#![allow(clippy::unwrap_used)]

use ramme_forecast::gap::{
    AccountsModel, AccountsOptions, Area, BudgetPlan, BudgetRule, CommonYear, GapHistory, GapOptions,
    GapSimulation, Relation, RoundedHistory, Threshold, hindcast, simulate, simulate_areas,
};
use ramme_forecast::quantile::quantiles;
use ramme_forecast::random::series_key;

const ACCOUNTS: [f64; 5] = [17.5, 17.5, 17.6, 18.1, 18.7];
const BUDGETS: [f64; 5] = [16.6, 16.9, 17.2, 17.4, 17.5];
const LEVELS: [f64; 5] = [0.5, 0.1, 0.9, 0.025, 0.975];

fn history() -> GapHistory {
    GapHistory::certain(2018, &ACCOUNTS, &BUDGETS).unwrap()
}

fn run(plan: &[BudgetPlan], rule: BudgetRule, draws: usize) -> GapSimulation {
    let options = GapOptions { rule, draws, ..Default::default() };
    simulate(&history(), plan, &options, series_key("i alt")).unwrap()
}

fn check(draws: &[f64], wanted: [f64; 5]) {
    for (found, wanted) in quantiles(draws, &LEVELS).unwrap().into_iter().zip(wanted) {
        assert!((found - wanted).abs() < 0.03, "{found} against {wanted}");
    }
}

#[test]
fn accounts_and_gaps_are_those_of_the_reference() {
    let plan = [BudgetPlan::ByRule; 4];
    let habit = run(&plan, BudgetRule::Habit, 100_000);
    assert_eq!(habit.years, vec![2023, 2024, 2025, 2026]);
    check(&habit.accounts.row(0).to_vec(), [19.01, 18.46, 19.58, 17.95, 20.13]);
    check(&habit.accounts.row(1).to_vec(), [19.33, 18.47, 20.24, 17.69, 21.12]);
    check(&habit.gap().row(0).to_vec(), [0.81, 0.29, 1.31, -0.14, 1.71]);
    let lag = run(&plan[..2], BudgetRule::Lag, 200_000);
    check(&lag.gap().row(0).to_vec(), [1.09, 0.42, 1.76, -0.18, 2.40]);
    check(&lag.gap().row(1).to_vec(), [0.81, -0.15, 1.80, -0.99, 2.75]);
    let middle = quantiles(&lag.budgets.row(0).to_vec(), &[0.5]).unwrap()[0];
    assert!((middle - 17.93).abs() < 0.01);
}

#[test]
fn decided_budgets_are_never_drawn() {
    for (budget, chance, short) in [(18.0, 0.97, 1.04), (18.5, 0.89, 0.57), (19.0, 0.52, 0.20)] {
        let run = run(&[BudgetPlan::Decided(budget)], BudgetRule::Mixture, 40_000);
        assert!(run.budgets.iter().all(|b| b.to_bits() == budget.to_bits()));
        let strata = run.probability(0, Threshold::Amount(0.0));
        assert_eq!((strata.len(), strata[0].basis), (1, "decided budget"));
        assert!((strata[0].probability - chance).abs() < 0.01, "{}", strata[0].probability);
        assert!((run.shortfall(0).unwrap() - short).abs() < 0.02, "{}", run.shortfall(0).unwrap());
    }
}

#[test]
fn the_mixture_holds_both_rules_in_strata() {
    let both = run(&[BudgetPlan::ByRule; 2], BudgetRule::Mixture, 40_000);
    let habit = run(&[BudgetPlan::ByRule; 2], BudgetRule::Habit, 40_000);
    let lag = run(&[BudgetPlan::ByRule; 2], BudgetRule::Lag, 40_000);
    let half = both.draws() / 2;
    assert_eq!(both.rule_of_draw(0), BudgetRule::Habit);
    assert_eq!(both.rule_of_draw(half), BudgetRule::Lag);
    assert_eq!(both.budgets[[1, 0]].to_bits(), habit.budgets[[1, 0]].to_bits());
    assert_eq!(both.budgets[[1, half]].to_bits(), lag.budgets[[1, half]].to_bits());
    let chance = both.chance(1, Threshold::Amount(0.0), 5, 5);
    assert_eq!(chance.basis, vec!["habit", "lag", "count"]);
    assert_eq!(((chance.low * 100.0).round(), (chance.high * 100.0).round()), (85.0, 95.0));
    let safe = both.budget_that_holds(0, &[0.5, 0.8, 0.9]).unwrap();
    assert!((safe[0] - 19.01).abs() < 0.01 && safe[0] < safe[1] && (safe[2] - 19.58).abs() < 0.03);
}

#[test]
fn too_few_pairs_fall_back_with_a_note() {
    let history = GapHistory::certain(2019, &ACCOUNTS[1..4], &BUDGETS[1..4]).unwrap();
    let run = simulate(&history, &[BudgetPlan::ByRule], &GapOptions::default(), 1).unwrap();
    assert_eq!(run.rule, BudgetRule::Habit);
    assert!(run.notes[0].en.contains("habit alone"), "{}", run.notes[0]);
    let options = GapOptions { rule: BudgetRule::Lag, ..Default::default() };
    assert!(simulate(&history, &[BudgetPlan::ByRule], &options, 1).is_err());
    assert!(simulate(&history, &[BudgetPlan::Decided(18.0)], &options, 1).is_ok());
}

#[test]
fn the_total_is_the_sum_of_its_areas() {
    let children = GapHistory::certain(2018, &[7.0, 7.1, 7.1, 7.3, 7.5], &[6.8, 6.9, 6.9, 7.0, 7.1]).unwrap();
    let adults =
        GapHistory::certain(2018, &[10.5, 10.4, 10.5, 10.8, 11.2], &[9.8, 10.0, 10.3, 10.4, 10.4]).unwrap();
    let plan = [BudgetPlan::Decided(7.3), BudgetPlan::ByRule];
    let other = [BudgetPlan::Decided(10.7), BudgetPlan::ByRule];
    let areas = [
        Area { name: "children", history: &children, plan: &plan },
        Area { name: "adults", history: &adults, plan: &other },
    ];
    let options = GapOptions { draws: 2000, ..Default::default() };
    let joint = simulate_areas(&areas, CommonYear::Estimated, &options).unwrap();
    assert!(joint.common > 0.0 && joint.common <= 0.95);
    assert_eq!(joint.total.basis[0], BudgetPlan::Decided(18.0));
    for d in 0..2000 {
        let sum = joint.areas[0].accounts[[1, d]] + joint.areas[1].accounts[[1, d]];
        assert!((sum - joint.total.accounts[[1, d]]).abs() < 1e-12);
    }
    let swapped = [areas[1].clone(), areas[0].clone()];
    let again = simulate_areas(&swapped, CommonYear::Estimated, &options).unwrap();
    assert_eq!(again.areas[1], joint.areas[0]);
    let spread = |share: f64| {
        let run = simulate_areas(&areas, CommonYear::Share(share), &options).unwrap();
        let q = quantiles(&run.total.accounts.row(0).to_vec(), &[0.1, 0.9]).unwrap();
        q[1] - q[0]
    };
    assert!(spread(0.9) > spread(0.0));
}

#[test]
fn the_last_year_as_if_unseen_is_called_by_its_name() {
    let past = hindcast(&history(), &GapOptions::default(), 1).unwrap();
    assert_eq!(past.year, 2022);
    assert!(past.sentence.contains("pseudo out of sample") && past.sentence.contains("2018-2021"));
    assert!(past.quantiles[0] < past.account && past.account < past.quantiles[4]);
    assert!(past.rank > 0.8 && past.chance_above_budget.unwrap() > 0.85);
    let model = AccountsModel::fit(&ACCOUNTS, &AccountsOptions::default()).unwrap();
    let words = model.what_the_points_say();
    assert!(
        words.contains("3.18") && words.contains("4 yearly changes") && words.contains("1.7 %"),
        "{words}"
    );
}

#[test]
fn independent_drifts_are_refused_with_the_reason() {
    let error = BudgetRule::from_name("independent-drifts").unwrap_err();
    assert!(error.to_string().contains("two years old"), "{error}");
    assert_eq!(BudgetRule::from_name("lag").unwrap(), BudgetRule::Lag);
    assert!(BudgetRule::from_name("none").is_err());
}

/// Published to one decimal, with deviations published in whole percent: more is known than the table says.
#[test]
fn rounded_figures_and_their_deviations_narrow_the_history() {
    let figures = [ACCOUNTS, BUDGETS].concat();
    let mut rounded = RoundedHistory { figures, half_widths: vec![0.05; 10], relations: Vec::new() };
    for (i, percent) in [5.0, 4.0, 3.0, 4.0, 7.0].into_iter().enumerate() {
        rounded.relations.extend(Relation::ratio(i, i + 5, 1.0 + percent / 100.0, 0.005));
    }
    let draws = rounded.draw(500, 1, 2).unwrap();
    for d in 0..500 {
        let gap = draws[[2, d]] - draws[[7, d]];
        assert!(gap > 0.428 && gap < 0.5, "{gap}");
        assert!(gap / draws[[7, d]] > 0.02499 && gap / draws[[7, d]] < 0.0292);
    }
    let part = |from: usize| draws.slice(ndarray::s![from..from + 5, ..]).to_owned();
    let drawn = GapHistory::drawn(2018, part(0), part(5)).unwrap();
    let options = GapOptions { draws: 20_000, ..Default::default() };
    let run = simulate(&drawn, &[BudgetPlan::ByRule], &options, 1).unwrap();
    let q = quantiles(&run.accounts.row(0).to_vec(), &[0.1, 0.5, 0.9]).unwrap();
    assert!((q[1] - 19.0).abs() < 0.08 && q[2] - q[0] > 1.0, "{q:?}");
}
