use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::calendar::Calendar;

/// A day of the calendar.
pub type Day = Date;

/// A stretch of days that a text names: one day or several, a month, a quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// In the stretch, as the last one is.
    pub first: Day,
    /// Never before the first.
    pub last: Day,
}

/// Today by the system's clock, in UTC.
#[must_use]
pub fn today() -> Day {
    day_at(now())
}

/// The system's clock, in seconds since 1970.
#[must_use]
pub fn now() -> i64 {
    let passed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    passed.map_or(0, |passed| i64::try_from(passed.as_secs()).unwrap_or(i64::MAX))
}

/// The day, in UTC, of a time in seconds since 1970; the first or the last of the calendar where the time lies beyond it.
#[must_use]
pub fn day_at(seconds: i64) -> Day {
    let beyond = if seconds < 0 { Date::MIN } else { Date::MAX };
    Timestamp::from_second(seconds).map_or(beyond, |time| TimeZone::UTC.to_datetime(time).date())
}

impl Period {
    fn day(year: i16, month: i8, day: i8) -> Option<Period> {
        let day = Date::new(year, month, day).ok()?;
        Some(Period { first: day, last: day })
    }

    fn months(year: i16, month: i8, count: i8) -> Option<Period> {
        let first = Date::new(year, month, 1).ok()?;
        let last = Date::new(year, month + count - 1, 1).ok()?.last_of_month();
        Some(Period { first, last })
    }

    /// Whether the two have a day in common.
    #[must_use]
    pub fn meets(self, other: Period) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// What a text that should be a date turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// One day where the text names one, else the whole month, quarter, year or stretch.
    Period(Period),
    /// It has the form of a date, but there is no such day.
    NoSuchDay,
    /// Anything else, be it more than a date or less, such as a day without its year.
    NotADate,
}

/// Numbers of four digits that are years.
const YEARS: RangeInclusive<i16> = 1900..=2200;

/// A word of a date.
#[derive(Clone, Copy, Debug)]
enum Part {
    Year(i16),
    /// A day, or a month in digits.
    Number(i8),
    /// The number of a day, with its ending.
    Ordinal(i8),
    Month(i8),
    Quarter(i8),
}

/// What the words of a date name.
#[derive(Clone, Copy, Debug, Default)]
struct Words {
    day: Option<i8>,
    month: Option<i8>,
    quarter: Option<i8>,
    year: Option<i16>,
}

/// A day in the form of ISO 8601, if there is such a day.
fn iso_day(year: i16, month: i8, day: i8) -> Option<String> {
    Date::new(year, month, day).ok().map(|day| day.to_string())
}

impl Calendar {
    /// Reads a date, two with a dash between them, a month, quarter or year out of a text that is nothing but that (and words like "end of").
    ///
    /// Days in digits are read day first (`4.5.2026` is 4 May) unless the year comes first.
    #[must_use]
    pub fn read(&self, text: &str) -> Read {
        let lower = text.trim().to_lowercase();
        let text = without_time(&lower);
        let parts = parts(text);
        let number = |part: &str| part.parse::<i16>().ok();
        let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let or_no_such_day = |period: Option<Period>| period.map_or(Read::NoSuchDay, Read::Period);
        if digits {
            let numbers: Vec<i16> = parts.iter().filter_map(|part| number(part)).collect();
            return match numbers[..] {
                [year, month, day] if YEARS.contains(&year) && parts[0].len() == 4 => {
                    or_no_such_day(small(month).zip(small(day)).and_then(|(month, day)| Period::day(year, month, day)))
                }
                [day, month, year] if YEARS.contains(&year) && parts[2].len() == 4 => {
                    let (day, month) = if month > 12 && day <= 12 { (month, day) } else { (day, month) };
                    or_no_such_day(small(month).zip(small(day)).and_then(|(month, day)| Period::day(year, month, day)))
                }
                [year, month] if YEARS.contains(&year) && parts[0].len() == 4 && parts[1].len() == 2 => {
                    or_no_such_day(small(month).and_then(|month| {
                        if (1..=12).contains(&month) { Period::months(year, month, 1) } else { None }
                    }))
                }
                [year] if YEARS.contains(&year) && parts[0].len() == 4 => or_no_such_day(Period::months(year, 1, 12)),
                _ => Read::NotADate,
            };
        }
        self.read_stretch(text).unwrap_or_else(|| self.read_words(&parts))
    }

