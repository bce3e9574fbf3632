//! Columns recognised by their names, in many spellings.

use super::words::{PERIODS, in_english};
use model::Unit;

/// What a column holds, as far as its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Period,
    Offered,
    Answered,
    AnsweredInTime,
    Abandoned,
    AbandonmentRate,
    ServiceLevel,
    Asa,
    AsaSum,
    Aht,
    AhtSum,
    /// A survey's or an audit's figure.
    Figure(Survey),
    /// What was counted for it: resolved, satisfied, passed.
    Numerator(Survey),
    /// How many were asked or audited.
    Sample(Survey),
    Repeats,
    /// How many contacts could have been repeats.
    RepeatBase,
    RepeatRate,
}

/// Measures that come from asking or from audits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Survey {
    Fcr,
    Csat,
    Qa,
}

impl Survey {
    pub(super) const ALL: [Survey; 3] = [Survey::Fcr, Survey::Csat, Survey::Qa];

    pub(super) fn measure(self) -> &'static str {
        match self {
            Self::Fcr => "fcr",
            Self::Csat => "csat",
            Self::Qa => "qa",
        }
    }
}

impl Field {
    /// Ids of the measures that are recognised, their names and units.
    pub(super) const KNOWN: [(&'static str, &'static str, Unit); 9] = [
        ("asa", "Average speed of answer", Unit::Seconds),
        ("aht", "Average handle time", Unit::Seconds),
        ("service_level", "Service level", Unit::Percent),
        ("abandonment", "Abandonment", Unit::Percent),
        ("fcr", "First contact resolution", Unit::Percent),
        ("csat", "Customer satisfaction", Unit::Percent),
        ("qa", "Quality score", Unit::Points),
        ("repeat_contacts", "Repeat contacts", Unit::Percent),
        ("volume", "Contacts offered", Unit::Count),
    ];
}

const LONGEST_NAME_BYTES: usize = 200;

/// A column's name, taken apart.
#[derive(Debug)]
pub(super) struct Name {
    words: Vec<String>,
    squashed: String,
    has_percent_sign: bool,
}

impl Name {
    pub(super) fn of(text: &str) -> Self {
        // A remark is no name.
        let text = if text.len() > LONGEST_NAME_BYTES { "" } else { text };
        let words = in_english(&words(text));
        Self { squashed: words.concat(), words, has_percent_sign: text.contains('%') }
    }

    fn has(&self, part: &str) -> bool {
        self.squashed.contains(part)
    }

    fn word(&self, any: &[&str]) -> bool {
        self.words.iter().any(|w| any.contains(&w.as_str()))
    }

    fn is(&self, any: &[&str]) -> bool {
        any.contains(&self.squashed.as_str())
    }

    /// It says that its values are percentages.
    pub(super) fn says_percent(&self) -> bool {
        self.has_percent_sign || self.word(&["percent", "pct", "percentage", "prozent", "perc"])
    }

    /// It says that its values are fractions: 0.8 is 80 %.
    pub(super) fn says_fraction(&self) -> bool {
        !self.says_percent() && self.word(&["fraction", "fractions"])
    }

    fn says_rate(&self) -> bool {
        self.says_percent() || self.word(&["rate", "ratio", "share", "fraction", "fractions", "quote"])
    }

    /// It says that its values are numbers of things.
    pub(super) fn says_count(&self) -> bool {
        self.word(&["call", "calls", "count", "counts", "number", "num", "sum", "total", "qty", "anzahl"])
    }

    /// It is named like a measure that is a share, and so like what that share is counted from.
    pub(super) fn is_named_like_a_share(&self) -> bool {
        self.is(&["abandonment", "abandonments", "abandon", "abandons", "repeatcontacts", "repeatcontact", "repeats"])
    }

