//! What a script can call: questions, numbers, and `propose`.
//!
//! In: an engine, the state of one run. Out: the functions registered. Not here: limits (`sandbox`), exact numbers
//! (`number`). What goes wrong in one of them stops the script: no script catches it.

use crate::failure::{SAID, bytes_at};
use crate::number::Number;
use crate::{Answer, Argument, Fact, Proposal, Question};
use ramme_diag::{Limits, Text};
use ramme_value::{PriceLevel, Rounding};
use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, NativeCallContext, Position};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender};

/// The line to whoever answers.
pub(crate) struct Line {
    pub(crate) ask: Sender<Question>,
    pub(crate) told: Receiver<Answer>,
}

/// One run of a script.
pub(crate) struct State {
    text: String,
    arguments: Vec<(String, Argument)>,
    line: Line,
    proposals: RefCell<Vec<Proposal>>,
    said: RefCell<Option<Text>>,
    most: usize,
}

/// The methods that leave what they are called on as it is.
pub(crate) const READING: [&str; 14] = [
    "len",
    "is_empty",
    "contains",
    "keys",
    "starts_with",
    "ends_with",
    "to_lower",
    "to_upper",
    "trimmed",
    "split",
    "sub_string",
    "to_string",
    "to_int",
    "parse_int",
];

/// Bytes of a name, a value or a reason.
const LONGEST: usize = 1_000;

type Outcome<T> = Result<T, Box<EvalAltResult>>;

fn both(en: impl Into<String>, da: impl Into<String>) -> Text {
    Text::both(en.into(), da.into())
}

impl State {
    pub(crate) fn new(text: &str, arguments: Vec<(String, Argument)>, line: Line, limits: &Limits) -> State {
        let most = usize::try_from(limits.script_collection).unwrap_or(usize::MAX);
        State {
            text: text.to_owned(),
            arguments,
            line,
            proposals: RefCell::default(),
            said: RefCell::default(),
            most,
        }
    }

    pub(crate) fn proposals(&self) -> Vec<Proposal> {
        self.proposals.take()
    }

    pub(crate) fn said(&self) -> Option<Text> {
        self.said.take()
    }

    /// Stops the script with something to say.
    fn stop<T>(&self, said: Text, place: Position) -> Outcome<T> {
        *self.said.borrow_mut() = Some(said);
        Err(Box::new(EvalAltResult::ErrorTerminated(Dynamic::from(SAID.to_owned()), place)))
    }

    fn or_stop<T>(&self, found: Result<T, Text>, place: Position) -> Outcome<T> {
        found.or_else(|said| self.stop(said, place))
    }

    fn ask(&self, question: Question) -> Result<Answer, Text> {
        let gone = || both("nobody answers", "ingen svarer");
        self.line.ask.send(question).map_err(|_| gone())?;
        self.line.told.recv().map_err(|_| gone())
    }

    fn years(&self) -> (i32, i32) {
        match self.ask(Question::Years) {
            Ok(Answer::Years(first, last)) => (first, last),
            _ => (0, 0),
        }
    }

    fn members(&self, of: &str, year: Option<i64>) -> Result<Array, Text> {
        let year = year
            .map(i32::try_from)
            .transpose()
            .map_err(|_| both("no such year", "intet s\u{e5}dant \u{e5}r"))?;
        match self.ask(Question::Members(of.to_owned(), year))? {
            Answer::Members(found) => {
                let found = found?;
                if found.len() > self.most {
                    return Err(both(
                        format!("`{of}` has {}, more than a list of a script may hold", found.len()),
                        format!("`{of}` har {}, flere end en liste i et script kan rumme", found.len()),
                    ));
                }
                Ok(found.into_iter().map(Dynamic::from).collect())
            }
            _ => Ok(Array::new()),
        }
    }

