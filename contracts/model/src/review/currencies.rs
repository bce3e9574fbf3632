//! C0: a currency that is in use.

use super::{Evidence, Finding, Severity};
use crate::{Agreement, Currency};

/// Codes of money that is paid with (ISO 4217, as of 2026); funds, metals and test codes are left out.
const IN_USE: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP \
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG \
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL \
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR \
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD \
    TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// The code is one that banks know.
pub(super) fn known(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let code = agreement.currency.code();
    // What is no code at all is an error of its own.
    let is_code = Currency::read(code).as_ref() == Some(&agreement.currency);
    if !is_code || IN_USE.split(' ').any(|known| known == code) {
        return Vec::new();
    }
    let reason = format!("{code} is not among the currencies in use, so that a slip of the keyboard may stand in it.");
    let source = "ISO 4217 lists the currencies in use";
    vec![Finding::new("C0", Severity::Advice, "Unknown currency", reason, source, "currency")]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{good, only};
    use super::*;

    #[test]
    fn a_currency_that_nobody_pays_with_is_pointed_at() {
        let mut a = good();
        for code in ["USD", "EUR", "JPY", "KWD", "ZWG"] {
            a.currency = Currency::read(code).unwrap();
            assert_eq!(known(&a, &Evidence::default()), [], "{code}");
        }
        a.currency = Currency::read("USX").unwrap();
        let found = only(known(&a, &Evidence::default()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Advice, "currency"));
        a.currency = serde_json::from_str("\"euro\"").unwrap();
        assert_eq!(known(&a, &Evidence::default()), [], "not a code at all");
    }
}
