//! How each forecast series came about, as plain data.
//!
//! In: pasts, models, reasons. Out: [`ForecastTold`], one a series: method, parameters, reason, history with its places,
//! what is declared. Not here: how it is shown (the report's, and the explanation's).

use ramme_forecast::Words;
use ramme_forecast::gap::{AccountsModel, GapSimulation};
use ramme_forecast::method;
use ramme_forecast::panel::PanelLaws;
use ramme_rulebook::model::InputId;

use super::past::Past;
use super::{Making, words};
use crate::dataset::{CellPlace, InputColumn};
use crate::result::{ForecastTold, HistoryYear, Note};
use crate::scenario::{DecisionRule, SeriesForecast};

/// What a method says of one series.
pub(super) struct Said {
    pub method: String,
    pub parameters: Vec<(String, f64)>,
    pub reason: Note,
    pub calibration: Option<Note>,
    pub follows: Option<String>,
}

impl Making<'_> {
    /// What is told of one series; `column` is that of the input that is forecast.
    pub(super) fn told(
        &self,
        (id, column): (InputId, &InputColumn),
        past: &Past,
        name: String,
        said: Said,
    ) -> ForecastTold {
        let input = self.book.inputs.get(id.index());
        let year = |(i, value): (usize, &f64)| {
            let year = past.raw.start.saturating_add(i32::try_from(i).unwrap_or(i32::MAX));
            let at = usize::try_from(i64::from(year) - i64::from(past.seen.start)).ok();
            let seen = at.and_then(|at| past.seen.values.get(at)).copied();
            HistoryYear { year, value: *value, seen, place: self.place(column, year, past.cell) }
        };
        ForecastTold {
            input: input.map(|i| i.name.clone()).unwrap_or_default(),
            keys: self.series_keys(column, past.cell),
            name,
            ty: input.map(|i| i.ty.clone()),
            years: (past.last().saturating_add(1), self.end()),
            method: said.method,
            parameters: said.parameters,
            reason: said.reason,
            calibration: said.calibration,
            history: past.raw.values.iter().enumerate().map(year).collect(),
            declared: past.declared.clone(),
            follows: said.follows,
        }
    }

    /// Where a cell stands in the data: `published_figures.csv:151:13`.
    fn place(&self, column: &InputColumn, year: i32, cell: usize) -> Option<String> {
        self.spell_place(column.place(self.data.years.position(year)?, cell)?)
    }

    /// A place in the data: `published_figures.csv:151:13`.
    pub(super) fn spell_place(&self, at: CellPlace) -> Option<String> {
        let file = self.data.files.get(usize::from(at.file)).filter(|_| at.line > 0)?;
        let name = file.name.rsplit('/').next().unwrap_or_default();
        Some(format!("{name}:{}:{}", at.line, at.column))
    }
}

/// The drift in logarithms.
pub(super) fn by_drift(model: &AccountsModel, how: &SeriesForecast, followed: bool, alone: bool) -> Said {
    let (en, da) = if how.method.text() != "auto" {
        ("asked for", "som ønsket")
    } else if how.needs_drift() {
        (
            "what is declared of damping, prior or rounding is for it",
            "det erklærede om dæmpning, forhåndsviden eller afrunding er til den",
        )
    } else if followed {
        ("a decision follows this series", "en beslutning følger denne serie")
    } else if alone {
        ("a single series above zero", "en enkelt serie over nul")
    } else {
        ("above zero", "over nul")
    };
    let parameters = [
        ("drift", model.drift),
        ("spread", model.spread),
        ("degrees_of_freedom", model.freedom),
        ("damping", model.damping),
    ];
    Said {
        method: "log-drift".to_owned(),
        parameters: parameters.map(|(name, x)| (name.to_owned(), x)).to_vec(),
        reason: Note { en: en.to_owned(), da: da.to_owned() },
        calibration: None,
        follows: None,
    }
}

/// A method of the panel.
pub(super) fn by_panel(made: &PanelLaws, law: &method::Forecast, share: f64) -> Said {
    let mut parameters: Vec<(String, f64)> =
        law.parameters.iter().map(|(name, x)| ((*name).to_owned(), *x)).collect();
    parameters.push(("growth_of_panel".to_owned(), made.growth));
    parameters.push(("common_year_share".to_owned(), share));
    Said {
        method: made.method.clone(),
        parameters,
        reason: note(&made.reason),
        calibration: made.backtest.as_ref().map(|b| note(&b.calibration())),
        follows: None,
    }
}

/// A decision and the rule that stands in.
pub(super) fn by_rule(name: &str, follows: &str, rule: DecisionRule, made: &GapSimulation) -> Said {
    let method = match rule {
        DecisionRule::Mixture => "mixture",
        DecisionRule::Habit => "habit",
        DecisionRule::Lag => "lag",
    };
    Said {
        method: method.to_owned(),
        parameters: Vec::new(),
        reason: words::decision(name, follows, made),
        calibration: None,
        follows: Some(follows.to_owned()),
    }
}

/// Words as a note.
pub(super) fn note(words: &Words) -> Note {
    Note { en: words.en.clone(), da: words.da.clone() }
}
