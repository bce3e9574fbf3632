//! The words of choices: what is written in a file or typed, and what is shown.

use super::{Choice, slot::Word};
use crate::remedy::{BonusBasis, BonusLevels, ChargesOf, EarnBackRule, IncidentCredit, RollingBasis};
use crate::{
    Class, Frequency, Grade, Mechanism, Outcome, Perspective, ScoreRule, Side, Statistic, Window,
    clauses::{CreditBy, ForecastOwner, ObligationKind, Prevails, ReliefCause, RenewalRule},
    read::ReadError,
};

/// A choice between a few words.
pub(super) trait Words: Copy + PartialEq + 'static {
    const WORDS: &'static [Word<Self>];
}

/// A place that holds a choice, or none where it may be left open.
pub(super) trait Chosen {
    /// The word that is chosen; empty for none.
    fn word(&self) -> &'static str;
    fn choices(&self) -> Vec<Choice>;
    fn read(&mut self, text: &str) -> Result<(), ReadError>;
    fn is_optional(&self) -> bool;
    fn clear(&mut self);
}

impl<T: Words> Chosen for T {
    fn word(&self) -> &'static str {
        word_of(T::WORDS, *self)
    }

    fn choices(&self) -> Vec<Choice> {
        choices(T::WORDS)
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        *self = chosen(T::WORDS, text)?;
        Ok(())
    }

    fn is_optional(&self) -> bool {
        false
    }

    fn clear(&mut self) {}
}

impl<T: Words> Chosen for Option<T> {
    fn word(&self) -> &'static str {
        self.map_or("", |value| word_of(T::WORDS, value))
    }

    fn choices(&self) -> Vec<Choice> {
        let open = Choice { value: String::new(), label: "Not set".into() };
        std::iter::once(open).chain(choices(T::WORDS)).collect()
    }

    fn read(&mut self, text: &str) -> Result<(), ReadError> {
        *self = Some(chosen(T::WORDS, text)?);
        Ok(())
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn clear(&mut self) {
        *self = None;
    }
}

fn word_of<T: PartialEq + Copy>(words: &[Word<T>], value: T) -> &'static str {
    words.iter().find(|w| w.0 == value).map_or("", |w| w.1)
}

pub(super) fn choices<T>(words: &[Word<T>]) -> Vec<Choice> {
    words.iter().map(|w| Choice { value: w.1.into(), label: w.2.into() }).collect()
}

pub(super) fn chosen<T: Copy>(words: &[Word<T>], text: &str) -> Result<T, ReadError> {
    let bare = text.trim().to_lowercase();
    let found = words.iter().find(|w| w.1 == bare || w.2.to_lowercase() == bare || w.1.replace('_', " ") == bare);
    found.map(|w| w.0).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|w| w.1).collect();
        ReadError { found: text.trim().to_owned(), expected: format!("one of {}", known.join(", ")) }
    })
}

impl Words for bool {
    const WORDS: &'static [Word<bool>] = &[(false, "no", "No"), (true, "yes", "Yes")];
}

impl Words for Mechanism {
    const WORDS: &'static [Word<Mechanism>] = &[
        (Mechanism::Percent, "percent", "Percentages of charges"),
        (Mechanism::Points, "points", "Points"),
        (Mechanism::Pool, "pool", "Shares of an at-risk amount"),
    ];
}

impl Words for ChargesOf {
    const WORDS: &'static [Word<ChargesOf>] =
        &[(ChargesOf::This, "this", "Of the month of the miss"), (ChargesOf::Next, "next", "Of the month after it")];
}

impl Words for IncidentCredit {
    const WORDS: &'static [Word<IncidentCredit>] = &[
        (IncidentCredit::Highest, "highest", "Credits the highest"),
        (IncidentCredit::Sum, "sum", "Credits all"),
        (IncidentCredit::ClientsChoice, "clients_choice", "Credits the client’s choice"),
    ];
}

impl Words for RollingBasis {
    const WORDS: &'static [Word<RollingBasis>] = &[
        (RollingBasis::TwelveMonths, "twelve_months", "The last twelve months"),
        (RollingBasis::ContractYear, "contract_year", "The contract year on projected charges"),
    ];
}

impl Words for BonusBasis {
    const WORDS: &'static [Word<BonusBasis>] = &[
        (BonusBasis::EachMonth, "each_month", "Each month of the quarter"),
        (BonusBasis::QuarterAggregate, "quarter", "The quarter as a whole"),
    ];
}

impl Words for BonusLevels {
    const WORDS: &'static [Word<BonusLevels>] = &[
        (BonusLevels::All, "all", "All critical and key levels"),
        (BonusLevels::Exceeding, "exceeding", "Those that must exceed their targets"),
    ];
}

impl Words for EarnBackRule {
    const WORDS: &'static [Word<EarnBackRule>] = &[
        (EarnBackRule::NextThreeWindows, "next_three", "The next three windows"),
        (EarnBackRule::ContractYear, "contract_year", "The contract year"),
    ];
}

impl Words for Window {
    const WORDS: &'static [Word<Window>] =
        &[(Window::Month, "month", "Every month"), (Window::Quarter, "quarter", "A quarter of the contract year")];
}

impl Words for Side {
    const WORDS: &'static [Word<Side>] = &[(Side::Client, "client", "Client"), (Side::Vendor, "vendor", "Vendor")];
}

