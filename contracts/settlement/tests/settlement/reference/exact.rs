//! Exact rationals: the only numbers of the reference.

use model::Decimal;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

pub type Q = BigRational;

pub fn int(value: i128) -> Q {
    Q::from_integer(BigInt::from(value))
}

pub fn ratio(top: i128, bottom: i128) -> Q {
    Q::new(BigInt::from(top), BigInt::from(bottom))
}

pub fn zero() -> Q {
    Q::zero()
}

pub fn one() -> Q {
    Q::one()
}

/// A decimal number as it is written: `-0.25`.
pub fn q(text: &str) -> Q {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().unwrap();
    ratio(digits, power_of_ten(fraction.len()))
}

pub fn of(value: Decimal) -> Q {
    ratio(value.mantissa(), power_of_ten(usize::try_from(value.scale()).unwrap()))
}

/// A percentage as the part that it is.
pub fn part(percent: Decimal) -> Q {
    of(percent) / int(100)
}

pub fn power_of_ten(digits: usize) -> i128 {
    10_i128.pow(u32::try_from(digits).unwrap())
}

/// Half away from zero, to `digits` decimals: rule 3 of measuring.
pub fn rounded(value: &Q, digits: u8) -> Q {
    let scale = int(power_of_ten(usize::from(digits)));
    let half = ratio(1, 2);
    let size = (value.abs() * &scale + half).floor() / scale;
    if value.is_negative() { -size } else { size }
}

/// Half up to a whole number: how money is posted. Amounts are never negative.
pub fn posted(value: &Q) -> i128 {
    whole(&(value + ratio(1, 2)).floor())
}

pub fn whole(value: &Q) -> i128 {
    assert!(value.is_integer(), "{value} is no whole number");
    value.to_integer().to_i128().unwrap()
}

pub fn sum<'a>(values: impl IntoIterator<Item = &'a Q>) -> Q {
    values.into_iter().fold(zero(), |all, v| all + v)
}

pub fn smaller(a: Q, b: &Q) -> Q {
    if *b < a { b.clone() } else { a }
}

pub fn not_below_zero(value: Q) -> Q {
    if value.is_negative() { zero() } else { value }
}
