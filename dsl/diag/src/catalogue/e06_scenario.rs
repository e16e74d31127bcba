//! E06xx: scenario files and the command line.

catalogue! {
    UnknownKey "E0601" Error {
        en: "a scenario has no key `{key}` here",
        da: "et scenarie har ingen nøgle `{key}` her",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "Unknown keys are refused, so that a misspelt assumption is not passed over in silence.",
        what_da: "Ukendte nøgler afvises, så en fejlstavet antagelse ikke forbigås i stilhed.",
        wrong: "yeers = \"2018..2026\"",
        right: "years = \"2018..2026\"",
    }
    MissingKey "E0602" Error {
        en: "the scenario does not say `{key}`",
        da: "scenariet siger ikke `{key}`",
        help_en: "add `{proposal}`",
        help_da: "tilføj `{proposal}`",
        what_en: "What a run rests on is written in its scenario; only what has a stated default may be left out.",
        what_da: "Det, en kørsel hviler på, står i scenariet; kun det, der har en angivet standard, kan udelades.",
        wrong: "title = \"What if nothing changes\"",
        right: "format = 1\ntitle = \"What if nothing changes\"",
    }
    BadValue "E0603" Error {
        en: "`{key}` is `{text}`, and {expected} is needed",
        da: "`{key}` er `{text}`, og der skal stå {expected}",
        help_en: "write `{proposal}`",
        help_da: "skriv `{proposal}`",
        what_en: "Every key takes one kind of value.",
        what_da: "Enhver nøgle tager én slags værdi.",
        wrong: "years = \"soon\"",
        right: "years = \"2018..2026\"",
    }
    ScenarioUnreadable "E0604" Error {
        en: "the scenario can't be read: {reason}",
        da: "scenariet kan ikke læses: {reason}",
        help_en: "",
        help_da: "",
        what_en: "A scenario is a TOML file.",
        what_da: "Et scenarie er en TOML-fil.",
        wrong: "title = baseline",
        right: "title = \"baseline\"",
    }
    ScenarioFormat "E0605" Error {
        en: "the scenario is of format {version}, and this program reads {supported}",
        da: "scenariet har format {version}, og dette program læser {supported}",
        help_en: "use a newer version of the program",
        help_da: "brug en nyere udgave af programmet",
        what_en: "The format says how keys are to be understood.",
        what_da: "Formatet siger, hvordan nøglerne skal forstås.",
        wrong: "format = 9",
        right: "format = 1",
    }
    BadSet "E0606" Error {
        en: "`{text}` does not say what to set: {reason}",
        da: "`{text}` siger ikke, hvad der skal sættes: {reason}",
        help_en: "write `--set 'NAME[key,…]@DATE=VALUE'`",
        help_da: "skriv `--set 'NAVN[nøgle,…]@DATO=VÆRDI'`",
        what_en: "Keys and date stand only where the name has them; the value is written as in rules.",
        what_da: "Nøgler og dato står kun, hvor navnet har dem; værdien skrives som i regler.",
        wrong: "--set pl=3,4",
        right: "--set 'pl[2024]=3.4 %'",
    }
    CannotSet "E0607" Error {
        en: "`{name}` is {found} and can't be set",
        da: "`{name}` er {found} og kan ikke sættes",
        help_en: "set one of the parameters or inputs that it rests on",
        help_da: "sæt en af de parametre eller input, den hviler på",
        what_en: "A scenario changes assumptions, not rules: parameters and inputs can be set.",
        what_da: "Et scenarie ændrer antagelser, ikke regler: parametre og input kan sættes.",
        wrong: "--set 'gap[2024]=0 kr'",
        right: "--set 'budget[2024]=900_000_000 kr'",
    }
    NoSuchReading "E0608" Error {
        en: "`{group}` has no reading `{reading}`",
        da: "`{group}` har ingen læsning `{reading}`",
        help_en: "choose one of {choices}",
        help_da: "vælg en af {choices}",
        what_en: "`--reading GROUP=NAME` picks one of the readings that the rules declare.",
        what_da: "`--reading GRUPPE=NAVN` vælger en af de læsninger, som reglerne erklærer.",
        wrong: "--reading refund_cutoff=november",
        right: "--reading refund_cutoff=act",
    }
    NoSuchGroup "E0609" Error {
        en: "there is no group of readings `{group}`",
        da: "der er ingen gruppe af læsninger, der hedder `{group}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "Groups are declared in the rules with `readings`.",
        what_da: "Grupper erklæres i reglerne med `readings`.",
        wrong: "--reading cutof=act",
        right: "--reading cutoff=act",
    }
    NothingToJudge "E0611" Error {
        en: "no rule is in force for any subject of this scenario",
        da: "ingen regel gælder for noget i dette scenarie",
        help_en: "check the dates, the data and the names of the rules",
        help_da: "kontrollér datoerne, data og reglernes navne",
        what_en: "A judgement over nothing must not look like one without findings.",
        what_da: "En bedømmelse af ingenting må ikke ligne en uden fund.",
        wrong: "ramme comply on a year before the agreement",
        right: "ramme comply on a year of the agreement",
    }
    NoRules "E0612" Error {
        en: "there are no rule files in `{path}`",
        da: "der er ingen regelfiler i `{path}`",
        help_en: "rule files end in `.ramme`",
        help_da: "regelfiler ender på `.ramme`",
        what_en: "A check of nothing must not look like a pass.",
        what_da: "En kontrol af ingenting må ikke ligne en, der er bestået.",
        wrong: "ramme check docs/",
        right: "ramme check rules/",
    }
    NoSuchValue "E0613" Error {
        en: "`{text}` names no value of this run",
        da: "`{text}` nævner ingen værdi i denne kørsel",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "A value is named as in rules, with its keys in order: `NAME[key,…]`.",
        what_da: "En værdi nævnes som i regler, med nøglerne i rækkefølge: `NAVN[nøgle,…]`.",
        wrong: "ramme explain s.toml 'ceiling[A]'",
        right: "ramme explain s.toml 'ceiling[A,2023]'",
    }
    ScriptFailed "E0615" Error {
        en: "the script stopped: {reason}",
        da: "scriptet standsede: {reason}",
        help_en: "",
        help_da: "",
        what_en: "A scenario script can only propose values; it has no files, no clock, and bounded work.",
        what_da: "Et scenariescript kan kun foreslå værdier; det har ingen filer, intet ur og begrænset arbejde.",
        wrong: "print(\"3 %\");",
        right: "propose(\"pl[2025]\", \"3 %\", \"the assembly's estimate\");",
    }
    NotInRules "E0617" Error {
        en: "the rules have no {what} `{name}`",
        da: "reglerne har {what} `{name}` ikke",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "A scenario maps columns to inputs, axes and members that the rules declare.",
        what_da: "Et scenarie knytter kolonner til de input, akser og medlemmer, som reglerne erklærer.",
        wrong: "columns = { tariff = { input = \"cost_pr_day\" } }",
        right: "columns = { tariff = { input = \"cost_per_day\" } }",
    }
    AxisNotKeyed "E0618" Error {
        en: "`{name}` is by {axis}, and the table has no key for it",
        da: "`{name}` er pr. {axis}, og tabellen har ingen nøgle til det",
        help_en: "add `{axis} = \"COLUMN\"` to `key`",
        help_da: "tilføj `{axis} = \"KOLONNE\"` til `key`",
        what_en: "A value is found by a key for each of its axes.",
        what_da: "En værdi findes ved en nøgle for hver af dens akser.",
        wrong: "key = { provider = \"provider_id\" }",
        right: "key = { provider = \"provider_id\", year = \"year\" }",
    }
    DecisionDrawn "E0619" Error {
        en: "`{name}` is decided, and the scenario draws it as a series of its own",
        da: "`{name}` bliver besluttet, og scenariet trækker det som en serie for sig",
        help_en: "write `rule = \"mixture\"` and `follows = \"INPUT\"`, or say why not in `independent_drift`",
        help_da: "skriv `rule = \"mixture\"` og `follows = \"INPUT\"`, eller sig hvorfor ikke i `independent_drift`",
        what_en: "A budget is made from the accounts known by then. Drawn by itself it parts from them for ever, and the gap means nothing.",
        what_da: "Et budget lægges ud fra de regnskaber, man kender. Trukket for sig selv skilles det fra dem for altid, og gabet betyder ingenting.",
        wrong: "[forecast.budget]\nmethod = \"drift\"",
        right: "[forecast.budget]\nrule = \"mixture\"\nfollows = \"accounts\"",
    }
    KeysExclude "E0620" Error {
        en: "`{first}` and `{second}` exclude each other",
        da: "`{first}` og `{second}` udelukker hinanden",
        help_en: "keep one of them",
        help_da: "behold den ene",
        what_en: "Two keys that answer the same question may disagree, so only one may stand.",
        what_da: "To nøgler, der svarer på det samme, kan være uenige, så kun den ene må stå.",
        wrong: "value = { column = \"value\", unit = \"kr\", unit_from = \"unit\" }",
        right: "value = { column = \"value\", unit_from = \"unit\" }",
    }
    TwoRolls "E0621" Error {
        en: "two tables are the roll of `{entity}`",
        da: "to tabeller er listen over `{entity}`",
        help_en: "let one table say who exists",
        help_da: "lad én tabel sige, hvem der findes",
        what_en: "One table says who exists; another may hold values for those on it.",
        what_da: "Én tabel siger, hvem der findes; en anden kan have værdier for dem, der står på den.",
        wrong: "roll = \"provider\" in two tables",
        right: "roll = \"provider\" in one of them",
    }
    UnitNotStated "E0622" Error {
        en: "the scenario does not say in which {what} `{column}` holds `{name}`",
        da: "scenariet siger ikke, i hvilken {what} `{column}` har `{name}`",
        help_en: "state `{proposal}`",
        help_da: "angiv `{proposal}`",
        what_en: "A figure means nothing without its unit, and an amount nothing without its price level; neither is guessed.",
        what_da: "Et tal betyder intet uden sin enhed, og et beløb intet uden sit prisniveau; ingen af dem gættes.",
        wrong: "columns = { tariff = { input = \"cost_per_day\" } }",
        right: "columns = { tariff = { input = \"cost_per_day\", unit = \"kr/day\" } }",
    }
    ScenarioNotDoneYet "E0623" Error {
        en: "{what} can't be done yet",
        da: "{what} kan ikke lade sig gøre endnu",
        help_en: "leave it out",
        help_da: "udelad det",
        what_en: "The format provides for it, and this version of the program doesn't have it.",
        what_da: "Formatet har plads til det, men denne udgave af programmet kan det ikke.",
        wrong: "show_in = \"2024-pl\"",
        right: "show_in = \"2023-pl\"",
    }

    CheckUnlike "E0624" Error {
        en: "`{value}` can't be held against `{published}`: they differ in unit or price level",
        da: "`{value}` kan ikke holdes op mod `{published}`: de har ikke samme enhed eller prisniveau",
        help_en: "declare the input with the type of the value",
        help_da: "erklær inputtet med samme type som værdien",
        what_en: "A check shows a worked value beside the published one; only like can be compared with like.",
        what_da: "En kontrol viser en beregnet værdi ved siden af den offentliggjorte; kun ens kan sammenlignes.",
        wrong: "[[check]]\nvalue = \"gap\"\npublished = \"published_deviation\"",
        right: "[[check]]\nvalue = \"deviation\"\npublished = \"published_deviation\"",
    }
    NotOneValue "E0625" Error {
        en: "`{text}` does not name one value: {reason}",
        da: "`{text}` nævner ikke én værdi: {reason}",
        help_en: "write `ramme explain SCENARIO '{proposal}'`, with keys in place of the capitals",
        help_da: "skriv `ramme explain SCENARIE '{proposal}'` med nøgler i stedet for de store bogstaver",
        what_en: "One value is explained at a time, so every axis needs its key; documents, sets and laws that hold for a day have no values of their own.",
        what_da: "Én værdi forklares ad gangen, så hver akse skal have sin nøgle; dokumenter, mængder og regler, der gælder for en dag, har ingen egne værdier.",
        wrong: "ramme explain s.toml 'ceiling'",
        right: "ramme explain s.toml 'ceiling[A,2023]'",
    }
    ExtendsLoop "E0630" Error {
        en: "`{file}` extends itself: {chain}",
        da: "`{file}` udvider sig selv: {chain}",
        help_en: "let one of them stand without `extends`",
        help_da: "lad et af dem stå uden `extends`",
        what_en: "An overlay says what differs from the scenario that it extends; at the bottom stands a scenario that says everything.",
        what_da: "Et overlæg siger, hvad der afviger fra det scenarie, som det udvider; nederst står et scenarie, der siger det hele.",
        wrong: "# a.toml\nextends = \"b.toml\"\n# b.toml\nextends = \"a.toml\"",
        right: "# a.toml\nextends = \"b.toml\"\n# b.toml\ntitle = \"The base\"",
    }
    LeverOutOfRange "E0631" Error {
        en: "`{name}` is set to {value}, outside the range of its lever, {low} to {high}",
        da: "`{name}` er sat til {value}, uden for grebets interval, {low} til {high}",
        help_en: "choose a value inside it; a wider range is for the scenario to say",
        help_da: "vælg en værdi inden for det; et bredere interval skal stå i scenariet",
        what_en: "The range of a lever is what its author holds to be thinkable. It binds the scenario, overlays and `--set` alike.",
        what_da: "Et grebs interval er det, som ophavspersonen anser for tænkeligt. Det binder scenariet, overlæg og `--set`.",
        wrong: "[[lever]]\nname = \"pl[2024]\"\nvalue = \"9 %\"\nrange = \"1 % .. 4 %\"",
        right: "[[lever]]\nname = \"pl[2024]\"\nvalue = \"3 %\"\nrange = \"1 % .. 4 %\"",
    }
    NoLeverWithRange "E0632" Error {
        en: "no lever of `{scenario}` has a range",
        da: "intet greb i `{scenario}` har et interval",
        help_en: "give a lever `range = \"2 % .. 5 %\"`",
        help_da: "giv et greb `range = \"2 % .. 5 %\"`",
        what_en: "How far a figure moves with a lever is shown over the lever's range; without one nobody has said what is thinkable.",
        what_da: "Hvor langt et tal flytter sig med et greb, vises over grebets interval; uden et har ingen sagt, hvad der er tænkeligt.",
        wrong: "[[lever]]\nname = \"pl[2024]\"\nvalue = \"3 %\"",
        right: "[[lever]]\nname = \"pl[2024]\"\nvalue = \"3 %\"\nrange = \"2 % .. 5 %\"",
    }
    CannotAdopt "E0640" Error {
        en: "`{name}` can't be adopted: {reason}",
        da: "`{name}` kan ikke vedtages: {reason}",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "`adopt` lists what is not in force and is to count all the same: groups of readings with a status, and names of which a clause has one.",
        what_da: "`adopt` opregner det, der ikke er i kraft og alligevel skal tælle: grupper af læsninger med en status, og navne, hvor en bestemmelse har en.",
        wrong: "adopt = [\"price_cap\"]",
        right: "adopt = [\"price_cap_status\"]",
    }
    BadCondition "E0641" Error {
        en: "`{text}` can't be sought: {reason}",
        da: "`{text}` kan ikke søges: {reason}",
        help_en: "write `NAME[key,…] <= VALUE`, or `P(NAME[key,…] > VALUE) <= 20 %`",
        help_da: "skriv `NAVN[nøgle,…] <= VÆRDI` eller `P(NAVN[nøgle,…] > VÆRDI) <= 20 %`",
        what_en: "A condition holds one figure, with a key an axis, against a value in the language's words. Of what is forecast it asks for a chance, a quantile or a mean.",
        what_da: "En betingelse holder ét tal med en nøgle for hver akse op imod en værdi i sprogets ord. Om det, der er fremskrevet, spørger den efter en sandsynlighed, en fraktil eller et gennemsnit.",
        wrong: "ramme seek s.toml 'mean_overhead <= 6 %' --lever 'pl[2024]'",
        right: "ramme seek s.toml 'mean_overhead[2024] <= 6 %' --lever 'pl[2024]'",
    }
    LeverNotMoved "E0642" Error {
        en: "`{name}` can't be moved over a range: {reason}",
        da: "`{name}` kan ikke flyttes over et interval: {reason}",
        help_en: "name a number or a date, with its keys, and say its range: `range = \"2 % .. 5 %\"` in the scenario, or `--range '2 % .. 5 %'`",
        help_da: "nævn et tal eller en dato med dets nøgler, og sig intervallet: `range = \"2 % .. 5 %\"` i scenariet eller `--range '2 % .. 5 %'`",
        what_en: "What is thinkable is for people to say: nothing is sought where nobody has said between which values.",
        what_da: "Hvad der er tænkeligt, er det mennesker, der siger: der søges ikke, hvor ingen har sagt, mellem hvilke værdier.",
        wrong: "ramme seek s.toml 'gap[2025] <= 0 kr' --lever 'budget[2025]'",
        right: "ramme seek s.toml 'gap[2025] <= 0 kr' --lever 'budget[2025]' --range '900_000_000 kr .. 990_000_000 kr'",
    }
    ScriptOverLimit "E0650" Error {
        en: "the script was stopped: it may have {limit} {what}, and it wanted more",
        da: "scriptet blev standset: det må have {limit} {what}, og det ville have flere",
        help_en: "a script that ends does far less; look for a loop without an end, or a value that only grows",
        help_da: "et script, der slutter, gør langt mindre; se efter en løkke uden ende eller en værdi, der kun vokser",
        what_en: "A script of a scenario has so much work, depth, time and room, and no more. Nothing of what it proposed is taken.",
        what_da: "Et script i et scenarie har så meget arbejde, dybde, tid og plads og ikke mere. Intet af det, som det foreslog, tages med.",
        wrong: "loop { }",
        right: "for year in years() { propose(`pl[${year}]`, \"3 %\", \"why\"); }",
    }
    ProposedAgainst "E0651" Error {
        en: "a script proposes `{name}`, which is set in another place of the same scenario",
        da: "et script foreslår `{name}`, som er sat et andet sted i samme scenarie",
        help_en: "keep one of them; an overlay may set what a script below it proposes, and `--set` holds against both",
        help_da: "behold den ene; et overlæg må sætte det, som et script under det foreslår, og `--set` gælder frem for begge",
        what_en: "Nothing is set twice in silence: which of two values holds is for the author of the scenario to say.",
        what_da: "Intet sættes to gange i stilhed: hvilken af to værdier, der gælder, skal scenariets forfatter sige.",
        wrong: "scripts = [\"index.rhai\"]   # proposes pl[2025]\n\n[[lever]]\nname = \"pl[2025]\"",
        right: "scripts = [\"index.rhai\"]   # proposes pl[2025]",
    }
    TemplateUnreadable "E0660" Error {
        en: "`{file}` can't be read as a template: {reason}",
        da: "`{file}` kan ikke læses som skabelon: {reason}",
        help_en: "what is printed stands between `{{` and `}}`, what is done between `{%` and `%}`, and each `if` and `for` has its end",
        help_da: "det, der skrives, står mellem `{{` og `}}`, det, der gøres, mellem `{%` og `%}`, og hvert `if` og `for` har sin afslutning",
        what_en: "A template is Markdown with figures in it. Its marks have to be closed, or nothing can be made of it.",
        what_da: "En skabelon er Markdown med tal i. Dens tegn skal lukkes, ellers kan der ikke laves noget af den.",
        wrong: "{% if counts.breach > 0 %}\nThere are breaches.",
        right: "{% if counts.breach > 0 %}\nThere are breaches.\n{% endif %}",
    }
    NotInTemplate "E0661" Error {
        en: "a template has {what} `{name}`",
        da: "en skabelon har {what} `{name}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "A template sees the names that the reference lists, and the figures that the scenario shows. Nothing is printed in the place of one that isn't there.",
        what_da: "En skabelon ser de navne, som opslagsværket nævner, og de tal, som scenariet viser. Der skrives intet i stedet for et, der ikke findes.",
        wrong: "{{ titel }}",
        right: "{{ title }}",
    }
    TemplateFailed "E0662" Error {
        en: "the template can't go on here: {reason}",
        da: "skabelonen kan ikke komme videre her: {reason}",
        help_en: "",
        help_da: "",
        what_en: "Something is asked of a value that it doesn't have, such as a figure of a text.",
        what_da: "Der bliver bedt om noget, som værdien ikke har, for eksempel et tal af en tekst.",
        wrong: "{{ title | kr }}",
        right: "{{ value(\"gap\", \"i alt\", 2022) | kr }}",
    }
    TemplateTooLong "E0663" Error {
        en: "`{file}` takes more than {limit} steps, or makes a text too large to be read",
        da: "`{file}` tager mere end {limit} trin, eller laver en tekst, der er for stor til at blive læst",
        help_en: "let its loops run over less",
        help_da: "lad dens løkker gå over mindre",
        what_en: "What a template may take is limited, so that a loop without end can't hold the program.",
        what_da: "Der er en grænse for, hvad en skabelon må tage, så en løkke uden ende ikke kan standse programmet.",
        wrong: "{% for a in range(100000) %}{% for b in range(100000) %}.{% endfor %}{% endfor %}",
        right: "{% for one in verdicts %}.{% endfor %}",
    }
    NumberNotComputed "E0664" Warning {
        en: "the number `{number}` in the text of the template is none that the run computed",
        da: "tallet `{number}` i skabelonens tekst er intet, som kørslen har beregnet",
        help_en: "take it from the run, as in `{{ value(…) | mio }}`; or, if it is no figure of the case, end the line with `{# no figures #}`",
        help_da: "tag det fra kørslen, som i `{{ value(…) | mio }}`; eller slut linjen med `{# ingen tal #}`, hvis det ikke er et tal i sagen",
        what_en: "A figure that is typed into a template stays when the data change. A number is fine where it equals one of the result, as it is or rounded as it is written; so are its years and dates, and numbers that point into a text, such as § 107.",
        what_da: "Et tal, der er skrevet ind i en skabelon, bliver stående, når data ændrer sig. Et tal er i orden, hvor det svarer til et i resultatet, som det er eller afrundet, som det er skrevet; det er resultatets årstal og datoer også, og tal, der peger ind i en tekst, som § 107.",
        wrong: "The gap was 4.2 bn kr.",
        right: "The gap was {{ value(\"gap\", \"i alt\", 2022) | mia }}.",
    }
    TemplateIdle "E0665" Warning {
        en: "`{file}` takes the place of no template, and none includes it",
        da: "`{file}` træder ikke i stedet for nogen skabelon, og ingen henter den ind",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "A template of yours takes the place of the program's by having its name, such as memo.da.md; any other file has to be included by one of them.",
        what_da: "En skabelon træder i stedet for programmets ved at have dens navn, som memo.da.md; enhver anden fil skal hentes ind af en af dem.",
        wrong: "templates/memo.dk.md",
        right: "templates/memo.da.md",
    }
}