    fn value(&self, name: &str) -> Result<Dynamic, Text> {
        match self.ask(Question::Value(name.to_owned()))? {
            Answer::Value(found) => Ok(match found? {
                Fact::Missing => Dynamic::UNIT,
                Fact::Number(value, unit, level) => Dynamic::from(Number::new(value, unit, level)),
                Fact::YesNo(yes) => Dynamic::from_bool(yes),
                Fact::Text(text) => Dynamic::from(text),
            }),
            _ => Ok(Dynamic::UNIT),
        }
    }

    fn argument(&self, name: &str) -> Result<Dynamic, Text> {
        let Some((_, held)) = self.arguments.iter().find(|(held, _)| held == name) else {
            let near = ramme_diag::closest(name, self.arguments.iter().map(|(held, _)| held.as_str()));
            let meant = |ask: &str| near.as_ref().map_or(String::new(), |near| format!("; {ask} `{near}`?"));
            return Err(both(
                format!("the scenario gives no argument `{name}`{}", meant("did you mean")),
                format!("scenariet giver intet argument `{name}`{}", meant("mente du")),
            ));
        };
        Ok(match held {
            Argument::Whole(n) => Dynamic::from_int(*n),
            Argument::YesNo(yes) => Dynamic::from_bool(*yes),
            Argument::Text(text) => match Number::parse(text) {
                Some(number) => Dynamic::from(number),
                None => Dynamic::from(text.clone()),
            },
        })
    }

    fn propose(&self, name: &str, value: &Dynamic, reason: &str, place: Position) -> Result<(), Text> {
        let (value, level) = spelled(value)?;
        if reason.trim().is_empty() {
            return Err(both(
                format!("`{name}` is proposed without a reason"),
                format!("`{name}` foresl\u{e5}s uden begrundelse"),
            ));
        }
        if [name, value.as_str(), reason].iter().any(|text| text.len() > LONGEST) {
            return Err(both(
                format!("a name, a value or a reason is longer than {LONGEST} bytes"),
                format!("et navn, en v\u{e6}rdi eller en begrundelse er l\u{e6}ngere end {LONGEST} byte"),
            ));
        }
        let mut held = self.proposals.borrow_mut();
        if held.len() >= self.most {
            return Err(both(
                format!("it proposes more than {} values", self.most),
                format!("det foresl\u{e5}r mere end {} v\u{e6}rdier", self.most),
            ));
        }
        let at = bytes_at(&self.text, place).unwrap_or(0..0);
        held.push(Proposal { name: name.to_owned(), value, level, reason: reason.trim().to_owned(), at });
        Ok(())
    }
}

/// A value in the language's words, with the price level that it was worked out in.
fn spelled(value: &Dynamic) -> Result<(String, PriceLevel), Text> {
    if let Some(number) = value.clone().try_cast::<Number>() {
        return Ok((number.spelled()?, number.level()));
    }
    if value.is_string() {
        return Ok((value.to_string(), PriceLevel::None));
    }
    if let Ok(yes) = value.as_bool() {
        return Ok((if yes { "yes" } else { "no" }.to_owned(), PriceLevel::None));
    }
    if let Ok(whole) = value.as_int() {
        return Ok((whole.to_string(), PriceLevel::None));
    }
    Err(match value.is_unit() {
        true => both(
            "nothing is proposed as a value: is what it rests on missing?",
            "intet foresl\u{e5}s som v\u{e6}rdi: mangler det, som den hviler p\u{e5}?",
        ),
        false => both(
            "a value is a number, a text, or true or false",
            "en v\u{e6}rdi er et tal, en tekst eller sand/falsk (true/false)",
        ),
    })
}

pub(crate) fn register(engine: &mut Engine, state: &Rc<State>) {
    engine.register_type_with_name::<Number>("number");
    questions(engine, state);
    numbers(engine, state);
    operators(engine, state);
    order(engine, state);
    let s = Rc::clone(state);
    let propose =
        move |ctx: NativeCallContext<'_>, name: ImmutableString, value: Dynamic, reason: ImmutableString| {
            s.or_stop(s.propose(&name, &value, &reason, ctx.call_position()), ctx.call_position())
        };
    engine.register_fn("propose", propose);
}

