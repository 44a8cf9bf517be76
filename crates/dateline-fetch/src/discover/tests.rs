use super::*;

const AT: &str = "https://news.example/feeds/all.xml";

fn links(text: &str) -> Vec<String> {
    let show = |link: &Link| {
        let optional = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let moment = |moment: &Option<Moment>| optional(&moment.map(|m| m.to_string()));
        format!(
            "{} {} {} {} {} {}",
            link.url,
            moment(&link.published),
            moment(&link.updated),
            optional(&link.language),
            optional(&link.publisher),
            optional(&link.title)
        )
    };
    discover(text.as_bytes(), AT, None).links.iter().map(show).collect()
}

fn check(text: &str, form: Form, expected: &[&str]) {
    let found = discover(text.as_bytes(), AT, None);
    assert_eq!(found.form, form, "{text}");
    assert_eq!(found.warnings, [], "{text}");
    assert_eq!(links(text), expected, "{text}");
}

fn warns(text: &str, expected: &[&str], count: usize) {
    let found = discover(text.as_bytes(), "f", None);
    let warnings: Vec<String> = found.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings, expected, "{text}");
    assert_eq!(found.links.len(), count, "{text}");
}

#[test]
fn rss() {
    check(
        "<?xml version='1.0'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/'>
         <channel><title>Almer News</title><link>https://news.example/</link><language>en-gb</language><ttl>15</ttl>
         <image><title>Logo</title><url>https://news.example/logo.png</url><link>https://news.example/l</link></image>
         <item><title><![CDATA[Port &amp; ferry <b>reopen</b>]]></title><link> https://news.example/1 </link>
           <description>&lt;p&gt;<a href='x'><title>no</title></description>
           <media:content url='x'><media:title>Picture</media:title></media:content>
           <source url='https://wire.example/rss'>Wire</source><pubDate>Tue, 05 Sep 2023 05:13:00 GMT</pubDate>
           <guid isPermaLink='false'>77</guid></item>
         <item><media:title>Picture</media:title><title>Fish &#38;amp; chips</title><guid>https://news.example/2</guid>
           <dc:date>2023-09-05T06:00:00Z</dc:date><dc:language>fr</dc:language></item>
         </channel></rss>",
        Form::Rss,
        &[
            "https://news.example/1 2023-09-05T05:13:00Z - en-gb Wire Port & ferry reopen",
            "https://news.example/2 2023-09-05T06:00:00Z - fr - Fish & chips",
        ],
    );
    let head = discover(b"<rss><channel><title>A &amp; B</title><ttl>15</ttl></channel></rss>", AT, None);
    assert_eq!(head.title.as_deref(), Some("A & B"));
    assert_eq!(head.ttl, Some(Duration::from_secs(900)));
}

#[test]
fn a_redirecting_feed_gives_the_address_that_it_hides() {
    check(
        "<rss xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'><channel><item><link>https://feeds.example/~r/1</link>
         <f:origLink>https://news.example/1</f:origLink></item></channel></rss>",
        Form::Rss,
        &["https://news.example/1 - - - - -"],
    );
}

#[test]
fn atom() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>N</title><link rel='self' href='/self'/>
         <entry><title type='xhtml'><div>Hafen <b>offen</b></div></title><link rel='edit' href='/edit/1'/>
           <link rel='alternate' type='application/json' href='/1.json'/><link rel='alternate' type='text/html' href='/1'/>
           <id>tag:1</id><author><name>Ana</name></author><published>2023-09-05T05:13:00Z</published><updated>2023-09-06</updated>
           <content type='xhtml'><div><title>no</title><link href='/no'/></div></content>
           <source><title>Wire</title><id>https://wire.example/</id><updated>2020-01-01</updated></source></entry>
         <entry><title type='html'>A &amp;amp; B</title><link href='2'/><updated>2023-09-07T00:00:00+02:00</updated></entry></feed>",
        Form::Atom,
        &[
            "https://news.example/1 2023-09-05T05:13:00Z 2023-09-06 de Wire Hafen offen",
            "https://news.example/feeds/2 - 2023-09-07T00:00:00+02:00 de - A & B",
        ],
    );
}

#[test]
fn a_feed_may_be_written_with_any_prefix() {
    check(
        "<ns0:feed xmlns:ns0='http://www.w3.org/2005/Atom'><ns0:entry><ns0:title>A</ns0:title><ns0:link href='/1'/>\
         </ns0:entry></ns0:feed>",
        Form::Atom,
        &["https://news.example/1 - - - - A"],
    );
}

