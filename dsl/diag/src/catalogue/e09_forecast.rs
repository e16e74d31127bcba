//! E09xx: forecasts, hierarchies, draws.

catalogue! {
    SeriesTooShort "E0901" Error {
        en: "the series `{series}` has {found point|points}, and a forecast needs {limit}",
        da: "serien `{series}` har {found punkt|punkter}, og en fremskrivning kræver {limit}",
        help_en: "",
        help_da: "",
        what_en: "With fewer points nothing can be said about how much a series varies.",
        what_da: "Med færre punkter kan intet siges om, hvor meget en serie svinger.",
        wrong: "a,2022,5\na,2023,6",
        right: "a,2021,4\na,2022,5\na,2023,6",
    }
    SeriesGap "E0902" Error {
        en: "the series `{series}` has nothing between {before} and {after}",
        da: "serien `{series}` har intet mellem {before} og {after}",
        help_en: "fill in the points, or begin after the gap",
        help_da: "udfyld punkterne, eller begynd efter hullet",
        what_en: "A gap is not filled by guessing; who makes the forecast decides.",
        what_da: "Et hul fyldes ikke ved at gætte; den, der fremskriver, bestemmer.",
        wrong: "a,2020,4\na,2022,5\na,2023,6",
        right: "a,2020,4\na,2021,4\na,2022,5\na,2023,6",
    }
    NotFinite "E0903" Error {
        en: "the series `{series}` is not a finite number at {time}",
        da: "serien `{series}` er ikke et endeligt tal ved {time}",
        help_en: "correct or leave out the point",
        help_da: "ret eller udelad punktet",
        what_en: "Infinite and undefined numbers would spread to everything that is computed from them.",
        what_da: "Uendelige og udefinerede tal ville brede sig til alt, der regnes af dem.",
        wrong: "a,2023,NaN",
        right: "a,2023,6",
    }
    UnknownMethod "E0904" Error {
        en: "there is no method `{method}`",
        da: "der er ingen metode, der hedder `{method}`",
        help_en: "did you mean `{suggestion}`?",
        help_da: "mente du `{suggestion}`?",
        what_en: "The methods are listed in the reference, each with what it assumes.",
        what_da: "Metoderne står i opslagsværket, hver med det, den forudsætter.",
        wrong: "--method navie",
        right: "--method naive",
    }
    BadQuantile "E0905" Error {
        en: "`{text}` is not {expected}",
        da: "`{text}` er ikke {expected}",
        help_en: "write it as `{proposal}`",
        help_da: "skriv det som `{proposal}`",
        what_en: "A quantile is the share of outcomes that lie below, so 0.9 and not 90. An interval is named by its percent, so 80 and not 0.8.",
        what_da: "En fraktil er andelen af udfald, der ligger under, altså 0.9 og ikke 90. Et interval nævnes ved sin procent, altså 80 og ikke 0.8.",
        wrong: "--quantiles 90",
        right: "--quantiles 0.9",
    }
    HierarchyCycle "E0906" Error {
        en: "the hierarchy goes in a circle: {nodes}",
        da: "hierarkiet går i ring: {nodes}",
        help_en: "delete one of the edges",
        help_da: "slet en af kanterne",
        what_en: "An aggregate can't be part of itself.",
        what_da: "En sum kan ikke være en del af sig selv.",
        wrong: "a,b\nb,a",
        right: "a,b",
    }
    HierarchyTooLarge "E0907" Error {
        en: "the hierarchy has {found} {what}, and may have {limit}",
        da: "hierarkiet har {found} {what}, og det må have {limit}",
        help_en: "reconcile parts of it",
        help_da: "afstem dele af det",
        what_en: "Work and memory grow fast with the size of a hierarchy, so it is bounded.",
        what_da: "Arbejde og hukommelse vokser hurtigt med hierarkiets størrelse, og derfor er den begrænset.",
        wrong: "a hierarchy of a million nodes",
        right: "one hierarchy for each region",
    }
    NodeWithoutForecast "E0908" Error {
        en: "the node `{node}` has no base forecast for step {step}",
        da: "knuden `{node}` har ingen fremskrivning for trin {step}",
        help_en: "add its row to the file of base forecasts",
        help_da: "tilføj dens række i filen med fremskrivninger",
        what_en: "Reconciliation takes a forecast for every node and makes them agree.",
        what_da: "Afstemning tager en fremskrivning for hver knude og får dem til at passe sammen.",
        wrong: "a base file without the total",
        right: "a base file with every node",
    }
    TooManyDraws "E0909" Error {
        en: "{found} draws are asked for, and at most {limit} are made",
        da: "der er bedt om {found} trækninger, og der laves højst {limit}",
        help_en: "ask for fewer",
        help_da: "bed om færre",
        what_en: "Quantiles hardly move beyond; memory does.",
        what_da: "Fraktiler flytter sig næppe derover; det gør hukommelsen.",
        wrong: "--draws 100000000",
        right: "--draws 10000",
    }
    FewDraws "E0910" Warning {
        en: "{found draw says|draws say} little about the quantile {quantile}",
        da: "{found trækning|trækninger} siger ikke meget om fraktilen {quantile}",
        help_en: "ask for at least {limit}",
        help_da: "bed om mindst {limit}",
        what_en: "An outer quantile rests on the few draws beyond it.",
        what_da: "En yderlig fraktil hviler på de få trækninger, der ligger uden for den.",
        wrong: "--draws 20 --quantiles 0.975",
        right: "--draws 2000 --quantiles 0.975",
    }
    SimplerMethod "E0911" Note {
        en: "`{asked}` is not possible for {found} series, and `{taken}` is used",
        da: "`{asked}` er ikke mulig for {found} serier, og `{taken}` bruges",
        help_en: "",
        help_da: "",
        what_en: "A full matrix is solved up to a limit; above, only variances are used.",
        what_da: "En fuld matrix løses op til en grænse; derover bruges kun varianser.",
        wrong: "--method mint-shrink on 20 000 series",
        right: "--method wls-var",
    }

    ForecastRefused "E0912" Error {
        en: "`{series}` can't be forecast: {reason}",
        da: "`{series}` kan ikke fremskrives: {reason}",
        help_en: "give it a longer history, or take it out of `[forecast]`",
        help_da: "giv den en længere historie, eller tag den ud af `[forecast]`",
        what_en: "A forecast in logarithms needs at least three values above zero without a gap.",
        what_da: "En fremskrivning i logaritmer kræver mindst tre værdier over nul uden huller.",
        wrong: "accounts known in 2021 and 2022 only",
        right: "accounts known from 2018 to 2022",
    }
    TieRefused "E0913" Error {
        en: "`{what}` can't be made to add up: {reason}",
        da: "`{what}` kan ikke bringes til at stemme: {reason}",
        help_en: "see which methods and which sides a reconciliation takes",
        help_da: "se, hvilke metoder og sider en afstemning tager",
        what_en: "A total is tied to its parts, or a product to its factors, in the same unit and with fitting axes; some methods need more figures than there are.",
        what_da: "En total bindes til sine dele, eller et produkt til sine faktorer, i samme enhed og med akser, der passer; nogle metoder kræver flere tal, end der er.",
        wrong: "[[reconcile]]\nproduct = \"cost\"\nfactors = [\"recipients\"]",
        right: "[[reconcile]]\nproduct = \"cost\"\nfactors = [\"recipients\", \"unit_cost\"]",
    }
}
