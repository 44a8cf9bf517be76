use super::*;

fn check_in(locale: Locale, text: &str, expected: &str) {
    let when = When::load(&Data::embedded()).unwrap();
    let found = when.parse(text, &locale).map_or("none".to_owned(), |moment| moment.to_string());
    assert_eq!(found, expected, "date of {text:?}");
}

fn check(text: &str, expected: &str) {
    check_in(Locale::default(), text, expected);
}

#[test]
fn data_in_all_sloppy_forms() {
    check("2023-09-05", "2023-09-05");
    check("2023-09-05T05:13:20Z", "2023-09-05T05:13:20Z");
    check("2023-09-05T05:13:20.123456789+02:00", "2023-09-05T05:13:20+02:00");
    check("2023-09-05 05:13", "2023-09-05T05:13");
    check("2023-09-05 05:13:20 +0200", "2023-09-05T05:13:20+02:00");
    check("2023-09-05T05:13:20+0200", "2023-09-05T05:13:20+02:00");
    check("2023-09-05T05:13-04", "2023-09-05T05:13-04:00");
    check("2023-09-05t05:13:20z", "2023-09-05T05:13:20Z");
    check("2023-9-5T5:13:20", "2023-09-05T05:13:20");
    check("2023/09/05 05:13", "2023-09-05T05:13");
    check("20230905", "2023-09-05");
    check("20230905T051320Z", "2023-09-05T05:13:20Z");
    check("20230905051320", "2023-09-05T05:13:20");
    check("2023-09-05T05:13:20+02:00[Europe/Berlin]", "2023-09-05T05:13:20+02:00");
    check("  2023-09-05T05:13:20 UTC", "2023-09-05T05:13:20Z");
}

#[test]
fn dates_of_programs() {
    check("Tue, 05 Sep 2023 05:13:00 +0200", "2023-09-05T05:13:00+02:00");
    check("Tue, 05 Sep 2023 05:13:00 GMT", "2023-09-05T05:13:00Z");
    check("Tue Sep 05 2023 05:13:00 GMT+0200 (CEST)", "2023-09-05T05:13:00+02:00");
    check("Tue Sep 05 05:13:00 CEST 2023", "2023-09-05T05:13:00+02:00");
    assert_eq!(epoch("1693890800").unwrap().to_string(), "2023-09-05T05:13:20Z");
    assert_eq!(epoch("1693890800123").unwrap().to_string(), "2023-09-05T05:13:20Z");
}

#[test]
fn dates_in_words() {
    check("Sept. 5, 2023 / 5:13 AM", "2023-09-05T05:13");
    check("September 5th, 2023", "2023-09-05");
    check("Updated 5:13 p.m. EDT, Tue September 5, 2023", "2023-09-05T17:13-04:00");
    check("5 September 2023 14:05 GMT", "2023-09-05T14:05Z");
    check("05.09.2023, 14:05 Uhr", "2023-09-05T14:05");
    check("5. September 2023 um 14.05 Uhr", "2023-09-05T14:05");
    check("Publié le 1er août 2023 à 9h05", "2023-08-01T09:05");
    check("5 de septiembre de 2023 - 14:05 h", "2023-09-05T14:05");
    check("5 settembre 2023 alle 14:05", "2023-09-05T14:05");
    check("05/set/2023", "2023-09-05");
    check("5.9.2023 klo 14.05", "2023-09-05T14:05");
    check("5 сентября 2023, 14:05 МСК", "2023-09-05T14:05+03:00");
    check("5 Eylül 2023 Salı 14:05", "2023-09-05T14:05");
    check("2023年9月5日 14時05分", "2023-09-05T14:05");
    check("2023年9月5日(火)午後2時5分", "2023-09-05T14:05");
    check("2023년 9월 5일 오후 2:05", "2023-09-05T14:05");
    check("입력 2023. 9. 5. 14:05", "2023-09-05T14:05");
    check("5 سبتمبر 2023", "2023-09-05");
    check("5 tháng 9, 2023", "2023-09-05");
    check("2023. szeptember 5., kedd 14:05", "2023-09-05T14:05");
}

#[test]
fn the_country_orders_day_and_month() {
    let (us, gb, unknown) =
        (Locale::of(Some("en-US"), None), Locale::of(Some("en"), Some("a.co.uk")), Locale::default());
    check_in(us, "09/05/2023", "2023-09-05");
    check_in(gb, "05/09/2023", "2023-09-05");
    check_in(unknown, "05/09/2023", "none");
    check_in(unknown, "25/09/2023", "2023-09-25");
    check_in(us, "25/09/2023", "2023-09-25");
    check_in(us, "05.09.23", "2023-09-05");
}

#[test]
fn the_language_tells_months_apart() {
    check_in(Locale::of(Some("pl"), None), "5 listopada 2023", "2023-11-05");
    check_in(Locale::of(Some("hr"), None), "5. listopada 2023.", "2023-10-05");
    check("5 listopada 2023", "none");
}

#[test]
fn zones_that_are_sure() {
    let us = Locale::of(Some("en-US"), None);
    check_in(us, "Sept. 5, 2023, 5:13 a.m. ET", "2023-09-05T05:13-04:00");
    check_in(us, "Jan. 5, 2023, 5:13 a.m. ET", "2023-01-05T05:13-05:00");
    check_in(us, "Jan. 5, 2023, 5:13 a.m. CST", "2023-01-05T05:13-06:00");
    check("Jan. 5, 2023, 5:13 a.m. CST", "2023-01-05T05:13");
    check("5 janvier 2023 à 14h05 et plus", "2023-01-05T14:05");
    check("2023-09-05 14:05 (GMT+9)", "2023-09-05T14:05+09:00");
}

#[test]
fn what_is_no_date() {
    for text in [
        "",
        "September 2023",
        "2023-09",
        "version 1.2.2023.4.5",
        "31.02.2023",
        "1693890800",
        "0001-01-01",
        "14:05",
    ] {
        check(text, "none");
    }
    check("5 September 2023 - 3 comments", "2023-09-05");
    check("5 September 2023 | 12 min read", "2023-09-05");
}

#[test]
fn a_date_is_found_where_it_stands() {
    let when = When::load(&Data::embedded()).unwrap();
    let text = "Von Ana Ruiz, 5. März 2024, 9:05 Uhr, Almer";
    let (_, range) = when.find(text, &Locale::default()).unwrap();
    assert_eq!(&text[range], "5. März 2024, 9:05 Uhr");
}