#[test]
fn addresses_are_relative_to_what_the_feed_says() {
    check(
        "<feed xml:base='https://a.example/x/'><entry><link href='1'/></entry>
         <entry xml:base='https://b.example/'><link href='2'/></entry><entry><link href='https://c.example/3'/></entry></feed>",
        Form::Atom,
        &["https://a.example/x/1 - - - - -", "https://b.example/2 - - - - -", "https://c.example/3 - - - - -"],
    );
    // In a file, to the page that the feed belongs to.
    for saved in [
        "<rss><channel><link>https://a.example/</link><item><link>/1</link></item></channel></rss>",
        "<feed><link href='https://a.example/'/><entry><link href='/1'/></entry></feed>",
        "{\"home_page_url\": \"https://a.example/\", \"items\": [{\"url\": \"/1\"}]}",
    ] {
        assert_eq!(
            discover(saved.as_bytes(), "saved/feed", None).links[0].url,
            "https://a.example/1",
            "{saved}"
        );
    }
}

#[test]
fn rdf() {
    check(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>
         <channel rdf:about='x'><title>N</title><link>https://news.example/</link>
           <sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
         <item rdf:about='https://news.example/1'><title>A</title><link>https://news.example/1</link>
           <dc:date>2023-09-05</dc:date><dc:publisher>Wire</dc:publisher></item></rdf:RDF>",
        Form::Rdf,
        &["https://news.example/1 2023-09-05 - - Wire A"],
    );
    let text = b"<rdf:RDF><channel><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>";
    assert_eq!(discover(text, AT, None).ttl, Some(Duration::from_secs(1800)));
}

#[test]
fn json_feeds() {
    check(
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"N\", \"language\": \"en\", \"items\": [
          {\"id\": \"1\", \"url\": \"/1\", \"title\": \" A \", \"date_published\": \"2023-09-05T05:13:00-02:00\"},
          {\"id\": \"https://news.example/2\", \"language\": \"fr\", \"date_modified\": \"2023-09-05\", \"author\": {\"name\": 1}}]}",
        Form::JsonFeed,
        &[
            "https://news.example/1 2023-09-05T05:13:00-02:00 - en - A",
            "https://news.example/2 - 2023-09-05 fr - -",
        ],
    );
}

#[test]
fn news_sitemaps() {
    check(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:g='http://www.google.com/schemas/sitemap-news/0.9'
           xmlns:image='http://www.google.com/schemas/sitemap-image/1.1' xmlns:video='http://www.google.com/schemas/sitemap-video/1.1'>
         <url><loc>https://news.example/1</loc><lastmod>2023-09-06</lastmod>
           <video:video><video:title>Film</video:title><video:publication_date>2001-01-01</video:publication_date></video:video>
           <g:news><g:publication><g:name>Almer News</g:name><g:language>en</g:language></g:publication>
             <g:publication_date>2023-09-05T05:13:00Z</g:publication_date><g:title>Port reopens</g:title></g:news>
           <image:image><image:loc>https://news.example/p.jpg</image:loc><image:title>Harbour</image:title></image:image></url>
         <url><loc>https://news.example/about</loc></url></urlset>",
        Form::Sitemap,
        &[
            "https://news.example/1 2023-09-05T05:13:00Z 2023-09-06 en Almer News Port reopens",
            "https://news.example/about - - - - -",
        ],
    );
}

#[test]
fn indexes_of_sitemaps() {
    let text = "<sitemapindex><sitemap><loc>/a.xml.gz</loc><lastmod>2023-09-05T05:13:00Z</lastmod></sitemap>
                <sitemap><loc>https://news.example/b.xml</loc></sitemap></sitemapindex>";
    check(text, Form::SitemapIndex, &[]);
    let sources = discover(text.as_bytes(), AT, None).sources;
    assert_eq!(sources[0].url, "https://news.example/a.xml.gz");
    assert_eq!(sources[0].updated.map(|m| m.to_string()).as_deref(), Some("2023-09-05T05:13:00Z"));
    assert_eq!(sources[1].url, "https://news.example/b.xml");
}

#[test]
fn lists() {
    check(
        "# ours\nhttps://news.example/1\n\n  HTTP://News.Example/2#top # with a comment\nhttps://news.example/1\n",
        Form::List,
        &["https://news.example/1 - - - - -", "http://news.example/2#top - - - - -"],
    );
    warns(
        "https://news.example/1\nnews.example/2\nftp://x/3",
        &[
            "`f`, line 2, column 1: `news.example/2` is no web address; it was left out",
            "`f`, line 3, column 1: `ftp://x/3` is no web address; it was left out",
        ],
        1,
    );
}

#[test]
fn pages_name_feeds() {
    let page = "<!doctype html><html><head><link rel='stylesheet' href='s.css'><link rel='alternate' hreflang='fr' href='/fr'>
        <link rel=alternate type='application/rss+xml' title='All' href='/rss?a=1&amp;b'><body><p>Port reopens.";
    check(page, Form::Page, &[]);
    let sources = discover(page.as_bytes(), AT, None).sources;
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].url, "https://news.example/rss?a=1&b");
    assert_eq!(sources[0].title.as_deref(), Some("All"));
    check("The port of Almer reopened on Monday.", Form::Page, &[]);
    warns(
        "<NewsML><NewsItem/></NewsML>",
        &["`f`: it is no feed, sitemap, list or page that is known here"],
        0,
    );
    check(
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>Port</p></html>",
        Form::Page,
        &[],
    );
}

