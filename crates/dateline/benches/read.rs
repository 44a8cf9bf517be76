//! How long page and article reading take, on pages made here: `cargo bench --package dateline [FILTER]`.
//!
//! For each page the least of many runs, as whatever else the machine does only adds. Pages of news sites are in
//! `bench/extraction_speed.py`; these show what a change costs, and that time grows with the page and no faster.
#![allow(clippy::print_stdout)]
use std::hint::black_box;
use std::time::{Duration, Instant};

use dateline::read::{Hints, Page};
use dateline::{Engine, Stage};

fn main() -> Result<(), dateline::lexicon::Error> {
    // Cargo passes `--bench`.
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let engine = Engine::new()?;
    println!("{:<24} {:>10} {:>12} {:>12} {:>8}", "page", "bytes", "page µs", "article µs", "MB/s");
    for (name, page) in pages().into_iter().filter(|(name, _)| name.contains(&filter)) {
        let decoding = least(|| drop(black_box(Page::new(page.as_bytes(), Hints::default()))));
        let decoded = Page::new(page.as_bytes(), Hints::default());
        let reading = least(|| drop(black_box(engine.run(&decoded, Stage::Article, false))));
        let seconds = (decoding + reading).as_secs_f64();
        println!(
            "{name:<24} {:>10} {:>12.1} {:>12.1} {:>8.0}",
            page.len(),
            decoding.as_secs_f64() * 1e6,
            reading.as_secs_f64() * 1e6,
            page.len() as f64 / 1e6 / seconds
        );
    }
    let data = dateline::lexicon::Data::embedded();
    let places = least(|| drop(black_box(dateline::places::Rules::load(&data))));
    println!("loading the rules: {:.1} ms", least(|| drop(black_box(Engine::new()))).as_secs_f64() * 1e3);
    println!("those of places, with the gazetteer: {:.1} ms", places.as_secs_f64() * 1e3);
    Ok(())
}

/// The least time of the runs that fit in half a second, of three at least.
fn least(run: impl Fn()) -> Duration {
    let begin = Instant::now();
    let mut least = Duration::MAX;
    let mut runs = 0;
    while runs < 3 || begin.elapsed() < Duration::from_millis(500) {
        let start = Instant::now();
        run();
        least = least.min(start.elapsed());
        runs += 1;
    }
    least
}

fn pages() -> Vec<(&'static str, String)> {
    let news = news(20);
    vec![
        ("news", news.clone()),
        ("news, ten times longer", self::news(200)),
        ("news, plain text", plain(20)),
        ("links only", links(2_000)),
        (
            "scripts",
            news.replace("</head>", &format!("<script>{}</script></head>", "var a=1<2;".repeat(50_000))),
        ),
        ("deeply nested", format!("{}{}", "<div>".repeat(100_000), sentence(1))),
        ("never closed", "<p><b><a href=x".repeat(50_000)),
        ("references", "&amp;&#8220;&nbsp;".repeat(50_000)),
    ]
}

/// A page as news sites make them: head with JSON-LD, navigation, figure, body, rail, footer.
fn news(paragraphs: usize) -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <title>Port of Almer reopens after storm | The Almer Courier</title>\
         <meta property=\"og:title\" content=\"Port of Almer reopens after storm\">\
         <script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\
         \"headline\":\"Port of Almer reopens after storm\",\"datePublished\":\"2024-03-05T09:30:00+01:00\",\
         \"author\":{\"@type\":\"Person\",\"name\":\"Lena Moreau\"}}</script></head><body><nav>",
    );
    page.push_str(&links(60));
    page.push_str("</nav><main><article><h1>Port of Almer reopens after storm</h1><p class=\"byline\">By Lena Moreau</p>");
    for number in 0..paragraphs {
        if number % 5 == 1 {
            page.push_str("<figure><img src=\"/a.jpg\"><figcaption>Crews on the quay. Photo: T. Field</figcaption></figure>");
        }
        page.push_str(&format!(
            "<div class=\"text-block\"><p>{} {}</p></div>\n",
            sentence(number),
            sentence(number + 7)
        ));
    }
    page.push_str("</article></main><aside><h3>Latest news</h3>");
    page.push_str(&links(40));
    page.push_str("</aside><footer><p>All rights reserved.</p></footer></body></html>");
    page
}

fn plain(paragraphs: usize) -> String {
    let mut page = String::from(
        "World News\n\nMarch 5, 2024\n\nPort of Almer reopens after storm\n\nBy Lena Moreau\n\n",
    );
    for number in 0..paragraphs {
        page.push_str(&format!("{} {}\n\n", sentence(number), sentence(number + 7)));
    }
    page.push_str("Latest Headlines\n\nWorld News // 2 hours ago\nBridge to Sund closes for the night\n");
    page
}

fn links(count: usize) -> String {
    let mut list = String::from("<ul class=\"list\">");
    for number in 0..count {
        list.push_str(&format!("<li><a href=\"/news/{number}\">Headline of story number {number}</a></li>"));
    }
    list.push_str("</ul>");
    list
}

/// A sentence that differs with its number, so that nothing is folded as a repetition.
fn sentence(number: usize) -> String {
    format!(
        "Ferry number {number} was the first to leave the port of Almer on Monday, a week after the storm, with {} \
         passengers on board, the harbour master said.",
        number * 37 % 400
    )
}