fn questions(engine: &mut Engine, state: &Rc<State>) {
    let s = Rc::clone(state);
    engine.register_fn("years", move || -> Array {
        let (first, last) = s.years();
        (first..=last).map(|year| Dynamic::from_int(i64::from(year))).collect()
    });
    let s = Rc::clone(state);
    engine.register_fn("first_year", move || i64::from(s.years().0));
    let s = Rc::clone(state);
    engine.register_fn("last_year", move || i64::from(s.years().1));
    let s = Rc::clone(state);
    engine.register_fn("members", move |ctx: NativeCallContext<'_>, of: ImmutableString| {
        s.or_stop(s.members(&of, None), ctx.call_position())
    });
    let s = Rc::clone(state);
    engine.register_fn("members", move |ctx: NativeCallContext<'_>, of: ImmutableString, year: i64| {
        s.or_stop(s.members(&of, Some(year)), ctx.call_position())
    });
    let s = Rc::clone(state);
    engine.register_fn("value", move |ctx: NativeCallContext<'_>, name: ImmutableString| {
        s.or_stop(s.value(&name), ctx.call_position())
    });
    let s = Rc::clone(state);
    engine.register_fn("argument", move |ctx: NativeCallContext<'_>, name: ImmutableString| {
        s.or_stop(s.argument(&name), ctx.call_position())
    });
}

/// A number from whatever is written where one is wanted.
fn number(value: &Dynamic) -> Result<Number, Text> {
    if let Some(number) = value.clone().try_cast::<Number>() {
        return Ok(number);
    }
    if let Ok(whole) = value.as_int() {
        return Ok(Number::whole(whole));
    }
    let text = value.to_string();
    let parsed = if value.is_string() { Number::parse(&text) } else { None };
    parsed.ok_or_else(|| {
        if value.is_unit() {
            both(
                "a number is wanted, and there is nothing (a missing value?)",
                "her skal st\u{e5} et tal, og der er intet (en manglende v\u{e6}rdi?)",
            )
        } else {
            both(format!("`{text}` is no number"), format!("`{text}` er ikke et tal"))
        }
    })
}

fn numbers(engine: &mut Engine, state: &Rc<State>) {
    let s = Rc::clone(state);
    engine.register_fn("num", move |ctx: NativeCallContext<'_>, value: Dynamic| {
        s.or_stop(number(&value), ctx.call_position())
    });
    let s = Rc::clone(state);
    engine.register_fn("round", move |ctx: NativeCallContext<'_>, value: Dynamic, step: Dynamic| {
        let rounded = rounded(&value, &step, "half up");
        s.or_stop(rounded, ctx.call_position())
    });
    let s = Rc::clone(state);
    let three = move |ctx: NativeCallContext<'_>, value: Dynamic, step: Dynamic, mode: ImmutableString| {
        s.or_stop(rounded(&value, &step, &mode), ctx.call_position())
    };
    engine.register_fn("round", three);
    for (name, wanted) in [("min", Ordering::Less), ("max", Ordering::Greater)] {
        let s = Rc::clone(state);
        engine.register_fn(name, move |ctx: NativeCallContext<'_>, a: Dynamic, b: Dynamic| {
            let chosen = number(&a).and_then(|x| Ok((x.order(&number(&b)?)?, x)));
            let chosen = chosen.map(|(order, _)| if order == wanted { a } else { b });
            s.or_stop(chosen, ctx.call_position())
        });
    }
    let s = Rc::clone(state);
    engine.register_fn("abs", move |ctx: NativeCallContext<'_>, x: Number| {
        let found = if x.is_negative() { x.negated() } else { Ok(x) };
        s.or_stop(found, ctx.call_position())
    });
    let s = Rc::clone(state);
    engine.register_fn("to_int", move |ctx: NativeCallContext<'_>, x: Number| {
        let whole = x.to_whole().ok_or_else(|| {
            both(
                format!("{x} is no whole number without a unit"),
                format!("{x} er ikke et helt tal uden enhed"),
            )
        });
        s.or_stop(whole, ctx.call_position())
    });
    engine.register_fn("to_string", |x: &mut Number| x.to_string());
    engine.register_fn("to_debug", |x: &mut Number| x.to_string());
}