    /// Reads a text as [`Calendar::read`] does, and a day, month or quarter without a year as the one nearest to `day`.
    #[must_use]
    pub fn read_near(&self, text: &str, day: Day) -> Read {
        match self.read(text) {
            Read::NotADate if text.contains(char::is_alphabetic) => (-1..=1)
                .filter_map(|years| match self.read(&format!("{text} {}", day.year() + years)) {
                    Read::Period(period) => Some(period),
                    _ => None,
                })
                .min_by_key(|period| period.first.duration_since(day).abs())
                .map_or(Read::NotADate, Read::Period),
            read => read,
        }
    }

    /// The same date in the form of ISO 8601 (`2026-05-04`, `2026-05`; a quarter is `2026-Q2`). `None` where the text has
    /// that form, holds anything else, or could be read as another date too: `4/5/2026`.
    #[must_use]
    pub fn to_iso(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let lower = text.to_lowercase();
        let parts: Vec<Part> = match lower.len() {
            // The basic form, without hyphens.
            8 if lower.bytes().all(|byte| byte.is_ascii_digit()) => {
                [&lower[..4], &lower[4..6], &lower[6..]].iter().map(|part| self.part(part)).collect::<Option<_>>()?
            }
            _ => lower
                .split([' ', '.', ',', '/', '-'])
                .filter(|part| !part.is_empty())
                .map(|part| self.part(part))
                .collect::<Option<_>>()?,
        };
        let iso = match parts[..] {
            [Part::Year(year), Part::Number(month), Part::Number(day)]
            | [Part::Number(day) | Part::Ordinal(day), Part::Month(month), Part::Year(year)]
            | [Part::Month(month), Part::Number(day) | Part::Ordinal(day), Part::Year(year)]
            | [Part::Year(year), Part::Month(month), Part::Number(day)] => iso_day(year, month, day)?,
            [Part::Number(first), Part::Number(second), Part::Year(year)] => match (first > 12, second > 12) {
                (true, false) => iso_day(year, second, first)?,
                (false, true) => iso_day(year, first, second)?,
                _ if first == second => iso_day(year, first, second)?,
                _ => return None,
            },
            // `2026/27` and `2011/12` are years.
            [Part::Year(year), Part::Number(month)] if (1..=12).contains(&month) && !text.contains('/') => {
                format!("{year:04}-{month:02}")
            }
            [Part::Month(month), Part::Year(year)] | [Part::Year(year), Part::Month(month)] => {
                format!("{year:04}-{month:02}")
            }
            [Part::Quarter(quarter), Part::Year(year)] | [Part::Year(year), Part::Quarter(quarter)] => {
                format!("{year:04}-Q{quarter}")
            }
            _ => return None,
        };
        (iso != text).then_some(iso)
    }

    fn part(&self, part: &str) -> Option<Part> {
        let named = |names: &[Vec<String>]| names.iter().position(|names| names.iter().any(|name| name == part));
        if let Some(month) = named(&self.months) {
            return Some(Part::Month(month as i8 + 1));
        }
        if let Some(quarter) = named(&self.quarters) {
            return Some(Part::Quarter(quarter as i8 + 1));
        }
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        match (digits, rest) {
            (4, "") => number.parse().ok().filter(|year| YEARS.contains(year)).map(Part::Year),
            (1 | 2, "") => number.parse().ok().map(Part::Number),
            (1 | 2, rest) if self.ordinals.iter().any(|ordinal| ordinal == rest) => {
                number.parse().ok().map(Part::Ordinal)
            }
            _ => None,
        }
    }

