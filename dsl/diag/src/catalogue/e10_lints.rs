//! E10xx: lints of rules that are sound and probably not meant so.

catalogue! {
    SettledCondition "E1001" Warning {
        en: "in `{name}` this condition {answer}",
        da: "i `{name}` {answer}",
        help_en: "delete the branch that is never taken, or mend the condition",
        help_da: "slet den gren, der aldrig tages, eller ret betingelsen",
        what_en: "What is written, the dates of the clause, a closed set or a condition around it settles the answer, so a branch is never taken. Values of parameters settle nothing: a scenario may set others.",
        what_da: "Det, der står skrevet, bestemmelsens datoer, en lukket mængde eller en betingelse uden om afgør svaret, så en gren aldrig tages. Parametres værdier afgør intet: et scenarie kan sætte andre.",
        wrong: "  from 2023 = 5 kr if year >= 2022 else 7 kr",
        right: "  from 2023 = 5 kr if year >= 2024 else 7 kr",
    }
    NeverApplies "E1002" Warning {
        en: "{what} of `{name}` never applies",
        da: "{what} i `{name}` gælder aldrig",
        help_en: "delete it, or give the other exception a condition or dates",
        help_da: "slet den, eller giv den anden undtagelse en betingelse eller datoer",
        what_en: "An exception without a condition goes before it on all its days.",
        what_da: "En undtagelse uden betingelse går forud for den på alle dens dage.",
        wrong: "  exception away = 0 kr",
        right: "  exception away when gone = 0 kr",
    }
    RoundedTwice "E1003" Warning {
        en: "this figure has been rounded to {first} before, and is rounded again to {second}",
        da: "dette tal er allerede afrundet til {first} og afrundes igen til {second}",
        help_en: "round once, from the exact figure",
        help_da: "afrund én gang, fra det eksakte tal",
        what_en: "Rounding twice can end elsewhere than rounding once: 11.445 becomes 11.45 and then 11.5, and is 11.4 when it is rounded at once.",
        what_da: "At afrunde to gange kan ende et andet sted end at afrunde én gang: 11,445 bliver til 11,45 og så 11,5, og er 11,4, når det afrundes på én gang.",
        wrong: "define shown by year : kr with 0 decimals = round half up (cost) to 10 kr",
        right: "define shown by year : kr with 0 decimals = round half up (days * price) to 10 kr",
    }
    RoundedAgain "E1004" Note {
        en: "this rounding changes nothing: the figure is {known} already",
        da: "denne afrunding ændrer intet: tallet er allerede {known}",
        help_en: "leave it out",
        help_da: "udelad den",
        what_en: "Rounding a multiple of the step gives the same figure; a rounding that stands for nothing hides where the figure is rounded.",
        what_da: "At afrunde et multiplum af trinnet giver det samme tal; en afrunding uden virkning skjuler, hvor der afrundes.",
        wrong: "define shown by year : kr = round half up (cost) to 0.01 kr",
        right: "define shown by year : kr = cost",
    }
    RoundedAgainstExact "E1005" Warning {
        en: "a figure rounded to {step} is compared with {other}",
        da: "et tal, der er afrundet til {step}, sammenlignes med {other}",
        help_en: "compare the exact figures, or round the other side as well",
        help_da: "sammenlign de eksakte tal, eller afrund også den anden side",
        what_en: "Next to the limit it is the rounding that decides. Where the agreement rounds, write it as a reading; what stands under a reading is not asked.",
        what_da: "Tæt på grænsen er det afrundingen, der afgør. Hvor aftalen afrunder, skrives det som en læsning; det, der står under en læsning, spørges der ikke til.",
        wrong: "require (round half up (cost / days) to 1 kr/day) <= price * (100 % + growth)",
        right: "require cost / days <= price * (100 % + growth)",
    }
    QuotientEquals "E1006" Warning {
        en: "a quotient is asked whether it is exactly {value}",
        da: "der spørges, om en kvotient er præcis {value}",
        help_en: "round it first, or ask for `<=` or `>=`",
        help_da: "afrund den først, eller spørg med `<=` eller `>=`",
        what_en: "Quotients and means are exact: a third is not 33.33 %. Only 0 and 100 % are met as a rule.",
        what_da: "Kvotienter og gennemsnit er eksakte: en tredjedel er ikke 33,33 %. Kun 0 og 100 % rammes som regel.",
        wrong: "define third by year : yes/no = cost / budget is 33.33 %",
        right: "define third by year : yes/no = cost / budget >= 33.33 %",
    }
    YearsCompared "E1007" Warning {
        en: "this compares current prices of different years",
        da: "dette sammenligner løbende priser fra forskellige år",
        help_en: "bring both to the prices of one year: `x in 2023-pl by INDEX`",
        help_da: "bring begge til ét års priser: `x in 2023-pl by INDEKS`",
        what_en: "`kr` by year is that year's current kroner; part of a difference over years is price.",
        what_da: "`kr` pr. år er årets løbende kroner; en del af en forskel over år er pris.",
        wrong: "define grows by year : yes/no = cost > previous cost",
        right: "define grows by year : yes/no = base > previous base",
    }
    IndicesCompared "E1008" Warning {
        en: "one side was brought to these prices by `{left}`, the other by `{right}`",
        da: "den ene side er bragt til disse priser med `{left}`, den anden med `{right}`",
        help_en: "use one index",
        help_da: "brug ét indeks",
        what_en: "Prices of one year by two indices are not the same prices.",
        what_da: "Ét års priser efter to indekser er ikke de samme priser.",
        wrong: "budget in 2023-pl by cpi",
        right: "budget in 2023-pl by pl",
    }
    NotTested "E1009" Note {
        en: "nothing that a test expects rests on `{name}`",
        da: "intet, som en test venter, hviler på `{name}`",
        help_en: "add a test with `expect`",
        help_da: "tilføj en test med `expect`",
        what_en: "A rule without a test may say anything. Which clauses and branches no test reaches, `ramme test --coverage` names.",
        what_da: "En regel uden test kan sige hvad som helst. Hvilke bestemmelser og grene ingen test når, siger `ramme test --coverage`.",
        wrong: "define fee by year : kr = 2 * cost",
        right: "define fee by year : kr = 2 * cost\n\ntest \"the fee\"\n  given cost[2023] = 5 kr\n  expect fee[2023] = 10 kr",
    }
    UnusedField "E1010" Note {
        en: "nothing reads the field `{name}`",
        da: "intet læser feltet `{name}`",
        help_en: "",
        help_da: "",
        what_en: "A field that no rule reads is data without a purpose, unless it is only to be shown.",
        what_da: "Et felt, som ingen regel læser, er data uden formål, medmindre det blot skal vises.",
        wrong: "entity house\n  tone : count\n  rooms : count",
        right: "entity house\n  rooms : count",
    }
    AllowWithoutReason "E1011" Warning {
        en: "this `allow` gives no reason",
        da: "dette `allow` giver ingen grund",
        help_en: "write `# allow {names}: why it is meant so`",
        help_da: "skriv `# allow {names}: hvorfor det er ment sådan`",
        what_en: "Whoever reads it later has to know why it was silenced. Without a reason it silences nothing.",
        what_da: "Den, der læser det senere, skal vide, hvorfor der blev tiet. Uden grund tier det intet ihjel.",
        wrong: "# allow unused-name",
        right: "# allow unused-name: the next report reads it",
    }
    AllowIdle "E1012" Warning {
        en: "there is nothing here that `allow {name}` silences",
        da: "her er intet, som `allow {name}` får til at tie",
        help_en: "delete it",
        help_da: "slet det",
        what_en: "What it silenced is mended, or stands elsewhere: an `allow` is for its own line, the next, or the item that it stands above.",
        what_da: "Det, det gjaldt, er rettet eller står et andet sted: et `allow` gælder sin egen linje, den næste eller den sætning, som det står over.",
        wrong: "# allow not-cited: our own figure\nunit meal",
        right: "unit meal",
    }
    NoSuchLint "E1013" Warning {
        en: "there is no lint `{name}`",
        da: "der er ingen lint, der hedder `{name}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "`ramme explain lints` lists them. An error is no lint and can't be silenced.",
        what_da: "`ramme explain lints` viser dem. En fejl er ingen lint og kan ikke bringes til tavshed.",
        wrong: "# allow unused-nam: the next report reads it",
        right: "# allow unused-name: the next report reads it",
    }
}