fn rounded(value: &Dynamic, step: &Dynamic, mode: &str) -> Result<Number, Text> {
    let mode = Rounding::parse(mode).ok_or_else(|| {
        let names = Rounding::ALL.map(Rounding::name).join(", ");
        both(
            format!("`{mode}` is no way of rounding; there are {names}"),
            format!("`{mode}` er ingen afrunding; der er {names}"),
        )
    })?;
    number(value)?.rounded(&number(step)?, mode)
}

type Operation = fn(&Number, &Number) -> Result<Number, Text>;

fn operators(engine: &mut Engine, state: &Rc<State>) {
    let all: [(&str, &str, Operation); 4] = [
        ("+", "+=", Number::plus),
        ("-", "-=", Number::minus),
        ("*", "*=", Number::times),
        ("/", "/=", Number::over),
    ];
    for (name, assigning, operation) in all {
        let s = Rc::clone(state);
        engine.register_fn(name, move |ctx: NativeCallContext<'_>, a: Number, b: Number| {
            s.or_stop(operation(&a, &b), ctx.call_position())
        });
        let s = Rc::clone(state);
        engine.register_fn(name, move |ctx: NativeCallContext<'_>, a: Number, b: i64| {
            s.or_stop(operation(&a, &Number::whole(b)), ctx.call_position())
        });
        let s = Rc::clone(state);
        engine.register_fn(name, move |ctx: NativeCallContext<'_>, a: i64, b: Number| {
            s.or_stop(operation(&Number::whole(a), &b), ctx.call_position())
        });
        let s = Rc::clone(state);
        engine.register_fn(assigning, move |ctx: NativeCallContext<'_>, a: &mut Number, b: Dynamic| {
            let found = number(&b).and_then(|b| operation(a, &b));
            *a = s.or_stop(found, ctx.call_position())?;
            Ok::<(), Box<EvalAltResult>>(())
        });
    }
    // 7 / 2 is 7/2, never 3.
    let s = Rc::clone(state);
    engine.register_fn("/", move |ctx: NativeCallContext<'_>, a: i64, b: i64| {
        s.or_stop(Number::whole(a).over(&Number::whole(b)), ctx.call_position())
    });
    let s = Rc::clone(state);
    engine.register_fn("/=", move |ctx: NativeCallContext<'_>, _: &mut i64, _: i64| {
        let said = both(
            "a whole number cannot become a quotient: write `x = x / y`",
            "et helt tal kan ikke blive en kvotient: skriv `x = x / y`",
        );
        s.stop::<()>(said, ctx.call_position())
    });
    let s = Rc::clone(state);
    engine.register_fn("-", move |ctx: NativeCallContext<'_>, a: Number| {
        s.or_stop(a.negated(), ctx.call_position())
    });
}

/// Whether an order is the one that an operator asks for.
type Holds = fn(Ordering) -> bool;

fn order(engine: &mut Engine, state: &Rc<State>) {
    let all: [(&str, Holds); 6] = [
        ("<", Ordering::is_lt),
        ("<=", Ordering::is_le),
        (">", Ordering::is_gt),
        (">=", Ordering::is_ge),
        ("==", Ordering::is_eq),
        ("!=", Ordering::is_ne),
    ];
    for (name, holds) in all {
        let s = Rc::clone(state);
        engine.register_fn(name, move |ctx: NativeCallContext<'_>, a: Number, b: Number| {
            s.or_stop(a.order(&b).map(holds), ctx.call_position())
        });
        let s = Rc::clone(state);
        engine.register_fn(name, move |ctx: NativeCallContext<'_>, a: Number, b: i64| {
            s.or_stop(a.order(&Number::whole(b)).map(holds), ctx.call_position())
        });
        let s = Rc::clone(state);
        engine.register_fn(name, move |ctx: NativeCallContext<'_>, a: i64, b: Number| {
            s.or_stop(Number::whole(a).order(&b).map(holds), ctx.call_position())
        });
    }
}