    /// It says that its values are medians or percentiles: `asa_p90`, "median wait", "95th percentile".
    pub(super) fn says_percentile(&self) -> bool {
        let ranked = |word: &String| {
            let digits = word.strip_prefix('p').unwrap_or_default();
            matches!(digits.len(), 2 | 3) && digits.bytes().all(|b| b.is_ascii_digit())
        };
        self.words.iter().any(ranked)
            || self.has("percentile")
            || self.word(&[
                "median",
                "medians",
                "mediane",
                "mediana",
                "perzentil",
                "quantile",
                "quantil",
                "ile",
                "pctl",
            ])
    }

    /// It says that its values are wanted or expected, not measured.
    pub(super) fn says_target(&self) -> bool {
        self.word(&[
            "target",
            "targets",
            "goal",
            "goals",
            "planned",
            "forecast",
            "forecasted",
            "budget",
            "threshold",
            "objective",
            "ziel",
            "zielwert",
            "soll",
            "objectif",
            "objetivo",
            "obiettivo",
            "doel",
        ])
    }

    fn says_sum(&self) -> bool {
        self.word(&["sum", "total", "tot"]) && !self.word(&["avg", "average", "ave", "mean"])
    }

    /// What a cell has to be multiplied by to become seconds.
    pub(super) fn seconds_per_unit(&self) -> i64 {
        if self.word(&["min", "mins", "minute", "minutes", "minuten"]) {
            60
        } else if self.word(&["hour", "hours", "hrs", "stunden"]) {
            3600
        } else {
            1
        }
    }

    /// What the column holds; none where the name says nothing that is known.
    pub(super) fn field(&self) -> Option<Field> {
        if self.is_period() {
            return Some(Field::Period);
        }
        if self.says_percentile() || self.says_target() {
            return None;
        }
        self.measured()
    }

    /// What it would hold, were it measured and no percentile.
    pub(super) fn measured(&self) -> Option<Field> {
        // Call-backs are another thing than calls.
        if self.has("callback") || self.has("callsback") || self.has("callbacks") {
            return None;
        }
        self.survey().or_else(|| self.time()).or_else(|| self.count())
    }

    fn is_period(&self) -> bool {
        PERIODS.split_whitespace().any(|name| name == self.squashed)
    }

    fn survey(&self) -> Option<Field> {
        let survey = if self.word(&["fcr", "fc"])
            || self.has("firstcontactresol")
            || self.has("firstcallresol")
            || self.has("resolvedfirst")
        {
            Survey::Fcr
        } else if self.word(&["csat", "satisfied"]) || self.has("satisfaction") {
            Survey::Csat
        } else if self.word(&["qa", "quality", "audits", "qm"]) {
            Survey::Qa
        } else {
            return None;
        };
        let sample = self.word(&[
            "n",
            "count",
            "base",
            "sample",
            "samples",
            "size",
            "surveys",
            "survey",
            "responses",
            "respondents",
            "audits",
            "audited",
            "evaluations",
            "answers",
        ]);
        let counted = self.word(&["resolved", "satisfied", "top2", "yes", "passed", "positive", "numerator", "met"])
            || self.has("top2");
        Some(if counted && !self.says_rate() {
            Field::Numerator(survey)
        } else if sample && !self.says_rate() {
            Field::Sample(survey)
        } else {
            Field::Figure(survey)
        })
    }

    fn time(&self) -> Option<Field> {
        if self.word(&["aht"]) || self.has("handletime") || self.has("handlingtime") {
            return Some(if self.says_sum() { Field::AhtSum } else { Field::Aht });
        }
        let answer = self.word(&["asa"])
            || self.has("speedofanswer")
            || self.has("speedtoanswer")
            || self.has("timetoanswer")
            || self.has("averagewait")
            || self.has("avgwait")
            || self.has("meanwait")
            || self.has("waittime");
        let summed = self.says_sum() && self.word(&["wait", "waiting"]);
        if answer || summed {
            return Some(if self.says_sum() { Field::AsaSum } else { Field::Asa });
        }
        None
    }

