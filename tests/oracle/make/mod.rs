//! Rulebooks that nobody wrote: well typed by construction, as text, from a tape of numbers.
//!
//! Three entities, a stay in a house in a town, two sets, inputs, parameters, scales and laws of the day; then definitions
//! and rules made of whatever stands before them. A shorter tape makes a smaller rulebook.

mod expr;
mod served;

use crate::tape::Tape;
use std::fmt::Write;

/// Units that the expressions are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Kr,
    Day,
    Rate,
    Plain,
    Percent,
    Token,
    Old,
}

/// What a name holds. Numbers with their decimals; those of a percent are of the plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ty {
    Truth,
    Date,
    Member(usize),
    Num(Unit, u8),
}

/// A name that has been declared.
#[derive(Debug, Clone)]
struct Name {
    text: String,
    entity: Option<usize>,
    year: bool,
    sets: Vec<usize>,
    ty: Ty,
    /// `for a day`: only inside what is asked of days.
    law: bool,
}

/// Where an expression stands.
#[derive(Debug, Clone, Default)]
struct At {
    entity: Option<usize>,
    year: bool,
    sets: Vec<usize>,
    depth: usize,
}

const ENTITIES: [&str; 3] = ["town", "house", "stay"];
const RELATIONS: [&str; 3] = ["", "town_of", "house_of"];
const SETS: [(&str, [&str; 3]); 2] =
    [("colour", ["red", "green", "\"all of it\""]), ("size", ["small", "middle", "large"])];
const MODES: [&str; 6] = ["half up", "half even", "up", "down", "ceiling", "floor"];

pub struct Maker<'t> {
    tape: &'t mut Tape,
    names: Vec<Name>,
    scales: Vec<served::Scale>,
    /// The items, each as its text.
    pub items: Vec<String>,
}

/// A rulebook's items.
pub fn rulebook(tape: &mut Tape) -> Vec<String> {
    let mut maker = Maker { tape, names: Vec::new(), scales: Vec::new(), items: Vec::new() };
    maker.ground();
    for k in 0..2 + maker.tape.pick(5) {
        maker.input(k);
    }
    for k in 0..maker.tape.pick(4) {
        maker.parameter(k);
    }
    for k in 0..maker.tape.pick(3) {
        maker.scale(k);
    }
    for k in 0..maker.tape.pick(3) {
        maker.law(k);
    }
    for k in 0..2 + maker.tape.pick(7) {
        maker.definition(k);
    }
    for k in 0..maker.tape.pick(3) {
        maker.rule(k);
    }
    maker.items
}

impl Unit {
    fn text(self) -> &'static str {
        match self {
            Unit::Kr => "kr",
            Unit::Day => "day",
            Unit::Rate => "kr/day",
            Unit::Plain => "",
            Unit::Percent => "%",
            Unit::Token => "token",
            Unit::Old => "kr in 2021-pl",
        }
    }
}

impl Ty {
    fn text(self) -> String {
        let with = |unit: &str, n: u8| match n {
            1 => format!("{unit} with 1 decimal"),
            n => format!("{unit} with {n} decimals"),
        };
        match self {
            Ty::Truth => "yes/no".to_owned(),
            Ty::Date => "date".to_owned(),
            Ty::Member(s) => SETS[s].0.to_owned(),
            Ty::Num(Unit::Plain, n) => with("number", n),
            Ty::Num(Unit::Percent, n) => with("%", n.saturating_sub(2)),
            Ty::Num(unit, n) => with(unit.text(), n),
        }
    }
}

