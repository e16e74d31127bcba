//! The drift in logarithms, and the decisions that follow it.
//!
//! In: pasts, and what is decided or proposed. Out: draws of both; the last known year as it would have been forecast; a
//! forecast with and without what is declared. Cells of one input share each year's shock. The model is explained in
//! docs/explanation/budget-gap.md. Not here: its equations (`ramme_forecast::gap`).

use ramme_diag::{Diagnostic, Text};
use ramme_forecast::gap::{
    AccountsModel, AccountsOptions, Area, BudgetPlan, BudgetRule, CommonYear, GapHistory, GapOptions,
    GapSimulation, Prior, SizeLaw, follow, hindcast, simulate, simulate_areas_by,
};
use ramme_forecast::random::series_key;
use ramme_rulebook::model::InputId;

use super::blocks::Blocks;
use super::past::Past;
use super::{Decision, Forecasts, Making, told, words};
use crate::dataset::InputColumn;
use crate::result::{Hindcast, WithEvents};
use crate::scenario::{DecisionRule, Forecast, ForecastKind, SeriesForecast};

/// The levels of quantiles that are told of one year.
const LEVELS: [f64; 5] = [0.025, 0.1, 0.5, 0.9, 0.975];
/// The fewest years of which the last can be forecast from the others.
const HINDCAST: usize = 4;

