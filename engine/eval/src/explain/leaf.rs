//! Inputs: cells of the data, values set by hand, forecasts.
//!
//! In: an input and a spot. Out: its node: file, line and column; who set it; how it was forecast and from which years. Not
//! here: parameters (`parameter`).

use ramme_rulebook::model::{Axis, AxisName, InputId, Symbol, Type};

use super::clause::both;
use super::node::{DataCell, How, Node, Role, What};
use super::spot::Spot;
use super::{Explainer, Walk};
use crate::bind::BY_SCRIPT;
use crate::forecast::Decision;
use crate::result::{CellValue, ForecastTold, Note};
use crate::run::layout::Layout;
use ramme_forecast::gap::BudgetRule;

impl Explainer<'_> {
    /// Block and cell of an input in the dataset; none in a period that no data reach.
    fn in_data(&self, id: InputId, spot: &Spot) -> Option<(usize, usize)> {
        let env = self.reading.env;
        let input = env.book.inputs.get(id.index())?;
        let block = if input.shape.period.is_some() { env.data_position(spot.t)? } else { 0 };
        Some((block, spot.cell(&Layout::of(&input.shape, env.book, &env.data.entities))))
    }

    fn data_cell(&self, id: InputId, spot: &Spot) -> Option<DataCell> {
        let (block, cell) = self.in_data(id, spot)?;
        let data = self.reading.env.data;
        let at = data.inputs.get(id.index())?.as_ref()?.place(block, cell)?;
        let file = data.files.get(usize::from(at.file))?;
        let heading = usize::from(at.column).checked_sub(1).and_then(|c| file.headings.get(c)).cloned();
        Some(DataCell { file: file.name.clone(), line: at.line, column: u32::from(at.column), heading })
    }

    fn by_hand(&self, id: InputId, spot: &Spot) -> Option<Note> {
        let (block, cell) = self.in_data(id, spot)?;
        let origin = self.reading.env.data.hands.get(&(id, block, cell))?;
        Some(set_by_hand(origin))
    }
}

/// Who set a value.
pub(super) fn set_by_hand(origin: &str) -> Note {
    if let Some(said) = origin.strip_prefix(BY_SCRIPT) {
        both(format!("proposed by the script {said}"), format!("foreslået af scriptet {said}"))
    } else if origin.starts_with("--set") {
        both(format!("set on the command line: {origin}"), format!("sat på kommandolinjen: {origin}"))
    } else {
        both(format!("set by the scenario: {origin}"), format!("sat i scenariet: {origin}"))
    }
}

impl<'a> Walk<'_, 'a> {
    /// An input.
    pub(super) fn input(&mut self, id: InputId, spot: &Spot, role: Role) -> Node {
        let env = self.x.reading.env;
        let book = env.book;
        let Some(input) = book.inputs.get(id.index()) else {
            return Node::new(What::Input, role, Type::YesNo);
        };
        let mut node = Node::new(What::Input, role, input.ty.clone());
        node.how = How::Given;
        node.name = Some(self.named(&input.name, &input.shape, &input.axes, spot));
        let step = self.x.input_step(id);
        if let Some(step) = step {
            self.fill(&mut node, step, spot);
        }
        node.cell = self.x.data_cell(id, spot);
        node.said.extend(self.x.by_hand(id, spot));
        let drawn = matches!(node.value, Some(CellValue::Draws(_)));
        node.said.extend(self.decision(id, spot).map(decision_words));
        if let Some(told) = self.told(id, spot).filter(|_| drawn) {
            self.made(told, id, spot, &mut node);
        }
        node
    }

    /// How the figure of a year came about, of a quantity that is decided.
    fn decision(&self, id: InputId, spot: &Spot) -> Option<Decision> {
        let env = self.x.reading.env;
        let shape = &env.book.inputs.get(id.index())?.shape;
        let cell = spot.cell(&Layout::of(shape, env.book, &env.data.entities));
        self.x.drawings?.forecasts.decisions.get(&(id, env.years.year(spot.t), cell)).copied()
    }

    /// What is told of the series that a cell belongs to.
    fn told(&self, id: InputId, spot: &Spot) -> Option<&'a ForecastTold> {
        let env = self.x.reading.env;
        let input = env.book.inputs.get(id.index())?;
        let by: Vec<AxisName> =
            input.axes.iter().filter(|a| !matches!(a.axis, Axis::Period(_))).cloned().collect();
        let keys = spot.keys(env, input.shape.entity, &by);
        let is = |t: &&ForecastTold| t.input == input.name && t.keys.iter().eq(keys.iter().map(|(_, k)| k));
        self.x.drawings?.forecasts.told.iter().find(is)
    }

    /// The method of a forecast, its parameters, why it was chosen, and the history that it saw.
    fn made(&mut self, told: &ForecastTold, id: InputId, spot: &Spot, node: &mut Node) {
        let env = self.x.reading.env;
        let parameters: Vec<String> = told.parameters.iter().map(|(n, x)| format!("{n} {x:.4}")).collect();
        let list = |mark: &str| match parameters.is_empty() {
            true => String::new(),
            false => format!(" ({})", parameters.join("; ").replace('.', mark)),
        };
        node.said.push(both(
            format!("forecast by {}{}", told.method, list(".")),
            format!("fremskrevet med {}{}", told.method, list(",")),
        ));
        node.said.push(both(
            format!("why this method: {}", told.reason.en),
            format!("hvorfor denne metode: {}", told.reason.da),
        ));
        node.said.extend(told.calibration.iter().chain(&told.declared).cloned());
        // The history of a decision is that of the series which it follows.
        let of = match told.follows.as_deref().and_then(|name| env.book.find(name)) {
            Some(Symbol::Input(followed)) => followed,
            _ => id,
        };
        for held in &told.history {
            let Some(t) = env.years.position(held.year) else { continue };
            let mut part = self.input(of, &Spot { t, ..spot.clone() }, Role::History);
            match held.seen {
                None => part.said.push(both("not seen by the method", "ikke set af metoden")),
                Some(seen) if (seen - held.value).abs() > 1e-9 * held.value.abs() => part.said.push(both(
                    format!("seen by the method as {seen:.0}"),
                    format!("set af metoden som {seen:.0}"),
                )),
                Some(_) => {}
            }
            node.parts.push(part);
        }
    }
}

fn decision_words(made: Decision) -> Note {
    match made {
        Decision::Decided => both("decided: it stands in the data", "vedtaget: det står i data"),
        Decision::Proposed => both("proposed: it was set by hand", "foreslået: det er sat i hånden"),
        Decision::Rule(BudgetRule::Mixture) => both(
            "neither decided nor proposed: half of the draws by habit, half by lag",
            "hverken vedtaget eller foreslået: halvdelen af trækningerne efter vane, halvdelen efter efterslæb",
        ),
        Decision::Rule(BudgetRule::Habit) => {
            both("neither decided nor proposed: by habit", "hverken vedtaget eller foreslået: efter vane")
        }
        Decision::Rule(BudgetRule::Lag) => {
            both("neither decided nor proposed: by lag", "hverken vedtaget eller foreslået: efter efterslæb")
        }
    }
}

impl Explainer<'_> {
    /// The step of an input.
    pub(super) fn input_step(&self, id: InputId) -> Option<crate::plan::StepId> {
        let steps = self.reading.env.plan.steps.iter().position(|s| s.op == crate::plan::Op::Input(id))?;
        u32::try_from(steps).ok().map(crate::plan::StepId)
    }
}