impl Maker<'_> {
    fn pick(&mut self, n: usize) -> usize {
        self.tape.pick(n)
    }

    fn one<'s>(&mut self, of: &[&'s str]) -> &'s str {
        of[self.tape.pick(of.len())]
    }

    fn name(&mut self, text: &str, at: &At, ty: Ty) {
        let law = false;
        let (entity, year, sets) = (at.entity, at.year, at.sets.clone());
        self.names.push(Name { text: text.to_owned(), entity, year, sets, ty, law });
    }

    /// What every rulebook has.
    fn ground(&mut self) {
        let dated = if self.pick(2) == 1 { " by year" } else { "" };
        self.items.push("language 1".to_owned());
        self.items.push("document old\n  title \"Old\"\n  rank law\n  published 2021-03-01".to_owned());
        self.items.push("document new\n  title \"New\"\n  rank report\n  published 2023-02-01".to_owned());
        self.items.push("document latest\n  title \"Latest\"\n  rank law\n  published 2023-06-01".to_owned());
        self.items.push("unit token".to_owned());
        self.items.push("set colour = red | green, total \"all of it\"".to_owned());
        self.items.push("set size = small | middle | large".to_owned());
        self.items.push("readings way = straight | round_about".to_owned());
        self.items.push("entity town".to_owned());
        self.items.push(format!("entity house\n  town_of : town\n  class : size{dated}"));
        self.items.push("entity stay\n  house_of : house\n  shade : colour".to_owned());
        let house = At { entity: Some(1), year: !dated.is_empty(), ..At::default() };
        let stay = At { entity: Some(2), ..At::default() };
        self.name("class", &house, Ty::Member(1));
        self.name("shade", &stay, Ty::Member(0));
        for (text, ty) in [("starts", Ty::Date), ("ends", Ty::Date), ("open", Ty::Truth)] {
            self.items.push(format!("input {text} of stay : {}", ty.text()));
            self.name(text, &stay, ty);
        }
        self.items.push("input of_old : kr in 2021-pl with 1 decimal".to_owned());
        self.name("of_old", &At::default(), Ty::Num(Unit::Old, 1));
        self.items.push("parameter pl by year : % with 1 decimal\n  2020 = 2.5 %\n  2021 = 3.1 %\n  2022 = 0.4 %\n  2023 = 1.9 %".to_owned());
        self.name("pl", &At { year: true, ..At::default() }, Ty::Num(Unit::Percent, 3));
    }

    fn shape(&mut self) -> At {
        let entity = [None, Some(1), Some(2), Some(0)][self.pick(4)];
        let year = self.pick(2) == 1;
        let sets = match self.pick(6) {
            4 => vec![0],
            5 => vec![1],
            _ => Vec::new(),
        };
        At { entity, year, sets, depth: 0 }
    }

    fn shape_text(at: &At) -> String {
        let mut out = String::new();
        if let Some(e) = at.entity {
            write!(out, " of {}", ENTITIES[e]).unwrap();
        }
        let mut axes: Vec<&str> = at.sets.iter().map(|s| SETS[*s].0).collect();
        axes.extend(at.year.then_some("year"));
        if !axes.is_empty() {
            write!(out, " by {}", axes.join(", ")).unwrap();
        }
        out
    }

    fn unit(&mut self) -> Unit {
        [Unit::Kr, Unit::Day, Unit::Rate, Unit::Plain, Unit::Percent, Unit::Token, Unit::Old][self.pick(7)]
    }

    fn ty(&mut self) -> Ty {
        match self.pick(9) {
            0..=4 => {
                let unit = self.unit();
                let more = if unit == Unit::Percent { 2 } else { 0 };
                Ty::Num(unit, self.pick(3) as u8 + more)
            }
            5 | 6 => Ty::Truth,
            7 => Ty::Date,
            _ => Ty::Member(self.pick(2)),
        }
    }

    fn input(&mut self, k: usize) {
        let (mut at, ty, text) = (self.shape(), self.ty(), format!("in_{k}"));
        // Data that belong to nobody have a year at least.
        at.year |= at.entity.is_none() && at.sets.is_empty();
        self.items.push(format!("input {text}{} : {}", Self::shape_text(&at), ty.text()));
        self.name(&text, &at, ty);
    }

    fn parameter(&mut self, k: usize) {
        let units = [Unit::Kr, Unit::Day, Unit::Rate, Unit::Plain, Unit::Percent, Unit::Token];
        let (text, unit) = (format!("par_{k}"), units[self.pick(units.len())]);
        let scale = if unit == Unit::Percent { 3 } else { 1 + self.pick(2) as u8 };
        let mut at = At { year: self.pick(2) == 1, ..At::default() };
        if self.pick(3) == 2 {
            at.sets = vec![1];
        }
        let mut item = format!("parameter {text}{} : {}", Self::shape_text(&at), Ty::Num(unit, scale).text());
        let indexed = at.year && self.pick(3) == 2;
        if indexed {
            let step = self.literal_of(unit, "0.5");
            let mode = self.one(&MODES);
            write!(item, " indexed by pl, round {mode} to {step}").unwrap();
        }
        let given = self.pick(4) != 3 || indexed;
        let years: &[Option<i32>] = if at.year { &[Some(2020), Some(2021), Some(2023)] } else { &[None] };
        let members: &[Option<&str>] =
            if at.sets.is_empty() { &[None] } else { &[Some("small"), Some("middle"), Some("large")] };
        let mut change = String::new();
        for year in years.iter().filter(|_| given) {
            for member in members {
                if self.pick(5) == 4 {
                    continue;
                }
                let value = self.literal(unit, scale);
                let keys = [member.map(str::to_owned), year.map(|y| y.to_string())];
                let keys: Vec<String> = keys.into_iter().flatten().collect();
                let cite = self.cite();
                write!(item, "\n  {} = {value} {cite}", keys.join(", ")).unwrap();
                if at.year && self.pick(4) == 3 {
                    let value = self.literal(unit, scale);
                    let keys = keys.join(", ");
                    write!(change, "\n  replaces {keys} retroactive cite latest page 1 = {value}").unwrap();
                }
            }
        }
        self.items.push(item);
        if !change.is_empty() {
            self.items.push(format!("amend {text}{change}"));
        }
        self.name(&text, &at, Ty::Num(unit, scale));
    }

    fn cite(&mut self) -> &'static str {
        ["", "cite old page 1", "cite new lines 2..3"][self.tape.pick(3)]
    }

    /// A definition `for a day`, a condition or a number, of stays or of nothing.
    fn law(&mut self, k: usize) {
        let text = format!("law_{k}");
        let of_stay = self.pick(2) == 1;
        let at = At { entity: of_stay.then_some(2), depth: 1, ..At::default() };
        let rate = self.pick(2) == 1;
        let ty = if rate { Ty::Num(Unit::Rate, 1) } else { Ty::Truth };
        let of = if of_stay { " of stay" } else { "" };
        let mut item = format!("define {text}{of} for a day : {}", ty.text());
        let spans = match self.pick(4) {
            0 => vec![""],
            1 => vec!["to 2021-06-30", "from 2021-07-01"],
            2 => vec!["from 2020-03-01 to 2022-02-28", "from 2022-03-01"],
            _ => vec!["to 2020-12-31", "from 2021-01-01 to 2022-12-31"],
        };
        for span in spans {
            let body = if rate { self.rate_of_day(&at) } else { self.day_condition(&at, 1) };
            write!(item, "\n  {span} = {body}").unwrap();
        }
        self.items.push(item);
        let (entity, year, sets) = (at.entity, false, Vec::new());
        self.names.push(Name { text, entity, year, sets, ty, law: true });
    }

    /// A condition on the day.
    fn day_condition(&mut self, at: &At, depth: usize) -> String {
        let inner = At { depth: 0, ..at.clone() };
        match self.pick(if depth == 0 { 4 } else { 7 }) {
            0 | 1 => {
                let op = self.one(&["<", ">=", "<=", ">", "is", "is not"]);
                let date = self.date(&inner);
                if self.pick(3) == 2 { format!("({date} {op} day)") } else { format!("(day {op} {date})") }
            }
            2 => match self.law_named(at, Ty::Truth) {
                Some(law) => law,
                None => "(day >= 2021-03-15)".to_owned(),
            },
            3 => self.truth(&inner),
            4 => format!("(not {})", self.day_condition(at, depth - 1)),
            _ => {
                let op = self.one(&["and", "or"]);
                format!("({} {op} {})", self.day_condition(at, depth - 1), self.day_condition(at, depth - 1))
            }
        }
    }

    /// A law that can be asked here.
    fn law_named(&mut self, at: &At, ty: Ty) -> Option<String> {
        let fits = |n: &&Name| n.law && n.ty == ty && (n.entity.is_none() || n.entity == at.entity);
        let all: Vec<String> = self.names.iter().filter(fits).map(|n| n.text.clone()).collect();
        if all.is_empty() { None } else { Some(all[self.pick(all.len())].clone()) }
    }

    /// kr/day with one decimal, of a day.
    fn rate_of_day(&mut self, at: &At) -> String {
        match self.pick(5) {
            0 => self.literal(Unit::Rate, 1),
            1 | 2 => {
                let condition = self.day_condition(at, 1);
                format!(
                    "({} if {condition} else {})",
                    self.literal(Unit::Rate, 1),
                    self.literal(Unit::Rate, 1)
                )
            }
            3 => match self.law_named(at, Ty::Num(Unit::Rate, 1)) {
                Some(law) => format!("({law} - {})", self.literal(Unit::Rate, 1)),
                None => self.literal(Unit::Rate, 1),
            },
            _ => {
                let (x, _) = self.num(Unit::Rate, &At { depth: 0, ..at.clone() });
                format!("(round half up ({x}) to 0.1 kr/day)")
            }
        }
    }

    /// A number as it is written; of old prices there is none, and an input stands in.
    fn literal(&mut self, unit: Unit, scale: u8) -> String {
        if unit == Unit::Old {
            return "of_old".to_owned();
        }
        let n = [1, 0, 25, 117, 1005, 33, 4][self.pick(7)];
        let decimals = if unit == Unit::Percent { scale.saturating_sub(2) } else { scale };
        let ten = 10_i64.pow(u32::from(decimals));
        let text = if decimals == 0 {
            n.to_string()
        } else {
            format!("{}.{:0width$}", n / ten, n % ten, width = usize::from(decimals))
        };
        self.literal_of(unit, &text)
    }

    fn literal_of(&mut self, unit: Unit, text: &str) -> String {
        let unit = if unit == Unit::Old { "kr" } else { unit.text() };
        format!("{text} {unit}").trim_end().to_owned()
    }
}
