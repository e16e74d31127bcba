//! E08xx: tests written in the language.

catalogue! {
    ExpectationFailed "E0801" Error {
        en: "`{name}` was expected to be {expected}, and is {found}",
        da: "`{name}` ventedes at være {expected}, og er {found}",
        help_en: "",
        help_da: "",
        what_en: "A test states what the rules must give; either the rules or the expectation changed.",
        what_da: "En test siger, hvad reglerne skal give; enten reglerne eller forventningen er ændret.",
        wrong: "expect ceiling[A, 2023] = 1034.01000 kr/day",
        right: "expect ceiling[A, 2023] = 1034.00000 kr/day",
    }
    VerdictDiffers "E0802" Error {
        en: "`{name}` was expected to be {expected}, and the verdict is {found}",
        da: "`{name}` ventedes at være {expected}, og afgørelsen er {found}",
        help_en: "",
        help_da: "",
        what_en: "A rule complies, is explained, breached or undetermined.",
        what_da: "En regel er overholdt, forklaret, overtrådt eller uafgjort.",
        wrong: "expect tariff_ceiling[A, 2023] complies",
        right: "expect tariff_ceiling[A, 2023] breached by 0.01000 kr/day",
    }
    ErrorExpected "E0803" Error {
        en: "the error {code} was expected, and {found}",
        da: "fejlen {code} ventedes, og {found}",
        help_en: "",
        help_da: "",
        what_en: "A test may expect that something is refused, by its code.",
        what_da: "En test kan vente, at noget afvises, ved dets kode.",
        wrong: "expect error E0702",
        right: "expect granted[1] = 500 kr",
    }
    NoTests "E0804" Error {
        en: "there are no tests in {where}",
        da: "der er ingen tests i {where}",
        help_en: "add `test \"…\"` with `given` and `expect`",
        help_da: "tilføj `test \"…\"` med `given` og `expect`",
        what_en: "A test run of nothing must not look like a pass.",
        what_da: "En testkørsel af ingenting må ikke ligne en, der er bestået.",
        wrong: "ramme test rules/ --filter nosuch",
        right: "ramme test rules/",
    }
    GivenUnused "E0805" Warning {
        en: "the test gives `{name}`, and nothing it expects rests on that",
        da: "testen giver `{name}`, og intet, den venter, hviler på det",
        help_en: "delete it, or expect something of it",
        help_da: "slet det, eller vent noget af det",
        what_en: "A given that matters to nothing is often a misspelt key.",
        what_da: "Noget givet, der er ligegyldigt, er ofte en fejlstavet nøgle.",
        wrong: "given pl[2032] = 3.4 %",
        right: "given pl[2023] = 3.4 %",
    }
    NothingExpected "E0806" Error {
        en: "the test \"{name}\" expects nothing",
        da: "testen \"{name}\" venter ingenting",
        help_en: "add `expect`",
        help_da: "tilføj `expect`",
        what_en: "A test without an expectation can't fail.",
        what_da: "En test uden forventning kan ikke fejle.",
        wrong: "test \"a\"\n  given pl[2023] = 3.4 %",
        right: "test \"a\"\n  given pl[2023] = 3.4 %\n  expect ceiling[A, 2023] = 1034.00000 kr/day",
    }
    NotCovered "E0807" Warning {
        en: "no test reaches the clause of `{name}` from {from}",
        da: "ingen test når bestemmelsen i `{name}` fra {from}",
        help_en: "add a test with a date in it",
        help_da: "tilføj en test med en dato i den",
        what_en: "Coverage counts clauses: one that no test reaches may say anything.",
        what_da: "Dækning tæller bestemmelser: en, som ingen test når, kan sige hvad som helst.",
        wrong: "a clause from 2026 with tests for 2023 only",
        right: "a test with a date in 2026",
    }
    BranchNotCovered "E0808" Warning {
        en: "no test of `{name}` reaches the case in which this {answer}",
        da: "ingen test af `{name}` når det tilfælde, hvor dette {answer}",
        help_en: "add a test of that case",
        help_da: "tilføj en test af det tilfælde",
        what_en: "Coverage counts both answers of a condition: what stands where no test comes may say anything.",
        what_da: "Dækning tæller begge svar på en betingelse: det, der står, hvor ingen test når hen, kan sige hvad som helst.",
        wrong: "`a if x > 5 else b` with tests where x is 6 only",
        right: "a test where x is 6 and one where x is 5",
    }
}