    fn count(&self) -> Option<Field> {
        if self.has("servicelevel") || self.is(&["sl", "slpct", "slpercent", "tsf", "tsfpercent"]) {
            return Some(Field::ServiceLevel);
        }
        if self.is_sla() {
            return Some(Field::ServiceLevel);
        }
        if self.has("abandon") || self.word(&["abd", "abdn"]) {
            return Some(if self.says_rate() { Field::AbandonmentRate } else { Field::Abandoned });
        }
        if self.has("repeat") || self.word(&["rpt", "recontact", "recontacts"]) {
            let base = self.word(&["base", "n", "sample", "denominator"]);
            return Some(match (self.says_rate(), base) {
                (true, _) => Field::RepeatRate,
                (false, true) => Field::RepeatBase,
                (false, false) => Field::Repeats,
            });
        }
        let answered = self.has("answered") || self.has("handled") || self.word(&["ans", "acd"]);
        if answered && self.says_in_time() {
            return Some(if self.says_rate() { Field::ServiceLevel } else { Field::AnsweredInTime });
        }
        if self.is(&["insla", "withinsla", "intime", "callsintime"]) {
            return Some(Field::AnsweredInTime);
        }
        if self.says_rate() {
            return None;
        }
        if answered {
            return Some(Field::Answered);
        }
        let offered = self.has("offered")
            || self.has("received")
            || self.word(&["incoming", "inbound"])
            || self.is(&[
                "calls",
                "volume",
                "contacts",
                "callvolume",
                "totalcalls",
                "numberofcalls",
                "callcount",
                "totalcontacts",
                "tickets",
                "cases",
                "chats",
                "emails",
                "requests",
            ]);
        offered.then_some(Field::Offered)
    }

    /// "SLA %", "SLA achieved": alone, since any measure may have one.
    fn is_sla(&self) -> bool {
        let beside = [
            "sla",
            "percent",
            "pct",
            "percentage",
            "achieved",
            "achievement",
            "attainment",
            "rate",
            "actual",
            "target",
            "goal",
        ];
        self.word(&["sla"]) && self.words.iter().all(|w| beside.contains(&w.as_str()))
    }

    /// "within 20 s", "60sec", "le20s", "in time".
    fn says_in_time(&self) -> bool {
        let limit = |word: &String| {
            let rest = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.len() > unit.len() && matches!(unit, "s" | "sec" | "secs" | "seconds")
        };
        self.word(&["within", "intime"]) || self.has("intime") || self.words.iter().any(limit)
    }
}