    /// Reads two days with a dash between them, `1-30 November 2026`, `28 May – 2 June 2027`: the first may leave out what the
    /// last one says.
    fn read_stretch(&self, text: &str) -> Option<Read> {
        let (first, last) = text.split_once(['-', '–'])?;
        let (first, last) = (self.words(&parts(first))?, self.words(&parts(last))?);
        let (year, month) = (last.year?, last.month.or(first.month)?);
        let first_month = first.month.unwrap_or(month);
        let first_year = first.year.unwrap_or(year - i16::from(first_month > month));
        match (Date::new(first_year, first_month, first.day?), Date::new(year, month, last.day?)) {
            (Ok(first), Ok(last)) => (first <= last).then_some(Read::Period(Period { first, last })),
            _ => Some(Read::NoSuchDay),
        }
    }

    fn read_words(&self, parts: &[&str]) -> Read {
        let Some(Words { day, month, quarter, year }) = self.words(parts) else { return Read::NotADate };
        let period = match (day, month, quarter, year) {
            (Some(day), Some(month), None, Some(year)) => Period::day(year, month, day),
            (None, Some(month), None, Some(year)) => Period::months(year, month, 1),
            (_, None, Some(quarter), Some(year)) => Period::months(year, quarter * 3 - 2, 3),
            _ => return Read::NotADate,
        };
        period.map_or(Read::NoSuchDay, Read::Period)
    }

    /// What the words of a date name; `None` where they begin with a number that is too long for any.
    fn words(&self, parts: &[&str]) -> Option<Words> {
        let mut words = Words::default();
        for (at, part) in parts.iter().enumerate() {
            // What comes first is the date; a second one is where it was before, or another matter.
            match self.part(part) {
                Some(Part::Year(year)) => words.year = words.year.or(Some(year)),
                Some(Part::Number(day) | Part::Ordinal(day)) => words.day = words.day.or(Some(day)),
                Some(Part::Month(month)) => words.month = words.month.or(Some(month)),
                Some(Part::Quarter(quarter)) => words.quarter = words.quarter.or(Some(quarter)),
                None if at == 0 && part.bytes().take_while(u8::is_ascii_digit).count() > 4 => return None,
                None => {}
            }
        }
        Some(words)
    }
}

fn parts(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect()
}

/// The day of a timestamp such as `2026-06-30t17:00z` or `2026-06-30 17:00`; any other text as it is.
fn without_time(text: &str) -> &str {
    let is_day = |day: &str| day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match text.split_once(['t', ' ']) {
        Some((day, time)) if is_day(day) && time.starts_with(|c: char| c.is_ascii_digit()) => day,
        _ => text,
    }
}

