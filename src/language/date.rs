use jiff::civil::Date;

use super::calendar::Calendar;

/// A day of the calendar.
pub type Day = Date;

/// A stretch of days that a text names: one day, a month, a quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub first: Day,
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

/// The day, in UTC, of a time in seconds since 1970.
#[must_use]
pub fn day_at(seconds: i64) -> Day {
    let days = i32::try_from(seconds.div_euclid(86_400)).unwrap_or(0);
    Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
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
    Period(Period),
    /// It has the form of a date, but there is no such day.
    NoSuchDay,
    NotADate,
}

impl Calendar {
    /// Reads a date, month, quarter or year out of a text that is nothing but that (and words like "end of").
    ///
    /// Days in digits are read day first (`4.5.2026` is 4 May) unless the year comes first.
    #[must_use]
    pub fn read(&self, text: &str) -> Read {
        let lower = text.trim().to_lowercase();
        let parts: Vec<&str> =
            without_time(&lower).split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
        let number = |part: &str| part.parse::<i16>().ok();
        let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let years = 1900..=2200;
        let or_no_such_day = |period: Option<Period>| period.map_or(Read::NoSuchDay, Read::Period);
        if digits {
            let numbers: Vec<i16> = parts.iter().filter_map(|part| number(part)).collect();
            return match numbers[..] {
                [year, month, day] if years.contains(&year) && parts[0].len() == 4 => {
                    or_no_such_day(small(month).zip(small(day)).and_then(|(month, day)| Period::day(year, month, day)))
                }
                [day, month, year] if years.contains(&year) && parts[2].len() == 4 => {
                    let (day, month) = if month > 12 && day <= 12 { (month, day) } else { (day, month) };
                    or_no_such_day(small(month).zip(small(day)).and_then(|(month, day)| Period::day(year, month, day)))
                }
                [year, month] if years.contains(&year) && parts[0].len() == 4 && parts[1].len() == 2 => {
                    or_no_such_day(small(month).and_then(|month| {
                        if (1..=12).contains(&month) { Period::months(year, month, 1) } else { None }
                    }))
                }
                [year] if years.contains(&year) && parts[0].len() == 4 => or_no_such_day(Period::months(year, 1, 12)),
                _ => Read::NotADate,
            };
        }
        self.read_words(&parts)
    }

    fn read_words(&self, parts: &[&str]) -> Read {
        let (mut day, mut month, mut quarter, mut year) = (None, None, None, None);
        for (at, part) in parts.iter().enumerate() {
            let leading: String = part.chars().take_while(char::is_ascii_digit).collect();
            let rest = &part[leading.len()..];
            if let Some(named) = self.months.iter().position(|names| names.iter().any(|name| name == part)) {
                month = Some(named as i8 + 1);
            } else if let Some(named) = self.quarters.iter().position(|names| names.iter().any(|name| name == part)) {
                quarter = Some(named as i8 + 1);
            } else if leading.len() == 4 && rest.is_empty() {
                year = leading.parse::<i16>().ok();
            } else if (1..=2).contains(&leading.len())
                && (rest.is_empty() || self.ordinals.iter().any(|ordinal| ordinal == rest))
            {
                day = day.or(leading.parse::<i8>().ok());
            } else if leading.len() > 4 && at == 0 {
                return Read::NotADate;
            }
        }
        let period = match (day, month, quarter, year) {
            (Some(day), Some(month), None, Some(year)) => Period::day(year, month, day),
            (None, Some(month), None, Some(year)) => Period::months(year, month, 1),
            (_, None, Some(quarter), Some(year)) => Period::months(year, quarter * 3 - 2, 3),
            _ => return Read::NotADate,
        };
        period.map_or(Read::NoSuchDay, Read::Period)
    }
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

    #[test]
    fn dates_in_digits_and_words() {
        let calendar = Calendar {
            months: vec![
                vec!["january".into(), "jan".into()],
                vec!["february".into()],
                vec!["march".into()],
                vec!["april".into()],
            ],
            quarters: vec![vec!["q1".into()], vec!["q2".into()]],
            ordinals: vec!["st".into(), "nd".into(), "rd".into(), "th".into()],
        };
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
}