impl Words for Class {
    const WORDS: &'static [Word<Class>] = &[
        (Class::Critical, "critical", "Critical"),
        (Class::Key, "key", "Key"),
        (Class::ReportOnly, "report_only", "Report only"),
    ];
}

impl Words for Outcome {
    const WORDS: &'static [Word<Outcome>] = &[
        (Outcome::Retention, "retention", Outcome::Retention.title()),
        (Outcome::Growth, "growth", Outcome::Growth.title()),
        (Outcome::CostToServe, "cost_to_serve", Outcome::CostToServe.title()),
        (Outcome::Compliance, "compliance", Outcome::Compliance.title()),
        (Outcome::Satisfaction, "satisfaction", Outcome::Satisfaction.title()),
        (Outcome::Continuity, "continuity", Outcome::Continuity.title()),
        (Outcome::Accuracy, "accuracy", Outcome::Accuracy.title()),
        (Outcome::CashFlow, "cash_flow", Outcome::CashFlow.title()),
        (Outcome::Productivity, "productivity", Outcome::Productivity.title()),
        (Outcome::Safety, "safety", Outcome::Safety.title()),
    ];
}

impl Words for ScoreRule {
    const WORDS: &'static [Word<ScoreRule>] = &[
        (ScoreRule::Linear, "linear", "Linear between floor, target and stretch"),
        (ScoreRule::ByBand, "by_band", "A declared score for each band"),
    ];
}

impl Words for Statistic {
    const WORDS: &'static [Word<Statistic>] = &[
        (Statistic::Mean, "mean", "A mean"),
        (Statistic::Share, "share", "A share"),
        (Statistic::NetScore, "net_score", "A net score: promoters less detractors"),
        (Statistic::Count, "count", "A count"),
        (Statistic::Sum, "sum", "A sum"),
        (Statistic::Median, "median", "A median"),
        (Statistic::Percentile, "percentile", "A percentile"),
    ];
}

impl Words for Perspective {
    const WORDS: &'static [Word<Perspective>] = &[
        (Perspective::Efficiency, "efficiency", "Efficiency"),
        (Perspective::Experience, "experience", "Experience"),
        (Perspective::Quality, "quality", "Quality"),
        (Perspective::Outcome, "outcome", "Outcome"),
        (Perspective::Compliance, "compliance", "Compliance"),
        (Perspective::Availability, "availability", "Availability"),
        (Perspective::Cost, "cost", "Cost"),
    ];
}

impl Words for Frequency {
    const WORDS: &'static [Word<Frequency>] = &[
        (Frequency::Daily, "daily", "Daily"),
        (Frequency::Weekly, "weekly", "Weekly"),
        (Frequency::Monthly, "monthly", "Monthly"),
        (Frequency::Quarterly, "quarterly", "Quarterly"),
        (Frequency::HalfYearly, "half_yearly", "Twice a year"),
        (Frequency::Yearly, "yearly", "Yearly"),
    ];
}

impl Words for CreditBy {
    const WORDS: &'static [Word<CreditBy>] = &[
        (CreditBy::NextInvoice, "next_invoice", "A deduction from the next invoice"),
        (CreditBy::Payment, "payment", "A payment of its own"),
    ];
}

impl Words for Grade {
    const WORDS: &'static [Word<Grade>] = &[
        (Grade::Minor, "minor", "Minor"),
        (Grade::Serious, "serious", "Serious"),
        (Grade::Severe, "severe", "Severe"),
        (Grade::Failed, "failed", "Failed"),
    ];
}

impl Words for RenewalRule {
    const WORDS: &'static [Word<RenewalRule>] = &[
        (RenewalRule::Ends, "ends", "It ends"),
        (RenewalRule::ByAgreement, "by_agreement", "Goes on where both agree"),
        (RenewalRule::Automatic, "automatic", "Goes on unless one says no"),
    ];
}

impl Words for Prevails {
    const WORDS: &'static [Word<Prevails>] =
        &[(Prevails::Text, "text", "The printed text"), (Prevails::Data, "data", "The attached data")];
}

impl Words for ReliefCause {
    const WORDS: &'static [Word<ReliefCause>] = &[
        (ReliefCause::ClientSystem, "client_system", "A system of the client fails"),
        (ReliefCause::ThirdParty, "third_party", "A third party fails"),
        (ReliefCause::ForceMajeure, "force_majeure", "Force majeure"),
        (ReliefCause::Volume, "volume", "More volume than forecast"),
        (ReliefCause::AgreedMaintenance, "agreed_maintenance", "Maintenance agreed beforehand"),
        (ReliefCause::ClientDependency, "client_dependency", "The client does not bring what it promised"),
        (ReliefCause::Other, "other", "Another cause"),
    ];
}

impl Words for ForecastOwner {
    const WORDS: &'static [Word<ForecastOwner>] = &[
        (ForecastOwner::Client, "client", "The client"),
        (ForecastOwner::Vendor, "vendor", "The vendor"),
        (ForecastOwner::Both, "both", "Both parties together"),
    ];
}

impl Words for ObligationKind {
    const WORDS: &'static [Word<ObligationKind>] = &[
        (ObligationKind::Security, "security", "Security of information"),
        (ObligationKind::DataProtection, "data_protection", "Personal data"),
        (ObligationKind::Law, "law", "Law and rules of the trade"),
        (ObligationKind::People, "people", "People at work"),
    ];
}
