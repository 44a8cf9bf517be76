use crate::engine::{Engine, Stage};
use crate::read::{Hints, Page};

/// What a page says, as "headline | authors | published", each with the rule that read it.
fn check(html: &str, expected: &str) {
    let page = Page::new(format!("<!doctype html>{html}").as_bytes(), Hints::default());
    let doc = Engine::new().unwrap().run(&page, Stage::Article, true);
    let article = doc.article.unwrap();
    let headline = article.headline.map_or("none".to_owned(), |h| format!("{} ({})", h.value, h.rule));
    let mut authors: Vec<String> = article.authors.iter().map(|a| a.value.clone()).collect();
    authors.extend(article.authors.first().map(|a| format!("({})", a.rule)));
    let published = article.published.map_or("none".to_owned(), |p| format!("{} ({})", p.value, p.rule));
    assert_eq!(format!("{headline} | {} | {published}", authors.join(" ")), expected, "{html}");
    for fact in &article.authors {
        let (start, end) = fact.page.unwrap();
        assert!(page.text.get(start as usize..end as usize).is_some());
    }
}

#[test]
fn json_ld_that_agrees_with_the_page() {
    check(
        r#"<title>Port reopens - Almer Post</title><meta property="og:site_name" content="Almer Post">
        <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sinks", "author": "Ben Cole"}</script>
        <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Port reopens",
        "author": {"@type": "Person", "name": "Ana Ruiz"}, "datePublished": "2024-03-05T09:05:00+01:00"}</script>
        <h1>Port reopens</h1><p>The port reopened.</p>"#,
        "Port reopens (article/h1) | Ana Ruiz (article/json-ld-author) | 2024-03-05T09:05:00+01:00 (article/json-ld-published)",
    );
}

#[test]
fn a_page_without_data() {
    check(
        r#"<html lang="en-GB"><title>Port reopens | Almer Post</title><h1><a href="/">Almer Post</a></h1>
        <h2>Port reopens</h2><p>By ANA RUIZ and Ben Cole</p><p>5 March 2024, 9.05 am</p><p>The port reopened.</p>"#,
        "Port reopens (article/heading) | Ana Ruiz Ben Cole (article/byline-text) | 2024-03-05T09:05 (article/date-text)",
    );
}

#[test]
fn titles_lose_the_name_of_the_site() {
    check(
        r#"<meta property="og:title" content="Port reopens at last - Almer Post"><meta property="og:site_name" content="Almer Post">"#,
        "Port reopens at last (article/og-title) |  | none",
    );
}

#[test]
fn separators_side_by_side() {
    check(
        r#"<title>Port reopens at last - | Almer Post</title><meta property="og:site_name" content="Almer Post">"#,
        "Port reopens at last (article/title-element) |  | none",
    );
}

#[test]
fn a_kicker_is_no_part_of_the_headline() {
    check(
        r#"<meta property="og:title" content="Port reopens at last"><h1><span>Almer</span> Port reopens at last</h1>"#,
        "Port reopens at last (article/og-title) |  | none",
    );
}

#[test]
fn dates_of_comments_and_changes_are_not_the_article_s() {
    check(
        r#"<title>Port reopens</title><h1>Port reopens</h1><p>Updated: 7 March 2024</p>
        <time datetime="2024-03-05T09:05">5 March</time>
        <div class="comments"><time datetime="2024-03-06T10:00">6 March</time></div>"#,
        "Port reopens (article/h1) |  | 2024-03-05T09:05 (article/time-element)",
    );
}

#[test]
fn instants_take_the_offset_of_the_clock_that_is_shown() {
    check(
        r#"<title>Port reopens</title><meta property="article:published_time" content="2024-03-05T02:41:00Z">
        <h1>Port reopens</h1><p>4 March 2024 - 22:41</p>"#,
        "Port reopens (article/h1) |  | 2024-03-04T22:41:00-04:00 (article/meta-published)",
    );
}

#[test]
fn names_beside_dates() {
    check(
        r#"<html lang="de"><title>Port öffnet</title><h1>Port öffnet</h1><p>11.12.2019 - Ana Ruiz</p>"#,
        "Port öffnet (article/h1) | Ana Ruiz (article/name-beside-date) | 2019-12-11 (article/date-text)",
    );
}

#[test]
fn links_to_profiles_hold_names() {
    check(
        r#"<title>Port reopens</title><h1>Port reopens</h1>
        <div class="entry-meta"><a rel="author" href="/author/ana22">ana22</a> <span>Follow</span></div>
        <div class="related"><a rel="author" href="/author/ben">Ben Cole</a></div>"#,
        "Port reopens (article/h1) | ana22 (article/rel-author) | none",
    );
}

#[test]
fn any_prefix_of_a_page_can_be_read() {
    let page = r#"<title>Port – reopens</title><meta property="article&#x3a;published_time" content="2024-03-05">
        <script type="application/ld+json">{"@type": "NewsArticle", "author": [{"name": "Ana \u00fc"}]}</script>
        <h1>Port – reopens</h1><p>By Ana Ruiz, 5 März 2024 um 9.05 Uhr</p><script>"publishedAt":"2024-03-05T09</script>"#;
    let engine = Engine::new().unwrap();
    for (end, _) in page.char_indices() {
        engine.run(&Page::new(&page.as_bytes()[..end], Hints::default()), Stage::Article, true);
    }
}
