//! Expressions and definitions of the rulebooks that nobody wrote.

use super::{At, ENTITIES, MODES, Maker, Name, RELATIONS, SETS, Ty, Unit};
use std::fmt::Write;

/// More decimals than this are rounded away.
const MOST_DECIMALS: u8 = 9;

impl Maker<'_> {
    /// The relations from one entity up to another.
    fn chain(from: usize, to: usize) -> Option<String> {
        let up: Vec<&str> = (to + 1..=from).rev().map(|e| RELATIONS[e]).collect();
        (from > to).then(|| up.join("."))
    }

    /// A name as it is read here; none where it can't be.
    fn read(&mut self, n: &Name, at: &At) -> Option<String> {
        let mut text = n.text.clone();
        match (n.entity, at.entity) {
            (None, _) => {}
            (Some(e), Some(here)) if e == here => {}
            (Some(e), Some(here)) => {
                let chain = Self::chain(here, e)?;
                text = format!("{chain}.{text}");
            }
            (Some(_), None) => return None,
        }
        let mut keys = Vec::new();
        for set in &n.sets {
            if !at.sets.contains(set) || self.pick(5) == 4 {
                keys.push(self.member(*set, at));
            }
        }
        if !n.year {
            return Some(if keys.is_empty() { text } else { format!("{text}[{}]", keys.join(", ")) });
        }
        let how = if at.year { self.pick(6) } else { 5 };
        match how {
            4 => keys.push(format!("year - {}", 1 + self.pick(2))),
            5 => keys.push(self.one(&["2021", "2020", "2019", "2022", "2024"]).to_owned()),
            _ => {}
        }
        if !keys.is_empty() {
            text = format!("{text}[{}]", keys.join(", "));
        }
        Some(if how == 3 { format!("(previous {text})") } else { text })
    }

    /// A member of a set: by its name, or what a row has, or that of the body.
    pub(super) fn member(&mut self, set: usize, at: &At) -> String {
        let named = SETS[set].1[self.pick(3)].to_owned();
        match self.pick(3) {
            1 if at.sets.contains(&set) => SETS[set].0.to_owned(),
            2 => self.named(Ty::Member(set), at).unwrap_or(named),
            _ => named,
        }
    }

    /// Any name of a type.
    fn named(&mut self, ty: Ty, at: &At) -> Option<String> {
        let same = |a: Ty| match (a, ty) {
            (Ty::Num(x, _), Ty::Num(y, _)) => x == y,
            (a, b) => a == b,
        };
        let all: Vec<Name> = self.names.iter().filter(|n| !n.law && same(n.ty)).cloned().collect();
        if all.is_empty() {
            return None;
        }
        let from = self.pick(all.len());
        (0..all.len()).find_map(|k| self.read(&all[(from + k) % all.len()], at))
    }

    /// A name of a unit, with its decimals.
    fn named_num(&mut self, unit: Unit, at: &At) -> Option<(String, u8)> {
        let all: Vec<Name> = self
            .names
            .iter()
            .filter(|n| !n.law && matches!(n.ty, Ty::Num(u, _) if u == unit))
            .cloned()
            .collect();
        if all.is_empty() {
            return None;
        }
        let from = self.pick(all.len());
        (0..all.len()).find_map(|k| {
            let n = &all[(from + k) % all.len()];
            let Ty::Num(_, scale) = n.ty else { return None };
            self.read(n, at).map(|text| (text, scale))
        })
    }

    fn down(at: &At) -> At {
        At { depth: at.depth.saturating_sub(1), ..at.clone() }
    }

    /// A number, and its decimals.
    pub(super) fn num(&mut self, unit: Unit, at: &At) -> (String, u8) {
        let leaf = |me: &mut Self| match me.named_num(unit, at) {
            Some(found) => found,
            None => {
                let scale = if unit == Unit::Percent { 3 } else { 1 };
                (me.literal(unit, scale), scale)
            }
        };
        if at.depth == 0 {
            return leaf(self);
        }
        let sub = Self::down(at);
        let (text, scale) = match self.pick(17) {
            0 | 1 => leaf(self),
            2 | 3 => {
                let op = self.one(&["+", "-"]);
                let ((a, m), (b, n)) = (self.num(unit, &sub), self.num(unit, &sub));
                (format!("({a} {op} {b})"), m.max(n))
            }
            4 => self.product(unit, &sub),
            5 => self.quotient(unit, &sub),
            6 => {
                let what = self.one(&["min", "max"]);
                let ((a, m), (b, n)) = (self.num(unit, &sub), self.num(unit, &sub));
                (format!("{what}({a}, {b})"), m.max(n))
            }
            7 => {
                let condition = self.truth(&sub);
                let ((a, m), (b, n)) = (self.num(unit, &sub), self.num(unit, &sub));
                (format!("({a} if {condition} else {b})"), m.max(n))
            }
            8 => {
                let ((a, m), (b, n)) = (self.num(unit, &sub), self.num(unit, &sub));
                (format!("({a} if known else {b})"), m.max(n))
            }
            9 => {
                let (a, m) = self.num(unit, &sub);
                (format!("(-{a})"), m)
            }
            10 => {
                let set = self.pick(2);
                let Some(member) = self.named(Ty::Member(set), at) else { return leaf(self) };
                let mut scale = 0;
                let mut arms = Vec::new();
                for name in SETS[set].1 {
                    let (x, n) = self.num(unit, &At { depth: 0, ..sub.clone() });
                    scale = scale.max(n);
                    arms.push(format!("{name}: {x}"));
                }
                (format!("(match {member} {{ {} }})", arms.join(", ")), scale)
            }
            11 | 12 => self.aggregate(unit, at).unwrap_or_else(|| leaf(self)),
            13 => self.special(unit, at).unwrap_or_else(|| leaf(self)),
            15 => self.banded(unit, at).unwrap_or_else(|| leaf(self)),
            14 => self.rounded(unit, &sub),
            _ => {
                let ((a, m), (b, n), (c, o)) =
                    (self.num(unit, &sub), self.num(unit, &sub), self.num(unit, &sub));
                (format!("(clamp {a} between {b} and {c})"), m.max(n).max(o))
            }
        };
        if scale > MOST_DECIMALS { self.round(&text, unit, 2) } else { (text, scale) }
    }

    fn rounded(&mut self, unit: Unit, at: &At) -> (String, u8) {
        let (x, _) = self.num(unit, at);
        let scale = self.pick(3) as u8;
        self.round(&x, unit, scale)
    }

    /// Rounded to a step of one digit with so many decimals.
    pub(super) fn round(&mut self, x: &str, unit: Unit, scale: u8) -> (String, u8) {
        let mode = self.one(&MODES);
        let step = match scale {
            0 => "1",
            1 => ["0.1", "0.5"][self.tape.pick(2)],
            _ => ["0.01", "0.25"][self.tape.pick(2)],
        };
        let more = if unit == Unit::Percent { 2 } else { 0 };
        (format!("(round {mode} ({x}) to {})", self.literal_of(unit, step)), step_scale(step) + more)
    }

    fn product(&mut self, unit: Unit, at: &At) -> (String, u8) {
        let (left, right) = match (unit, self.pick(3)) {
            (Unit::Kr, 0) => (Unit::Rate, Unit::Day),
            (unit, 1) => (unit, Unit::Percent),
            (unit, _) => (unit, Unit::Plain),
        };
        // A percent times a percent or a number is a plain number.
        if unit == Unit::Percent {
            return self.rounded(unit, at);
        }
        let ((a, m), (b, n)) = (self.num(left, at), self.num(right, at));
        (format!("({a} * {b})"), m + n)
    }

    fn quotient(&mut self, unit: Unit, at: &At) -> (String, u8) {
        let scale = self.pick(3) as u8;
        let (left, right) = match unit {
            Unit::Rate => (Unit::Kr, Unit::Day),
            Unit::Plain | Unit::Percent => (Unit::Kr, Unit::Kr),
            unit => (unit, Unit::Plain),
        };
        let ((a, _), (b, _)) = (self.num(left, at), self.num(right, at));
        self.round(&format!("{a} / {b}"), unit, scale)
    }

    /// An aggregate over rows, members or years that can be asked here.
    fn aggregate(&mut self, unit: Unit, at: &At) -> Option<(String, u8)> {
        let (over, inside) = self.over(at)?;
        let filter =
            if self.pick(2) == 1 { format!(" where {}", self.truth(&inside)) } else { String::new() };
        let known = if self.pick(4) == 3 { "known " } else { "" };
        let (x, scale) = self.num(unit, &inside);
        match self.pick(4) {
            0 | 1 => Some((format!("(sum of {known}{x} over {over}{filter})"), scale)),
            2 => {
                let what = self.one(&["least", "greatest"]);
                Some((format!("({what} of {known}{x} over {over}{filter})"), scale))
            }
            _ => {
                let weight = if self.pick(2) == 1 {
                    format!(" weighted by {}", self.num(Unit::Token, &inside).0)
                } else {
                    String::new()
                };
                let mean = format!("mean of {known}{x} over {over}{filter}{weight}");
                Some(self.round(&mean, unit, 2))
            }
        }
    }

    /// What an aggregate can go over here, and where its inside stands.
    fn over(&mut self, at: &At) -> Option<(String, At)> {
        let sub = Self::down(at);
        let axis = self.pick(4);
        match (axis, at.entity) {
            (0, None) => {
                let e = self.pick(3);
                Some((ENTITIES[e].to_owned(), At { entity: Some(e), ..sub }))
            }
            (0, Some(e)) if e < 2 => Some((ENTITIES[e + 1].to_owned(), At { entity: Some(e + 1), ..sub })),
            (1, Some(2)) => {
                let key = self.one(&["house_of", "shade"]);
                Some((format!("stay per {key}"), sub))
            }
            (1, Some(1)) => Some(("house per town_of".to_owned(), sub)),
            (2, _) if !at.year => Some(("year".to_owned(), At { year: true, ..sub })),
            (3, _) => {
                let set = self.pick(2);
                let free = !at.sets.contains(&set);
                free.then(|| {
                    (SETS[set].0.to_owned(), At { sets: [at.sets.clone(), vec![set]].concat(), ..sub })
                })
            }
            _ => None,
        }
    }

    /// What only some units and places have: days, conversions, rows in order, windows.
    fn special(&mut self, unit: Unit, at: &At) -> Option<(String, u8)> {
        let sub = Self::down(at);
        match (unit, self.pick(4)) {
            (Unit::Day, 0) => {
                let (a, b) = (self.date(&sub), self.date(&sub));
                Some((format!("({a} - {b})"), 0))
            }
            (Unit::Day, _) => Some((format!("({})", self.days_from("days", &sub)), 0)),
            (Unit::Kr, 0) => {
                let x = match self.law_named(at, Ty::Num(Unit::Rate, 1)) {
                    Some(law) => law,
                    None => self.rate_of_day(&sub),
                };
                let span = self.days_from("days", &sub).replacen("days ", "", 1);
                Some((format!("(sum of {x} over days {span})"), 1))
            }
            (Unit::Kr, 1) if at.year => {
                let (x, _) = self.named_num(Unit::Old, at)?;
                Some(self.round(&format!("{x} in current by pl"), unit, 2))
            }
            (Unit::Old, 0) if at.year => {
                let (x, _) = self.of_years(Unit::Kr, at)?;
                Some(self.round(&format!("{x} in 2021-pl by pl"), unit, 2))
            }
            (_, 2) if at.year => {
                let (x, scale) = self.of_years(unit, at)?;
                let years = 1 + self.pick(2);
                let s = if years == 1 { "" } else { "s" };
                Some((format!("(sum of {x} over the {years} year{s} before)"), scale))
            }
            (_, 3) => self.in_line(unit, at),
            _ => None,
        }
    }

    /// A value by year of a unit, as it is in the year of the body.
    fn of_years(&mut self, unit: Unit, at: &At) -> Option<(String, u8)> {
        let fits = |n: &&Name| n.year && !n.law && matches!(n.ty, Ty::Num(u, _) if u == unit);
        let all: Vec<Name> = self.names.iter().filter(fits).cloned().collect();
        let n = all.get(self.tape.pick(all.len()))?;
        let Ty::Num(_, scale) = n.ty else { return None };
        Some((self.read(&Name { year: false, ..n.clone() }, at)?, scale))
    }

    /// A running sum, or the least or greatest of the rows before.
    fn in_line(&mut self, unit: Unit, at: &At) -> Option<(String, u8)> {
        let sub = At { depth: 0, ..at.clone() };
        let (x, scale) = self.num(unit, &sub);
        if at.year && self.pick(3) == 0 {
            let (x, scale) = self.of_years(unit, at)?;
            return Some((format!("(running sum of {x} by year)"), scale));
        }
        let order = self.order(at)?;
        let form = match self.pick(3) {
            0 => format!("(running sum of {x} {order})"),
            1 => format!("(least of {x} before {order})"),
            _ => format!("(greatest of {x} before {order})"),
        };
        Some((form, scale))
    }

    /// `where … per … in order of …`
    fn order(&mut self, at: &At) -> Option<String> {
        let sub = At { depth: 0, ..at.clone() };
        let e = at.entity?;
        let filter = if self.pick(2) == 1 { format!("where {} ", self.truth(&sub)) } else { String::new() };
        let per = match (e, self.pick(2)) {
            (2, 1) => "per house_of ",
            (1, 1) => "per town_of ",
            _ => "",
        };
        let first = self.date(&sub);
        Some(format!("{filter}{per}in order of {first}, {}", ENTITIES[e]))
    }

    /// `days from … until … where …`
    pub(super) fn days_from(&mut self, what: &str, at: &At) -> String {
        let leaf = At { depth: 0, ..at.clone() };
        let (a, b) = (self.date(&leaf), self.date(&leaf));
        let filter =
            if self.pick(3) == 0 { String::new() } else { format!(" where {}", self.day_condition(at, 2)) };
        format!("{what} from {a} until {b}{filter}")
    }

    /// A date.
    pub(super) fn date(&mut self, at: &At) -> String {
        let written =
            self.one(&["2021-03-01", "2020-02-29", "2022-12-31", "2023-08-15", "2019-07-01"]).to_owned();
        let leaf = self.named(Ty::Date, at).unwrap_or_else(|| written.clone());
        let sub = Self::down(at);
        match self.pick(if at.depth == 0 { 3 } else { 7 }) {
            0 | 1 => leaf,
            2 => written,
            3 => format!("({leaf} {} {} days)", self.one(&["+", "-"]), 1 + self.pick(400)),
            4 => {
                let mode = self.one(&["clamp", "overflow"]);
                let op = self.one(&["+", "-"]);
                format!("({leaf} {op} {} months (end of month: {mode}))", 1 + self.pick(30))
            }
            5 => format!("({} if {} else {})", self.date(&sub), self.truth(&sub), self.date(&sub)),
            6 if self.pick(2) == 0 => {
                let (x, way) = (self.date(&At { depth: 0, ..at.clone() }), self.one(&["least", "greatest"]));
                match self.order(at) {
                    Some(order) => format!("({way} of {x} before {order})"),
                    None => x,
                }
            }
            _ => format!("({})", self.days_from("first day", &sub)),
        }
    }

    /// A condition.
    pub(super) fn truth(&mut self, at: &At) -> String {
        let sub = Self::down(at);
        let leaf = |me: &mut Self| me.named(Ty::Truth, at).unwrap_or_else(|| "yes".to_owned());
        if at.depth == 0 && self.pick(2) == 0 {
            return leaf(self);
        }
        let op = self.one(&["<", "<=", ">", ">=", "is", "is not"]);
        match self.pick(if at.depth == 0 { 5 } else { 12 }) {
            0 | 1 => {
                let unit = self.unit();
                let ((a, _), (b, _)) = (self.num(unit, &sub), self.num(unit, &sub));
                format!("({a} {op} {b})")
            }
            2 => format!("({} {op} {})", self.date(&sub), self.date(&sub)),
            3 => {
                let set = self.pick(2);
                let (a, b) = (self.member(set, at), self.named(Ty::Member(set), at));
                let op = self.one(&["is", "is not"]);
                match b {
                    Some(b) => format!("({b} {op} {a})"),
                    None => leaf(self),
                }
            }
            4 => {
                let unit = self.unit();
                format!("({} is {})", self.num(unit, &sub).0, self.one(&["known", "missing"]))
            }
            5 => leaf(self),
            6 => format!("(not {})", self.truth(&sub)),
            7 | 8 => format!("({} {} {})", self.truth(&sub), self.one(&["and", "or"]), self.truth(&sub)),
            9 => match self.over(at) {
                Some((over, inside)) => {
                    let what = self.one(&["any", "all"]);
                    let filter = if self.pick(3) == 2 {
                        format!(" where {}", self.truth(&inside))
                    } else {
                        String::new()
                    };
                    format!("({what} of {} over {over}{filter})", self.truth(&inside))
                }
                None => leaf(self),
            },
            10 => format!("({})", self.days_from("any day", &sub)),
            _ => match (at.entity, self.order(at)) {
                (Some(e), Some(order)) => format!("(the first of {} {order})", ENTITIES[e]),
                _ => leaf(self),
            },
        }
    }

    /// A body of a type, with exactly its decimals where it is a number.
    pub(super) fn body(&mut self, ty: Ty, at: &At) -> String {
        match ty {
            Ty::Truth => self.truth(at),
            Ty::Date => self.date(at),
            Ty::Member(set) => {
                let (a, b) = (self.member(set, at), self.member(set, at));
                format!("({a} if {} else {b})", self.truth(at))
            }
            Ty::Num(unit, _) => {
                let x = self.num(unit, at).0;
                let mode = self.one(&MODES);
                format!("round {mode} ({x}) to {}", self.literal_of(unit, "0.01"))
            }
        }
    }

    /// A definition, of one clause or several.
    pub(super) fn definition(&mut self, k: usize) {
        let (mut at, text) = (self.shape(), format!("def_{k}"));
        at.depth = 1 + self.pick(3);
        let ty = match self.ty() {
            Ty::Num(Unit::Percent, _) => Ty::Num(Unit::Percent, 4),
            Ty::Num(unit, _) => Ty::Num(unit, 2),
            other => other,
        };
        let head = |ty: Ty| format!("define {text}{} : {}", Self::shape_text(&at), ty.text());
        let form = self.pick(9);
        let (ty, item) = match (form, ty) {
            // As it comes, with as many decimals as it has.
            (0..=3, Ty::Num(unit, _)) => {
                let (x, scale) = self.num(unit, &at);
                let ty = Ty::Num(unit, scale.max(if unit == Unit::Percent { 2 } else { 0 }));
                (ty, format!("{}\n  {} = {x}", head(ty), self.cite()))
            }
            (4, _) if at.year => {
                let (a, b, c) = (self.body(ty, &at), self.body(ty, &at), self.body(ty, &at));
                (
                    ty,
                    format!(
                        "{}\n  to 2020 = {a}\n  from 2021 to 2021 = {b}\n  from 2022 {} = {c}",
                        head(ty),
                        self.cite()
                    ),
                )
            }
            (5, _) if at.entity == Some(2) => {
                let (a, b, date) = (self.body(ty, &at), self.body(ty, &at), self.one(&["starts", "ends"]));
                (
                    ty,
                    format!(
                        "{}\n  to 2021-06-30 dated by {date} = {a}\n  from 2021-07-01 dated by {date} = {b}",
                        head(ty)
                    ),
                )
            }
            (6, _) => {
                let (a, b) = (self.body(ty, &at), self.body(ty, &at));
                let cites = (self.cite(), self.cite());
                (
                    ty,
                    format!(
                        "{}\n  reading straight {} = {a}\n  reading round_about {} = {b}",
                        head(ty),
                        cites.0,
                        cites.1
                    ),
                )
            }
            (7, _) => (ty, self.exceptions(head(ty), ty, &at)),
            (8, Ty::Num(unit, _)) => match self.rows_served(unit, &at, &text) {
                Some((scale, clauses)) => {
                    (Ty::Num(unit, scale), format!("{}{clauses}", head(Ty::Num(unit, scale))))
                }
                None => (ty, format!("{}\n  = {}", head(ty), self.body(ty, &at))),
            },
            _ => (ty, format!("{}\n  = {}", head(ty), self.body(ty, &at))),
        };
        self.items.push(item);
        self.amend(&text, form, ty, &at);
        self.name(&text, &at, ty);
    }

    fn exceptions(&mut self, head: String, ty: Ty, at: &At) -> String {
        let sub = At { depth: 1, ..at.clone() };
        let mut item = format!("{head}\n  base = {}", self.body(ty, &sub));
        write!(item, "\n  exception one when {} = {}", self.truth(&sub), self.body(ty, &sub)).unwrap();
        if self.pick(2) == 1 {
            write!(
                item,
                "\n  exception two overrides one when {} = {}",
                self.truth(&sub),
                self.body(ty, &sub)
            )
            .unwrap();
        }
        if self.pick(4) == 3 {
            let over = if item.contains("exception two") { "two" } else { "one" };
            let span = if at.year { "from 2021 to 2022 " } else { "" };
            write!(
                item,
                "\n  exception three overrides {over} {span}when {} = {}",
                self.truth(&sub),
                self.body(ty, &sub)
            )
            .unwrap();
        }
        item
    }

    pub(super) fn rule(&mut self, k: usize) {
        let (mut at, unit) = (self.shape(), self.unit());
        at.depth = 1;
        let what = self.one(&["rule", "target"]);
        let (kind, op) = (if what == "rule" { "require" } else { "aim" }, self.one(&["<=", ">=", "<", "is"]));
        let ((a, _), (b, _)) = (self.num(unit, &at), self.num(unit, &at));
        let from = if at.year && self.pick(2) == 1 { "\n  from 2021" } else { "" };
        let unless = if what == "rule" && self.pick(2) == 1 {
            format!("\n  unless {} -> explained", self.truth(&at))
        } else {
            String::new()
        };
        let when = if self.pick(3) == 2 { format!("\n  when {}", self.truth(&at)) } else { String::new() };
        let cite = self.cite();
        self.items.push(format!(
            "{what} rule_{k}{}{from} {cite}{when}\n  {kind} {a} {op} {b}{unless}",
            Self::shape_text(&at)
        ));
        if at.year && self.pick(3) == 2 {
            let how = if self.pick(2) == 1 {
                "repeals from 2023 retroactive cite latest page 3".to_owned()
            } else {
                let ((a, _), (b, _)) = (self.num(unit, &at), self.num(unit, &at));
                format!("replaces from 2022 to 2022 retroactive cite latest page 3\n    {kind} {a} {op} {b}")
            };
            self.items.push(format!("amend rule_{k}\n  {how}"));
        }
    }
}

fn step_scale(step: &str) -> u8 {
    step.split_once('.').map_or(0, |(_, decimals)| decimals.len() as u8)
}
