//! The forecast of volumes.

use super::List;
use crate::{Forecast, term::slot::Slot};

pub(super) fn rows<'a>(list: &mut List<'a>, forecast: &'a mut Forecast) {
    let Forecast { owner, counts, grain, lock_days, accuracy_percent, band_percent, minimum_volume_percent } = forecast;
    list.add("forecast.owner", "Made by", Slot::Choice(owner));
    list.add("forecast.counts", "What is forecast", Slot::Text(counts));
    list.add("forecast.grain", "For each", Slot::Choice(grain));
    list.add(
        "forecast.lock_days",
        "Locked before the period",
        Slot::Counted { value: lock_days, least: 0, most: 365, word: "days" },
    );
    list.add("forecast.accuracy_percent", "Accuracy, up or down", Slot::OptionalPercent(accuracy_percent));
    list.add("forecast.band_percent", "Volume band above it", Slot::OptionalRate(band_percent));
    list.add(
        "forecast.minimum_volume_percent",
        "Charged at least, of the forecast",
        Slot::OptionalPercent(minimum_volume_percent),
    );
}
