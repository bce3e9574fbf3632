//! What a service level agreement is: its terms, what may be read into them, and what is wrong with them.
//!
//! This crate is pure. It sees no clock, no file, no environment and no random source: dates, ids and texts are passed
//! in. Everything that several parts of Plumbline must agree on has its one owner here: the reading of quantities
//! ([`quantity`]), the ramp and the effective thresholds ([`ramp`], [`threshold`]), aggregation from sums
//! ([`aggregate`]), the paths of editable terms ([`term`]) and the canonical bytes that a revision is named by
//! ([`canonical`]).

pub mod aggregate;
pub mod agreement;
pub mod baseline;
pub mod canonical;
pub mod chance;
pub mod charges;
pub mod clauses;
pub mod delivered;
pub mod file;
pub mod library;
pub mod measure;
pub mod money;
pub mod month;
pub mod offset;
pub mod private;
pub mod quantity;
pub mod ramp;
pub mod read;
pub mod relief;
pub mod remedy;
pub mod review;
pub mod service_level;
pub mod sign_off;
pub mod template;
pub mod term;
pub mod threshold;
pub mod waiver;

pub use agreement::{Agreement, Approver, Parties, Party, Side, Term};
pub use baseline::{Baseline, Observation, Provenance, Series, Weighting};
pub use canonical::{ContentHash, canonical_bytes, content_hash};
pub use charges::{Charges, VolumeStep};
pub use clauses::{Forecast, Frequency, Scope};
pub use file::ContractFile;
pub use measure::{Direction, Measure, MeasureDetails, MeasureId, Perspective, Statistic};
pub use money::{Currency, Money};
pub use month::Month;
pub use offset::Offset;
pub use private::Private;
pub use quantity::{Quantity, Unit};
pub use ramp::{Ramp, RampPath, RampShape};
pub use remedy::{Mechanism, Remedies, ScoreRule};
pub use review::{Evidence, Finding, Mend, Severity};
pub use service_level::{
    Band, Class, Credit, Grade, LaterTarget, LevelRemedy, Outcome, ServiceLevel, ServiceLevelId, Target, Window,
};
pub use threshold::Interval;
pub use waiver::{Waived, Waiver};

/// Decimals stay decimals: a target of `99.80` is written back as `99.80`.
pub use rust_decimal::Decimal;
