use super::*;

fn check(robots: &str, path: &str, allowed: bool) {
    let parsed = Robots::parse(robots.as_bytes(), "dateline");
    assert_eq!(parsed.allows(path), allowed, "{robots:?} {path}");
}

#[test]
fn nothing_forbids_nothing() {
    check("", "/a", true);
    check("User-agent: *\nDisallow:\n", "/a", true);
    check("Disallow: /a", "/a", true); // belongs to no robot
    check("<html><p>User-agent: *\nnot found</html>", "/a", true);
}

#[test]
fn the_longest_rule_decides_and_allow_among_equals() {
    let robots = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\n";
    check(robots, "/a", false);
    check(robots, "/ab", false);
    check(robots, "/a/b", true);
    check(robots, "/a/b/c/d", false);
    check(robots, "/A", true);
    check("User-agent: *\nAllow: /page\nDisallow: /page", "/page", true);
    check("User-agent: *\nDisallow: /page\nAllow: /page", "/page", true);
    check("User-agent: *\nDisallow: /", "/robots.txt", true);
}

#[test]
fn our_own_group_counts_alone() {
    let robots = "User-agent: *\nDisallow: /\n\nUser-agent: Dateline/1.0\nDisallow: /x\n";
    check(robots, "/a", true);
    check(robots, "/x", false);
    check("User-agent: dateline\n\nUser-agent: *\nDisallow: /", "/a", false); // one group: no rule between the names
    check("User-agent: dateline\nAllow:\n\nUser-agent: *\nDisallow: /", "/a", true);
    check("User-agent: datelinebot\nDisallow: /", "/a", true);
    check("User-agent: date\nDisallow: /", "/a", true);
    // Groups of one robot are joined; other lines do not part the names of a group.
    let robots =
        "user-agent: dateline\ndisallow: /a\nuser-agent: b\ndisallow: /b\nUSER-AGENT: DATELINE\ndisallow: /c";
    check(robots, "/a", false);
    check(robots, "/b", true);
    check(robots, "/c", false);
    let robots = "User-agent: a\nSitemap: https://n.example/s.xml\nUser-agent: dateline\nDisallow: /a";
    check(robots, "/a", false);
}

#[test]
fn wildcards() {
    let check = |rule: &str, path: &str, hit: bool| {
        check(&format!("User-agent: *\nDisallow: {rule}"), path, !hit);
    };
    check("/*.php", "/a/index.php?x", true);
    check("/*.php$", "/a/index.php", true);
    check("/*.php$", "/a/index.php?x", false);
    check("/a*b*c", "/a/x/b/x/c", true);
    check("/a*b*c", "/a/c/b", false);
    check("/fish*", "/fish", true);
    check("/fish$", "/fish", true);
    check("/fish$", "/fishing", false);
    check("/*aa$", "/aaa", true);
    check("/a*a$", "/a", false);
    check("*", "/anything", true);
    check("/$", "/", true);
    check("/$", "/a", false);
    check("/a$b", "/a$b", true); // only at the end is it more than itself
    check("/**a", "/xa", true);
}

#[test]
fn escapes_are_compared_by_what_they_mean() {
    check("User-agent: *\nDisallow: /~a", "/%7ea", false);
    check("User-agent: *\nDisallow: /%7ea", "/~a", false);
    check("User-agent: *\nDisallow: /münchen", "/m%C3%BCnchen", false);
    check("User-agent: *\nDisallow: /m%c3%bcnchen", "/m%C3%BCnchen", false);
    check("User-agent: *\nDisallow: /a%2Fb", "/a/b", true);
    check("User-agent: *\nDisallow: /a%2", "/a%2", false);
}

#[test]
fn odd_forms() {
    check("\u{feff}User-agent: *\nDisallow: /a", "/a", false);
    check("User-agent: *\rDisallow: /a\r", "/a", false);
    check("User-agent: *\r\nDisallow: /a # not this\r\n", "/a", false);
    check("  user-AGENT :  *  \n  disallow :  /a  ", "/a", false);
    check("User-agent: *\nNoindex: /b\nDisallow: /a", "/a", false);
    check("User-agent: *\n\n\nDisallow: /a", "/a", false); // an empty line does not end a group
}

#[test]
fn delays_and_sitemaps() {
    let parse = |text: &str| Robots::parse(text.as_bytes(), "dateline");
    let delay = |text: &str| parse(text).delay.map(|d| d.as_secs_f64());
    assert_eq!(delay("User-agent: *\nCrawl-delay: 1.5"), Some(1.5));
    assert_eq!(delay("User-agent: *\nCrawl-delay: 9\nUser-agent: dateline\nCrawl-delay: 2"), Some(2.0));
    assert_eq!(delay("Crawl-delay: 3\nUser-agent: a\nDisallow: /"), Some(3.0));
    assert_eq!(delay("User-agent: a\nCrawl-delay: 3"), None);
    for wrong in ["-1", "soon", "1e300", "NaN", "inf", ""] {
        assert_eq!(delay(&format!("User-agent: *\nCrawl-delay: {wrong}")), None, "{wrong}");
    }
    let text = "Sitemap: https://n.example/a.xml\nUser-agent: dateline\nDisallow:\nsitemap: /b.xml";
    assert_eq!(parse(text).sitemaps, ["https://n.example/a.xml", "/b.xml"]);
}

#[test]
fn hostile_patterns_take_no_time() {
    let pattern = "/".to_owned() + &"*a".repeat(2000);
    let path = "/".to_owned() + &"a".repeat(1999) + "b";
    check(&format!("User-agent: *\nDisallow: {pattern}$"), &path, true);
}
