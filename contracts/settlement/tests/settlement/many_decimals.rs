//! Contracts whose percentages have four decimals each beside charges of billions: settled to the last digit.

use crate::remedies::{percent, share, terms};
use crate::support::{band, d, settled, spaced};
use model::remedy::CategoryShare;
use model::{Agreement, Currency, Grade, Mechanism};
use settlement::{BoundBy, Statement};

/// A pool of two categories, each with a level, in billions.
fn pooled() -> Agreement {
    let of = |id: &str, weight: &str| share(id, "90", weight, vec![band(Grade::Minor, None, "0")]);
    let mut terms = terms("9876543210.98", vec![of("a", "60"), of("b", "40")]);
    terms.remedies.mechanism = Mechanism::Pool;
    terms.remedies.pool.at_risk_percent = d("12.3457");
    terms.remedies.repeat_factor = Some(d("1.3337"));
    terms.remedies.month_cap_percent = Some(d("11.1111"));
    terms.ramp.credit_factors_percent = vec![d("57.7217")];
    let share = |category: &str, percent: &str| CategoryShare { category: category.into(), share_percent: d(percent) };
    terms.remedies.pool.shares = vec![share("speed", "61.8034"), share("quality", "38.1966")];
    let levels = [("speed", "87.6543", "73.2051"), ("quality", "98.7653", "91.9191")];
    for (level, (category, allocation, fraction)) in terms.service_levels.iter_mut().zip(levels) {
        level.remedy.category = category.into();
        level.remedy.allocation_percent = d(allocation);
        level.bands[0].pool_fraction_percent = Some(d(fraction));
    }
    terms
}

fn lines(statement: &Statement, month: usize) -> Vec<String> {
    statement.months[month].lines.iter().map(|line| line.credit_amount.to_string()).collect()
}

#[test]
fn a_pool_of_four_percentages_and_a_ramp_factor_of_four_decimals_beside_billions_is_settled_to_the_last_digit() {
    // By hand, in fractions. Month 1: 9,876,543,210.98 × 12.3457 % × 61.8034 % × 87.6543 % × 73.2051 % × 57.7217 %, and
    // × 38.1966 % × 98.7653 % × 91.9191 % instead; month 2: without the ramp factor, times 1.3337, over the cap.
    let missed = [("a", percent("85")), ("b", percent("85"))];
    let statement = settled(&pooled(), &[&missed, &missed]);
    let [first, second] = &statement.months[..] else { panic!("two months") };
    let words = |month: &settlement::MonthStatement, line: usize| spaced(&month.lines[line].credit_words);
    assert!(words(first, 0).contains(" = USD 279,117,285.37674263568045244666055644895844"), "{}", words(first, 0));
    assert!(words(first, 1).contains(" = USD 244,058,904.91233325229752341665942655458916"), "{}", words(first, 1));
    assert_eq!(first.credit_amount, d("523176190.29"));
    assert_eq!(lines(&statement, 0), ["279117285.38", "244058904.91"]);
    assert!(words(second, 0).contains(" = USD 644,919,888.892672345421253060999908415684"), "{}", words(second, 0));
    assert_eq!(second.uncapped_amount, d("1208834952.87"));
    assert_eq!((second.bound_by, second.credit_amount), (Some(BoundBy::Month), d("1097392592.72")));
    assert_eq!(lines(&statement, 1), ["585464795.91", "511927796.81"]);
}

#[test]
fn currencies_of_0_and_3_decimals_are_as_exact() {
    for (code, charges, credit) in [("JPY", "987654321098", "52317619029"), ("KWD", "987654321.098", "52317619.029")] {
        let mut terms = pooled();
        terms.currency = Currency::read(code).unwrap();
        terms.charges = model::Charges::FixedMonthly { amount: d(charges) };
        let statement = settled(&terms, &[&[("a", percent("85")), ("b", percent("85"))]]);
        assert_eq!(statement.months[0].credit_amount, d(credit), "{code}");
    }
}
