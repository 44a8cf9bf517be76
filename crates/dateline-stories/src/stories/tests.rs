//! Articles in, stories out.
use dateline::lexicon::Data;

use super::*;
use crate::Article;

/// Articles of three happenings told with words of their own and words in common, over three weeks.
fn articles() -> Vec<(String, String, Option<i64>)> {
    let happenings = [
        "storm dora floods the harbour of almer and boats break loose near the quay",
        "miners walk out at the copper pit of vessin over wages and safety rules",
        "almer votes on a new mayor after the harbour scandal and recounts ballots",
    ];
    let mut state = 7_u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % below
    };
    (0..40)
        .map(|i| {
            let words: Vec<&str> = happenings[next(3)].split(' ').collect();
            let other = happenings[next(3)].split(' ').nth(next(3)).unwrap();
            let mut text: Vec<&str> = (0..12).map(|_| words[next(words.len())]).collect();
            text.push(other);
            let day = if next(10) == 0 { None } else { Some(100 + next(20) as i64) };
            (format!("https://news.example/{i}"), text.join(" "), day)
        })
        .collect()
}

/// The stories of articles that come in this order, settled after every few of them, as sets of keys.
fn told(order: &[usize], every: usize) -> BTreeSet<BTreeSet<usize>> {
    let articles = articles();
    let mut stories = Stories::new(Settings::load(&Data::embedded()).unwrap());
    for (count, i) in order.iter().enumerate() {
        let (key, text, day) = &articles[*i];
        let article = Article { key, text, headline: 0..text.len(), day: *day, ..Article::default() };
        let profile = Profile::of(stories.settings(), &article);
        stories.insert(*i as ArticleId, profile);
        if count % every == 0 {
            stories.settle();
        }
    }
    stories.settle();
    let mut groups: BTreeMap<StoryId, BTreeSet<usize>> = BTreeMap::new();
    for i in order {
        groups.entry(stories.story(*i as ArticleId).unwrap()).or_default().insert(*i);
    }
    groups.into_values().collect()
}

#[test]
fn the_order_of_coming_does_not_matter() {
    let forwards: Vec<usize> = (0..40).collect();
    let backwards: Vec<usize> = (0..40).rev().collect();
    let mixed: Vec<usize> = (0..40).map(|i| i * 17 % 40).collect();
    let expected = told(&forwards, 1);
    assert!(expected.len() > 3 && expected.iter().any(|story| story.len() > 3), "{expected:?}");
    assert_eq!(told(&backwards, 1), expected);
    assert_eq!(told(&mixed, 7), expected);
}

#[test]
fn days_that_are_forgotten_keep_their_stories_and_others_go_on() {
    let mut stories = Stories::new(Settings::load(&Data::embedded()).unwrap());
    let text = "Storm Dora floods Almer harbour";
    let insert = |stories: &mut Stories, id, day| {
        let key = format!("https://news.example/{id}");
        let article =
            Article { key: &key, text, headline: 0..text.len(), day: Some(day), ..Article::default() };
        let profile = Profile::of(stories.settings(), &article);
        stories.insert(id, profile);
    };
    insert(&mut stories, 1, 100);
    insert(&mut stories, 2, 200);
    assert_eq!(stories.settle().len(), 2);
    stories.forget_outside(190..=210);
    assert_eq!((stories.len(), stories.story(1)), (1, None));
    insert(&mut stories, 3, 202);
    let changes = stories.settle();
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].reason, stories.story(3)), (Reason::Joined, stories.story(2)));
}

#[test]
fn the_number_of_a_story_is_not_given_again() {
    let mut stories = Stories::new(Settings::load(&Data::embedded()).unwrap());
    let text = "Storm Dora floods Almer harbour";
    let article = Article { key: "a", text, headline: 0..text.len(), ..Article::default() };
    let profile = Profile::of(stories.settings(), &article);
    stories.insert(1, profile.clone());
    stories.settle();
    let first = stories.story(1).unwrap();

    let mut reopened = Stories::new(Settings::load(&Data::embedded()).unwrap());
    reopened.restore(1, profile, Some(StoryId(5)), 1);
    assert_eq!(reopened.settle(), []);
    reopened.articles.get_mut(&1).unwrap().story = None;
    reopened.dirty.insert(1);
    reopened.settle();
    assert_ne!(reopened.story(1).unwrap(), first);
}