fn small(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar {
            months: vec![
                vec!["january".into(), "jan".into()],
                vec!["february".into()],
                vec!["march".into()],
                vec!["april".into()],
            ],
            quarters: vec![vec!["q1".into()], vec!["q2".into()]],
            ordinals: vec!["st".into(), "nd".into(), "rd".into(), "th".into()],
        }
    }

    #[test]
    fn every_time_has_a_day() {
        for (seconds, day) in [
            (-1, Date::constant(1969, 12, 31)),
            (86_400, Date::constant(1970, 1, 2)),
            (999_999_999_999, Date::MAX),
            (i64::MAX, Date::MAX),
            (i64::MIN, Date::MIN),
        ] {
            assert_eq!(day_at(seconds), day, "{seconds}");
        }
    }

    #[test]
    fn a_date_that_can_be_read_in_one_way_has_an_iso_form() {
        let calendar = calendar();
        for (text, iso) in [
            ("30 April 2027", "2027-04-30"),
            ("April 30th, 2027", "2027-04-30"),
            ("3. Jan. 2027", "2027-01-03"),
            ("2027/4/30", "2027-04-30"),
            ("2027-4-3", "2027-04-03"),
            ("20270430", "2027-04-30"),
            ("30.04.2027", "2027-04-30"),
            ("4/30/2027", "2027-04-30"),
            ("4/4/2027", "2027-04-04"),
            ("April 2027", "2027-04"),
            ("2027-4", "2027-04"),
            ("Q2 2027", "2027-Q2"),
            ("2027-q2", "2027-Q2"),
        ] {
            assert_eq!(calendar.to_iso(text).as_deref(), Some(iso), "{text}");
            let read = calendar.read(text);
            assert!(read == Read::NotADate || read == calendar.read(iso), "{text}");
            assert_eq!(calendar.to_iso(iso), None, "{iso}");
        }
    }

    #[test]
    fn what_is_more_or_less_than_one_date_has_none() {
        let calendar = calendar();
        for text in [
            "4/5/2027",
            "04.05.2027",
            "end of April 2027",
            "30 April",
            "30 February 2027",
            "2026/27",
            "2011/12",
            "2027",
            "30 April 2027?",
            "2027-04-30T17:00",
            "30 April 2027 or 1 March 2027",
            "Q1/Q2 2027",
            "30/04/27",
            "monthly",
            "",
            "٣ April 2027",
        ] {
            assert_eq!(calendar.to_iso(text), None, "{text}");
        }
    }

    #[test]
    fn dates_in_digits_and_words() {
        let calendar = calendar();
        let day = |year, month, day| Read::Period(Period::day(year, month, day).expect("a day"));
        assert_eq!(calendar.read("2026-05-04"), day(2026, 5, 4));
        assert_eq!(calendar.read("2026-06-30T17:00Z"), day(2026, 6, 30));
        assert_eq!(calendar.read("2026-06-30 17:00"), day(2026, 6, 30));
        assert_eq!(calendar.read("30 April 2027"), day(2027, 4, 30));
        assert_eq!(calendar.read("Friday, April 30th, 2027"), day(2027, 4, 30));
        assert_eq!(calendar.read("20/11/2026"), day(2026, 11, 20));
        assert_eq!(calendar.read("2026-02-30"), Read::NoSuchDay);
        assert_eq!(calendar.read("2027-13"), Read::NoSuchDay);
        assert_eq!(calendar.read("soon"), Read::NotADate);
        let Read::Period(quarter) = calendar.read("2026-Q2") else { panic!("a quarter") };
        assert_eq!((quarter.first, quarter.last), (Date::constant(2026, 4, 1), Date::constant(2026, 6, 30)));
    }

    #[test]
    fn two_days_with_a_dash_between_them_are_a_stretch() {
        let calendar = calendar();
        for (text, first, last) in [
            ("1-30 April 2027", "2027-04-01", "2027-04-30"),
            ("1st–30th April 2027", "2027-04-01", "2027-04-30"),
            ("April 1–30, 2027", "2027-04-01", "2027-04-30"),
            ("Mon 29 March - Fri 2 April 2027", "2027-03-29", "2027-04-02"),
            ("28 March 2026 – 2 January 2027", "2026-03-28", "2027-01-02"),
            ("28 April - 2 January 2027", "2026-04-28", "2027-01-02"),
        ] {
            let Read::Period(period) = calendar.read(text) else { panic!("{text}") };
            assert_eq!((period.first.to_string(), period.last.to_string()), (first.into(), last.into()), "{text}");
        }
        assert_eq!(calendar.read("1-31 April 2027"), Read::NoSuchDay);
        for (text, same) in [
            ("30-April-2027", "2027-04-30"),
            ("April-2027", "2027-04"),
            ("30 April 2027 17:00-18:00", "2027-04-30"),
            ("mid-April 2027", "2027-04"),
        ] {
            assert_eq!(calendar.read(text), calendar.read(same), "{text}");
        }
    }
}
