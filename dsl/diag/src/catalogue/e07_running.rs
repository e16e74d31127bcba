//! E07xx: running.

catalogue! {
    Overflow "E0701" Error {
        en: "`{name}` does not fit at {row}: more than 38 digits",
        da: "`{name}` kan ikke være ved {row}: mere end 38 cifre",
        help_en: "round earlier, or use fewer decimals",
        help_da: "afrund tidligere, eller brug færre decimaler",
        what_en: "Numbers are exact up to 128 bits; beyond, the run stops rather than give a wrong figure.",
        what_da: "Tal er eksakte op til 128 bit; derover standser kørslen hellere end at give et forkert tal.",
        wrong: "= a * a * a * a with amounts in øre",
        right: "= round half up (a * a) to 1 kr * a",
    }
    OrderTie "E0702" Error {
        en: "the order of `{name}` does not decide between {first} and {second}",
        da: "rækkefølgen i `{name}` afgør ikke mellem {first} og {second}",
        help_en: "add another key to `in order of`",
        help_da: "tilføj en nøgle mere til `in order of`",
        what_en: "Who comes first decides who gets the money, so a tie is not broken by chance.",
        what_da: "Hvem der kommer først, afgør hvem der får pengene, så lighed afgøres ikke tilfældigt.",
        wrong: "in order of submitted_on",
        right: "in order of submitted_on, application",
    }
    TooMuchWork "E0703" Error {
        en: "the run needs {found} cell steps, and may take {limit}",
        da: "kørslen kræver {found} celletrin, og må tage {limit}",
        help_en: "ask for fewer periods, rules or draws, or raise `cell_steps`",
        help_da: "bed om færre perioder, regler eller trækninger, eller hæv `cell_steps`",
        what_en: "The plan knows its work before it starts, so a run that is too large never starts.",
        what_da: "Planen kender sit arbejde på forhånd, så en for stor kørsel begynder aldrig.",
        wrong: "draws = 1000000 on ten million rows",
        right: "draws = 1000",
    }
    TooMuchMemory "E0704" Error {
        en: "the run needs {found} bytes, and may take {limit}",
        da: "kørslen kræver {found} byte, og må tage {limit}",
        help_en: "ask for fewer periods or draws, or raise `memory_bytes`",
        help_da: "bed om færre perioder eller trækninger, eller hæv `memory_bytes`",
        what_en: "Memory is computed from the plan before anything runs.",
        what_da: "Hukommelsen regnes ud fra planen, før noget køres.",
        wrong: "draws = 1000000 over a thousand series",
        right: "draws = 10000",
    }
    ExceptionsClash "E0705" Error {
        en: "the exceptions `{first}` and `{second}` of `{name}` both hold for {row}",
        da: "undtagelserne `{first}` og `{second}` i `{name}` gælder begge for {row}",
        help_en: "write `exception {second} overrides {first}`",
        help_da: "skriv `exception {second} overrides {first}`",
        what_en: "Nothing overrides in silence, and here the data show that the order matters.",
        what_da: "Intet tilsidesætter i stilhed, og her viser data, at rækkefølgen betyder noget.",
        wrong: "exception older when age >= 7 = 800 kr\nexception foster when in_care = 0 kr",
        right: "exception foster overrides older when in_care = 0 kr",
    }
    TooManyPeriods "E0706" Error {
        en: "`{name}` reaches {found} periods back, and may reach {limit}",
        da: "`{name}` når {found} perioder tilbage, og må nå {limit}",
        help_en: "let the clause that it begins with end later, or read a value of fewer periods back",
        help_da: "lad den bestemmelse, den begynder med, slutte senere, eller læs en værdi færre perioder tilbage",
        what_en: "A value that rests on itself is computed from where it begins, period by period, so the way back is bounded.",
        what_da: "En værdi, der bygger på sig selv, regnes fra sin begyndelse, periode for periode, og derfor er vejen tilbage \
                  begrænset.",
        wrong: "to 1810 = 0 kr",
        right: "to 2022 = 0 kr",
    }
    DeadlinePassed "E0707" Error {
        en: "the run took longer than {limit second|seconds}",
        da: "kørslen tog mere end {limit sekund|sekunder}",
        help_en: "raise `--deadline`, or ask for less",
        help_da: "hæv `--deadline`, eller bed om mindre",
        what_en: "The deadline is checked between steps; nothing half done is written.",
        what_da: "Fristen kontrolleres mellem trin; intet halvt bliver skrevet.",
        wrong: "--deadline 1",
        right: "--deadline 60",
    }
    NoSuchDay "E0708" Error {
        en: "`{name}` adds {months month|months} to a date of {row}, and that month has no such day",
        da: "`{name}` lægger {months måned|måneder} til en dato for {row}, og den måned har ingen sådan dag",
        help_en: "use `clamp` or `overflow` as the end-of-month mode",
        help_da: "brug `clamp` eller `overflow` ved månedens slutning",
        what_en: "`forbid` says that such a date must not occur, and it did.",
        what_da: "`forbid` siger, at sådan en dato ikke må forekomme, og det gjorde den.",
        wrong: "starts_on + 3 months (end of month: forbid)",
        right: "starts_on + 3 months (end of month: clamp)",
    }
    TooManyDayPieces "E0711" Error {
        en: "the condition on the day falls into {count} pieces, and may have {limit}",
        da: "betingelsen på dagen falder i {count} stykker, og må have {limit}",
        help_en: "name a part of it as a definition of its own, dated where the law changes",
        help_da: "giv en del af den navn som en definition for sig, dateret hvor loven skifter",
        what_en: "Days are counted in closed pieces, so that a stay of any length costs the same. A condition with very \
                  many alternatives has too many pieces to be read by anyone.",
        what_da: "Dage tælles i lukkede stykker, så et ophold koster det samme, uanset hvor langt det er. En betingelse \
                  med meget mange muligheder har flere stykker, end nogen kan læse.",
        wrong: "days from a until b where day < c or day < d or … (twenty more)",
        right: "days from a until b where day < max(c, d)",
    }
    NotThroughDraws "E0712" Error {
        en: "`{name}` rests on a forecast, and this step can't be carried through draws",
        da: "`{name}` hviler på en fremskrivning, og dette trin kan ikke føres gennem trækninger",
        help_en: "ask for it in the years that have data, or take it out of `show`",
        help_da: "bed om den i de år, der har data, eller tag den ud af `show`",
        what_en: "A forecast is a cloud of draws. Arithmetic, comparisons, sums and means go through it draw by draw; \
                  dates and allotments do not.",
        what_da: "En fremskrivning er en sky af trækninger. Regning, sammenligning, summer og gennemsnit føres igennem \
                  trækning for trækning; datoer og fordelinger gør ikke.",
        wrong: "= allot forecast_amount at most cap in order of day",
        right: "= min(forecast_amount, cap)",
    }
    StepNotComputed "E0713" Error {
        en: "`{name}` reads step {step} before it is computed: this is a fault in the program, not in your rules",
        da: "`{name}` læser trin {step}, før det er beregnet: det er en fejl i programmet, ikke i dine regler",
        help_en: "please report it with the rule file",
        help_da: "meld den gerne sammen med regelfilen",
        what_en: "A plan lists every step after those that it reads. If one is missing the plan is wrong.",
        what_da: "En plan har hvert trin efter dem, det læser. Mangler et af dem, er planen forkert.",
        wrong: "(none: rules cannot cause it)",
        right: "(report it)",
    }
    DateBeyondRange "E0714" Error {
        en: "`{name}` reaches a date outside 1800 to 2200 at {row}",
        da: "`{name}` når en dato uden for 1800 til 2200 ved {row}",
        help_en: "correct the date in the data",
        help_da: "ret datoen i data",
        what_en: "Dates run from 1800-01-01 to 2200-12-31; outside them nothing is computed.",
        what_da: "Datoer går fra 1800-01-01 til 2200-12-31; uden for dem regnes der ikke.",
        wrong: "ends_on = 9999-12-31",
        right: "ends_on left blank",
    }
    NotInSql "E0715" Warning {
        en: "`{name}` is not in the script: {why}",
        da: "`{name}` er ikke i scriptet: {why}",
        help_en: "take this figure from `ramme run`",
        help_da: "hent dette tal fra `ramme run`",
        what_en: "`ramme sql` writes every value and verdict that a database can work out to the same figure. A few things it can't: \
                  several caps at once with groups of their own, running years, forecasts. They are left out by name, and the \
                  others are written.",
        what_da: "`ramme sql` skriver hver værdi og afgørelse, som en database kan regne ud til samme tal. Enkelte ting kan den ikke: \
                  flere lofter på én gang med egne grupper, løbende år, fremskrivninger. De udelades ved navn, og resten skrives.",
        wrong: "= allot asked at most 10 kr per member at most 100 kr per project in order of day",
        right: "= allot asked at most 100 kr per project in order of day",
    }
    RestsOnNotInSql "E0716" Warning {
        en: "`{name}` is not in the script, because it rests on `{of}`: {why}",
        da: "`{name}` er ikke i scriptet, fordi den hviler på `{of}`: {why}",
        help_en: "take this figure from `ramme run`",
        help_da: "hent dette tal fra `ramme run`",
        what_en: "A value that rests on one that is not in the script of `ramme sql` is not in it either.",
        what_da: "En værdi, der hviler på en anden, som ikke er i scriptet fra `ramme sql`, er der heller ikke.",
        wrong: "= sum of granted over application",
        right: "= sum of asked over application",
    }
}
