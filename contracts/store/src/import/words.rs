//! Words of column names in other languages, as the English ones that stand for the same.

/// Names of columns with days or months, without accents and spaces.
pub(super) const PERIODS: &str = "\
    date day month period periodname time datetime timestamp t yearmonth calldate reportdate reportmonth monthyear \
    interval calendarmonth calendarday monthending monthstart reportingmonth reportingperiod reportperiod week \
    weekstart weekending datum monat tag zeitraum woche mois jour periode semaine fecha mes dia periodo semana mese \
    giorno data maand dag maned maaned dato manad kuukausi kuu paiva pvm paivamaara kuupaev mesic den mesiac miesiac \
    dzien okres honap nap idoszak luna zi mesec mjesec dan menesis menuo manudur ay tarih donem μηνας ημερομηνια \
    дата месяц день месец місяць";

/// Words as they are written without accents, and what they mean. Words that mean several things are left out.
const WORDS: [(&[&str], &[&str]); 26] = [
    (
        &[
            "anrufe",
            "gesprache",
            "appels",
            "llamadas",
            "chiamate",
            "oproepen",
            "gesprekken",
            "chamadas",
            "opkald",
            "samtaler",
            "samtal",
            "anrop",
            "polaczenia",
            "hovory",
            "puhelut",
        ],
        &["calls"],
    ),
    (&["anrufvolumen"], &["call", "volume"]),
    (&["angeboten", "angebotene", "aangeboden", "tilbudte", "ofrecidas", "offerte"], &["offered"]),
    (
        &[
            "eingegangen",
            "eingegangene",
            "eingehend",
            "eingehende",
            "recus",
            "entrants",
            "recibidas",
            "entrantes",
            "ricevute",
            "recebidas",
            "indgaende",
            "innkommende",
            "inkommande",
            "indkomne",
            "modtagne",
            "mottatte",
            "mottagna",
            "przychodzace",
            "saapuneet",
        ],
        &["received"],
    ),
    (
        &[
            "angenommen",
            "angenommene",
            "beantwortet",
            "beantwortete",
            "traites",
            "decroches",
            "repondus",
            "atendidas",
            "contestadas",
            "risposte",
            "gestite",
            "beantwoord",
            "beantwoorde",
            "besvarede",
            "besvaret",
            "besvarte",
            "besvart",
            "besvarade",
            "besvarad",
            "odebrane",
            "vastatut",
        ],
        &["answered"],
    ),
    (&["bearbeitet", "bearbeitete"], &["handled"]),
    (
        &[
            "abgebrochen",
            "abgebrochene",
            "aufgelegt",
            "aufgelegte",
            "verloren",
            "verlorene",
            "abbruche",
            "abandonnes",
            "abandons",
            "abandonadas",
            "abbandonate",
            "afgehaakt",
            "tabte",
            "mistede",
            "tapte",
            "avbrutna",
            "tappade",
            "porzucone",
        ],
        &["abandoned"],
    ),
    (
        &["abbruchquote", "abbruchrate", "auflegerquote", "verlustquote", "abandonrate", "tabsprocent", "tapsprosent"],
        &["abandon", "rate"],
    ),
    (&["taux", "tasa", "tasso", "taxa", "anteil", "andel", "quote"], &["rate"]),
    (&["wartezeit", "wachttijd", "ventetid", "vantetid", "vantatid", "attente", "espera", "attesa"], &["wait", "time"]),
    (&["svartid", "svarstid"], &["speed", "of", "answer"]),
    (
        &["bearbeitungszeit", "afhandeltijd", "behandlingstid", "hanteringstid", "dmt", "tmo", "tma"],
        &["handle", "time"],
    ),
    (&["dma", "tme"], &["average", "wait"]),
    (&["servicegrad", "serviceniva", "serviceniveau", "servicenivo", "palvelutaso"], &["service", "level"]),
    (
        &["zufriedenheit", "satisfaccion", "soddisfazione", "satisfacao", "tilfredshed", "tilfredshet"],
        &["satisfaction"],
    ),
    (
        &["kundenzufriedenheit", "klanttevredenheid", "kundetilfredshed", "kundetilfredshet", "kundnojdhet"],
        &["customer", "satisfaction"],
    ),
    (&["erstlosung", "erstlosungsquote", "erstlosungsrate"], &["fcr"]),
    (&["qualitat", "qualite", "calidad", "qualita", "kwaliteit", "qualidade", "kvalitet", "jakosc"], &["quality"]),
    (&["wiederholanrufe", "wiederanrufe", "rellamadas", "reiterations"], &["repeat"]),
    (&["wiederholanrufquote"], &["repeat", "rate"]),
    (&["durchschnittliche", "durchschnitt", "mittlere", "moyenne", "moyen", "gennemsnitlig", "snitt"], &["average"]),
    (&["sekunden", "secondes", "segundos", "secondi", "seconden", "sekunder", "sekundy"], &["seconds"]),
    (&["minuten", "minuti", "minutos", "minutter", "minuter", "minuty"], &["minutes"]),
    (&["anzahl", "nombre", "numero", "aantal", "antal", "antall", "liczba", "ilosc"], &["number"]),
    (&["summe", "somme", "suma", "somma"], &["sum"]),
    (&["prozent", "pourcentage", "porcentaje", "procent", "prosent", "procento", "percentuale"], &["percent"]),
];