impl Making<'_> {
    /// Draws of an input by the drift in logarithms.
    pub(super) fn drift(
        &self,
        f: &Forecast,
        how: &SeriesForecast,
        (id, column): (InputId, &InputColumn),
        pasts: &[Past],
        out: &mut Forecasts,
    ) -> Result<(), Diagnostic> {
        let follower = self.follower(f.input.text());
        let options = GapOptions {
            accounts: accounts_options(how),
            rule: BudgetRule::Mixture,
            draws: self.draws,
            seed: self.seed,
        };
        let law = if how.by_size { Some(self.size_law(f, pasts)?) } else { None };
        out.notes.extend(law.map(|law| words::size_law(f.input.text(), &law)));
        let of = |past: &Past| {
            let prior = law.map(|law| law.prior(&past.seen.values));
            let accounts = AccountsOptions { prior: prior.or(options.accounts.prior), ..options.accounts };
            GapOptions { accounts, ..options }
        };
        let mut histories = Vec::new();
        for past in pasts {
            let options = of(past);
            let model = AccountsModel::fit(&past.seen.values, &options.accounts)
                .map_err(|e| self.refused(f, past.name(), &e))?;
            out.declared.extend(self.with_events(id, past, &model, &options.accounts));
            let history = self.pairs(f, Some(how), past, follower)?;
            out.hindcasts.extend(self.hindcast(id, past, &history, &options));
            if histories.is_empty() {
                out.notes.push(words::drift(past, &model, how, pasts.len()));
            }
            let said = told::by_drift(&model, how, follower.is_some(), pasts.len() == 1);
            out.told.push(self.told((id, column), past, past.name().to_owned(), said));
            histories.push(history);
        }
        let mut blocks = Blocks::new(self, column, id);
        let each: Vec<GapOptions> = pasts.iter().map(of).collect();
        let (simulated, common) = self.accounts(f, how, pasts, &histories, &each)?;
        if pasts.len() > 1 {
            out.notes.push(words::common_year(f.input.text(), common, how.common_year.is_some()));
        }
        for (past, made) in pasts.iter().zip(simulated) {
            blocks.fill(past.cell, past.last() + 1, &made.accounts);
            if follower.is_some() {
                out.led.insert((id, past.cell), made.accounts);
            }
        }
        out.inputs.insert(id, blocks.done());
        Ok(())
    }

    /// Draws of several cells with one shock a year; those that end in the same year together.
    fn accounts(
        &self,
        f: &Forecast,
        how: &SeriesForecast,
        pasts: &[Past],
        histories: &[GapHistory],
        options: &[GapOptions],
    ) -> Result<(Vec<GapSimulation>, f64), Diagnostic> {
        let common = how.common_year.map_or(CommonYear::Estimated, CommonYear::Share);
        let mut share = 0.0_f64;
        let mut ends: Vec<i32> = pasts.iter().map(Past::last).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut made: Vec<(usize, GapSimulation)> = Vec::new();
        for end in ends {
            // Only the accounts of these simulations are used, so any budget will do.
            let plan = vec![BudgetPlan::Decided(1.0); usize::try_from(self.end() - end).unwrap_or(0)];
            let group: Vec<usize> =
                (0..pasts.len()).filter(|i| pasts.get(*i).is_some_and(|p| p.last() == end)).collect();
            let areas: Vec<Area> = group
                .iter()
                .filter_map(|i| {
                    Some(Area { name: pasts.get(*i)?.name(), history: histories.get(*i)?, plan: &plan })
                })
                .collect();
            let name = areas.first().map_or("", |a| a.name);
            let theirs: Vec<GapOptions> = group.iter().filter_map(|i| options.get(*i).copied()).collect();
            let together = simulate_areas_by(&areas, common, &theirs)
                .map_err(|e| self.refused(f, if areas.len() == 1 { name } else { f.input.text() }, &e))?;
            share = share.max(together.common);
            made.extend(group.into_iter().zip(together.areas));
        }
        made.sort_by_key(|(i, _)| *i);
        Ok((made.into_iter().map(|(_, one)| one).collect(), share))
    }

    /// The law of variance by size over real series: invented ones shrink nothing.
    fn size_law(&self, f: &Forecast, pasts: &[Past]) -> Result<SizeLaw, Diagnostic> {
        if self.scenario.synthetic {
            let reason = Text::both(
                "its data are marked synthetic, and a law of size from them would shrink real spreads",
                "dens data er mærket syntetiske, og en lov om størrelse fra dem ville trække virkelige spredninger",
            );
            return Err(self.refused_because(f, f.input.text(), reason));
        }
        let levels: Vec<&[f64]> = pasts.iter().map(|p| p.seen.values.as_slice()).collect();
        SizeLaw::fit(&levels).map_err(|e| self.refused(f, f.input.text(), &e))
    }

    /// The last known year from the years before it.
    fn hindcast(
        &self,
        id: InputId,
        past: &Past,
        history: &GapHistory,
        options: &GapOptions,
    ) -> Option<Hindcast> {
        if history.accounts.nrows() < HINDCAST {
            return None;
        }
        let made = hindcast(history, options, series_key(past.name())).ok()?;
        Some(Hindcast {
            name: past.name().to_owned(),
            year: made.year,
            from: (history.first_year, history.last_year() - 1),
            ty: self.book.inputs.get(id.index())?.ty.clone(),
            published: *past.raw.values.last()?,
            quantiles: LEVELS.into_iter().zip(made.quantiles).collect(),
        })
    }

    /// The last year asked for, with and without what is declared.
    fn with_events(
        &self,
        id: InputId,
        past: &Past,
        model: &AccountsModel,
        options: &AccountsOptions,
    ) -> Option<WithEvents> {
        let step = usize::try_from(self.end() - past.last()).ok()?;
        let plain = AccountsModel::fit(&past.plain.values, options).ok()?;
        let of = |m: &AccountsModel| [0.1, 0.5, 0.9].into_iter().map(|p| (p, m.quantile(step, p))).collect();
        self.declared(id, past, of(model), of(&plain))
    }

    /// What is declared of a past, with what it changes; none where nothing is.
    pub(super) fn declared(
        &self,
        id: InputId,
        past: &Past,
        with: Vec<(f64, f64)>,
        without: Vec<(f64, f64)>,
    ) -> Option<WithEvents> {
        if past.declared.is_empty() {
            return None;
        }
        Some(WithEvents {
            name: past.name().to_owned(),
            year: self.end(),
            ty: self.book.inputs.get(id.index())?.ty.clone(),
            declared: past.declared.clone(),
            with,
            without,
        })
    }

    /// A decided input: as it stands where it is decided or proposed, else by a rule.
    pub(super) fn decision(&self, f: &Forecast, out: &mut Forecasts) -> Result<(), Diagnostic> {
        let ForecastKind::Decision { rule, follows, .. } = &f.kind else { return Ok(()) };
        let (id, column) = self.input(f.input.text(), f.input.span)?;
        let (lead, followed) = self.input(follows.text(), follows.span)?;
        let how = self.lead(follows.text());
        let options = GapOptions {
            accounts: how.map_or_else(AccountsOptions::default, accounts_options),
            rule: budget_rule(*rule),
            draws: self.draws,
            seed: self.seed,
        };
        let mut blocks = Blocks::new(self, column, id);
        let mut first = None;
        let events = how.map(|h| h.events.as_slice()).unwrap_or_default();
        for past in self.pasts(f, (lead, followed), events)?.iter().filter(|p| p.last() < self.end()) {
            let span = past.last() + 1..=self.end();
            let plan: Vec<BudgetPlan> =
                span.clone().map(|y| self.plan_of(column, id, y, past.cell)).collect();
            let history = self.pairs(f, how, past, Some(f))?;
            let key = series_key(past.name());
            let made = match out.led.get(&(lead, past.cell)) {
                Some(accounts) => follow(&history, accounts, &plan, &options, key),
                None => simulate(&history, &plan, &options, key),
            };
            let made = made.map_err(|e| self.refused(f, past.name(), &e))?;
            for (year, how) in span.zip(&made.basis) {
                out.decisions.insert((id, year, past.cell), decision(how, made.rule));
            }
            blocks.fill(past.cell, past.last() + 1, &made.budgets);
            let said = told::by_rule(f.input.text(), follows.text(), *rule, &made);
            let name = self.series_name(id, column, past.cell);
            out.told.push(self.told((id, followed), past, name, said));
            first.get_or_insert(made);
        }
        if let Some(made) = first {
            out.notes.push(words::decision(f.input.text(), follows.text(), &made));
        }
        out.inputs.insert(id, blocks.done());
        Ok(())
    }

    fn plan_of(&self, column: &InputColumn, id: InputId, year: i32, cell: usize) -> BudgetPlan {
        let position = self.data.years.position(year);
        let place = position.and_then(|p| column.place(p, cell));
        match self.value(column, id, year, cell) {
            Some(x) if column.overridden && position.is_some() && place.is_none() => BudgetPlan::Proposed(x),
            Some(x) => BudgetPlan::Decided(x),
            None => BudgetPlan::ByRule,
        }
    }
}

fn accounts_options(how: &SeriesForecast) -> AccountsOptions {
    AccountsOptions {
        damping: how.damping.unwrap_or(1.0),
        prior: how.prior.as_ref().map(|p| Prior { freedom: p.freedom, variance: p.variance }),
    }
}

fn budget_rule(rule: DecisionRule) -> BudgetRule {
    match rule {
        DecisionRule::Mixture => BudgetRule::Mixture,
        DecisionRule::Habit => BudgetRule::Habit,
        DecisionRule::Lag => BudgetRule::Lag,
    }
}

fn decision(plan: &BudgetPlan, rule: BudgetRule) -> Decision {
    match plan {
        BudgetPlan::Decided(_) => Decision::Decided,
        BudgetPlan::Proposed(_) => Decision::Proposed,
        BudgetPlan::ByRule => Decision::Rule(rule),
    }
}
