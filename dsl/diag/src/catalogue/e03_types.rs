//! E03xx: types, units, price levels and shapes.

catalogue! {
    UnitClash "E0301" Error {
        en: "{left} and {right} can't be {operation}",
        da: "{left} og {right} kan ikke {operation}",
        help_en: "{proposal}",
        help_da: "{proposal}",
        what_en: "Sums, differences and comparisons need the same unit on both sides.",
        what_da: "Summer, forskelle og sammenligninger kræver den samme enhed på begge sider.",
        wrong: "define x : kr = cost + cost_per_day",
        right: "define x : kr = cost + cost_per_day * days",
    }
    PriceLevelClash "E0302" Error {
        en: "one side is in {left} and the other in {right}",
        da: "den ene side er i {left} og den anden i {right}",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "Amounts of different price levels are never mixed; only `in … by INDEX` crosses from one to another.",
        what_da: "Beløb i forskellige prisniveauer blandes aldrig; kun `in … by INDEKS` fører fra det ene til det andet.",
        wrong: "define gap by year : kr in 2023-pl = accounts - other",
        right: "define gap by year : kr in 2023-pl = accounts - (other in 2023-pl by pl)",
    }
    PercentAdded "E0303" Error {
        en: "a percent can't be added to {unit}",
        da: "en procent kan ikke lægges til {unit}",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "A percent is a share of something, and of what has to be written: `x * (100 % + p)`.",
        what_da: "En procent er en del af noget, og af hvad skal skrives: `x * (100 % + p)`.",
        wrong: "define x : kr = cost + 3 %",
        right: "define x : kr = cost * (100 % + 3 %)",
    }
    WrongType "E0304" Error {
        en: "`{name}` is declared as {declared}, and this gives {found}",
        da: "`{name}` er erklæret som {declared}, og dette giver {found}",
        help_en: "{proposal}",
        help_da: "{proposal}",
        what_en: "What is declared is what the body gives; nothing is turned into another type in silence.",
        what_da: "Det erklærede er det, indholdet giver; intet bliver til en anden type i stilhed.",
        wrong: "define x : kr = cost_per_day",
        right: "define x : kr/day = cost_per_day",
    }
    ScaleDiffers "E0305" Error {
        en: "`{name}` is declared with {declared decimal|decimals}, and this gives {found}",
        da: "`{name}` er erklæret med {declared decimal|decimaler}, og dette giver {found}",
        help_en: "declare `{proposal}`, or round",
        help_da: "erklær `{proposal}`, eller afrund",
        what_en: "Decimals are part of the type: a product has the decimals of both factors, and nothing is cut in silence.",
        what_da: "Decimaler er en del af typen: et produkt har begge faktorers decimaler, og intet skæres væk i stilhed.",
        wrong: "define x : kr/day = cost_per_day * (100 % + pl)",
        right: "define x : kr/day with 5 decimals = cost_per_day * (100 % + pl)",
    }
    FinerValue "E0306" Error {
        en: "`{name}` has a value for each {axis}, and one value is needed here",
        da: "`{name}` har en værdi for hver {axis}, og her skal bruges én værdi",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "Many values become one by an aggregate, and which one has to be written.",
        what_da: "Mange værdier bliver til én ved en sum, et gennemsnit eller lignende, og hvilket skal skrives.",
        wrong: "define total by year : kr = cost",
        right: "define total by year : kr = sum of cost over provider",
    }
    NotReached "E0307" Error {
        en: "`{name}` belongs to {owner}, and no relation leads there from {here}",
        da: "`{name}` hører til {owner}, og ingen relation fører dertil fra {here}",
        help_en: "",
        help_da: "",
        what_en: "A value of another entity is found along relations from many to one.",
        what_da: "En værdi fra en anden entitet findes ad relationer fra mange til én.",
        wrong: "define x of stay : kr = overhead",
        right: "define x of stay : kr = fee via payer",
    }
    NoPeriodHere "E0308" Error {
        en: "`{word}` needs one period, and `{name}` has {found}",
        da: "`{word}` kræver én periode, og `{name}` har {found}",
        help_en: "declare it `by year`, or name the axis",
        help_da: "erklær det `by year`, eller nævn aksen",
        what_en: "`previous`, `x[year - 2]` and `the 3 years before` count along exactly one period axis.",
        what_da: "`previous`, `x[year - 2]` og `the 3 years before` tæller langs netop én periodeakse.",
        wrong: "input cost of provider : kr\ndefine x of provider by year : kr = previous cost",
        right: "input cost of provider by year : kr\ndefine x of provider by year : kr = previous cost",
    }
    RoundingNeeded "E0309" Error {
        en: "this would have {found} decimals, and a number may have {limit}",
        da: "dette ville have {found} decimaler, og et tal må have {limit}",
        help_en: "write `round half up ({text}) to {step}`",
        help_da: "skriv `round half up ({text}) to {step}`",
        what_en: "Decimals add up in products; where there are too many, the rule says where and how to round.",
        what_da: "Decimaler lægges sammen i produkter; hvor der er for mange, siger reglen hvor og hvordan der afrundes.",
        wrong: "= a * b * c",
        right: "= round half up (a * b) to 0.01 kr * c",
    }
    RatioNotRounded "E0310" Error {
        en: "a ratio can't be {operation} before it is rounded",
        da: "et forhold kan ikke {operation}, før det er afrundet",
        help_en: "write `round half up ({text}) to {step}`",
        help_da: "skriv `round half up ({text}) to {step}`",
        what_en: "A quotient is kept exactly as two numbers; it can be compared, multiplied, divided and printed. Sums of many \
                  quotients have no common denominator worth having.",
        what_da: "En brøk holdes eksakt som to tal; den kan sammenlignes, ganges, divideres og vises. Summer af mange brøker \
                  har ingen fælles nævner, der er værd at have.",
        wrong: "= gap / budget + overhead",
        right: "= round half up (gap / budget) to 0.01 % + overhead",
    }
    UnlikeComparison "E0311" Error {
        en: "{left} can't be compared with {right}",
        da: "{left} kan ikke sammenlignes med {right}",
        help_en: "",
        help_da: "",
        what_en: "Only like things are compared: dates with dates, members of one set, numbers of one unit.",
        what_da: "Kun ens ting sammenlignes: datoer med datoer, medlemmer af én mængde, tal i én enhed.",
        wrong: "when kind is 2023",
        right: "when kind is municipal",
    }
    EqualsSign "E0312" Error {
        en: "`=` only stands before a body",
        da: "`=` står kun foran et indhold",
        help_en: "write `is` to compare",
        help_da: "skriv `is` for at sammenligne",
        what_en: "`=` says what something is; `is` and `is not` ask whether it is.",
        what_da: "`=` siger, hvad noget er; `is` og `is not` spørger, om det er det.",
        wrong: "when kind = municipal",
        right: "when kind is municipal",
    }
    EndOfMonthMissing "E0313" Error {
        en: "adding months to a day after the 28th needs a mode",
        da: "en dag efter den 28. kræver en regel, når der lægges måneder til",
        help_en: "write `(end of month: clamp)`, `overflow` or `forbid`",
        help_da: "skriv `(end of month: clamp)`, `overflow` eller `forbid`",
        what_en: "30 November and three months is no day: clamp takes the last of February, overflow 1 March, forbid is an error.",
        what_da: "30. november og tre måneder er ingen dag: clamp tager den sidste i februar, overflow 1. marts, forbid er en fejl.",
        wrong: "day < starts_on + 3 months",
        right: "day < starts_on + 3 months (end of month: clamp)",
    }
    NotYesNo "E0314" Error {
        en: "a yes or no is needed here, and this gives {found}",
        da: "her skal bruges et ja eller nej, og dette giver {found}",
        help_en: "",
        help_da: "",
        what_en: "`if`, `when`, `where`, `require`, `and`, `or` and `not` take a yes or no.",
        what_da: "`if`, `when`, `where`, `require`, `and`, `or` og `not` tager et ja eller nej.",
        wrong: "require cost_per_day",
        right: "require cost_per_day <= ceiling",
    }
    NumberNeeded "E0315" Error {
        en: "a number is needed here, and this gives {found}",
        da: "her skal bruges et tal, og dette giver {found}",
        help_en: "",
        help_da: "",
        what_en: "Arithmetic and aggregates take numbers.",
        what_da: "Regning og summer tager tal.",
        wrong: "= sum of kind over provider",
        right: "= sum of cost over provider",
    }
    YearsMixed "E0316" Warning {
        en: "this mixes current prices of different years",
        da: "dette blander løbende priser fra forskellige år",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "`kr` by year is that year's current kroner; a difference over years is part price and part volume.",
        what_da: "`kr` pr. år er årets løbende kroner; en forskel over år er dels pris og dels mængde.",
        wrong: "= accounts - previous accounts",
        right: "= (accounts in 2023-pl by pl) - (previous accounts in 2023-pl by pl)",
    }
    LiteralTooFine "E0317" Error {
        en: "`{text}` has more decimals than {declared}",
        da: "`{text}` har flere decimaler end {declared}",
        help_en: "declare `{proposal}`",
        help_da: "erklær `{proposal}`",
        what_en: "A value is written with at most the decimals of its type.",
        what_da: "En værdi skrives med højst så mange decimaler, som typen har.",
        wrong: "parameter pl by year : % with 1 decimal\n  2023 = 3.45 %",
        right: "parameter pl by year : %\n  2023 = 3.45 %",
    }
    MatchIncomplete "E0318" Error {
        en: "`match` says nothing for {members} of `{set}`",
        da: "`match` siger intet for {members} i `{set}`",
        help_en: "add an arm for each, or `else: …` for the rest",
        help_da: "tilføj en gren for hver, eller `else: …` for resten",
        what_en: "A choice by the members of a set covers each of them once, so that one that is added later is not forgotten.",
        what_da: "Et valg efter en mængdes medlemmer dækker hvert af dem én gang, så et, der kommer til, ikke bliver glemt.",
        wrong: "set role = lead | partner\n= match role { lead: 100_000 kr }",
        right: "= match role { lead: 100_000 kr, partner: 50_000 kr }",
    }
    DayOutside "E0319" Error {
        en: "`day` has no meaning here",
        da: "`day` har ingen betydning her",
        help_en: "use it in a definition `for a day`, or after `where` in `days from … until …`",
        help_da: "brug det i en definition `for a day`, eller efter `where` i `days from … until …`",
        what_en: "`day` is the day that is being looked at; it exists only where days are counted.",
        what_da: "`day` er den dag, der ses på; den findes kun, hvor der tælles dage.",
        wrong: "define x of stay : yes/no = day < ends_on",
        right: "define x for a day : yes/no = day < ends_on",
    }
    AxisTwice "E0321" Error {
        en: "the axis `{axis}` stands twice without names",
        da: "aksen `{axis}` står to gange uden navne",
        help_en: "write `from_{axis} : {axis}, to_{axis} : {axis}`",
        help_da: "skriv `from_{axis} : {axis}, to_{axis} : {axis}`",
        what_en: "Two axes over one set need names, else nobody can say which one is meant.",
        what_da: "To akser over samme mængde skal have navne, ellers kan ingen sige, hvilken der menes.",
        wrong: "input factor by year, year : number",
        right: "input factor by from_year : year, to_year : year : number",
    }
    TotalWithParts "E0322" Error {
        en: "the total `{total}` is summed together with its parts",
        da: "totalen `{total}` lægges sammen med sine dele",
        help_en: "sum the parts, or take the total",
        help_da: "læg delene sammen, eller tag totalen",
        what_en: "A set may name its total; total and parts together count everything twice.",
        what_da: "En mængde kan have en total; total og dele sammen tæller alt to gange.",
        wrong: "= gap[children] + gap[\"i alt\"]",
        right: "= gap[\"i alt\"]",
    }
    BaseMissing "E0323" Error {
        en: "`{name}` uses its own earlier value and has no beginning",
        da: "`{name}` bruger sin egen tidligere værdi og har ingen begyndelse",
        help_en: "add a clause such as `to {period} = 0 {unit}`",
        help_da: "tilføj en bestemmelse som `to {period} = 0 {unit}`",
        what_en: "A recurrence starts from a clause that ends.",
        what_da: "En værdi, der bygger på sig selv, begynder med en bestemmelse, der slutter.",
        wrong: "define carried by year : kr = previous carried + result",
        right: "define carried by year : kr\n  to 2022 = 0 kr\n  from 2023 = previous carried + result",
    }
    LevelWithoutMoney "E0324" Error {
        en: "{unit} has no price level",
        da: "{unit} har intet prisniveau",
        help_en: "leave out `in {level}`",
        help_da: "udelad `in {level}`",
        what_en: "Only money has prices.",
        what_da: "Kun penge har priser.",
        wrong: "input days : day in 2023-pl",
        right: "input days : day",
    }
    BadStep "E0325" Error {
        en: "a rounding step must be above zero and in {unit}",
        da: "et afrundingstrin skal være over nul og i {unit}",
        help_en: "write `to {proposal}`",
        help_da: "skriv `to {proposal}`",
        what_en: "A value is rounded to a multiple of the step, so the step has the value's unit.",
        what_da: "En værdi afrundes til et helt antal trin, så trinnet har værdiens enhed.",
        wrong: "round down (cost) to 0.01 %",
        right: "round down (cost) to 0.01 kr",
    }
    TypeNeeded "E0326" Error {
        en: "{expected} is needed here, and this gives {found}",
        da: "her skal bruges {expected}, og dette giver {found}",
        help_en: "",
        help_da: "",
        what_en: "Each place in a sentence takes one kind of value.",
        what_da: "Hver plads i en sætning tager én slags værdi.",
        wrong: "= days from citizen until ends_on",
        right: "= days from starts_on until ends_on",
    }
    MonthsNotWhole "E0327" Error {
        en: "only a written whole number of months or years can be added to a date",
        da: "kun et skrevet helt antal måneder eller år kan lægges til en dato",
        help_en: "write `+ 3 months (end of month: clamp)`, or add days",
        help_da: "skriv `+ 3 months (end of month: clamp)`, eller læg dage til",
        what_en: "Months differ in length, so how many there are is part of the rule's text.",
        what_da: "Måneder er ikke lige lange, så antallet er en del af reglens tekst.",
        wrong: "= starts_on + months_allowed",
        right: "= starts_on + 3 months (end of month: clamp)",
    }
    DayCompared "E0328" Error {
        en: "`day` can only be compared with a date",
        da: "`day` kan kun sammenlignes med en dato",
        help_en: "keep `day` alone on one side: `day < starts_on + 3 months (end of month: clamp)`",
        help_da: "lad `day` stå alene på den ene side: `day < starts_on + 3 months (end of month: clamp)`",
        what_en: "Days are counted in stretches between dates, never one by one; so a condition on `day` is `<`, `<=`, `>` or `>=` against a date.",
        what_da: "Dage tælles i stræk mellem datoer, aldrig én ad gangen; en betingelse på `day` er derfor `<`, `<=`, `>` eller `>=` mod en dato.",
        wrong: "= day - starts_on < 90 days",
        right: "= day < starts_on + 90 days",
    }
    NoSuchAxis "E0329" Error {
        en: "`{name}` has no axis for the key `{key}`",
        da: "`{name}` har ingen akse til nøglen `{key}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "A key fixes one of the axes that a value was declared with: a year, a member of a set, a row.",
        what_da: "En nøgle fastholder en af de akser, en værdi er erklæret med: et år, et medlem af en mængde, en række.",
        wrong: "define x : kr = gap[overhead]",
        right: "define x : kr = gap[\"i alt\", 2022]",
    }
    LooksAhead "E0330" Error {
        en: "`{key}` does not name an earlier period",
        da: "`{key}` peger ikke på en tidligere periode",
        help_en: "write `[year - 1]`, or one year such as `[2024]`",
        help_da: "skriv `[year - 1]`, eller et år som `[2024]`",
        what_en: "Counting from the body's own year only goes back, so that every chain of years has an end. A year that lies ahead has to be named, as in `cost[2026]`.",
        what_da: "Fra indholdets eget år tælles der kun tilbage, så enhver kæde af år har en ende. Et år, der ligger forude, skal nævnes, som i `cost[2026]`.",
        wrong: "= cost[year + 1]",
        right: "= cost[year - 1]",
    }
    NotExpressible "E0331" Error {
        en: "{what} can't be expressed yet",
        da: "{what} kan ikke udtrykkes endnu",
        help_en: "",
        help_da: "",
        what_en: "The language grows; what is not there is refused by name and never guessed.",
        what_da: "Sproget vokser; hvad der mangler, afvises ved navn og gættes aldrig.",
        wrong: "= pl[year of starts_on]",
        right: "= pl",
    }
    ParameterOfEntity "E0332" Error {
        en: "the parameter `{name}` can't be `of {entity}`",
        da: "parameteren `{name}` kan ikke være `of {entity}`",
        help_en: "make it an `input of {entity}`, or `dated by` a date of the row",
        help_da: "gør den til et `input of {entity}`, eller `dated by` en dato i rækken",
        what_en: "A parameter's values stand in the rules, and rows stand in the data.",
        what_da: "En parameters værdier står i reglerne, og rækker står i data.",
        wrong: "parameter cap of member : kr",
        right: "input cap of member : kr",
    }
    RowsNeeded "E0333" Error {
        en: "`{word}` works on rows, and there are none here",
        da: "`{word}` arbejder på rækker, og her er ingen",
        help_en: "declare the body `of ENTITY`",
        help_da: "erklær indholdet `of ENTITET`",
        what_en: "Relations and allotment go from row to row, so the body has to have an entity.",
        what_da: "Relationer og fordeling går fra række til række, så indholdet skal have en entitet.",
        wrong: "define total by year : kr = sum of cost over provider via operator",
        right: "define total of municipality by year : kr = sum of cost over provider via operator",
    }
    WrongKeyCount "E0334" Error {
        en: "`{name}` takes {expected key|keys} ({axes}), and {found is|are} given",
        da: "`{name}` tager {expected nøgle|nøgler} ({axes}), og der er givet {found}",
        help_en: "",
        help_da: "",
        what_en: "A value is named by one key for each of its axes, in the order of its declaration: the row first.",
        what_da: "En værdi nævnes med én nøgle for hver af dens akser, i erklæringens rækkefølge: rækken først.",
        wrong: "expect ceiling[2023] = 1034.00000 kr/day",
        right: "expect ceiling[A, 2023] = 1034.00000 kr/day",
    }
    DayNumber "E0335" Error {
        en: "this asks for the day in a way that can't be cut into stretches of days",
        da: "dette spørger om dagen på en måde, der ikke kan deles i stræk af dage",
        help_en: "use `for a day` numbers, `+`, `-`, `*`, and choices such as `a if day < starts_on + 10 days else b`",
        help_da: "brug tal `for a day`, `+`, `-`, `*` og valg som `a if day < starts_on + 10 days else b`",
        what_en: "A number of the day has one value on each stretch of days between two changes, and is never asked for day by day.",
        what_da: "Et tal for en dag har én værdi på hvert stræk af dage mellem to skift, og der spørges aldrig dag for dag.",
        wrong: "sum of max(rate, 10 kr/day) over days from a until b    # rate is `for a day`",
        right: "sum of (rate if rate_applies else 10 kr/day) over days from a until b",
    }
    RunningYearsForm "E0336" Error {
        en: "{found} can't stand with `in running years`",
        da: "{found} kan ikke stå sammen med `in running years`",
        help_en: "write `allot days from … until … where … at most … per … in running years from … opening again on the anniversary in order of …`",
        help_da: "skriv `allot days from … until … where … at most … per … in running years from … opening again on the anniversary in order of …`",
        what_en: "A running year opens with the first day that counts and holds one limit; days are granted one after the other, as far as it goes.",
        what_da: "Et løbende år åbner med den første dag, der tæller, og har én grænse; dage gives en efter en, så langt den rækker.",
        wrong: "allot asked at most 120 days per citizen in running years from 2023-10-01 opening again on the anniversary in order of starts_on",
        right: "allot days from a until b at most 120 days per citizen in running years from 2023-10-01 opening again on the anniversary in order of a",
    }
    NotOwnRows "E0337" Error {
        en: "`{word}` looks among the rows of the body, and this is over `{found}`",
        da: "`{word}` ser på indholdets egne rækker, og dette er over `{found}`",
        help_en: "write `{own}`",
        help_da: "skriv `{own}`",
        what_en: "`per` and `the first of` compare a row with the other rows of the same entity; rows of another are reached by an aggregate without `per`.",
        what_da: "`per` og `the first of` sammenligner en række med de andre rækker af samme entitet; rækker af en anden nås med en sum eller lignende uden `per`.",
        wrong: "define x of application : kr = sum of fee over member per role",
        right: "define x of application : kr = sum of asked over application per role",
    }
    MatchTwice "E0341" Error {
        en: "`{member}` has two arms",
        da: "`{member}` har to grene",
        help_en: "keep one of them",
        help_da: "behold én af dem",
        what_en: "A member has one value; which of two is meant can't be told from their order.",
        what_da: "Et medlem har én værdi; hvilken af to der menes, kan ikke ses af rækkefølgen.",
        wrong: "= match role { lead: 2 kr, partner: 1 kr, lead: 3 kr }",
        right: "= match role { lead: 2 kr, partner: 1 kr }",
    }
    MatchNotMember "E0342" Error {
        en: "`match` asks for the member of a set, and this is {found}",
        da: "`match` spørger efter et medlem af en mængde, og dette er {found}",
        help_en: "write `a if c else b` for anything else",
        help_da: "skriv `a if c else b` til alt andet",
        what_en: "`match` is for closed sets, whose members can all be named; numbers and dates have no end.",
        what_da: "`match` er til lukkede mængder, hvis medlemmer alle kan nævnes; tal og datoer har ingen ende.",
        wrong: "= match income { low: 1 kr, high: 2 kr }",
        right: "= 1 kr if income < 100 kr else 2 kr",
    }
    MatchElseUnused "E0343" Error {
        en: "every member of `{set}` has its arm, so `else` is never taken",
        da: "hvert medlem af `{set}` har sin gren, så `else` bliver aldrig brugt",
        help_en: "leave `else` out: a member that is added later is then reported",
        help_da: "udelad `else`: så bliver et medlem, der kommer til, meldt",
        what_en: "An `else` without need would swallow a member that is added later.",
        what_da: "Et `else` uden grund ville sluge et medlem, der kommer til senere.",
        wrong: "set tone = warm | cold\n= match tone { warm: 1 kr, cold: 2 kr, else: 0 kr }",
        right: "= match tone { warm: 1 kr, cold: 2 kr }",
    }
    NotMoney "E0361" Error {
        en: "`{text}` is {found}, and only an amount of money has a price level",
        da: "`{text}` er {found}, og kun et beløb har et prisniveau",
        help_en: "convert the amount before or after, not this",
        help_da: "omregn beløbet før eller efter, ikke dette",
        what_en: "Prices change; days, persons and percents stay what they are.",
        what_da: "Priser ændrer sig; dage, personer og procenter er, hvad de er.",
        wrong: "= days_bought in 2023-pl by pl",
        right: "= cost in 2023-pl by pl",
    }
    SamePriceLevel "E0362" Error {
        en: "`{text}` is in {level} already",
        da: "`{text}` er allerede i {level}",
        help_en: "leave the conversion out",
        help_da: "udelad omregningen",
        what_en: "A conversion that changes nothing is most often one whose year was meant to be another.",
        what_da: "En omregning, der intet ændrer, er oftest én, hvor der var ment et andet år.",
        wrong: "input cost by year : kr in 2023-pl\ndefine x by year : kr in 2023-pl = cost in 2023-pl by pl",
        right: "input cost by year : kr in 2022-pl\ndefine x by year : kr in 2023-pl with 14 decimals = cost in 2023-pl by pl",
    }
    NotAnIndex "E0363" Error {
        en: "`{name}` is {found}, and an index is a parameter `by year : %`",
        da: "`{name}` er {found}, og et indeks er en parameter `by year : %`",
        help_en: "declare `parameter {name} by year : %` with the change from the year before",
        help_da: "erklær `parameter {name} by year : %` med ændringen fra året før",
        what_en: "Prices are brought from one year to another by the changes of the years between, one after another.",
        what_da: "Priser føres fra et år til et andet med ændringerne i årene imellem, den ene efter den anden.",
        wrong: "parameter pl : %\ndefine x by year : kr with 14 decimals = cost in current by pl",
        right: "parameter pl by year : %\ndefine x by year : kr with 14 decimals = cost in current by pl",
    }
    PriceYearUnclear "E0364" Error {
        en: "nothing says in which year's prices `{text}` is",
        da: "intet siger, i hvilket års priser `{text}` er",
        help_en: "convert each amount where it is read in its own year, and put them together after",
        help_da: "omregn hvert beløb, hvor det læses i sit eget år, og sæt dem sammen bagefter",
        what_en: "An amount in current prices is in those of its year. One without a year, or put together from several \
                  years, could be meant in any of them.",
        what_da: "Et beløb i løbende priser er i sit års priser. Et uden år, eller et sat sammen af flere år, kan være \
                  ment i hvert af dem.",
        wrong: "= (cost + previous cost) in 2023-pl by pl",
        right: "= cost in 2023-pl by pl + previous cost in 2023-pl by pl",
    }
    BandOrder "E0365" Error {
        en: "the band from {second} does not begin above the one before it, from {first}",
        da: "trinnet fra {second} begynder ikke over det før, fra {first}",
        help_en: "write the bands in ascending order, each threshold once",
        help_da: "skriv trinnene i stigende rækkefølge, hver grænse én gang",
        what_en: "A band goes from its threshold to the next, so the order of the text is that of the amounts.",
        what_da: "Et trin går fra sin grænse til den næste, så tekstens rækkefølge er beløbenes.",
        wrong: "scale tax : kr -> %\n  from 50_000 kr = 15 %, from 0 kr = 12 %",
        right: "scale tax : kr -> %\n  from 0 kr = 12 %, from 50_000 kr = 15 %",
    }
    SharedTotalDiffers "E0366" Error {
        en: "`{name}` has a value of its own for each `{axis}`, and `apportion` shares out one total",
        da: "`{name}` har sin egen værdi for hver `{axis}`, og `apportion` fordeler én helhed",
        help_en: "share out a value that is the same for all, or write `per` and what those that share it have in common",
        help_da: "fordel en værdi, der er den samme for alle, eller skriv `per` og det, som de, der deler den, har til fælles",
        what_en: "The parts add up to the total, so those that share it have to agree what it is.",
        what_da: "Delene giver helheden, så de, der deler den, må være enige om, hvad den er.",
        wrong: "= apportion cost by population over municipality to 1 kr",
        right: "= apportion (sum of cost over municipality per in_region) by population over municipality per in_region to 1 kr",
    }
}