#[test]
fn other_charsets_and_compression() {
    let text = "<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><title>\u{1}\u{2}</title><link>http://n.example/1</link>";
    let bytes: Vec<u8> = text.bytes().map(|b| if b < 3 { 0xcf + b } else { b }).collect();
    assert_eq!(discover(&bytes, AT, None).links[0].title.as_deref(), Some("РС"));
    let utf16: Vec<u8> = "\u{feff}<rss><channel><item><link>http://n.example/1</link></item></channel></rss>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(discover(&utf16, AT, None).links.len(), 1);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, b"<urlset><url><loc>http://n.example/1</loc></url></urlset>")
        .unwrap();
    assert_eq!(discover(&gzip.finish().unwrap(), "sitemap.xml.gz", None).links.len(), 1);
}

#[test]
fn broken_feeds_give_what_could_be_read() {
    warns(
        "<rss><item><link>http://n.example/1</link></item>\n <item> <link>http://n.example/2</li",
        &[
            "`f`, line 2, column 33: it is cut off inside of a tag",
            "`f`, line 2, column 15: it is cut off inside of an entry",
            "`f`, line 2, column 2: an item has no address; it was left out",
        ],
        1,
    );
    // The address stood before the cut.
    warns(
        "<rss><item><link>http://n.example/1</link><title>Port re",
        &["`f`, line 1, column 50: it is cut off inside of an entry"],
        1,
    );
    // Ends that were lost.
    warns(
        "<rss><item><title>A<link>http://n.example/1</link><item><link>http://n.example/2</link></rss>",
        &["`f`, line 1, column 88: it is cut off inside of an entry"],
        2,
    );
    warns(
        "<rss><item><title><![CDATA[A</title><link>http://n.example/1</link></item>\
           <item><title><![CDATA[B]]></title><link>http://n.example/2</link></item></rss>",
        &["`f`, line 1, column 19: a CDATA is not ended; what it holds was read as if it were not there"],
        2,
    );
    warns(
        "<rss><item><pubDate>soon</pubDate><link>http://n.example/1</link></item></rss>",
        &["`f`, line 1, column 6: `soon` is no date that can be read"],
        1,
    );
    warns("<rss><item><link>/1</link></item></rss>", &["`f`: `/1` is no web address; it was left out"], 0);
    warns(
        "<rss><item><link>javascript:alert(1)</link></item></rss>",
        &["`f`: `javascript:alert(1)` is no web address; it was left out"],
        0,
    );
    warns("", &["`f`: the input is empty", "`f`: there is nothing in it"], 0);
}

#[test]
fn broken_json_gives_what_could_be_read() {
    let item = "{\"url\": \"http://n.example/1\"}";
    warns(
        &format!(
            "{{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{item},\n{{\"url\": \"http://n.ex"
        ),
        &[
            "`f`, line 2, column 20: it is broken here (EOF while parsing a string); what stands before was read",
        ],
        1,
    );
    warns(
        &format!("{{\"items\": [{item}, {{\"title\": \"A\"}}, 7]}}"),
        &[
            "`f`: item 2 has no address; it was left out",
            "`f`: item 3 has no address; it was left out",
            "`f`: it does not say which version of JSON Feed it is",
        ],
        1,
    );
    warns("{\"a\": 1}", &["`f`: it is JSON, but no JSON Feed"], 0);
    warns(
        "{\"title\": \"é\n\"}",
        &[
            "`f`, line 2, column 1: it is broken here (control character (\\u0000-\\u001F) found while parsing a string); what stands before was read",
            "`f`: it is JSON, but no JSON Feed",
        ],
        0,
    );
    let deep = format!("{{\"items\": {}", "[".repeat(100_000));
    assert_eq!(discover(deep.as_bytes(), "f", None).links, []);
}

#[test]
fn links_are_stored_and_read_again() {
    let feed = "<rss><item><title>A</title><link>http://n.example/1</link><pubDate>5 Sep 2023 05:13 +0200</pubDate></item></rss>";
    let link = discover(feed.as_bytes(), AT, None).links.remove(0);
    let stored = serde_json::to_string(&link).unwrap();
    assert_eq!(stored, r#"{"url":"http://n.example/1","published":"2023-09-05T05:13+02:00","title":"A"}"#);
    assert_eq!(serde_json::from_str::<Link>(&stored).unwrap(), link);
}
