//! Countries by their ISO 3166-1 alpha-2 codes, and which of them form the EEA.

use std::fmt;
use std::str::FromStr;

/// A country, by its two capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// A text that is no country's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a two-letter ISO 3166-1 country code")]
pub struct UnknownCountry;

impl UnknownCountry {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        "country_unknown"
    }
}

/// Every officially assigned code of ISO 3166-1, in the order of the alphabet.
const ASSIGNED: &str = "\
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE \
EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM \
HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC \
LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA \
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO \
TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// The European Economic Area: the Union's 27 and Iceland, Liechtenstein, Norway.
const EEA: &str = "\
AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK";

impl Country {
    /// Every country, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        ASSIGNED.split(' ').filter_map(|code| code.parse().ok())
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        // Every country was read from ASCII letters.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// True within the European Economic Area.
    pub fn is_eea(self) -> bool {
        listed(EEA, self.as_str())
    }
}

fn listed(list: &str, code: &str) -> bool {
    list.split(' ').any(|listed| listed == code)
}

impl FromStr for Country {
    type Err = UnknownCountry;
    fn from_str(text: &str) -> Result<Self, UnknownCountry> {
        let letters = text.as_bytes().try_into().map_err(|_| UnknownCountry)?;
        listed(ASSIGNED, text).then_some(Self(letters)).ok_or(UnknownCountry)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_249_and_30_of_them_in_the_eea() {
        let all: Vec<Country> = Country::all().collect();
        assert_eq!(all.len(), 249);
        assert!(all.is_sorted());
        assert_eq!(all.iter().filter(|country| country.is_eea()).count(), 30);
        assert_eq!(EEA.split(' ').count(), 30);
    }

    #[test]
    fn only_assigned_codes_in_capitals_pass() {
        assert_eq!("SE".parse::<Country>().map(|country| country.to_string()), Ok("SE".to_owned()));
        for text in ["", "S", "se", "SWE", "UK", "XK", "EU", "ZZ", "S E", "Ö", " S"] {
            assert_eq!(text.parse::<Country>(), Err(UnknownCountry), "{text:?}");
        }
    }
}
