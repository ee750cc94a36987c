use super::*;

fn reading(text: &str) -> String {
    match read(text, When::from_iso("2014").unwrap()) {
        Reading::One(when) => when.to_string(),
        Reading::Two(a, b) => format!("{a} or {b}"),
        Reading::None(reason) => reason.to_owned(),
    }
}

#[test]
fn one_date_many_spellings() {
    for text in [
        "2010-05",
        "May 2010",
        "may, 2010",
        "5/2010",
        "05/2010",
        "05.2010",
        "2010 May",
        "2010/5",
        "in May of 2010",
        "may2010",
        "May, 2010 I think",
        "it was May 2010",
        "201005",
    ] {
        assert_eq!(reading(text), "May 2010", "{text}");
    }
    for text in [
        "26 June 2020",
        "June 26th, 2020",
        "june 26 2020",
        "26.6.2020",
        "26/06/2020",
        "06/26/2020",
        "2020-06-26",
        "2020/6/26",
        "20200626",
        "26th of June, 2020",
        "the 26th June 2020",
        "2020 June 26",
        "２０２０年６月２６日",
        "26. Jun. 2020",
        "Friday, 26 June 2020",
        "Fri 26 Jun 2020",
        "june26th, 2020",
    ] {
        assert_eq!(reading(text), "26 June 2020", "{text}");
    }
    assert_eq!(reading("Septmber 2015"), "September 2015");
    assert_eq!(reading("Sept. 2015"), "September 2015");
    assert_eq!(reading("Febuary 2013"), "February 2013");
    assert_eq!(reading("  2014. "), "2014");
    assert_eq!(reading("44 BC"), "44 BC");
    assert_eq!(reading("15 March 44 B.C."), "15 March 44 BC");
    assert_eq!(reading("AD 476"), "476");
    assert_eq!(reading("476"), "476");
}

#[test]
fn ranges_of_many_spellings() {
    for text in [
        "2019–2023",
        "2019-2023",
        "2019 - 2023",
        "2019 to 2023",
        "from 2019 until 2023",
        "2019/2023",
        "2019-23",
        "between 2019 and 2023",
        "2019..2023",
        "FY2019-2023",
        "FY2019-FY2023",
        "FY 2019 to FY 2023",
        "fiscal years 2019 to 2023",
        "2019 - 2023 financial years",
        "from 2019 to 2023 inclusive",
    ] {
        assert_eq!(reading(text), "2019 to 2023", "{text}");
    }
    assert_eq!(reading("May–July 2018"), "May 2018 to July 2018");
    assert_eq!(reading("26-28 June 2020"), "26 June 2020 to 28 June 2020");
    assert_eq!(reading("April 2013 to March 2014"), "April 2013 to March 2014");
    assert_eq!(reading("2013-04/2014-03"), "April 2013 to March 2014");
    assert_eq!(
        read("2009-10", When::from_iso("2009/2010").unwrap()),
        Reading::One(When::from_iso("2009/2010").unwrap())
    );
    assert_eq!(reading("2009-10"), "October 2009");
}

#[test]
fn what_is_asked_again() {
    assert_eq!(reading("06/07/2020"), "6 July 2020 or 7 June 2020");
    assert_eq!(reading("06/06/2020"), "6 June 2020");
    assert_eq!(reading("May 14"), NO_YEAR);
    assert_eq!(reading("May"), NO_YEAR);
    assert_eq!(reading("14"), SHORT_YEAR);
    assert_eq!(reading("26.6.20"), SHORT_YEAR);
    assert_eq!(reading("31 June 2020"), NO_SUCH_DATE);
    assert_eq!(reading("13/2010"), NO_SUCH_DATE);
    for text in [
        "banana",
        "",
        "jule 2010",
        "2010s",
        "260620",
        "013112",
        "2014 or 2015",
        "not 2014",
        "x2014",
        "Friday",
        "1 2 3 4",
        "2023 to 2019",
        "99999",
        "12345678901234567890",
    ] {
        assert_eq!(reading(text), NOT_A_DATE, "{text}");
    }
}
