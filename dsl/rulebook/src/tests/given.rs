//! Lookups, targets and values from outside, descriptions.

use super::good;
use crate::Rulebook;
use crate::model::{Symbol, Type, Value};
use ramme_diag::{FileId, Lang};
use ramme_syntax::parse_expr;
use ramme_value::Decimal;

const TEXT: &str = "parameter pl by year : % with 1 decimal\n  2023 = 3.4 %\n\
    define x of house by year : kr with 5 decimals = a * (100 % + pl)\n";

fn tree(text: &str) -> ramme_syntax::tree::Expr {
    parse_expr(FileId(7), text, &ramme_diag::Limits::default()).unwrap()
}

fn parameter_type(book: &Rulebook) -> Type {
    book.parameters[0].ty.clone()
}

#[test]
fn values_are_read_by_type() {
    let book = good(TEXT);
    let ty = parameter_type(&book);
    assert_eq!(book.value_of(&tree("3 %"), &ty), Ok(Value::Dec(Decimal::new(30, 3))));
    let problem = book.value_of(&tree("3.45 %"), &ty).unwrap_err();
    assert_eq!(problem.code().id(), "E0317");
    assert!(book.value_of(&tree("3 kr"), &ty).is_err());
    assert!(book.value_of(&tree("alone"), &ty).is_err());
    let tone = Type::Member(crate::model::SetId(1));
    assert_eq!(book.value_of(&tree("warm"), &tone), Ok(Value::Member(crate::model::SetId(1), 0)));
    assert_eq!(
        book.value_of(&tree("2023-10-01"), &Type::Date),
        Ok(Value::Date(ramme_value::Date::from_ymd(2023, 10, 1).unwrap()))
    );
}

#[test]
fn targets_have_a_key_an_axis() {
    let book = good(TEXT);
    let target = book.target_of(&tree("a[H17, 2023]")).unwrap();
    assert!(matches!(target.symbol, Symbol::Input(_)));
    let keys: Vec<(&str, bool)> =
        target.keys.iter().map(|key| (key.text.as_str(), key.value.is_some())).collect();
    assert_eq!(keys, [("H17", false), ("2023", true)]);
    assert!(book.target_of(&tree("pl")).unwrap().keys.is_empty());
    assert_eq!(book.target_of(&tree("pll[2023]")).unwrap_err().code().id(), "E0201");
    assert_eq!(book.target_of(&tree("pl[warm]")).unwrap_err().code().id(), "E0329");
    assert_eq!(book.target_of(&tree("pl[2023, 2024]")).unwrap_err().code().id(), "E0334");
    assert_eq!(book.target_of(&tree("1 + 2")).unwrap_err().code().id(), "E0213");
}

#[test]
fn names_are_described() {
    let book = good(TEXT);
    let said = book.describe("pl").unwrap();
    assert_eq!(
        (said.kind.get(Lang::En), said.shape.as_str(), said.ty.as_str()),
        ("a parameter", "by year", "% with 1 decimal")
    );
    assert_eq!((said.clauses[0].keys.as_str(), said.used_by.as_slice()), ("[2023]", &["x".to_owned()][..]));
    let said = book.describe("x").unwrap();
    assert_eq!(said.uses, ["a", "pl"]);
    assert_eq!(said.type_in_words.unwrap().get(Lang::Da), "kroner");
    assert_eq!(book.suggest("pll").as_deref(), Some("pl"));
    assert!(book.describe("nothing").is_none());
    assert_eq!(book.describe("house").unwrap().details[0], "owner : town");
}
