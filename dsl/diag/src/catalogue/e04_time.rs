//! E04xx: dates, versions, exceptions, citations.

catalogue! {
    Gap "E0401" Error {
        en: "`{name}` says nothing from {from} to {to}",
        da: "`{name}` siger intet fra {from} til {to}",
        help_en: "add a clause for these days, or move the dates",
        help_da: "tilføj en bestemmelse for disse dage, eller flyt datoerne",
        what_en: "Between its first and last day a definition has a clause for every day.",
        what_da: "Mellem sin første og sidste dag har en definition en bestemmelse for hver dag.",
        wrong: "to 2023-09-30 = yes\nfrom 2023-10-02 = no",
        right: "to 2023-09-30 = yes\nfrom 2023-10-01 = no",
    }
    Overlap "E0402" Error {
        en: "`{name}` has two clauses {when}",
        da: "`{name}` har to bestemmelser {when}",
        help_en: "end the first the day before, or make one an exception, a reading or an amendment",
        help_da: "lad den første slutte dagen før, eller gør den ene til en undtagelse, en læsning eller en ændring",
        what_en: "Nothing overrides in silence: two clauses on one day need an order that is written.",
        what_da: "Intet tilsidesætter i stilhed: to bestemmelser på samme dag kræver en rækkefølge, der er skrevet.",
        wrong: "to 2023-10-01 = yes\nfrom 2023-10-01 = no",
        right: "to 2023-09-30 = yes\nfrom 2023-10-01 = no",
    }
    FromAfterTo "E0403" Error {
        en: "the clause begins {from}, after it ends {to}",
        da: "bestemmelsen begynder {from}, efter at den slutter {to}",
        help_en: "exchange the dates",
        help_da: "byt datoerne om",
        what_en: "`from` and `to` are the first and the last day, both in force.",
        what_da: "`from` og `to` er den første og den sidste dag, og begge gælder.",
        wrong: "from 2024 to 2023",
        right: "from 2023 to 2024",
    }
    DateInsidePeriod "E0404" Error {
        en: "{date} lies inside {period}, and this clause holds for whole periods",
        da: "{date} ligger inde i {period}, og denne bestemmelse gælder for hele perioder",
        help_en: "write a whole period, `dated by` a date of the row, or `for a day`",
        help_da: "skriv en hel periode, `dated by` en dato i rækken, eller `for a day`",
        what_en: "What a clause's date binds to is written: the period, a date of the row, or the day itself. The choice moves money.",
        what_da: "Hvad en bestemmelses dato knytter sig til, skrives: perioden, en dato i rækken eller dagen selv. Valget flytter penge.",
        wrong: "define x by year : kr\n  from 2023-10-01 = 0 kr",
        right: "define x of stay : kr\n  from 2023-10-01 dated by starts_on = 0 kr",
    }
    NotCited "E0405" Warning {
        en: "the clause of `{name}` cites no document",
        da: "bestemmelsen i `{name}` henviser ikke til noget dokument",
        help_en: "add `cite DOCUMENT lines …`",
        help_da: "tilføj `cite DOKUMENT lines …`",
        what_en: "A rule without a source can't be checked by anyone else.",
        what_da: "En regel uden kilde kan ingen andre efterprøve.",
        wrong: "rule x by year\n  from 2023\n  require a <= b",
        right: "rule x by year\n  from 2023 cite framework lines 10..12\n  require a <= b",
    }
    CitationChanged "E0406" Error {
        en: "`{document}`, {passage}, no longer reads as what was cited",
        da: "`{document}`, {passage}, lyder ikke længere som det, der blev henvist til",
        help_en: "read it again, mend the clause and its lines where they no longer fit, then renew: `ramme check RULES --documents DIR --renew`",
        help_da: "læs det igen, ret bestemmelsen og dens linjer, hvor de ikke længere passer, og forny så: `ramme check REGLER --documents MAPPE --renew`",
        what_en: "A citation carries a fingerprint of its passage; when the text has changed, the rule may have to. The words are no longer in the copy as they were cited; what stands in their place is shown. Line breaks, hyphens at the ends of lines and blanks are no difference.",
        what_da: "En henvisning bærer et fingeraftryk af stedet; er teksten ændret, skal reglen måske også ændres. Ordene står ikke længere i kopien, som der blev henvist til dem; det, der står i stedet, vises. Linjeskift, bindestreger ved linjeslut og mellemrum gør ingen forskel.",
        wrong: "cite framework lines 10..12 after the file was replaced",
        right: "the same citation, renewed after reading",
    }
    CitationMissing "E0407" Error {
        en: "`{document}` has no {passage}",
        da: "`{document}` har ikke {passage}",
        help_en: "",
        help_da: "",
        what_en: "A citation points at lines, a page or a heading that the document has.",
        what_da: "En henvisning peger på linjer, en side eller en overskrift, som dokumentet har.",
        wrong: "cite framework lines 90_000..90_001",
        right: "cite framework lines 2476..2479",
    }
    ExceptionsUnordered "E0408" Error {
        en: "the exceptions `{first}` and `{second}` always hold together, and neither overrides the other",
        da: "undtagelserne `{first}` og `{second}` gælder altid samtidig, og ingen af dem går forud",
        help_en: "write `exception {second} overrides {first}`",
        help_da: "skriv `exception {second} overrides {first}`",
        what_en: "Of two exceptions that hold together one has to go first, and the rule says which.",
        what_da: "Af to undtagelser, der gælder samtidig, skal én gå forud, og reglen siger hvilken.",
        wrong: "exception crisis from 2021 to 2023 = 800 kr\nexception reform from 2023 = 900 kr",
        right: "exception crisis from 2021 to 2023 = 800 kr\nexception reform overrides crisis from 2023 = 900 kr",
    }
    PastChanged "E0409" Error {
        en: "the amendment was published {published} and changes what held from {from}",
        da: "ændringen blev udgivet {published} og ændrer det, der gjaldt fra {from}",
        help_en: "write `retroactive` if the document says so",
        help_da: "skriv `retroactive`, hvis dokumentet siger det",
        what_en: "A later amendment does not change an earlier result unless its document says so.",
        what_da: "En senere ændring ændrer ikke et tidligere resultat, medmindre dokumentet siger det.",
        wrong: "amend x\n  replaces from 2020 cite act = 2 kr",
        right: "amend x\n  replaces from 2020 retroactive cite act = 2 kr",
    }
    BeyondLastValue "E0410" Error {
        en: "`{name}` has no value for {period}, and the scenario says that it is not to be extended",
        da: "`{name}` har ingen værdi for {period}, og scenariet siger, at den ikke skal føres videre",
        help_en: "give it a value, ask for fewer years, or write `last value` or `index`",
        help_da: "giv den en værdi, bed om færre år, eller skriv `last value` eller `index`",
        what_en: "A parameter ends where its document ends; going on is an assumption, and it is written down.",
        what_da: "En parameter slutter, hvor dokumentet slutter; at gå videre er en antagelse, og den skrives ned.",
        wrong: "[extend]\npl = \"fail\"",
        right: "[extend]\npl = \"last value\"",
    }
    DateOutOfRange "E0411" Error {
        en: "{date} lies outside 1800-01-01 to 2200-12-31",
        da: "{date} ligger uden for 1800-01-01 til 2200-12-31",
        help_en: "",
        help_da: "",
        what_en: "Dates outside are nearly always a typing mistake; none is moved to the edge.",
        what_da: "Datoer udenfor er næsten altid en tastefejl; ingen flyttes til kanten.",
        wrong: "from 20230-01-01",
        right: "from 2023-01-01",
    }
    DateUnchosen "E0414" Error {
        en: "`{name}` has dates, and nothing here says which date counts",
        da: "`{name}` har datoer, og intet her siger, hvilken dato der gælder",
        help_en: "write `dated by` a date of the row, declare it `by year`, or `for a day`",
        help_da: "skriv `dated by` en dato i rækken, erklær det `by year`, eller `for a day`",
        what_en: "What a clause's dates bind to is written and never implied: the period, a named date of the row, or the day itself.",
        what_da: "Hvad en bestemmelses datoer gælder for, skrives og underforstås aldrig: perioden, en navngiven dato i rækken eller selve dagen.",
        wrong: "define x of stay : kr\n  from 2023-10-01 = 0 kr",
        right: "define x of stay : kr\n  from 2023-10-01 dated by starts_on = 0 kr",
    }
    NotInForce "E0415" Warning {
        en: "between two clauses, `{name}` is not in force from {from} to {to}",
        da: "mellem to bestemmelser gælder `{name}` ikke fra {from} til {to}",
        help_en: "",
        help_da: "",
        what_en: "Nothing is judged while a rule is not in force; two clauses that were meant to meet do not.",
        what_da: "Intet bedømmes, mens en regel ikke gælder; to bestemmelser, der skulle mødes, gør det ikke.",
        wrong: "to 2022 require a <= b\nfrom 2024 require a <= c",
        right: "to 2023 require a <= b\nfrom 2024 require a <= c",
    }
    ImpossiblePassage "E0416" Error {
        en: "there can be no such passage of `{document}`",
        da: "der kan ikke være et sådant sted i `{document}`",
        help_en: "count lines and pages from 1, the smaller first",
        help_da: "tæl linjer og sider fra 1, den mindste først",
        what_en: "A citation is a place that a reader can find.",
        what_da: "En henvisning er et sted, en læser kan finde.",
        wrong: "cite framework lines 20..10",
        right: "cite framework lines 10..20",
    }
    ReadingNotKnown "E0417" Error {
        en: "the reading `{reading}` of `{group}` was not known on {known_on}: `{document}` was published {published}",
        da: "læsningen `{reading}` af `{group}` var ikke kendt {known_on}: `{document}` blev offentliggjort {published}",
        help_en: "choose another reading, or a later date",
        help_da: "vælg en anden læsning eller en senere dato",
        what_en: "A run as of a date uses only what was published by then, and a reading rests on the documents that its clauses cite.",
        what_da: "En kørsel pr. en dato bruger kun, hvad der var offentliggjort da, og en læsning hviler på de dokumenter, dens bestemmelser henviser til.",
        wrong: "--known-on 2022-10-01 --reading refund_cutoff=report_october",
        right: "--known-on 2023-10-01 --reading refund_cutoff=report_october",
    }
    WhenWithoutException "E0418" Error {
        en: "`when` says what an exception takes to apply, and this clause is no exception",
        da: "`when` siger, hvad der skal til for en undtagelse, og denne bestemmelse er ingen undtagelse",
        help_en: "write `exception NAME when …`, or a choice such as `a if c else b`",
        help_da: "skriv `exception NAVN when …`, eller et valg som `a if c else b`",
        what_en: "The base holds wherever no exception applies, so it has no condition of its own.",
        what_da: "Grundreglen gælder, hvor ingen undtagelse gælder, så den har ingen betingelse selv.",
        wrong: "define allowance of child : kr\n  when age >= 7 = 800 kr",
        right: "define allowance of child : kr\n  base = 1_000 kr\n  exception older when age >= 7 = 800 kr",
    }
    OverridesInCircle "E0419" Error {
        en: "the exceptions {labels} of `{name}` override each other in a circle",
        da: "undtagelserne {labels} i `{name}` går forud for hinanden i ring",
        help_en: "take one `overrides` out",
        help_da: "fjern ét `overrides`",
        what_en: "Of exceptions that hold together one goes first; in a circle none does.",
        what_da: "Af undtagelser, der gælder samtidig, går én forud; i en ring gør ingen.",
        wrong: "exception a overrides b when p = 1 kr\nexception b overrides a when q = 2 kr",
        right: "exception a overrides b when p = 1 kr\nexception b when q = 2 kr",
    }
    ExceptionsWithoutBase "E0420" Error {
        en: "`{name}` has exceptions, and no clause that they are exceptions from",
        da: "`{name}` har undtagelser, men ingen bestemmelse, de er undtagelser fra",
        help_en: "add `base = …`",
        help_da: "tilføj `base = …`",
        what_en: "Where no exception applies the base holds; without one there would be no value.",
        what_da: "Hvor ingen undtagelse gælder, gælder grundreglen; uden den ville der ingen værdi være.",
        wrong: "define allowance of child : kr\n  exception older when age >= 7 = 800 kr",
        right: "define allowance of child : kr\n  base = 1_000 kr\n  exception older when age >= 7 = 800 kr",
    }
    ExceptionNotHere "E0421" Error {
        en: "`{name}` is {kind}, and exceptions stand in other definitions",
        da: "`{name}` er {kind}, og undtagelser står i andre definitioner",
        help_en: "write the exception into the condition with `and`, `or`, `not`",
        help_da: "skriv undtagelsen ind i betingelsen med `and`, `or`, `not`",
        what_en: "What a rule requires, and what holds on a day, is a condition; a condition holds its exceptions itself.",
        what_da: "Det, en regel kræver, og det, der gælder en dag, er en betingelse; den rummer selv sine undtagelser.",
        wrong: "rule x of y by year\n  exception old when age >= 7 require a <= b",
        right: "rule x of y by year\n  require age >= 7 or a <= b",
    }
    AmendsNothingThere "E0422" Error {
        en: "the amendment changes a clause that `{name}` does not have {when}",
        da: "ændringen ændrer en bestemmelse, som `{name}` ikke har {when}",
        help_en: "move its dates to those of the clause, or write `adds` for the other days",
        help_da: "flyt dens datoer til bestemmelsens, eller skriv `adds` for de andre dage",
        what_en: "What is replaced or repealed holds on every day of the amendment, so that it is clear what changes.",
        what_da: "Det, der erstattes eller ophæves, gælder på hver af ændringens dage, så det er klart, hvad der ændres.",
        wrong: "define x by year : kr\n  to 2024 = 1 kr\namend x\n  replaces from 2026 cite act = 2 kr",
        right: "define x by year : kr\n  to 2024 = 1 kr\namend x\n  adds from 2025 cite act = 2 kr",
    }
    AmendmentNotCited "E0423" Error {
        en: "the amendment of `{name}` cites no document",
        da: "ændringen af `{name}` henviser ikke til noget dokument",
        help_en: "add `cite DOCUMENT …`",
        help_da: "tilføj `cite DOKUMENT …`",
        what_en: "An amendment is known from the publication of the first document that it cites; without one it would change the past.",
        what_da: "En ændring er kendt fra udgivelsen af det første dokument, den henviser til; uden det ville den ændre fortiden.",
        wrong: "amend x\n  replaces from 2026 = 2 kr",
        right: "amend x\n  replaces from 2026 cite act = 2 kr",
    }
    AmendmentUndated "E0424" Error {
        en: "the amendment of `{name}` does not say from when",
        da: "ændringen af `{name}` siger ikke fra hvornår",
        help_en: "add `from` and its first day or year",
        help_da: "tilføj `from` og dens første dag eller år",
        what_en: "An amendment leaves what held before as it was, so it says where that ends.",
        what_da: "En ændring lader det, der gjaldt før, stå, så den siger, hvor det slutter.",
        wrong: "amend x\n  replaces cite act = 2 kr",
        right: "amend x\n  replaces from 2026 cite act = 2 kr",
    }
    NotPublished "E0425" Error {
        en: "`{document}` has no date of publication, and an amendment rests on it",
        da: "`{document}` har ingen udgivelsesdato, og en ændring hviler på det",
        help_en: "add `published DATE`, with `inferred \"why\"` if it is not printed",
        help_da: "tilføj `published DATO`, med `inferred \"hvorfor\"`, hvis den ikke er trykt",
        what_en: "An amendment is known from the day on which its document came out, and changes nothing before that.",
        what_da: "En ændring er kendt fra den dag, dens dokument udkom, og ændrer intet før den.",
        wrong: "document act\n  rank law\namend x\n  replaces from 2026 cite act = 2 kr",
        right: "document act\n  rank law\n  published 2025-05-12\namend x\n  replaces from 2026 cite act = 2 kr",
    }
    DatedByDiffers "E0430" Error {
        en: "clauses of `{name}` are chosen by two dates: by {first} and by {second}",
        da: "bestemmelser for `{name}` vælges efter to datoer: {first} og {second}",
        help_en: "choose all of them by one date; write the same `dated by` at each",
        help_da: "vælg dem alle efter én dato; skriv `dated by` det samme ved dem alle",
        what_en: "Clauses hold one after the other, so one date has to choose among them. An exception, and another reading, may be dated by its own.",
        what_da: "Bestemmelser gælder efter hinanden, så én dato må vælge mellem dem. En undtagelse og en anden læsning kan have sin egen.",
        wrong: "define x of stay : kr\n  to 2023-12-31 dated by starts_on = 1 kr\n  from 2024-01-01 dated by ends_on = 2 kr",
        right: "define x of stay : kr\n  to 2023-12-31 dated by starts_on = 1 kr\n  from 2024-01-01 dated by starts_on = 2 kr",
    }
    CitationMoved "E0431" Error {
        en: "what {passage} of `{document}` held stands now in {now}",
        da: "det, der stod på {passage} i `{document}`, står nu på {now}",
        help_en: "write `cite {document} {written}`, then renew: `ramme check RULES --documents DIR --renew`",
        help_da: "skriv `cite {document} {written}`, og forny så: `ramme check REGLER --documents MAPPE --renew`",
        what_en: "The copy is another edition: the text is the same, and its place is not.",
        what_da: "Kopien er en anden udgave: teksten er den samme, stedet er det ikke.",
        wrong: "cite framework lines 10..12 after a line was added above",
        right: "cite framework lines 11..13",
    }
    CopyMissing "E0432" Error {
        en: "there is no copy of `{document}`: `{file}` is not there",
        da: "der er ingen kopi af `{document}`: `{file}` findes ikke",
        help_en: "put the document there under that name, or give the folder that has it",
        help_da: "læg dokumentet der under det navn, eller angiv den mappe, der har det",
        what_en: "Citations are held against the reader's own copy, which `file` names; the documents themselves are not part of the rules.",
        what_da: "Henvisninger holdes op mod læserens egen kopi, som `file` nævner; selve dokumenterne er ikke en del af reglerne.",
        wrong: "--documents with a folder that lacks framework.txt",
        right: "--documents with the folder that has framework.txt",
    }
    NotFingerprinted "E0433" Warning {
        en: "there is no fingerprint yet of {passage} of `{document}`",
        da: "der er endnu intet fingeraftryk af {passage} i `{document}`",
        help_en: "read the passage, then run `ramme check` with `--documents DIR --renew`",
        help_da: "læs stedet, og kør så `ramme check` med `--documents DIR --renew`",
        what_en: "Without a fingerprint nobody can say whether the passage is still what the clause rests on.",
        what_da: "Uden fingeraftryk kan ingen sige, om stedet stadig er det, bestemmelsen hviler på.",
        wrong: "a new clause with a citation",
        right: "the same clause, and its fingerprint in fingerprints.toml",
    }
    NotVerifiable "E0434" Note {
        en: "what is cited of `{document}` cannot be verified here: it has no copy",
        da: "det, der henvises til i `{document}`, kan ikke efterprøves her: det har ingen kopi",
        help_en: "",
        help_da: "",
        what_en: "A source that was only seen elsewhere is declared `external`; what rests on it rests on what was noted then.",
        what_da: "En kilde, der kun er set et andet sted, erklæres `external`; det, der hviler på den, hviler på det, der blev noteret dengang.",
        wrong: "document act\n  external \"seen on a page\" seen 2026-11-22",
        right: "document act\n  file \"act.txt\"",
    }
    StatusUnderReading "E0435" Error {
        en: "a clause of `{name}` has a status and stands under a reading of `{group}`",
        da: "en bestemmelse for `{name}` har en status og står under en læsning af `{group}`",
        help_en: "say the status where the group is declared: `readings {group} = … status …`",
        help_da: "skriv status, hvor gruppen er erklæret: `readings {group} = … status …`",
        what_en: "A status makes two readings: not in force, and adopted. A clause stands under one reading, so where there are readings already, their group says the status.",
        what_da: "En status giver to læsninger: ikke i kraft, og vedtaget. En bestemmelse står under én læsning, så hvor der allerede er læsninger, er det gruppen, der har status.",
        wrong: "readings cap = without | with_cap\nrule r of provider\n  reading with_cap status agreed require tariff <= 2000 kr/day",
        right: "readings cap = without | with_cap status agreed\nrule r of provider\n  reading with_cap require tariff <= 2000 kr/day",
    }
    CitationAmbiguous "E0436" Error {
        en: "what {passage} of `{document}` held is no longer there, and stands in several places: {now}",
        da: "det, der stod på {passage} i `{document}`, står der ikke længere, men flere steder: {now}",
        help_en: "choose the place that is meant, for example `cite {document} {written}`, then renew: `ramme check RULES --documents DIR --renew`",
        help_da: "vælg det sted, der menes, for eksempel `cite {document} {written}`, og forny så: `ramme check REGLER --documents MAPPE --renew`",
        what_en: "The same words stand more than once in this edition, so the program cannot say which of them the clause rests on. The nearest is named first.",
        what_da: "De samme ord står flere gange i denne udgave, så programmet kan ikke sige, hvilke af dem bestemmelsen hviler på. Det nærmeste nævnes først.",
        wrong: "cite framework lines 10..12 after its words came to stand in lines 11..13 and 40..42",
        right: "cite framework lines 11..13",
    }
}