/// Several words together, without what stands between them.
const PHRASES: [(&str, &[&str]); 16] = [
    ("niveaudeservice", &["service", "level"]),
    ("niveldeservicio", &["service", "level"]),
    ("niveldeservico", &["service", "level"]),
    ("livellodiservizio", &["service", "level"]),
    ("poziomobslugi", &["service", "level"]),
    ("dureemoyennedetraitement", &["average", "handle", "time"]),
    ("tempsmoyendetraitement", &["average", "handle", "time"]),
    ("tiempomediooperativo", &["average", "handle", "time"]),
    ("tempomediodigestione", &["average", "handle", "time"]),
    ("tempomediodeatendimento", &["average", "handle", "time"]),
    ("delaimoyendereponse", &["average", "speed", "of", "answer"]),
    ("velocidadmediaderespuesta", &["average", "speed", "of", "answer"]),
    ("czasoczekiwania", &["wait", "time"]),
    ("czasobslugi", &["handle", "time"]),
    ("resolutionaupremiercontact", &["first", "contact", "resolution"]),
    ("resolucionenelprimercontacto", &["first", "contact", "resolution"]),
];

/// The words of a name in English where they are known, without accents.
pub(super) fn in_english(words: &[String]) -> Vec<String> {
    let plain: Vec<String> = words.iter().map(|word| word.chars().map(fold).collect()).collect();
    let whole = plain.concat();
    if let Some((phrase, english)) = PHRASES.iter().find(|(phrase, _)| whole.contains(phrase)) {
        let rest = plain.iter().filter(|word| !phrase.contains(word.as_str())).map(|word| translate(word));
        return english.iter().map(|w| (*w).to_owned()).chain(rest.flatten()).collect();
    }
    plain.iter().flat_map(|word| translate(word)).collect()
}

fn translate(word: &str) -> Vec<String> {
    let found = WORDS.iter().find(|(foreign, _)| foreign.contains(&word));
    found.map_or_else(|| vec![word.to_owned()], |(_, english)| english.iter().map(|w| (*w).to_owned()).collect())
}

/// A letter without its accent.
pub(super) fn fold(letter: char) -> String {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a".into(),
        'æ' => "ae".into(),
        'ç' | 'ć' | 'č' => "c".into(),
        'ď' | 'đ' | 'ð' => "d".into(),
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e".into(),
        'ğ' => "g".into(),
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i".into(),
        'ł' | 'ľ' | 'ĺ' => "l".into(),
        'ñ' | 'ń' | 'ň' => "n".into(),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => "o".into(),
        'œ' => "oe".into(),
        'ř' => "r".into(),
        'ś' | 'š' | 'ş' | 'ș' => "s".into(),
        'ß' => "ss".into(),
        'ť' | 'ţ' | 'ț' => "t".into(),
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u".into(),
        'ý' | 'ÿ' => "y".into(),
        'ź' | 'ż' | 'ž' => "z".into(),
        'ά' => "α".into(),
        'έ' => "ε".into(),
        'ή' => "η".into(),
        'ί' | 'ϊ' | 'ΐ' => "ι".into(),
        'ό' => "ο".into(),
        'ύ' | 'ϋ' => "υ".into(),
        'ώ' => "ω".into(),
        'й' => "и".into(),
        other => other.to_string(),
    }
}