/// Lower-case words: `AverageSpeedofAnswer` is average, speedof, answer; `answered_le20s` is answered, le20s.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = ' ';
    let characters: Vec<char> = text.chars().collect();
    for (i, character) in characters.iter().copied().enumerate() {
        if !character.is_alphanumeric() {
            previous = ' ';
            continue;
        }
        let next_is_lower = characters.get(i + 1).is_some_and(|c| c.is_lowercase());
        let begins = previous == ' '
            || (character.is_uppercase() && previous.is_lowercase())
            || (character.is_uppercase() && previous.is_uppercase() && next_is_lower);
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
        previous = character;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str) -> Option<Field> {
        Name::of(name).field()
    }

    #[test]
    fn columns_are_recognised_in_many_spellings() {
        for (expected, names) in [
            (
                Field::Period,
                vec![
                    "Date",
                    "month",
                    "Periodname",
                    "t",
                    "DateTime",
                    "Datum",
                    "Måned",
                    "MÅNAD",
                    "Miesiąc",
                    "Měsíc",
                    "Mês",
                    "Kuukausi",
                    "Hónap",
                    "Дата",
                    "Μήνας",
                    "Reporting month",
                ],
            ),
            (
                Field::Offered,
                vec!["CallsOffered", "offered", "Nhs1 Number Calls Offered SUM", "calls", "Calls received", "Contacts"],
            ),
            (Field::Answered, vec!["CallsHandled", "answered", "Nhs1 Answered Calls SUM", "Handled contacts"]),
            (
                Field::AnsweredInTime,
                vec![
                    "answered_in_time",
                    "Nhs1 Answered 60sec SUM",
                    "answered_le20s",
                    "ans_20s",
                    "Answered within 20 s",
                ],
            ),
            (Field::Abandoned, vec!["CallsAbandoned", "abandoned", "abd", "Nhs1 Abandoned Calls SUM"]),
            (Field::AbandonmentRate, vec!["abandonment_rate", "Abandoned %", "abd_pct"]),
            (
                Field::ServiceLevel,
                vec![
                    "ServiceLevel",
                    "Service level %",
                    "SL",
                    "% answered within 20 s",
                    "SLA %",
                    "SLA",
                    "sla_pct",
                    "SLA attainment",
                    "Niveau de service",
                    "Nivel de servicio (%)",
                    "Servicegrad",
                    "Servicenivå",
                ],
            ),
            (Field::Offered, vec!["Anrufe", "Appels reçus", "Llamadas recibidas", "Modtagne opkald", "Tickets"]),
            (Field::Answered, vec!["Angenommene Anrufe", "Appels traités", "Besvarede opkald", "Odebrane połączenia"]),
            (Field::Abandoned, vec!["Verlorene Anrufe", "Appels abandonnés", "Llamadas abandonadas"]),
            (Field::AbandonmentRate, vec!["Abbruchquote", "Taux d’abandon", "Tasa de abandono"]),
            (Field::Asa, vec!["Durchschnittliche Wartezeit", "Ventetid (sekunder)", "Délai moyen de réponse"]),
            (Field::Aht, vec!["Bearbeitungszeit", "Durée moyenne de traitement", "DMT", "TMO"]),
            (Field::Figure(Survey::Csat), vec!["Kundenzufriedenheit", "Kundetilfredshed"]),
            (
                Field::Asa,
                vec![
                    "AverageSpeedofAnswer",
                    "asa_seconds",
                    "asa_sec",
                    "average_wait_minutes",
                    "ASA (s)",
                    "Avg. speed of answer",
                ],
            ),
            (Field::AsaSum, vec!["sum_wait_answered_s"]),
            (Field::Aht, vec!["aht_seconds", "AHT", "Average handle time"]),
            (Field::Figure(Survey::Fcr), vec!["fcr_percent", "FCR", "First contact resolution", "fcr_pct"]),
            (Field::Sample(Survey::Fcr), vec!["fcr_n", "FCR surveys"]),
            (Field::Numerator(Survey::Fcr), vec!["fcr_resolved"]),
            (Field::Figure(Survey::Csat), vec!["csat_percent", "Customer satisfaction", "CSAT %"]),
            (Field::Sample(Survey::Csat), vec!["csat_n", "csat responses"]),
            (Field::Numerator(Survey::Csat), vec!["csat_top2"]),
            (Field::Figure(Survey::Qa), vec!["qa_points", "qa_score", "Quality score"]),
            (Field::Sample(Survey::Qa), vec!["qa_n", "qa audits"]),
            (Field::Repeats, vec!["repeat_contacts", "rpt_7d"]),
            (Field::RepeatBase, vec!["repeat_base", "rpt_n"]),
            (Field::RepeatRate, vec!["repeat_contacts_percent", "Repeat rate"]),
        ] {
            for name in names {
                assert_eq!(field(name), Some(expected), "{name}");
            }
        }
    }

    #[test]
    fn what_is_something_else_is_left_alone() {
        for name in [
            "BI_ID",
            "comment",
            "Nhs1 Person Offered Call Back SUM",
            "Nhs1 Calls Back Within 10mins SUM",
            "Nhs1 Ave Episode Length SUM",
            "Provider Name",
            "state",
            "sum_talk_s",
            "agents_seen",
            "call_id",
            "asa_p90",
            "Median AHT",
            "95th percentile wait",
            "SLA target",
            "Forecast calls",
            "Resolution SLA %",
            "",
        ] {
            assert_eq!(field(name), None, "{name}");
        }
    }
}
